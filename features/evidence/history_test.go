package evidence_test

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// world is a database and a picture of what should be in it, kept in the simplest way there is.
type world struct {
	t          *rapid.T
	db         *store.DB
	plan       *plan.Plan
	indicators []*plan.Indicator
	records    []evidence.Record
	void       map[string]bool
	links      map[[2]string]*pictured // by record and indicator
}

type pictured struct {
	byPerson, excluded bool
	countsFor          calendar.Date
}

func anyContent(t *rapid.T) evidence.Content {
	c := evidence.Content{
		Kind:  rapid.SampledFrom([]plan.EvidenceKind{plan.Meeting, plan.Seminar, plan.Requirement, plan.Proposal, plan.Report, plan.Trip}).Draw(t, "kind"),
		Day:   date("2017-11-01").AddDays(rapid.OneOf(rapid.IntRange(0, 1300), rapid.Just(500)).Draw(t, "day")),
		Title: rapid.SampledFrom([]string{"Träff", "=1+1", "'-", "Två, \"tre\""}).Draw(t, "title"),
		State: rapid.SampledFrom(append([]plan.State{plan.NoState}, plan.States...)).Draw(t, "state"),
	}
	if rapid.Bool().Draw(t, "young") {
		c.Tags = []string{"ungdom"}
	}
	if rapid.Bool().Draw(t, "north") {
		c.Network = "NORRA nätverket"
	}
	number := rapid.Custom(func(t *rapid.T) decimal.Thousandths { return decimal.Thousandths(rapid.IntRange(0, 3000).Draw(t, "n")) })
	if rapid.Bool().Draw(t, "rated") {
		c.Numerator, c.Denominator = new(number.Draw(t, "numerator")), new(number.Draw(t, "denominator"))
	}
	if rapid.Bool().Draw(t, "valued") {
		c.Value = new(number.Draw(t, "value"))
	}
	if rapid.Bool().Draw(t, "headed") {
		c.HeadCount = new(rapid.IntRange(0, 3).Draw(t, "heads"))
	}
	return c
}

func (w *world) add() {
	n := evidence.NewRecord{Content: anyContent(w.t)}
	for _, i := range w.indicators {
		if rapid.IntRange(0, 15).Draw(w.t, "named") == 0 {
			n.Indicators = append(n.Indicators, evidence.Placing{IndicatorID: i.ID})
		}
	}
	added := add(w.t, w.db, n)
	w.records = append(w.records, added)
	for _, named := range n.Indicators {
		w.links[[2]string{added.ID, named.IndicatorID}] = &pictured{byPerson: true}
	}
	if !added.LinksFixed {
		for _, i := range w.indicators {
			if evidence.Matches(i.Rule, added) {
				w.links[[2]string{added.ID, i.ID}] = &pictured{}
			}
		}
	}
}

// decide lets a person do something with a record and an indicator, as often senseless as not.
func (w *world) decide() {
	if len(w.records) == 0 {
		return
	}
	r := rapid.SampledFrom(w.records).Draw(w.t, "record")
	i := rapid.SampledFrom(w.indicators).Draw(w.t, "indicator")
	key := [2]string{r.ID, i.ID}
	link := w.links[key]
	change := func(sensible bool, do func(tx *store.Tx) error) bool {
		err := w.db.Write(ctx, do)
		var own *i18n.Error
		if (err == nil) != (sensible && !w.void[r.ID]) || err != nil && !errors.As(err, &own) {
			w.t.Fatalf("sensible %v, void %v: %v", sensible, w.void[r.ID], err)
		}
		return err == nil
	}
	switch rapid.SampledFrom([]string{"link", "place", "exclude", "include", "void"}).Draw(w.t, "what") {
	case "link":
		if change(true, func(tx *store.Tx) error { return evidence.LinkByHand(ctx, tx, r.ID, i.ID, calendar.Date{}, "") }) {
			w.links[key] = &pictured{byPerson: true}
		}
	case "place":
		day := date("2018-01-01").AddDays(rapid.IntRange(0, 1400).Draw(w.t, "for"))
		var cell calendar.Span
		for _, c := range i.Rule.Cells() {
			if c.Contains(day) {
				cell = c.Span
			}
		}
		if change(!cell.IsEmpty(), func(tx *store.Tx) error { return evidence.LinkByHand(ctx, tx, r.ID, i.ID, day, "sen") }) {
			w.links[key] = &pictured{byPerson: true}
			if !cell.Contains(r.Day) {
				w.links[key].countsFor = cell.From
			}
		}
	case "exclude":
		if change(link != nil && !link.excluded, func(tx *store.Tx) error { return evidence.Exclude(ctx, tx, r.ID, i.ID, "nej") }) {
			link.excluded = true
		}
	case "include":
		if change(link != nil && link.excluded, func(tx *store.Tx) error { return evidence.Include(ctx, tx, r.ID, i.ID, "") }) {
			link.excluded = false
			link.byPerson = link.byPerson || r.LinksFixed || !evidence.Matches(i.Rule, r)
		}
	case "void":
		if change(true, func(tx *store.Tx) error { return evidence.Void(ctx, tx, r.ID, "fel") }) {
			w.void[r.ID] = true
		}
	}
}

func (w *world) changeRule() {
	i := rapid.SampledFrom(w.indicators).Draw(w.t, "changed")
	before := w.counting(i)
	i.Rule = rapid.SampledFrom(rules()).Draw(w.t, "rule")
	if rapid.Bool().Draw(w.t, "kinds") {
		i.Rule.Evidence = []plan.EvidenceKind{rapid.SampledFrom([]plan.EvidenceKind{plan.Meeting, plan.Seminar, plan.Trip}).Draw(w.t, "only")}
	}
	if rapid.Bool().Draw(w.t, "network") {
		i.Rule.Network = "Norra nätverket"
	}
	foreseen := w.foresee(i)
	setRule(w.t, w.db, i.ID, i.Rule)
	for _, r := range w.records {
		key := [2]string{r.ID, i.ID}
		link := w.links[key]
		switch {
		case r.LinksFixed || w.void[r.ID]:
		case link == nil && evidence.Matches(i.Rule, r):
			w.links[key] = &pictured{}
		case link != nil && !link.byPerson && !link.excluded && !evidence.Matches(i.Rule, r):
			delete(w.links, key)
		}
	}
	w.checkForeseen(i, foreseen, before)
}

func (w *world) foresee(i *plan.Indicator) (foreseen evidence.ForeseenRule) {
	check(w.t, w.db.Read(ctx, func(tx *store.Tx) (err error) {
		foreseen, err = evidence.ForeseeRule(ctx, tx, i, i.Rule)
		return err
	}))
	return foreseen
}

// counting gives the records that count towards an indicator.
func (w *world) counting(i *plan.Indicator) map[string]bool {
	counting := map[string]bool{}
	for _, r := range w.records {
		if link := w.links[[2]string{r.ID, i.ID}]; link != nil && !link.excluded && !w.void[r.ID] {
			counting[r.ID] = true
		}
	}
	return counting
}

// checkForeseen compares what was foreseen with what the picture became, record by record.
func (w *world) checkForeseen(i *plan.Indicator, got evidence.ForeseenRule, before map[string]bool) {
	after := w.counting(i)
	want := evidence.ForeseenRule{Tallies: w.recount()[i.ID]}
	records := slices.SortedFunc(slices.Values(w.records), func(a, b evidence.Record) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range records {
		named := evidence.NamedDay{ID: r.ID, Title: r.Title, Day: r.Day}
		switch {
		case after[r.ID] && !before[r.ID]:
			want.Begin++
			want.Begins = append(want.Begins, named)
		case before[r.ID] && !after[r.ID]:
			want.Stop++
			want.Stopping = append(want.Stopping, named)
		}
	}
	want.Begins, want.Stopping = want.Begins[:min(len(want.Begins), 10)], want.Stopping[:min(len(want.Stopping), 10)]
	sortTallies(got.Tallies)
	sortTallies(want.Tallies)
	if len(got.Tallies) == 0 && len(want.Tallies) == 0 {
		got.Tallies, want.Tallies = nil, nil
	}
	if !reflect.DeepEqual(got, want) {
		w.t.Fatalf("foreseen %+v\nbecame   %+v", got, want)
	}
}

// recount goes through the picture record by record.
func (w *world) recount() map[string][]evidence.Tally {
	type alike struct {
		indicator      string
		countsFor, day calendar.Date
		state          plan.State
		value          decimal.Thousandths
	}
	groups := map[alike]*evidence.Tally{}
	for _, r := range w.records {
		for _, i := range w.indicators {
			link := w.links[[2]string{r.ID, i.ID}]
			if link == nil || link.excluded || w.void[r.ID] {
				continue
			}
			key := alike{i.ID, link.countsFor, r.Day, r.State, evidence.NoValue}
			if link.countsFor.IsZero() {
				key.countsFor = r.Day
			}
			if i.Rule.Kind == plan.Threshold {
				if r.HeadCount != nil {
					key.value = decimal.Of(float64(*r.HeadCount))
				} else if r.Value != nil {
					key.value = *r.Value
				}
			}
			if groups[key] == nil {
				groups[key] = &evidence.Tally{IndicatorID: i.ID, Day: key.day, For: key.countsFor, State: key.state, Value: key.value}
			}
			groups[key].N++
			if i.Rule.Kind == plan.Ratio && r.Numerator != nil {
				groups[key].Rated++
				groups[key].Numerator += *r.Numerator
				groups[key].Denominator += *r.Denominator
			}
		}
	}
	result := map[string][]evidence.Tally{}
	for _, t := range groups {
		result[t.IndicatorID] = append(result[t.IndicatorID], *t)
	}
	return result
}

func (w *world) check() {
	var got map[string][]evidence.Tally
	check(w.t, w.db.Read(ctx, func(tx *store.Tx) (err error) {
		if err := evidence.CheckTallies(ctx, tx); err != nil {
			return err
		}
		got, err = evidence.Tallies(ctx, tx, w.plan.ID)
		return err
	}))
	want := w.recount()
	for _, tallies := range []map[string][]evidence.Tally{got, want} {
		for _, list := range tallies {
			sortTallies(list)
		}
	}
	if !reflect.DeepEqual(got, want) {
		w.t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

func sortTallies(list []evidence.Tally) {
	slices.SortFunc(list, func(a, b evidence.Tally) int {
		text := func(t evidence.Tally) string { return fmt.Sprint(t.Day, t.For, t.State, t.Value) }
		if text(a) < text(b) {
			return -1
		}
		return 1
	})
}

func TestAnyHistoryLeavesTalliesRightAndExportsToTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			clear := []string{"tally", "record_link", "record", "evidence_import"}
			for _, table := range clear {
				check(rt, db.Execute(ctx, "DELETE FROM "+table))
			}
			check(rt, db.Execute(ctx, "UPDATE plan SET status = 'archived'"))
			p, indicators := withPlan(rt, db, fmt.Sprint("Plan ", n))
			w := &world{t: rt, db: db, plan: p, indicators: indicators[1:], void: map[string]bool{}, links: map[[2]string]*pictured{}}
			for range rapid.IntRange(1, 25).Draw(rt, "steps") {
				switch rapid.IntRange(0, 9).Draw(rt, "step") {
				case 0, 1, 2, 3:
					w.add()
				case 4, 5, 6, 7, 8:
					w.decide()
				case 9:
					w.changeRule()
				}
			}
			for range 4 { // after all that was decided, so that every kind of link meets another rule
				w.changeRule()
			}
			w.check()
			w.checkExport(clear)
		})
	})
}

// checkExport empties the database and reads the export into it: the tallies are the same, so the statuses are.
func (w *world) checkExport(clear []string) {
	file := exported(w.t, w.db, w.plan)
	want := w.recount()
	for _, table := range clear {
		check(w.t, w.db.Execute(ctx, "DELETE FROM "+table))
	}
	var got map[string][]evidence.Tally
	write(w.t, w.db, func(tx *store.Tx) error {
		done, err := evidence.ImportCSV(ctx, tx, w.plan, []byte(file), today)
		if err != nil && len(done.Problems) == 1 && done.Problems[0].Message.ID == "evidence.csv.no_rows" {
			err = nil
		}
		if err != nil {
			return fmt.Errorf("%w: %v\n%s", err, done.Problems, file)
		}
		got, err = evidence.Tallies(ctx, tx, w.plan.ID)
		return err
	})
	for _, tallies := range []map[string][]evidence.Tally{got, want} {
		for _, list := range tallies {
			sortTallies(list)
		}
	}
	if !reflect.DeepEqual(got, want) {
		w.t.Fatalf("export\n%s\ngot  %+v\nwant %+v", file, got, want)
	}
}

// Many write at once while rules change. No deadlock reaches anybody, and the tallies are right afterwards.
func TestManyAtOnceLeaveTalliesRight(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, i := withPlan(t, db, "Plan")
		var group sync.WaitGroup
		errs := make(chan error, 1000)
		for worker := range 6 {
			group.Go(func() {
				for n := range 15 {
					errs <- oneOfMany(db, i, worker, n)
				}
			})
		}
		for range 2 {
			group.Go(func() {
				for n := range 6 {
					rule := i[1].Rule
					rule.Evidence = []plan.EvidenceKind{[]plan.EvidenceKind{plan.Meeting, plan.Trip}[n%2]}
					errs <- db.Write(ctx, func(tx *store.Tx) error {
						if _, err := tx.Exec(ctx, "UPDATE indicator SET rule = $1 WHERE id = $2", store.AsJSON(rule), i[1].ID); err != nil {
							return err
						}
						_, err := evidence.Relink(ctx, tx, i[1].ID)
						return err
					})
				}
			})
		}
		group.Wait()
		close(errs)
		for err := range errs {
			check(t, err)
		}
		check(t, db.Read(ctx, func(tx *store.Tx) error { return evidence.CheckTallies(ctx, tx) }))
		if got := rowsIn(t, db, "record"); got != 6*15*2 {
			t.Errorf("%d records", got)
		}
	})
}

// oneOfMany adds two records that share tallies with everybody else's, in crossing orders, and then takes one back.
func oneOfMany(db *store.DB, i []*plan.Indicator, worker, n int) error {
	kinds := []plan.EvidenceKind{plan.Meeting, plan.Trip, plan.Seminar}
	var last evidence.Record
	for turn := range 2 {
		if err := db.Write(ctx, func(tx *store.Tx) (err error) {
			last, err = evidence.Add(ctx, tx, evidence.NewRecord{Content: evidence.Content{Kind: kinds[(worker+turn)%3],
				Day: date("2019-05-05"), Title: "Träff", Tags: []string{"ungdom"}}}, today)
			return err
		}); err != nil {
			return err
		}
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		if n%2 == 0 {
			return evidence.Void(ctx, tx, last.ID, "fel")
		}
		if err := evidence.LinkByHand(ctx, tx, last.ID, i[5].ID, calendar.Date{}, ""); err != nil {
			return err
		}
		return evidence.Exclude(ctx, tx, last.ID, i[6].ID, "nej")
	})
}
