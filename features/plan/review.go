package plan

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"samverk/platform/store"
)

// Review is a draft while a person compares it with its document and corrects it. It survives closing the page.
type Review struct {
	ID           string
	DocumentName string
	DocumentHash string
	Draft        Draft
	Lines        []Line
	Answers      map[string]Answer // by Question.ID
	Skipped      []int             // unread lines that have been passed over
	Version      int               // grows with every save
	SavedBy      string
	SavedAt      store.Time
	PlanID       string // what it became; empty until it is accepted
}

// Answer is what a person said to a question.
type Answer string

const (
	NotAnswered Answer = ""
	IsRight     Answer = "right"     // it was read as it should be
	IsCorrected Answer = "corrected" // it was wrong, and has been changed
)

// PartKind is a kind of part of a plan.
type PartKind string

const (
	WholePlan     PartKind = "plan"
	GoalPart      PartKind = "goal"
	ActivityPart  PartKind = "activity"
	IndicatorPart PartKind = "indicator"
)

// Part points to a part of a draft by its number; the whole plan has number 0.
type Part struct {
	Kind   PartKind
	Number int
}

// String is the part as it stands in an address: "indicator-5".
func (p Part) String() string {
	if p.Kind == WholePlan {
		return string(WholePlan)
	}
	return fmt.Sprintf("%s-%d", p.Kind, p.Number)
}

// Question is something doubtful that a person should confirm: a flag of the reading.
type Question struct {
	ID     string
	Part   Part
	Line   int // where it stands in the document; 0 when not known
	Text   string
	Answer Answer
}

// Questions lists every question in the order of the document. One that is asked of several fields of the same part is
// asked once.
func (r *Review) Questions() []Question {
	c := collector{answers: r.Answers, seen: map[string]bool{}}
	d := &r.Draft
	c.fields(Part{Kind: WholePlan}, d.Sources)
	for _, goal := range d.Goals {
		c.fields(Part{GoalPart, goal.Number}, goal.Sources)
		for _, activity := range goal.Activities {
			part := Part{ActivityPart, activity.Number}
			c.add(part, activity.firstLine(), activity.Flags)
			c.fields(part, activity.Sources)
			for _, indicator := range activity.Indicators {
				part := Part{IndicatorPart, indicator.Number}
				c.add(part, indicator.SourceLines[0], indicator.Flags)
				c.add(part, indicator.SourceLines[0], indicator.Rule.Flags)
			}
		}
	}
	slices.SortStableFunc(c.found, func(a, b Question) int { return cmp.Compare(a.Line, b.Line) })
	return c.found
}

type collector struct {
	answers map[string]Answer
	seen    map[string]bool
	found   []Question
}

// fields asks about a part's fields in the same order every time.
func (c *collector) fields(part Part, sources map[string]Source) {
	for _, field := range slices.Sorted(maps.Keys(sources)) {
		c.add(part, sources[field].Lines[0], sources[field].Flags)
	}
}

func (c *collector) add(part Part, line int, flags []string) {
	for _, text := range flags {
		id := questionID(part, text)
		if c.seen[id] {
			continue
		}
		c.seen[id] = true
		c.found = append(c.found, Question{ID: id, Part: part, Line: line, Text: text, Answer: c.answers[id]})
	}
}

// questionID stays the same however the part is corrected, so an answer is not lost.
func questionID(part Part, text string) string {
	sum := sha256.Sum256([]byte(part.String() + "\x00" + text))
	return hex.EncodeToString(sum[:8])
}

// firstLine is where the activity begins in the document.
func (d *DraftActivity) firstLine() int {
	if source, there := d.Sources["title"]; there {
		return source.Lines[0]
	}
	return 0
}

// Settled is the draft as it is accepted: questions that have been answered are gone, the others follow along, and so
// do the unread lines that nobody has passed over.
func (r *Review) Settled() Draft {
	d := r.Draft
	d.Sources = r.open(Part{Kind: WholePlan}, d.Sources)
	d.Goals = slices.Clone(d.Goals)
	for g := range d.Goals {
		goal := &d.Goals[g]
		goal.Sources = r.open(Part{GoalPart, goal.Number}, goal.Sources)
		goal.Activities = slices.Clone(goal.Activities)
		for a := range goal.Activities {
			r.settleActivity(&goal.Activities[a])
		}
	}
	d.Unread = slices.DeleteFunc(slices.Clone(d.Unread), func(u UnreadLine) bool { return slices.Contains(r.Skipped, u.Line) })
	return d
}

func (r *Review) settleActivity(activity *DraftActivity) {
	part := Part{ActivityPart, activity.Number}
	activity.Flags = r.unanswered(part, activity.Flags)
	activity.Sources = r.open(part, activity.Sources)
	activity.Indicators = slices.Clone(activity.Indicators)
	for i := range activity.Indicators {
		indicator := &activity.Indicators[i]
		part := Part{IndicatorPart, indicator.Number}
		indicator.Flags = r.unanswered(part, indicator.Flags)
		indicator.Rule.Flags = r.unanswered(part, indicator.Rule.Flags)
	}
}

func (r *Review) open(part Part, sources map[string]Source) map[string]Source {
	kept := make(map[string]Source, len(sources))
	for field, source := range sources {
		source.Flags = r.unanswered(part, source.Flags)
		kept[field] = source
	}
	return kept
}

func (r *Review) unanswered(part Part, flags []string) []string {
	kept := []string{}
	for _, text := range flags {
		if r.Answers[questionID(part, text)] == NotAnswered {
			kept = append(kept, text)
		}
	}
	return kept
}

// goal finds a goal of the draft by number; nil when there is none.
func (d *Draft) goal(number int) *DraftGoal {
	for g := range d.Goals {
		if d.Goals[g].Number == number {
			return &d.Goals[g]
		}
	}
	return nil
}

// activity finds an activity of the draft with its goal.
func (d *Draft) activity(number int) (*DraftGoal, *DraftActivity) {
	for g := range d.Goals {
		for a := range d.Goals[g].Activities {
			if d.Goals[g].Activities[a].Number == number {
				return &d.Goals[g], &d.Goals[g].Activities[a]
			}
		}
	}
	return nil, nil
}

// indicator finds an indicator of the draft with its activity.
func (d *Draft) indicator(number int) (*DraftActivity, *DraftIndicator) {
	for g := range d.Goals {
		for a := range d.Goals[g].Activities {
			activity := &d.Goals[g].Activities[a]
			for i := range activity.Indicators {
				if activity.Indicators[i].Number == number {
					return activity, &activity.Indicators[i]
				}
			}
		}
	}
	return nil, nil
}
