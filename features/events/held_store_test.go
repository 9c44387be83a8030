package events_test

import (
	"slices"
	"testing"
	"time"

	"samverk/features/audit"
	"samverk/features/events"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// tenderPlan gives an indicator that counts two seminars a year, and one that counts nothing by itself.
func tenderPlan(t testing.TB, db *store.DB) (counting, other string) {
	t.Helper()
	year := calendar.Today(time.Now()).Year()
	period := calendar.Span{From: calendar.Year(year - 1).From, To: calendar.Year(year + 1).To}
	window := calendar.QuarterSpan{From: calendar.QuarterOf(period.From), To: calendar.QuarterOf(period.To)}
	rule := plan.Rule{Kind: plan.CountPerPeriod, Period: plan.PerYear, From: period.From, To: period.To, Comparator: plan.AtLeast, Target: 2, Partial: plan.PartialFull,
		Evidence: []plan.EvidenceKind{plan.Seminar}}
	draft := plan.Draft{Title: "Plan", Period: period, Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: "Mål", Activities: []plan.DraftActivity{{Number: 1, Label: "1", Title: "Aktivitet",
		Priority: plan.High, Recurrence: plan.Once, Window: window, Indicators: []plan.DraftIndicator{{Number: 1, Label: "1", Text: "Två anbudsskolor per år", Rule: rule},
			{Number: 2, Label: "2", Text: "Något annat", Rule: plan.Rule{Kind: plan.Judgement, From: period.From, To: period.To}}}}}}}}
	write(t, db, func(tx *store.Tx) error {
		p, err := plan.Accept(ctx, tx, draft, nil, false)
		if err == nil {
			counting, other = p.Indicators()[0].ID, p.Indicators()[1].ID
		}
		return err
	})
	return counting, other
}

// records are those that count towards an indicator now, by their titles.
func records(t testing.TB, db *store.DB, indicator string) (titles []string) {
	t.Helper()
	write(t, db, func(tx *store.Tx) error {
		all, err := evidence.ListByIndicator(ctx, tx, indicator, evidence.Cursor{}, 10)
		for _, r := range all {
			if !r.IsVoided() && !r.Link.Excluded {
				titles = append(titles, r.Title)
			}
		}
		if err != nil {
			return err
		}
		return evidence.CheckTallies(ctx, tx)
	})
	return titles
}

func find(t testing.TB, db *store.DB, id string) (e events.Event) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		e, err = events.Find(ctx, tx, id)
		return err
	})
	return e
}

func recordOf(t testing.TB, db *store.DB, id string) (r evidence.Record) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		r, err = evidence.Find(ctx, tx, id)
		return err
	})
	return r
}

func TestAHeldEventIsEvidenceThatFollowsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		counting, other := tenderPlan(t, db)
		o := newOffice(db)
		id := o.published(t, db, content(0, 7))
		alva, err := o.register(db, person(id, "Alva"))
		if err != nil {
			t.Fatal(err)
		}
		bo, err := o.register(db, person(id, "Bo"))
		if err != nil {
			t.Fatal(err)
		}
		today := calendar.Today(time.Now())
		if err := db.Write(ctx, func(tx *store.Tx) error { return o.Hold(ctx, tx, id, today.AddDays(1), 2, time.Now()) }); err == nil {
			t.Error("an event is held tomorrow")
		}
		write(t, db, func(tx *store.Tx) error { return o.Tick(ctx, tx, id, []string{alva.ID}, nil) })
		for range 2 {
			write(t, db, func(tx *store.Tx) error { return o.Hold(ctx, tx, id, today, 3, time.Now()) })
		}
		if got := records(t, db, counting); len(got) != 1 {
			t.Fatalf("the indicator counts %q", got)
		}
		first := find(t, db, id).RecordID
		r := recordOf(t, db, first)
		if r.Kind != plan.Seminar || *r.HeadCount != 3 || !slices.Equal(r.Organisations, []string{"Alvas förening"}) || r.Day != today {
			t.Errorf("the record says %+v", r.Content)
		}
		// Somebody else writes in the record; what the event corrects leaves it there.
		write(t, db, func(tx *store.Tx) error {
			c := r.Content
			c.DiaryNumber = "2026/17"
			last, err := audit.Last(ctx, tx, "record", first)
			if err != nil {
				return err
			}
			return evidence.Correct(ctx, tx, first, c, last.ID, today)
		})
		write(t, db, func(tx *store.Tx) error { return o.Tick(ctx, tx, id, []string{bo.ID}, nil) })
		write(t, db, func(tx *store.Tx) error {
			_, err := o.RegisterFor(ctx, tx, events.Registration{ID: store.NewID(), EventID: id, Name: "Cilla", Organisation: "Cillas ateljé", AtDoor: true}, time.Now())
			return err
		})
		renamed := content(0, 7)
		renamed.Title, renamed.Kind = "Konferens om upphandling", events.Conference
		seen := find(t, db, id).Version
		write(t, db, func(tx *store.Tx) error { return o.Change(ctx, tx, id, renamed, nil, seen) })
		r = recordOf(t, db, first)
		if r.Kind != plan.Conference || r.Title != renamed.Title || *r.HeadCount != 5 || len(r.Organisations) != 3 || r.DiaryNumber != "2026/17" {
			t.Errorf("the corrected record says %+v", r.Content)
		}
		if got := records(t, db, counting); len(got) != 0 {
			t.Errorf("a conference counts as a seminar: %q", got)
		}
		// Other indicators: a new record takes the place of the first.
		renamed.Indicators = []string{other}
		seen = find(t, db, id).Version
		write(t, db, func(tx *store.Tx) error { return o.Change(ctx, tx, id, renamed, nil, seen) })
		second := find(t, db, id).RecordID
		old, now := recordOf(t, db, first), recordOf(t, db, second)
		if second == first || !old.IsVoided() || now.IsVoided() || len(records(t, db, other)) != 1 {
			t.Error("the record does not count towards what was chosen")
		}
		write(t, db, func(tx *store.Tx) error { return o.Reopen(ctx, tx, id, "Fel dag") })
		now = recordOf(t, db, second)
		if e := find(t, db, id); !now.IsVoided() || e.State != events.Published || e.RecordID != "" || len(records(t, db, other)) != 0 {
			t.Errorf("reopened: %s, %q", e.State, e.RecordID)
		}
		write(t, db, func(tx *store.Tx) error { return o.Hold(ctx, tx, id, today, 4, time.Now()) })
		third := find(t, db, id).RecordID
		write(t, db, func(tx *store.Tx) error { return evidence.Void(ctx, tx, third, "Dubbel") }) // by hand
		write(t, db, func(tx *store.Tx) error { return o.Cancel(ctx, tx, id, "Hölls aldrig") })
		if e := find(t, db, id); e.State != events.Cancelled || e.RecordID != "" {
			t.Errorf("cancelled: %s, %q", e.State, e.RecordID)
		}
		for _, email := range []string{"alva@exempel.se", "bo@exempel.se"} {
			if got := o.lettersTo(email); slices.Contains(got, "Inställt") {
				t.Errorf("%s is told that what was held is cancelled", email)
			}
		}
	})
}
