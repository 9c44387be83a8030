package evidence_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestARecordReadsBackAsItWasAdded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withPlan(t, db, "Plan")
		n := evidence.NewRecord{Content: evidence.Content{Kind: plan.Seminar, Day: date("2019-05-05"), Title: " Ett \n seminarium ",
			Text: "Första\r\nandra ", State: plan.Presented, DiaryNumber: "RS 2019-1", Body: "Styrelsen",
			Organisations: []string{"Föreningen Ett", " ", "Föreningen Två", "Föreningen Ett"}, HeadCount: new(41), MinutesSpent: new(90),
			Value: thousandths(1.5), Numerator: thousandths(3), Denominator: thousandths(4), Network: "Norra", Tags: []string{"ungdom"},
			Addresses: []string{"https://example.org/a"}},
			Files: []evidence.NewFile{{Name: `C:\mapp\bild.pdf`, Content: []byte("%PDF-1.7\n")}, {Name: "b.txt", Content: []byte("hej")}}}
		added := add(t, db, n)
		want := n.Content
		want.Title, want.Text, want.Organisations, want.OrganisationCount = "Ett seminarium", "Första\nandra", []string{"Föreningen Ett", "Föreningen Två"}, new(2)
		var got evidence.Record
		var content []byte
		check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
			if got, err = evidence.Find(ctx, tx, added.ID); err != nil {
				return err
			}
			_, content, err = evidence.OpenFile(ctx, tx, added.ID, 2)
			return err
		}))
		if !reflect.DeepEqual(got.Content, want) || got.RecordedBy != "Prov" || got.RecordedAt.IsZero() || got.IsVoided() {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if len(got.Files) != 2 || got.Files[0].Name != "bild.pdf" || got.Files[0].Media != "application/pdf" ||
			got.Files[1].Size != 3 || len(got.Files[1].SHA256) != 64 || !slices.Equal(got.Files, added.Files) || string(content) != "hej" {
			t.Errorf("files %+v", got.Files)
		}
		var trail []audit.Entry
		check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
			trail, err = audit.Of(ctx, tx, "record", added.ID)
			return err
		}))
		if len(trail) != 1 || trail[0].Action != "record.added" || !bytes.Contains([]byte(trail[0].After), []byte("RS 2019-1")) {
			t.Errorf("trail %+v", trail)
		}
	})
}

func TestFilesAreRefusedOrAddedLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withPlan(t, db, "Plan")
		added := add(t, db, record(plan.Meeting, "2019-05-05"))
		try := func(name string, content []byte) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				_, err := evidence.AddFile(ctx, tx, added.ID, evidence.NewFile{Name: name, Content: content})
				return err
			}
		}
		refused(t, db, "file.empty", try("a", nil))
		refused(t, db, "file.name_missing", try(" ", []byte("a")))
		refused(t, db, "file.too_large", try("a", make([]byte, evidence.LargestFile+1)))
		write(t, db, try("a.txt", []byte("a")))
		write(t, db, try("b.txt", []byte("a")))
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			got, err := evidence.Find(ctx, tx, added.ID)
			if len(got.Files) != 2 || got.Files[1].Name != "b.txt" {
				t.Errorf("%+v", got.Files)
			}
			_, _, missing := evidence.OpenFile(ctx, tx, added.ID, 3)
			wantMessage(t, missing, "file.unknown")
			return err
		}))
	})
}

func TestRulesOfEveryCurrentPlanCountARecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, a := withPlan(t, db, "Plan A")
		_, b := withPlan(t, db, "Plan B")
		c, old := withPlan(t, db, "Plan C")
		check(t, db.Execute(ctx, "UPDATE plan SET status = 'archived' WHERE id = '"+c.ID+"'"))
		add(t, db, record(plan.BigMeeting, "2019-05-05"))
		for name, indicator := range map[string]*plan.Indicator{"A": a[1], "B": b[1]} {
			if got := countOf(t, db, indicator.ID); got != 1 {
				t.Errorf("%s counts %d", name, got)
			}
		}
		if got := countOf(t, db, old[1].ID); got != 0 {
			t.Errorf("the archived plan counts %d", got)
		}
	})
}

func TestNamedIndicatorsAloneCountARecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, i := withPlan(t, db, "Plan A")
		_, other := withPlan(t, db, "Plan B")
		n := record(plan.Meeting, "2019-05-05")
		n.Indicators = []evidence.Placing{{IndicatorID: i[5].ID}, {IndicatorID: i[8].ID, CountsFor: date("2018-01-01")}}
		added := add(t, db, n)
		if !added.LinksFixed || countOf(t, db, i[5].ID) != 1 || countOf(t, db, i[1].ID) != 0 || countOf(t, db, other[1].ID) != 0 {
			t.Error("others than the named count it")
		}
		if got := talliesOf(t, db, i[8].ID); len(got) != 1 || got[0].For != date("2018-01-01") || got[0].Day != date("2019-05-05") {
			t.Errorf("%+v", got)
		}
		refuse := func(id string, placings ...evidence.Placing) {
			n := record(plan.Meeting, "2019-05-05")
			n.Indicators = placings
			refused(t, db, id, func(tx *store.Tx) error { _, err := evidence.Add(ctx, tx, n, today); return err })
		}
		refuse("evidence.several_plans", evidence.Placing{IndicatorID: i[1].ID}, evidence.Placing{IndicatorID: other[1].ID})
		refuse("evidence.unknown_indicator", evidence.Placing{IndicatorID: "x"})
		refuse("evidence.indicator_twice", evidence.Placing{IndicatorID: i[1].ID}, evidence.Placing{IndicatorID: i[1].ID})
		nowhere := record(plan.Meeting, "2019-05-05")
		nowhere.LinksFixed = true
		add(t, db, nowhere)
		if got := countOf(t, db, i[1].ID); got != 0 {
			t.Errorf("a record kept from rules counts: %d", got)
		}
	})
}

func TestDatesOutsideThePlanAreWarnedOf(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	_, i := withPlan(t, db, "Plan")
	warnings := func(kind plan.EvidenceKind, day string, named ...evidence.Placing) (ids []string) {
		n := record(kind, day)
		n.Indicators = named
		for _, w := range add(t, db, n).Warnings {
			ids = append(ids, w.ID)
		}
		return ids
	}
	if got := warnings(plan.Meeting, "2018-01-01"); got != nil {
		t.Error(got)
	}
	if got := warnings(plan.Meeting, "2017-12-31"); !slices.Equal(got, []string{"evidence.warning.before_plan"}) {
		t.Error(got)
	}
	if got := warnings(plan.Meeting, "2017-12-31", evidence.Placing{IndicatorID: i[5].ID}); !slices.Equal(got, []string{"evidence.warning.before_plan"}) {
		t.Error(got)
	}
}

func TestTalliesHoldWhatTheRuleLooksAt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, i := withPlan(t, db, "Plan")
		heads := record(plan.Seminar, "2019-05-05")
		heads.HeadCount, heads.Value = new(41), thousandths(7)
		add(t, db, heads)
		fallback := record(plan.Seminar, "2019-05-05")
		fallback.Value = thousandths(7.5)
		add(t, db, fallback)
		add(t, db, record(plan.Seminar, "2019-05-05"))
		for range 2 {
			part := record(plan.Requirement, "2019-05-05")
			part.Numerator, part.Denominator = thousandths(1.5), thousandths(2)
			add(t, db, part)
		}
		add(t, db, record(plan.Requirement, "2019-05-05"))
		for range 3 {
			meeting := heads
			meeting.Kind = plan.Meeting
			add(t, db, meeting)
		}
		var all map[string][]evidence.Tally
		check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
			all, err = evidence.Tallies(ctx, tx, p.ID)
			return err
		}))
		day := date("2019-05-05")
		want := map[string][]evidence.Tally{
			i[3].ID: {
				{IndicatorID: i[3].ID, Day: day, For: day, Value: evidence.NoValue, N: 1},
				{IndicatorID: i[3].ID, Day: day, For: day, Value: decimal.Of(7.5), N: 1},
				{IndicatorID: i[3].ID, Day: day, For: day, Value: decimal.Of(41), N: 1}},
			i[4].ID: {{IndicatorID: i[4].ID, Day: day, For: day, Value: evidence.NoValue, N: 3, Rated: 2, Numerator: decimal.Of(3), Denominator: decimal.Of(4)}},
			i[1].ID: {{IndicatorID: i[1].ID, Day: day, For: day, Value: evidence.NoValue, N: 3}},
		}
		if !reflect.DeepEqual(all, want) {
			t.Errorf("got  %+v\nwant %+v", all, want)
		}
		countOf(t, db, i[1].ID)
	})
}

func TestAVoidRecordCountsNowhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, i := withPlan(t, db, "Plan")
		kept, gone := add(t, db, record(plan.Meeting, "2019-05-05")), add(t, db, record(plan.Meeting, "2019-05-05"))
		void := func(id, why string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return evidence.Void(ctx, tx, id, why) }
		}
		refused(t, db, "evidence.reason_missing", void(gone.ID, " "))
		refused(t, db, "evidence.unknown_record", void("x", "fel"))
		write(t, db, void(gone.ID, "Hölls aldrig"))
		refused(t, db, "evidence.voided_already", void(gone.ID, "igen"))
		if got := countOf(t, db, i[1].ID); got != 1 {
			t.Errorf("counts %d", got)
		}
		write(t, db, void(kept.ID, "Hölls aldrig"))
		if got := talliesOf(t, db, i[1].ID); len(got) != 0 {
			t.Errorf("empty groups stay: %+v", got)
		}
		for _, change := range []func(tx *store.Tx) error{
			func(tx *store.Tx) error { return evidence.LinkByHand(ctx, tx, gone.ID, i[5].ID, calendar.Date{}, "") },
			func(tx *store.Tx) error { return evidence.Exclude(ctx, tx, gone.ID, i[1].ID, "x") },
			func(tx *store.Tx) error {
				_, err := evidence.AddFile(ctx, tx, gone.ID, evidence.NewFile{Name: "a", Content: []byte("a")})
				return err
			},
		} {
			refused(t, db, "evidence.is_voided", change)
		}
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			got, err := evidence.Find(ctx, tx, gone.ID)
			if got.VoidedWhy != "Hölls aldrig" || got.VoidedBy != "Prov" || !got.IsVoided() {
				t.Errorf("%+v", got)
			}
			return err
		}))
	})
}

func TestAPersonLinksPlacesExcludesAndIncludes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, i := withPlan(t, db, "Plan")
		meeting := add(t, db, record(plan.Meeting, "2019-02-05"))
		report := add(t, db, record(plan.Report, "2019-02-05"))
		link := func(r evidence.Record, n int, day, reason string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error {
				var counts calendar.Date
				if day != "" {
					counts = date(day)
				}
				return evidence.LinkByHand(ctx, tx, r.ID, i[n].ID, counts, reason)
			}
		}
		exclude := func(r evidence.Record, n int, reason string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return evidence.Exclude(ctx, tx, r.ID, i[n].ID, reason) }
		}
		include := func(r evidence.Record, n int) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return evidence.Include(ctx, tx, r.ID, i[n].ID, "") }
		}
		refused(t, db, "evidence.reason_missing", link(report, 8, "2018-05-05", ""))
		refused(t, db, "evidence.period_outside", link(report, 8, "2017-05-05", "sen"))
		write(t, db, link(report, 8, "2018-05-05", "Den sena rapporten för 2018"))
		if got := talliesOf(t, db, i[8].ID); len(got) != 1 || got[0].N != 1 || got[0].For != date("2018-01-01") {
			t.Errorf("placed: %+v", got)
		}
		write(t, db, link(report, 8, "2019-12-01", "Ångrat"))
		if got := talliesOf(t, db, i[8].ID); len(got) != 1 || got[0].For != date("2019-02-05") {
			t.Errorf("placed where it happened: %+v", got)
		}
		write(t, db, link(meeting, 5, "", ""))
		if got := countOf(t, db, i[5].ID); got != 1 {
			t.Errorf("by hand: %d", got)
		}
		refused(t, db, "evidence.reason_missing", exclude(meeting, 1, ""))
		refused(t, db, "evidence.not_linked", exclude(meeting, 2, "x"))
		refused(t, db, "evidence.not_excluded", include(meeting, 1))
		write(t, db, exclude(meeting, 1, "Var internt"))
		refused(t, db, "evidence.excluded_already", exclude(meeting, 1, "x"))
		write(t, db, exclude(meeting, 5, "Inte här heller"))
		if countOf(t, db, i[1].ID)+countOf(t, db, i[5].ID) != 0 {
			t.Error("an excluded record counts")
		}
		var links []evidence.IndicatorLink
		check(t, db.Read(ctx, func(tx *store.Tx) (err error) {
			links, err = evidence.Links(ctx, tx, meeting.ID)
			return err
		}))
		if len(links) != 2 || links[0].Number != 1 || links[0].Label != "1.1" || links[0].Reason != "Var internt" || !links[0].Excluded ||
			links[0].Origin != evidence.ByRule || links[1].Origin != evidence.ByPerson || links[0].PlanKey != "plan" {
			t.Errorf("%+v", links)
		}
		write(t, db, include(meeting, 1))
		write(t, db, link(meeting, 5, "", "Jo"))
		if countOf(t, db, i[1].ID) != 1 || countOf(t, db, i[5].ID) != 1 {
			t.Error("an included record does not count")
		}
	})
}

func setRule(t fataler, db *store.DB, indicatorID string, rule plan.Rule) (done evidence.Relinked) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		if _, err := tx.Exec(ctx, "UPDATE indicator SET rule = $1 WHERE id = $2", store.AsJSON(rule), indicatorID); err != nil {
			return err
		}
		done, err = evidence.Relink(ctx, tx, indicatorID)
		return err
	})
	return done
}

func TestAChangedRuleLinksAnewAndKeepsWhatPeopleDecided(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, i := withPlan(t, db, "Plan")
		add(t, db, record(plan.Meeting, "2019-02-05"))
		excluded := add(t, db, record(plan.Meeting, "2019-02-05"))
		byHand := add(t, db, record(plan.Trip, "2019-02-05"))
		add(t, db, record(plan.Seminar, "2019-02-05"))
		excludedSeminar := add(t, db, record(plan.Seminar, "2019-02-05"))
		fixed := record(plan.Seminar, "2019-02-05")
		fixed.Indicators = []evidence.Placing{{IndicatorID: i[5].ID}}
		add(t, db, fixed)
		write(t, db, func(tx *store.Tx) error {
			if err := evidence.LinkByHand(ctx, tx, byHand.ID, i[1].ID, calendar.Date{}, ""); err != nil {
				return err
			}
			if err := evidence.Exclude(ctx, tx, excluded.ID, i[1].ID, "x"); err != nil {
				return err
			}
			if err := evidence.LinkByHand(ctx, tx, excludedSeminar.ID, i[1].ID, calendar.Date{}, ""); err != nil {
				return err
			}
			return evidence.Exclude(ctx, tx, excludedSeminar.ID, i[1].ID, "y")
		})
		rule := i[1].Rule
		rule.Evidence = []plan.EvidenceKind{plan.Seminar}
		if got := setRule(t, db, i[1].ID, rule); got != (evidence.Relinked{Added: 1, Removed: 1}) {
			t.Errorf("%+v", got)
		}
		if got := countOf(t, db, i[1].ID); got != 2 { // the trip by hand and the one seminar
			t.Errorf("counts %d", got)
		}
		write(t, db, func(tx *store.Tx) error { return evidence.Include(ctx, tx, excluded.ID, i[1].ID, "") })
		if got := setRule(t, db, i[1].ID, rule); got != (evidence.Relinked{}) {
			t.Errorf("an included record is the person's: %+v", got)
		}
		if got := countOf(t, db, i[1].ID); got != 3 {
			t.Errorf("counts %d", got)
		}
	})
}

func TestALaterPlanCountsWhatIsRecordedAlready(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		add(t, db, record(plan.Meeting, "2019-02-05"))
		p, i := withPlan(t, db, "Plan")
		write(t, db, func(tx *store.Tx) error {
			done, err := evidence.RelinkPlan(ctx, tx, p.ID)
			if done.Added != 1 {
				t.Errorf("%+v", done)
			}
			return err
		})
		if got := countOf(t, db, i[1].ID); got != 1 {
			t.Errorf("counts %d", got)
		}
	})
}

func TestAWrongTallyIsFoundAndMended(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, i := withPlan(t, db, "Plan")
		add(t, db, record(plan.Meeting, "2019-02-05"))
		look := func(tx *store.Tx) error { return evidence.CheckTallies(ctx, tx) }
		for _, fault := range []string{"UPDATE tally SET n = 2", "DELETE FROM tally", "UPDATE tally SET day = '2019-02-06'"} {
			check(t, db.Execute(ctx, fault))
			wantMessage(t, db.Read(ctx, look), "evidence.tally_differs")
			write(t, db, func(tx *store.Tx) error { return evidence.Recount(ctx, tx, i[1].ID) })
			check(t, db.Read(ctx, look))
		}
		check(t, db.Execute(ctx, "DELETE FROM tally"))
		write(t, db, func(tx *store.Tx) error { return evidence.RecountAll(ctx, tx) })
		check(t, db.Read(ctx, look))
	})
}

func TestListsGoPageByPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, i := withPlan(t, db, "Plan")
		var want []string
		for n := range 7 {
			want = append(want, add(t, db, record(plan.Meeting, "2019-02-0"+string(rune('1'+n/2)))).ID)
		}
		slices.Reverse(want)
		add(t, db, record(plan.Trip, "2018-02-01"))
		write(t, db, func(tx *store.Tx) error { return evidence.Exclude(ctx, tx, want[2], i[1].ID, "x") })
		write(t, db, func(tx *store.Tx) error { return evidence.Void(ctx, tx, want[4], "y") })
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			var got []string
			var after evidence.Cursor
			for {
				page, err := evidence.ListByIndicator(ctx, tx, i[1].ID, after, 2)
				check(t, err)
				if len(page) == 0 {
					break
				}
				for _, r := range page {
					got = append(got, r.ID)
					if r.Link.Excluded != (r.ID == want[2]) || r.IsVoided() != (r.ID == want[4]) || r.Link.RecordID != r.ID {
						t.Errorf("%+v", r)
					}
				}
				after = page[len(page)-1].Cursor()
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			for name, c := range map[string]struct {
				filter evidence.Filter
				want   int
			}{
				"all":         {evidence.Filter{}, 7},
				"with void":   {evidence.Filter{WithVoided: true}, 8},
				"of the plan": {evidence.Filter{PlanID: p.ID}, 6},
				"a kind":      {evidence.Filter{Kind: plan.Trip}, 1},
				"days":        {evidence.Filter{From: date("2019-02-01"), To: date("2019-02-01")}, 2},
				"a few":       {evidence.Filter{Limit: 3}, 3},
			} {
				page, err := evidence.List(ctx, tx, c.filter)
				check(t, err)
				if len(page) != c.want {
					t.Errorf("%s: %d", name, len(page))
				}
			}
			return nil
		}))
	})
}
