package followup_test

import (
	"encoding/json"
	"testing"

	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

func TestCellIsWrittenAsTheContractSays(t *testing.T) {
	year := plan.Cell{Span: calendar.Year(2018), Target: 4}
	share := plan.Cell{Span: calendar.Year(2018), Target: 0.8}
	for name, c := range map[string]struct {
		cell followup.CellStatus
		want string
	}{
		"a count not met": {
			followup.CellStatus{Cell: year, Kind: plan.CountPerPeriod, Count: 3, Records: 3, Status: followup.NotMet},
			`{"from":"2018-01-01","to":"2018-12-31","target":4,"count":3,"status":"not_met","metOn":null}`,
		},
		"a count met": {
			followup.CellStatus{Cell: year, Kind: plan.CountPerPeriod, Count: 4, Status: followup.Met, MetOn: calendar.MustDate("2018-11-29")},
			`{"from":"2018-01-01","to":"2018-12-31","target":4,"count":4,"status":"met","metOn":"2018-11-29"}`,
		},
		"a judgement has no target": {
			followup.CellStatus{Cell: plan.Cell{Span: calendar.Year(2018)}, Kind: plan.Judgement, Status: followup.NotAssessed},
			`{"from":"2018-01-01","to":"2018-12-31","target":null,"count":0,"status":"not_assessed","metOn":null}`,
		},
		"a ratio adds its sums, also when they are zero": {
			followup.CellStatus{Cell: share, Kind: plan.Ratio, Count: 2, Status: followup.InProgress, Numerator: 1500},
			`{"from":"2018-01-01","to":"2018-12-31","target":0.8,"count":2,"status":"in_progress","metOn":null,"numerator":1.5,"denominator":0}`,
		},
	} {
		if got, err := json.Marshal(c.cell); err != nil || string(got) != c.want {
			t.Errorf("%s:\n got %s, %v\nwant %s", name, got, err, c.want)
		}
	}
}

func TestTotalsCountCellsInEveryStatus(t *testing.T) {
	var totals followup.Totals
	const empty = `{"met":0,"met_late":0,"in_progress":0,"at_risk":0,"not_met":0,"not_started":0,"not_applicable":0,"not_assessed":0}`
	if got, err := json.Marshal(totals); err != nil || string(got) != empty {
		t.Errorf("got %s, %v", got, err)
	}
	for i, status := range followup.Statuses {
		for range i + 1 {
			totals.Count(status)
		}
	}
	const full = `{"met":1,"met_late":2,"in_progress":3,"at_risk":4,"not_met":5,"not_started":6,"not_applicable":7,"not_assessed":8}`
	if got, err := json.Marshal(totals); err != nil || string(got) != full {
		t.Errorf("got %s, %v", got, err)
	}
	if totals.Cells() != 36 || totals.Fulfilled() != 3 || totals.Of(followup.NotStarted) != 6 {
		t.Errorf("%d cells, %d fulfilled, %d not started", totals.Cells(), totals.Fulfilled(), totals.Of(followup.NotStarted))
	}
}

func TestEveryStatusHasAName(t *testing.T) {
	catalogue := i18n.NewCatalogue(followup.Messages())
	swedish := []string{
		"Uppfylld", "Uppfylld för sent", "Pågår", "Risk", "Inte uppfylld", "Inte påbörjad", "Inte aktuell", "Inte bedömd än",
	}
	seen := map[string]bool{}
	for i, status := range followup.Statuses {
		if got := catalogue.In(i18n.Swedish).Text(status.Name()); got != swedish[i] {
			t.Errorf("%s is called %q in Swedish, want %q", status, got, swedish[i])
		}
		english := catalogue.In(i18n.English).Text(status.Name())
		if english == status.Name().ID || seen[english] {
			t.Errorf("%s is called %q in English", status, english)
		}
		seen[english] = true
	}
}
