package plan

import (
	"context"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

const planColumns = `id, key, title, period_from, period_to, edition, COALESCE(predecessor_id, '') AS predecessor_id, status,
	adopted_on, adopted_by, overall_goal, introduction, example, document_name,
	COALESCE(document_sha256, '') AS document_sha256, published_at`

const planQuery = "SELECT " + planColumns + ", reading FROM plan"

type planRow struct {
	ID, Key, Title         string
	PeriodFrom, PeriodTo   calendar.Date
	Edition                int
	PredecessorID          string
	Status                 Status
	AdoptedOn              calendar.Date
	AdoptedBy, OverallGoal string
	Introduction           string
	Example                bool
	DocumentName           string
	DocumentSHA256         string `db:"document_sha256"`
	Reading                store.JSON[Reading]
	PublishedAt            *store.Time
}

func (r planRow) plan() Plan {
	return Plan{
		ID: r.ID, Key: r.Key, Title: r.Title, Period: calendar.Span{From: r.PeriodFrom, To: r.PeriodTo},
		Edition: r.Edition, PredecessorID: r.PredecessorID, Status: r.Status, AdoptedOn: r.AdoptedOn, AdoptedBy: r.AdoptedBy,
		OverallGoal: r.OverallGoal, Introduction: r.Introduction, Example: r.Example,
		DocumentName: r.DocumentName, DocumentHash: r.DocumentSHA256, Reading: r.Reading.V,
		PublishedAt: r.PublishedAt,
	}
}

type goalRow struct {
	ID, CarriedFrom    string
	Label, Title, Body string
	Number             int
	Sources            store.JSON[map[string]Source]
}

type activityRow struct {
	CarriedFrom                                             string
	ID, GoalID, Label, Area, Title, Background, Responsible string
	Number                                                  int
	Priority                                                Priority
	WindowFrom, WindowTo                                    calendar.Quarter
	Recurrence                                              Recurrence
	Flags                                                   store.JSON[[]string]
	Sources                                                 store.JSON[map[string]Source]
}

type indicatorRow struct {
	CarriedFrom                              string
	ID, ActivityID, Label, Body, Owner, Note string
	Number                                   int
	Rule                                     store.JSON[Rule]
	Source                                   store.JSON[Source]
}

type predecessorRow struct {
	ActivityID, PredecessorID string
	Standing                  Standing
}

// loadParts fills in the plan's staff, goals, activities and indicators: five queries, whatever the plan's size.
func loadParts(ctx context.Context, tx *store.Tx, p *Plan) error {
	var goals []goalRow
	var activities []activityRow
	var indicators []indicatorRow
	var order []predecessorRow
	for _, part := range []struct {
		into  any
		query string
	}{
		{&p.Staff, "SELECT role, percent FROM plan_staff WHERE plan_id = $1 ORDER BY position"},
		{&goals, "SELECT id, COALESCE(carried_from, '') AS carried_from, number, label, title, body, sources FROM goal WHERE plan_id = $1 AND removed_at IS NULL ORDER BY position, number"},
		{&activities, `SELECT id, goal_id, number, label, area, title, background, priority, window_from, window_to,
			recurrence, responsible, flags, sources, COALESCE(carried_from, '') AS carried_from FROM activity
			WHERE plan_id = $1 AND removed_at IS NULL ORDER BY position, number`},
		{&indicators, `SELECT id, activity_id, number, label, body, rule, owner, note, source,
			COALESCE(carried_from, '') AS carried_from FROM indicator
			WHERE plan_id = $1 AND removed_at IS NULL ORDER BY position, number`},
		{&order, `SELECT activity_id, predecessor_id, standing FROM activity_predecessor
			JOIN activity ON activity.id = activity_id WHERE plan_id = $1 ORDER BY activity_id, predecessor_id`},
	} {
		if err := tx.Select(ctx, part.into, part.query, p.ID); err != nil {
			return err
		}
	}
	assemble(p, goals, activities, indicators, order)
	return nil
}

// assemble puts the rows together in their order.
func assemble(p *Plan, goals []goalRow, activities []activityRow, indicators []indicatorRow, order []predecessorRow) {
	byActivity := map[string][]Indicator{}
	for _, r := range indicators {
		byActivity[r.ActivityID] = append(byActivity[r.ActivityID], Indicator{ID: r.ID, CarriedFrom: r.CarriedFrom, ActivityID: r.ActivityID,
			Number: r.Number, Label: r.Label, Text: r.Body, Rule: r.Rule.V, Owner: r.Owner, Note: r.Note, Source: r.Source.V})
	}
	before := map[string][]Predecessor{}
	for _, r := range order {
		before[r.ActivityID] = append(before[r.ActivityID], Predecessor{r.PredecessorID, r.Standing})
	}
	byGoal := map[string][]Activity{}
	for _, r := range activities {
		byGoal[r.GoalID] = append(byGoal[r.GoalID], Activity{ID: r.ID, CarriedFrom: r.CarriedFrom, GoalID: r.GoalID, Number: r.Number, Label: r.Label,
			Area: r.Area, Title: r.Title, Background: r.Background, Priority: r.Priority,
			Window:     calendar.QuarterSpan{From: r.WindowFrom, To: r.WindowTo},
			Recurrence: r.Recurrence, Responsible: r.Responsible, Flags: r.Flags.V, Sources: r.Sources.V,
			Indicators: byActivity[r.ID], Predecessors: before[r.ID]})
	}
	for _, r := range goals {
		p.Goals = append(p.Goals, Goal{ID: r.ID, CarriedFrom: r.CarriedFrom, Number: r.Number, Label: r.Label, Title: r.Title, Text: r.Body,
			Sources: r.Sources.V, Activities: byGoal[r.ID]})
	}
}
