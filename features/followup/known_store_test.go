package followup

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

var knownContext = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})

// past does things at random to a database with a plan.
type past struct {
	t       *rapid.T
	db      *store.DB
	plan    *plan.Plan
	records []string
	n       int
}

func twoYears() calendar.Span {
	return calendar.Span{From: calendar.MustDate("2018-01-01"), To: calendar.MustDate("2019-12-31")}
}

// knownDraft is a plan with two indicators that rules count for, one that takes what is linked by hand, and one judged.
func knownDraft(title string) plan.Draft {
	span := twoYears()
	counting := func(kinds ...plan.EvidenceKind) plan.Rule {
		return plan.Rule{Kind: plan.CountPerPeriod, Target: 2, Period: plan.PerHalf, From: span.From, To: span.To, Comparator: plan.AtLeast,
			Evidence: kinds, Partial: plan.PartialFull}
	}
	judged := plan.Rule{Kind: plan.Judgement, Period: plan.PerYear, From: span.From, To: span.To, Comparator: plan.AtLeast, Partial: plan.PartialFull}
	activity := plan.DraftActivity{Number: 1, Label: "1", Title: "Mötas", Priority: plan.Medium, Recurrence: plan.Ongoing,
		Window: calendar.QuarterSpan{From: calendar.MustQuarter("2018-Q1"), To: calendar.MustQuarter("2019-Q4")}}
	for i, rule := range []plan.Rule{counting(plan.Meeting), counting(plan.Meeting, plan.Seminar), counting(plan.Trip), judged} {
		activity.Indicators = append(activity.Indicators, plan.DraftIndicator{Number: i + 1, Label: fmt.Sprint(i + 1), Text: "Något har gjorts.", Rule: rule})
	}
	return plan.Draft{Title: title, Period: span, Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: "Mål", Activities: []plan.DraftActivity{activity}}}}
}

func (h *past) write(do func(tx *store.Tx) error) {
	h.t.Helper()
	err := h.db.Write(knownContext, do)
	if own := (*i18n.Error)(nil); err != nil && !errors.As(err, &own) { // what makes no sense is refused in words
		h.t.Fatal(err)
	}
}

func (h *past) day(label string) calendar.Date {
	return twoYears().From.AddDays(rapid.IntRange(0, 729).Draw(h.t, label))
}

func (h *past) content() evidence.Content {
	return evidence.Content{Kind: rapid.SampledFrom([]plan.EvidenceKind{plan.Meeting, plan.Seminar, plan.Report}).Draw(h.t, "kind"),
		Day: h.day("day"), Title: "Något"}
}

func (h *past) indicator() *plan.Indicator {
	return rapid.SampledFrom(h.plan.Indicators()).Draw(h.t, "indicator")
}

// step does one thing.
func (h *past) step() {
	ctx, today := knownContext, twoYears().To
	kind := rapid.IntRange(0, 13).Draw(h.t, "step")
	record := ""
	if len(h.records) > 0 {
		record = rapid.SampledFrom(h.records).Draw(h.t, "record")
	}
	switch {
	case kind <= 3 || record == "":
		h.add()
	case kind == 4:
		content := h.content()
		h.write(func(tx *store.Tx) error {
			last, err := audit.Last(ctx, tx, "record", record)
			if err != nil {
				return err
			}
			return evidence.Correct(ctx, tx, record, content, last.ID, today)
		})
	case kind == 5:
		h.write(func(tx *store.Tx) error { return evidence.Void(ctx, tx, record, "fel") })
	case kind <= 8:
		h.decide(kind, record)
	case kind == 9:
		day := h.day("judged")
		judged := h.plan.Indicators()[3]
		h.write(func(tx *store.Tx) error {
			return Sign(ctx, tx, judged, Assessment{On: day, Verdict: Met, Text: "Bra", Role: "Strateg"})
		})
	case kind == 10:
		indicator := h.indicator()
		cell := rapid.SampledFrom(indicator.Rule.Cells()).Draw(h.t, "cell")
		back := rapid.Bool().Draw(h.t, "back")
		h.write(func(tx *store.Tx) error {
			if back {
				return Unwaive(ctx, tx, indicator, cell.From, "Ändå")
			}
			return Waive(ctx, tx, indicator, Waiver{CellFrom: cell.From, On: cell.From, Reason: "Inställt"})
		})
	case kind == 11:
		h.n++
		h.write(func(tx *store.Tx) error {
			_, err := accounts.Add(ctx, tx, "Ny", fmt.Sprintf("%d-%d@exempel.se", time.Now().UnixNano(), h.n), accounts.Reader)
			return err
		})
	case kind == 12:
		h.write(func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE indicator SET rule = $1 WHERE id = $2", store.AsJSON(knownDraft("").Goals[0].Activities[0].Indicators[1].Rule), h.plan.Indicators()[2].ID)
			if err != nil {
				return err
			}
			_, err = evidence.RelinkPlan(ctx, tx, h.plan.ID)
			if err != nil {
				return err
			}
			return audit.Append(ctx, tx, audit.Change{Action: "indicator.changed", ObjectKind: "indicator", ObjectID: h.plan.Indicators()[2].ID})
		})
	default:
		_, err := audit.SealAll(ctx, h.db)
		if err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *past) add() {
	n := evidence.NewRecord{Content: h.content()}
	if rapid.IntRange(0, 3).Draw(h.t, "named") == 0 {
		n.Indicators = []evidence.Placing{{IndicatorID: h.indicator().ID}}
	}
	h.write(func(tx *store.Tx) error {
		record, err := evidence.Add(knownContext, tx, n, twoYears().To)
		if err == nil {
			h.records = append(h.records, record.ID)
		}
		return err
	})
}

func (h *past) decide(kind int, record string) {
	indicator := h.indicator()
	h.write(func(tx *store.Tx) error {
		switch kind {
		case 6:
			return evidence.LinkByHand(knownContext, tx, record, indicator.ID, calendar.Date{}, "hör dit")
		case 7:
			return evidence.Exclude(knownContext, tx, record, indicator.ID, "nej")
		}
		return evidence.Include(knownContext, tx, record, indicator.ID, "jo")
	})
}

// look sees that what a memory gives is what a fresh reading of the database gives.
func (h *past) look(m *memory) {
	key := rapid.SampledFrom([]string{"", h.plan.Key}).Draw(h.t, "key")
	ctx := knownContext
	err := h.db.Read(ctx, func(tx *store.Tx) error {
		got, err := m.know(ctx, tx, key)
		if err != nil {
			return err
		}
		want, err := load(ctx, tx, key)
		if err != nil {
			return err
		}
		for _, facts := range [][2]any{{got.plan, want.plan}, {withoutEmpty(got.tallies), withoutEmpty(want.tallies)}, {got.signed, want.signed}, {got.waived, want.waived}} {
			if !reflect.DeepEqual(facts[0], facts[1]) {
				h.t.Fatalf("kept  %+v\nfresh %+v", facts[0], facts[1])
			}
		}
		for _, asOf := range []calendar.Date{calendar.MustDate("2018-08-01"), calendar.MustDate("2019-12-31")} {
			if err := h.compare(tx, got, want, asOf); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *past) compare(tx *store.Tx, got, want *known, asOf calendar.Date) error {
	kept, err := got.standingOn(knownContext, tx, asOf)
	if err != nil {
		return err
	}
	fresh, err := want.standingOn(knownContext, tx, asOf)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(kept, fresh) {
		h.t.Fatalf("on %s kept  %+v\nfresh %+v", asOf, kept, fresh)
	}
	for _, indicator := range h.plan.Indicators() {
		kept, err := got.behindOf(knownContext, tx, indicator, asOf, evidence.Cursor{})
		if err != nil {
			return err
		}
		fresh, err := want.behindOf(knownContext, tx, indicator, asOf, evidence.Cursor{})
		if err != nil {
			return err
		}
		for _, b := range []*behind{&kept, &fresh} {
			for i := range b.trail { // sealing changes nothing that a page shows
				b.trail[i].Seq, b.trail[i].Previous, b.trail[i].Hash = 0, "", ""
			}
		}
		if !reflect.DeepEqual(kept, fresh) {
			h.t.Fatalf("behind %s on %s\nkept  %+v\nfresh %+v", indicator.Label, asOf, kept, fresh)
		}
	}
	return nil
}

func withoutEmpty(tallies map[string][]evidence.Tally) map[string][]evidence.Tally {
	rest := map[string][]evidence.Tally{}
	for id, list := range tallies {
		if len(list) > 0 {
			rest[id] = list
		}
	}
	return rest
}

// Two processes keep their own memory; one is asked after every change and the other seldom.
func TestWhatIsKeptIsWhatTheDatabaseSays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			if n > 25 {
				return // a history costs a tenth of a second
			}
			h := &past{t: rt, db: db}
			h.write(func(tx *store.Tx) (err error) {
				h.plan, err = plan.Accept(knownContext, tx, knownDraft(fmt.Sprint("Plan ", n)), nil, false)
				return err
			})
			often, seldom := &memory{}, &memory{}
			for range rapid.IntRange(1, 20).Draw(rt, "steps") {
				h.step()
				h.look(often)
				if rapid.IntRange(0, 4).Draw(rt, "seldom") == 0 {
					h.look(seldom)
				}
			}
			h.look(seldom)
		})
	})
}
