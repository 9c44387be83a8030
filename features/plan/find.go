package plan

import (
	"cmp"
	"slices"

	"samverk/platform/fold"
)

// FoundPart is a part of a plan that answers a search.
type FoundPart struct {
	Kind       PartKind
	PlanKey    string
	PlanTitle  string
	PlanStatus Status
	GoalNumber int // the goal that it is or stands under; 0 for a plan
	Number     int // its own number in the plan; 0 for a plan
	Label      string
	Title      string
	More       string // what else of it is searched: text, background, area
	Score      int
}

// partNames lets people search as they speak: "indikator 25".
var partNames = map[PartKind]string{WholePlan: "plan", GoalPart: "mål goal", ActivityPart: "aktivitet activity", IndicatorPart: "indikator indicator"}

// scoreNumbered is more than any words give: whoever types a number wants what has it.
const scoreNumbered = 1000

// answering gives the parts that answer the query, best first: those of current plans before others that are as good.
func answering(parts []FoundPart, q fold.Query) []FoundPart {
	var found []FoundPart
	number := q.Number()
	for _, part := range parts {
		part.Score = q.Score(part.Title, part.More, part.Label, partNames[part.Kind])
		if part.Score == 0 {
			continue
		}
		if number != "" && fold.Search(part.Label) == number {
			part.Score += scoreNumbered
		}
		found = append(found, part)
	}
	slices.SortStableFunc(found, func(a, b FoundPart) int {
		return cmp.Or(b.Score-a.Score, cmp.Compare(rank(a.PlanStatus), rank(b.PlanStatus)), a.Number-b.Number)
	})
	return found
}

func rank(s Status) int {
	if s == Current {
		return 0
	}
	return 1
}
