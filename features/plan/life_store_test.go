package plan_test

import (
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

var asTest = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "test"})

// carried remembers what was handed over from one edition to the next.
type carried struct{ pairs []plan.CarriedPair }

func (c *carried) CarryDecisions(_ context.Context, _ *store.Tx, pairs []plan.CarriedPair) error {
	c.pairs = append(c.pairs, pairs...)
	return nil
}

func smallDraft() plan.Draft {
	rule := plan.Rule{Kind: plan.CountInWindow, Target: 2, From: fourYears.From, To: fourYears.To, Evidence: []plan.EvidenceKind{plan.Meeting}}
	return plan.Draft{Title: "Handlingsplan", Period: fourYears, Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: "Dialog",
		Activities: []plan.DraftActivity{{Number: 1, Label: "1", Title: "Möten", Priority: plan.High, Recurrence: plan.Once,
			Window:     calendar.QuarterSpan{From: calendar.MustQuarter("2018-Q1"), To: calendar.MustQuarter("2019-Q4")},
			Indicators: []plan.DraftIndicator{{Number: 1, Label: "1", Text: "Två möten har hållits.", Rule: rule}}}}}}}
}

type tester interface {
	Helper()
	Fatal(args ...any)
}

func write(t tester, db *store.DB, do func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(asTest, do); err != nil {
		t.Fatal(err)
	}
}

func accepted(t tester, db *store.DB) (p *plan.Plan) {
	t.Helper()
	write(t, db, func(tx *store.Tx) (err error) {
		p, err = plan.Accept(asTest, tx, smallDraft(), nil, false)
		return err
	})
	return p
}

// pictured is a plan as it should be.
type pictured struct {
	id, before string
	status     plan.Status
	published  bool
	period     calendar.Span
}

// lives is a database of plans and a picture of where each is in its life.
type lives struct {
	t       *rapid.T
	db      *store.DB
	plans   []*pictured
	entries int
	links   links
	carried carried
}

func (l *lives) any() *pictured { return rapid.SampledFrom(l.plans).Draw(l.t, "plan") }

// try does something that is open or not, and changes something or not: what is refused says so in the catalogue's words,
// and each change writes one entry of the trail for each plan that it concerns.
func (l *lives) try(open bool, changes int, do func(tx *store.Tx) error) {
	err := l.db.Write(asTest, do)
	var own *i18n.Error
	if open != (err == nil) || err != nil && (!errors.As(err, &own) || !errors.Is(err, plan.ErrNotOpen)) {
		l.t.Fatalf("open: %v, but %v", open, err)
	}
	if open {
		l.entries += changes
	}
}

func (l *lives) begin() {
	before, id, period := l.any(), store.NewID(), fourYears
	if rapid.Bool().Draw(l.t, "new years") {
		period = calendar.Span{From: calendar.NewDate(2022, 1, 1), To: calendar.NewDate(2025, 12, 31)}
	}
	open := before.status == plan.Current || before.status == plan.Archived
	for _, p := range l.plans {
		open = open && !(p.before == before.id && p.status == plan.InDraft)
	}
	do := func(tx *store.Tx) error {
		_, err := plan.BeginEdition(asTest, tx, id, before.id, "Handlingsplan", period)
		return err
	}
	l.try(open, 1, do)
	if open {
		l.try(true, 0, do)
		l.plans = append(l.plans, &pictured{id: id, before: before.id, status: plan.InDraft, period: period})
	}
}

func (l *lives) adopt() {
	p := l.any()
	a := plan.Adoption{On: calendar.NewDate(2020, 1, 1), By: "Nämnden", Reason: "§ 1", ArchivePredecessor: rapid.Bool().Draw(l.t, "archive"),
		Publish: rapid.Bool().Draw(l.t, "publish")}
	do := func(tx *store.Tx) error { return plan.Adopt(asTest, tx, p.id, a, &l.links, &l.carried) }
	if p.status == plan.Current && p.before != "" { // adopted by the same decision before
		l.try(true, 0, do)
		return
	}
	var before *pictured
	for _, other := range l.plans {
		if other.id == p.before {
			before = other
		}
	}
	open, changes := p.status == plan.InDraft, 1
	ends := open && a.ArchivePredecessor && before.status == plan.Current
	if ends {
		changes++
	}
	if open && a.Publish {
		changes++
	}
	relinked, handed := len(l.links.plans), len(l.carried.pairs)
	l.try(open, changes, do)
	if !open {
		return
	}
	p.status, p.published = plan.Current, a.Publish
	if ends {
		before.status = plan.Archived
	}
	if len(l.links.plans) != relinked+1 {
		l.t.Fatal("what has been recorded is not counted in the adopted edition")
	}
	if (len(l.carried.pairs) > handed) != (before.period == p.period) {
		l.t.Fatal("decisions are handed over to other years, or not to the same")
	}
	l.try(true, 0, do)
}

func (l *lives) step() {
	p, step := l.any(), rapid.SampledFrom(plan.Steps).Draw(l.t, "step")
	done := map[plan.Step]bool{plan.StepPublish: p.published, plan.StepUnpublish: !p.published, plan.StepArchive: p.status == plan.Archived,
		plan.StepUnarchive: p.status == plan.Current, plan.StepDiscard: p.status == plan.Discarded}[step]
	open := map[plan.Step]bool{plan.StepPublish: p.status == plan.Current || p.status == plan.Archived, plan.StepUnpublish: true,
		plan.StepArchive: p.status == plan.Current, plan.StepUnarchive: p.status == plan.Archived, plan.StepDiscard: p.status == plan.InDraft}[step]
	do := func(tx *store.Tx) error { return plan.Take(asTest, tx, p.id, step, "skäl", &l.links) }
	if done {
		l.try(true, 0, do)
		return
	}
	l.try(open, 1, do)
	if !open {
		return
	}
	switch step {
	case plan.StepPublish, plan.StepUnpublish:
		p.published = step == plan.StepPublish
	case plan.StepArchive:
		p.status = plan.Archived
	case plan.StepUnarchive:
		p.status = plan.Current
	case plan.StepDiscard:
		p.status = plan.Discarded
	}
	l.try(true, 0, do)
}

// check compares every plan with its picture, and the trail with what was changed.
func (l *lives) check() {
	if err := l.db.Read(asTest, func(tx *store.Tx) error {
		all, err := plan.List(asTest, tx)
		if err != nil {
			return err
		}
		found := map[string]plan.Plan{}
		for _, p := range all {
			found[p.ID] = p
		}
		for _, want := range l.plans {
			got := found[want.id]
			if got.Status != want.status || got.IsPublished() != want.published || got.PredecessorID != want.before {
				l.t.Fatalf("a plan is %s, published %v, not %s, %v", got.Status, got.IsPublished(), want.status, want.published)
			}
		}
		return l.checkTrail(tx)
	}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lives) checkTrail(tx *store.Tx) error {
	entries := 0
	for _, p := range l.plans {
		trail, err := audit.Of(asTest, tx, "plan", p.id)
		if err != nil {
			return err
		}
		entries += len(trail)
	}
	if entries != l.entries {
		l.t.Fatalf("%d entries in the trail, but %d changes", entries, l.entries)
	}
	return nil
}

func TestPlansLiveByTheirRulesHoweverTheyAreTreated(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		rapid.Check(t, func(t *rapid.T) {
			first := accepted(t, db)
			l := &lives{t: t, db: db, entries: 1, plans: []*pictured{{id: first.ID, status: plan.Current, period: fourYears}}}
			for range rapid.IntRange(1, 14).Draw(t, "acts") {
				rapid.SampledFrom([]func(){l.begin, l.adopt, l.step, l.step}).Draw(t, "act")()
			}
			l.check()
		})
	})
}
