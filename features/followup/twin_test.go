package followup_test

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
)

// The twin judges a rule a second time, slowly and in another way: record by record and day by day, from the words of
// the handbook's table. It shares nothing with Evaluate but the types, not even the unfolding into cells.

// twinCell is a cell as the list of its days.
type twinCell struct {
	days   []calendar.Date
	target int
}

func periodName(p plan.Period, d calendar.Date) string {
	switch p {
	case plan.PerYear:
		return fmt.Sprint(d.Year())
	case plan.PerHalf:
		return fmt.Sprint(d.Year(), d.Month() >= time.July)
	case plan.PerQuarter:
		return quarterName(d)
	}
	return "the window"
}

func quarterName(d calendar.Date) string {
	name := map[time.Month]int{1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3, 10: 4, 11: 4, 12: 4}
	return fmt.Sprint(d.Year(), "Q", name[d.Month()])
}

func monthName(d calendar.Date) string { return d.String()[:7] }

// names lists the different names of the days, in order.
func names(days []calendar.Date, name func(calendar.Date) string) []string {
	var list []string
	for _, d := range days {
		if n := name(d); len(list) == 0 || list[len(list)-1] != n {
			list = append(list, n)
		}
	}
	return list
}

func twinCells(r plan.Rule) []twinCell {
	var cells []twinCell
	last := ""
	for d := r.From; !d.After(r.To); d = d.AddDays(1) {
		if name := periodName(r.Period, d); name != last {
			cells = append(cells, twinCell{})
			last = name
		}
		cell := &cells[len(cells)-1]
		cell.days = append(cell.days, d)
	}
	var kept []twinCell
	for _, cell := range cells {
		cell.target = int(r.Target)
		first, last := cell.days[0], cell.days[len(cell.days)-1]
		cut := r.Period != "" && (periodName(r.Period, first.AddDays(-1)) == periodName(r.Period, first) ||
			periodName(r.Period, last.AddDays(1)) == periodName(r.Period, last))
		if cut && r.Partial == plan.PartialExempt {
			continue
		}
		if cut && r.Partial == plan.PartialProrated {
			parts := map[plan.Period]int{plan.PerYear: 4, plan.PerHalf: 2, plan.PerQuarter: 1}[r.Period]
			touched := len(names(cell.days, quarterName))
			least := 0
			for least*parts < cell.target*touched {
				least++
			}
			cell.target = least
		}
		kept = append(kept, cell)
	}
	return kept
}

func holds(days []calendar.Date, d calendar.Date) bool {
	return d.String() >= days[0].String() && d.String() <= days[len(days)-1].String()
}

// known lists the cell's records that had happened by t.
func known(r plan.Rule, cell twinCell, records []evidence.Tally, t calendar.Date) []evidence.Tally {
	var list []evidence.Tally
	oneWindow := r.Kind == plan.Deliverable || r.Kind == plan.ComesIntoBeing
	for _, record := range records {
		if record.Day.String() <= t.String() && (oneWindow || holds(cell.days, record.For)) {
			list = append(list, record)
		}
	}
	return list
}

func twin(r plan.Rule, facts followup.Facts, t calendar.Date) []string {
	var lines []string
	for _, cell := range twinCells(r) {
		lines = append(lines, twinStatus(r, cell, facts, t))
	}
	return lines
}

func twinStatus(r plan.Rule, cell twinCell, facts followup.Facts, t calendar.Date) string {
	from, to := cell.days[0], cell.days[len(cell.days)-1]
	before, after := t.Before(from), t.After(to)
	records := known(r, cell, singles(facts.Tallies), t)
	count, status, metOn := len(records), "", ""
	switch r.Kind {
	case plan.CountPerPeriod, plan.CountInWindow:
		status, metOn = twinCount(r, cell, facts, t)
	case plan.Deliverable, plan.RecurringDeliverable, plan.ComesIntoBeing:
		count, status, metOn = twinDelivery(r, cell, records, t)
	case plan.Threshold:
		status = twinThreshold(r, records, after)
	case plan.Ratio:
		status = twinRatio(r, records, after)
	case plan.Judgement:
		status, metOn = twinJudgement(r, cell, facts, t)
	}
	if status != "met" && status != "met_late" {
		metOn = ""
		for _, w := range facts.Waivers {
			if w.CellFrom == from && !w.On.After(t) {
				return fmt.Sprint(from, to, count, " not_applicable ")
			}
		}
		if before {
			status = "not_started"
		}
	}
	return fmt.Sprint(from, to, count, " ", status, " ", metOn)
}

func twinCount(r plan.Rule, cell twinCell, facts followup.Facts, t calendar.Date) (status, metOn string) {
	all := singles(facts.Tallies)
	for d := r.From.AddDays(-200); !d.After(t); d = d.AddDays(1) {
		if len(known(r, cell, all, d)) >= cell.target {
			return "met", d.String()
		}
	}
	to := cell.days[len(cell.days)-1]
	if t.After(to) {
		return "not_met", ""
	}
	n := len(known(r, cell, all, t))
	total := len(names(cell.days, quarterName))
	closed := 0
	for _, d := range cell.days { // a quarter has ended on its last day, and the cell's other quarters hold that day
		if !d.After(t) && quarterName(d) != quarterName(d.AddDays(1)) {
			closed++
		}
	}
	if n < cell.target*closed/total || n == 0 && inLastStretch(cell, t) {
		return "at_risk", ""
	}
	return "in_progress", ""
}

func inLastStretch(cell twinCell, t calendar.Date) bool {
	to := cell.days[len(cell.days)-1]
	if len(names(cell.days, quarterName)) > 1 {
		return quarterName(t) == quarterName(to)
	}
	return monthName(t) == monthName(to)
}

func twinDelivery(r plan.Rule, cell twinCell, records []evidence.Tally, t calendar.Date) (count int, status, metOn string) {
	order := map[plan.State]int{plan.Prepared: 1, plan.Presented: 2, plan.Submitted: 3, plan.Decided: 4}
	highest := 0
	if r.Kind != plan.ComesIntoBeing {
		for _, s := range r.States {
			highest = max(highest, order[s])
		}
	}
	to := cell.days[len(cell.days)-1]
	for _, record := range records {
		if order[record.State] >= highest && (metOn == "" || record.Day.String() < metOn) {
			metOn = record.Day.String()
		}
	}
	switch {
	case metOn != "" && metOn <= to.String():
		return 1, "met", metOn
	case metOn != "":
		return 1, "met_late", metOn
	case t.After(to):
		return 0, "not_met", ""
	case len(records) == 0 && inLastStretch(cell, t):
		return 0, "at_risk", ""
	}
	return 0, "in_progress", ""
}

func twinThreshold(r plan.Rule, records []evidence.Tally, after bool) string {
	status := "not_assessed"
	for _, record := range records {
		if record.Value == evidence.NoValue {
			continue
		}
		if record.Value.Float() < r.Target {
			return "not_met"
		}
		status = "in_progress"
		if after {
			status = "met"
		}
	}
	return status
}

func twinRatio(r plan.Rule, records []evidence.Tally, after bool) string {
	numerator, denominator, data := new(big.Rat), new(big.Rat), false
	for _, record := range records {
		if record.Rated > 0 {
			data = true
			numerator.Add(numerator, big.NewRat(int64(record.Numerator), 1000))
			denominator.Add(denominator, big.NewRat(int64(record.Denominator), 1000))
		}
	}
	target, _ := new(big.Rat).SetString(fmt.Sprintf("%.6f", r.Target))
	switch {
	case after && denominator.Sign() == 0:
		return "not_applicable"
	case !data:
		return "not_assessed"
	case !after:
		return "in_progress"
	case new(big.Rat).Quo(numerator, denominator).Cmp(target) >= 0:
		return "met"
	}
	return "not_met"
}

func twinJudgement(r plan.Rule, cell twinCell, facts followup.Facts, t calendar.Date) (status, metOn string) {
	status = "not_assessed"
	for d := r.From.AddDays(-200); !d.After(t); d = d.AddDays(1) {
		for _, a := range facts.Assessments {
			if a.On == d && (r.Period == "" || holds(cell.days, a.For)) {
				status, metOn = string(a.Verdict), d.String()
			}
		}
	}
	return status, metOn
}

func TestEvaluateAgreesWithItsTwin(t *testing.T) {
	for range 8 {
		rapid.Check(t, func(t *rapid.T) {
			r := anyRule().Draw(t, "rule")
			if problems := r.Validate(); len(problems) > 0 {
				t.Fatalf("the drawn rule cannot be judged: %v", problems)
			}
			facts := anyFacts(r).Draw(t, "facts")
			for range 4 {
				asOf := around(r).Draw(t, "as of")
				want := twin(r, facts, asOf)
				cells := followup.Evaluate(r, facts, asOf)
				if len(cells) != len(want) {
					t.Fatalf("%d cells, the twin has %d", len(cells), len(want))
				}
				for i, c := range cells {
					metOn := c.MetOn
					if r.Kind == plan.Threshold || r.Kind == plan.Ratio {
						metOn = calendar.Date{} // the table says nothing of it; the tables of examples do
					}
					if got := fmt.Sprint(c.From, c.To, c.Count, " ", c.Status, " ", metOn); got != want[i] {
						t.Fatalf("on %s\nEvaluate: %s\nthe twin: %s", asOf, got, want[i])
					}
				}
			}
		})
	}
}
