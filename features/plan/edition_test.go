package plan_test

import (
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

var fourYears = calendar.Span{From: calendar.MustDate("2018-01-01"), To: calendar.MustDate("2021-12-31")}

var promises = []string{
	"Minst fyra stormöten har genomförts per år.",
	"Ett förslag till överenskommelse har lämnats till politiken.",
	"En kartläggning av sociala företag har presenterats.",
	"Ett informationsmaterial om föreningsstödet har tagits fram.",
	"Arbetsgruppen har bildats och träffas varje halvår.",
	"Alla upphandlingar har prövats mot kravet på social hänsyn.",
}

func aRule(t *rapid.T) plan.Rule {
	from := fourYears.From.AddDays(rapid.IntRange(0, 1000).Draw(t, "from"))
	return plan.Rule{Kind: plan.CountInWindow, Target: float64(rapid.IntRange(1, 3).Draw(t, "target")), From: from,
		To: from.AddDays(rapid.IntRange(0, 460).Draw(t, "days")), Evidence: []plan.EvidenceKind{plan.Meeting, plan.Report}}
}

// aPlan is any plan of a few goals. Its activities go after one another.
func aPlan(t *rapid.T) *plan.Plan {
	p := &plan.Plan{ID: store.NewID(), Key: "plan", Title: "Plan", Period: fourYears, Edition: 1, Status: plan.Current}
	number := 0
	for g := range rapid.IntRange(0, 3).Draw(t, "goals") {
		goal := plan.Goal{ID: store.NewID(), Number: g + 1, Label: strconv.Itoa(g + 1), Title: rapid.SampledFrom(promises).Draw(t, "goal")}
		for range rapid.IntRange(0, 3).Draw(t, "activities") {
			number++
			activity := plan.Activity{ID: store.NewID(), GoalID: goal.ID, Number: number, Label: strconv.Itoa(number),
				Title: rapid.SampledFrom(promises).Draw(t, "activity"), Priority: plan.High, Recurrence: plan.Once,
				Window: calendar.QuarterSpan{From: calendar.MustQuarter("2018-Q2"), To: calendar.MustQuarter("2019-Q1")}}
			if all := p.Activities(); len(all) > 0 {
				activity.Predecessors = []plan.Predecessor{{ActivityID: all[len(all)-1].ID, Standing: plan.Confirmed}}
			}
			for i := range rapid.IntRange(0, 3).Draw(t, "indicators") {
				n := number*10 + i
				activity.Indicators = append(activity.Indicators, plan.Indicator{ID: store.NewID(), ActivityID: activity.ID, Number: n,
					Label: strconv.Itoa(n), Text: rapid.SampledFrom(promises).Draw(t, "text"), Rule: aRule(t)})
			}
			goal.Activities = append(goal.Activities, activity)
		}
		p.Goals = append(p.Goals, goal)
	}
	return p
}

func TestANextEditionForTheSameYearsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := aPlan(t)
		next := plan.NextEdition(before, store.NewID(), before.Title, before.Period)
		c := plan.Compare(before, &next)
		goals, activities, indicators := c.Count()
		want := [3]plan.Counts{{plan.Unchanged: len(before.Goals)}, {plan.Unchanged: len(before.Activities())}, {plan.Unchanged: len(before.Indicators())}}
		for i, counts := range []plan.Counts{goals, activities, indicators} {
			if len(counts) > 1 || counts[plan.Unchanged] != want[i][plan.Unchanged] {
				t.Fatalf("%v, not %v", counts, want[i])
			}
		}
		if next.Status != plan.InDraft || next.Edition != 2 || next.PredecessorID != before.ID || next.IsPublished() {
			t.Fatalf("the next edition is %s, edition %d after %q", next.Status, next.Edition, next.PredecessorID)
		}
		if pairs := plan.CarriedIndicators(before, &next); len(pairs) != len(before.Indicators()) {
			t.Fatalf("%d of %d indicators are carried over", len(pairs), len(before.Indicators()))
		}
		own := map[string]bool{}
		for _, activity := range next.Activities() {
			own[activity.ID] = true
			for _, earlier := range activity.Predecessors {
				if !own[earlier.ActivityID] {
					t.Fatal("an activity goes after one that is not in its own edition")
				}
			}
		}
	})
}

func TestWritingInAnEditionLeavesTheOneBeforeAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := aPlan(t)
		kept := plan.NextEdition(before, "kept", before.Title, before.Period) // a copy to compare with
		next := plan.NextEdition(before, "next", before.Title, before.Period)
		change(t, &next)
		again := plan.NextEdition(before, "again", before.Title, before.Period)
		if c := plan.Compare(before, &again); len(c.Goals) != len(kept.Goals) {
			t.Fatal("goals of the edition before have changed")
		}
		for i, indicator := range before.Indicators() {
			if !reflect.DeepEqual(indicator.Rule, kept.Indicators()[i].Rule) || indicator.Text != kept.Indicators()[i].Text {
				t.Fatal("an indicator of the edition before has changed")
			}
		}
	})
}

// change rewrites, moves, takes away and adds at random.
func change(t *rapid.T, p *plan.Plan) {
	for g := range p.Goals {
		goal := &p.Goals[g]
		for a := range goal.Activities {
			activity := &goal.Activities[a]
			for i := range activity.Indicators {
				switch rapid.IntRange(0, 4).Draw(t, "indicator") {
				case 0:
					activity.Indicators[i].Text += " Nytt."
				case 1:
					activity.Indicators[i].Rule.Target++
				case 2:
					activity.Indicators[i].CarriedFrom = "" // in effect a new one instead
				}
			}
			if len(activity.Indicators) > 0 && rapid.Bool().Draw(t, "drop indicator") {
				activity.Indicators = activity.Indicators[1:]
			}
		}
		if len(goal.Activities) > 0 && rapid.IntRange(0, 3).Draw(t, "drop activity") == 0 {
			goal.Activities = goal.Activities[:len(goal.Activities)-1]
		}
	}
	if len(p.Goals) > 1 && rapid.Bool().Draw(t, "move") && len(p.Goals[0].Activities) > 0 {
		moved := p.Goals[0].Activities[0]
		moved.GoalID = p.Goals[1].ID
		p.Goals[0].Activities = p.Goals[0].Activities[1:]
		p.Goals[1].Activities = append(p.Goals[1].Activities, moved)
	}
	if len(p.Goals) > 0 && rapid.IntRange(0, 3).Draw(t, "drop goal") == 0 {
		p.Goals = p.Goals[1:]
	}
	if rapid.Bool().Draw(t, "add") {
		p.Goals = append(p.Goals, plan.Goal{ID: store.NewID(), Number: 99, Label: "99", Title: "Nytt mål"})
	}
}

func TestEveryPartOfEitherEditionStandsInTheComparisonOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := aPlan(t)
		after := plan.NextEdition(before, store.NewID(), before.Title, before.Period)
		change(t, &after)
		c := plan.Compare(before, &after)
		seen := map[string]int{}
		count := func(old, young string) {
			seen[old]++
			seen[young]++
		}
		for _, goal := range c.Goals {
			count(idOf(goal.Before, func(g *plan.Goal) string { return g.ID }), idOf(goal.After, func(g *plan.Goal) string { return g.ID }))
			for _, activity := range goal.Activities {
				count(idOf(activity.Before, func(a *plan.Activity) string { return a.ID }), idOf(activity.After, func(a *plan.Activity) string { return a.ID }))
				for _, indicator := range activity.Indicators {
					count(idOf(indicator.Before, func(i *plan.Indicator) string { return i.ID }), idOf(indicator.After, func(i *plan.Indicator) string { return i.ID }))
				}
			}
		}
		delete(seen, "")
		parts := 0
		for _, p := range []*plan.Plan{before, &after} {
			parts += len(p.Goals) + len(p.Activities()) + len(p.Indicators())
			for _, id := range idsOf(p) {
				if seen[id] != 1 {
					t.Fatalf("a part stands in the comparison %d times", seen[id])
				}
			}
		}
		if len(seen) != parts {
			t.Fatalf("%d parts are compared of %d", len(seen), parts)
		}
		goals, activities, indicators := c.Count()
		for i, counts := range []plan.Counts{goals, activities, indicators} {
			old := []int{len(before.Goals), len(before.Activities()), len(before.Indicators())}[i]
			young := []int{len(after.Goals), len(after.Activities()), len(after.Indicators())}[i]
			both := counts[plan.Unchanged] + counts[plan.Changed]
			if both+counts[plan.Dropped] != old || both+counts[plan.Added] != young {
				t.Fatalf("%v does not add up to %d before and %d after", counts, old, young)
			}
		}
	})
}

func idOf[T any](part *T, id func(*T) string) string {
	if part == nil {
		return ""
	}
	return id(part)
}

func idsOf(p *plan.Plan) []string {
	var ids []string
	for _, g := range p.Goals {
		ids = append(ids, g.ID)
	}
	for _, a := range p.Activities() {
		ids = append(ids, a.ID)
	}
	for _, i := range p.Indicators() {
		ids = append(ids, i.ID)
	}
	return ids
}

func TestWhatDiffersIsNamed(t *testing.T) {
	before := &plan.Plan{ID: "p", Period: fourYears, Goals: []plan.Goal{{ID: "g1", Title: "Mål"}, {ID: "g2", Title: "Annat"}}}
	before.Goals[0].Activities = []plan.Activity{{ID: "a", GoalID: "g1", Title: "Möten", Priority: plan.High,
		Indicators: []plan.Indicator{{ID: "i", ActivityID: "a", Text: "Två möten", Rule: plan.Rule{Kind: plan.CountInWindow, Target: 2,
			Evidence: []plan.EvidenceKind{plan.Meeting, plan.Seminar}}}}}}
	after := plan.NextEdition(before, "n", "", fourYears)
	moved := after.Goals[0].Activities[0]
	moved.GoalID, moved.Priority, moved.Label = after.Goals[1].ID, plan.Low, "7"
	rule := &moved.Indicators[0].Rule
	rule.Evidence, rule.Flags, rule.Partial = []plan.EvidenceKind{plan.Seminar, plan.Meeting}, []string{"?"}, plan.PartialFull
	after.Goals[0].Activities, after.Goals[1].Activities = nil, []plan.Activity{moved}
	c := plan.Compare(before, &after)
	activity := c.Goals[1].Activities[0]
	if want := []plan.Field{plan.FieldPriority, plan.FieldGoal}; !slices.Equal(activity.Fields, want) {
		t.Errorf("the activity differs in %v, not %v", activity.Fields, want)
	}
	if got := activity.Indicators[0]; got.Change() != plan.Unchanged {
		t.Errorf("an indicator that counts the same differs in %v", got.Fields)
	}
	rule.Target = 3
	c = plan.Compare(before, &after)
	if got := c.Goals[1].Activities[0].Indicators[0].Fields; !slices.Equal(got, []plan.Field{plan.FieldRule}) {
		t.Errorf("an indicator with another target differs in %v", got)
	}
}

func TestTimesMoveWithThePeriodAndStayInsideIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := aPlan(t)
		from := calendar.NewDate(2022, 1, 1)
		period := calendar.Span{From: from, To: from.AddMonths(12 * rapid.IntRange(1, 5).Draw(t, "years")).AddDays(-1)}
		next := plan.NextEdition(before, store.NewID(), before.Title, period)
		for i, indicator := range next.Indicators() {
			window := indicator.Rule.Window()
			if window.IsEmpty() || window.From.Before(period.From) || window.To.After(period.To) {
				t.Fatalf("a rule lies %v, outside %v", window, period)
			}
			if old := before.Indicators()[i].Rule.From; period.To.Year() >= 2025 && window.From != old.AddMonths(48) {
				t.Fatalf("%v became %v", old, window.From)
			}
		}
		for _, activity := range next.Activities() {
			if activity.Window.IsEmpty() || activity.Window.Span().From.Before(period.From) || activity.Window.Span().To.After(period.To) {
				t.Fatalf("an activity lies %v, outside %v", activity.Window, period)
			}
		}
	})
}

func TestAnEditionReadFromItsOwnDocumentFindsWhatItContinues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := &plan.Plan{ID: "before"}, &plan.Plan{ID: "after"}
		order := rapid.Permutation(promises).Draw(t, "order")
		fill := func(p *plan.Plan, texts []string, extra string) {
			goal := plan.Goal{ID: p.ID + "g", Number: 1, Label: "1", Title: "Starkare dialog i hela länet"}
			activity := plan.Activity{ID: p.ID + "a", GoalID: goal.ID, Number: 1, Label: "1", Title: "Hålla möten"}
			for i, text := range texts {
				activity.Indicators = append(activity.Indicators, plan.Indicator{ID: p.ID + text, ActivityID: activity.ID, Number: i + 1,
					Label: strconv.Itoa(i + 1), Text: "Under " + extra + ": " + text})
			}
			goal.Activities = []plan.Activity{activity}
			p.Goals = []plan.Goal{goal}
		}
		fill(before, promises, "2018–2021")
		fill(after, order, "2022–2025")
		plan.ProposePairs(before, after)
		if after.Goals[0].CarriedFrom != "beforeg" || after.Activities()[0].CarriedFrom != "beforea" {
			t.Fatal("goal or activity is not recognised")
		}
		for i, indicator := range after.Indicators() {
			if indicator.CarriedFrom != "before"+order[i] {
				t.Fatalf("%q is taken to continue %q", order[i], indicator.CarriedFrom)
			}
		}
	})
}

func TestAProposalGivesEachPartToOneAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := aPlan(t), aPlan(t)
		plan.ProposePairs(before, after)
		known := map[string]bool{"": true}
		for _, id := range idsOf(before) {
			known[id] = true
		}
		taken := map[string]bool{}
		check := func(from string) {
			if !known[from] || from != "" && taken[from] {
				t.Fatalf("%q is unknown or continued twice", from)
			}
			taken[from] = true
		}
		for _, g := range after.Goals {
			check(g.CarriedFrom)
		}
		for _, a := range after.Activities() {
			check(a.CarriedFrom)
		}
		for _, i := range after.Indicators() {
			check(i.CarriedFrom)
		}
	})
}
