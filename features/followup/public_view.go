package followup

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// publicPlan is a plan as everybody sees it.
type publicPlan struct {
	Title, Lead, Meta string
	Day               string
	Big               ui.Figure // "15 av 17"
	Strip             string
	Due               []ui.Part
	Going             string // what is going on, in a sentence
	Goals             []publicGoal
	WholeHref         string // the plan's own page, from the start page
	Others            []link
	Note              string // that the plan has ended, or that only those signed in see the page; empty for neither
}

// publicGoal is a goal with what shall be done for it.
type publicGoal struct {
	ID         string
	Short      ui.Linked
	Title      string
	Text       string
	Activities []publicActivity
}

type publicActivity struct {
	Title, When, Background string
	Promises                []publicPromise
}

// publicPromise is an indicator with its cells.
type publicPromise struct {
	Text  string
	Cells []publicCell
}

type publicCell struct{ Shape, Word, Detail string }

// isPublic tells whether everybody may see a plan: somebody has published it. One that has ended stays readable.
func isPublic(p *plan.Plan) bool { return p.IsPublished() }

// longestLead is how many characters of the overall goal the start page has room for; a longer one stands with the plan.
const longestLead = 240

func newPublicPlan(k *known, s *standing, p i18n.Printer, whole bool) publicPlan {
	met, due := s.Due()
	a := addresses{key: k.plan.Key}
	v := publicPlan{Title: k.plan.Title, Lead: k.plan.OverallGoal, Day: p.T("followup.public.day", "date", p.DateLong(s.AsOf)),
		Big: ui.Figure{Number: p.T("followup.page.of", "part", met, "whole", due), Text: p.T("followup.public.parts")},
		Due: dueParts(s, p), WholeHref: a.public(), Strip: p.T("followup.public.strip"),
		Meta: p.T("followup.public.promise", "count", len(k.plan.Activities()), "from", k.plan.Period.From.Year(), "to", k.plan.Period.To.Year())}
	switch {
	case !isPublic(k.plan):
		v.Note = p.T("followup.public.preview")
	case k.plan.Status == plan.Archived:
		v.Note = p.T("followup.public.ended")
	}
	if !whole && utf8.RuneCountInString(v.Lead) > longestLead {
		v.Lead = ""
	}
	if going, risk := s.Totals.Of(InProgress)+s.Totals.Of(AtRisk), s.Totals.Of(AtRisk); going > 0 && risk > 0 {
		v.Going = p.T("followup.public.going_risk", "count", going, "risk", risk)
	} else if going > 0 {
		v.Going = p.T("followup.public.going", "count", going)
	}
	for g := range k.plan.Goals {
		v.Goals = append(v.Goals, newPublicGoal(&k.plan.Goals[g], s, p, a, whole))
	}
	return v
}

// dueParts are the cells whose time has ended, by status.
func dueParts(s *standing, p i18n.Printer) []ui.Part {
	counts := map[Status]int{}
	for _, indicator := range s.Indicators {
		for _, cell := range indicator.Cells {
			countDue(counts, cell, s)
		}
	}
	return partsInWords(counts, p)
}

// countDue counts what Due counts, by status.
func countDue(counts map[Status]int, cell CellStatus, s *standing) {
	if cell.Status.IsFulfilled() || cell.Status != NotApplicable && cell.Status != NotStarted && cell.To.Before(s.AsOf) {
		counts[cell.Status]++
	}
}

func partsInWords(counts map[Status]int, p i18n.Printer) []ui.Part {
	var list []ui.Part
	for _, status := range Statuses {
		if n := counts[status]; n > 0 {
			list = append(list, ui.Part{Shape: string(status), Count: n, Word: p.T("followup.counted."+string(status), "count", n)})
		}
	}
	return list
}

func newPublicGoal(goal *plan.Goal, s *standing, p i18n.Printer, a addresses, whole bool) publicGoal {
	v := publicGoal{ID: "goal-" + strconv.Itoa(goal.Number), Title: p.T("followup.page.goal", "label", goal.Label, "title", goal.Title), Text: goal.Text}
	counts := map[Status]int{}
	all := PlanStatus{AsOf: s.AsOf}
	for i := range goal.Activities {
		activity := &goal.Activities[i]
		for n := range activity.Indicators {
			cells := s.cells[activity.Indicators[n].Number]
			all.add(&activity.Indicators[n], cells)
			for _, cell := range cells {
				countDue(counts, cell, s)
			}
		}
		if whole {
			v.Activities = append(v.Activities, newPublicActivity(activity, s, p))
		}
	}
	met, due := all.Due()
	text := p.T("followup.public.goal_done", "met", met, "count", due)
	if due == 0 {
		text = p.T("followup.goal.none_due")
	}
	href := a.public() + "#" + v.ID
	if whole {
		href = "#" + v.ID
	}
	v.Short = ui.Linked{Link: ui.Link{Text: goal.Label + ". " + goal.Title, Href: href}, Text: text, Marks: partsInWords(counts, p)}
	return v
}

func newPublicActivity(activity *plan.Activity, s *standing, p i18n.Printer) publicActivity {
	v := publicActivity{Title: activity.Label + ". " + strings.TrimSuffix(activity.Title, "."), When: i18n.Capital(spanName(p, activity.Window.Span())),
		Background: activity.Background}
	for i := range activity.Indicators {
		indicator := &activity.Indicators[i]
		v.Promises = append(v.Promises, publicPromise{Text: indicator.Text, Cells: publicCells(s.cells[indicator.Number], p)})
	}
	return v
}

// publicCells tells of an indicator's cells. Those in a row that have not begun are told of as one.
func publicCells(cells []CellStatus, p i18n.Printer) []publicCell {
	var list []publicCell
	for i := 0; i < len(cells); i++ {
		cell := cells[i]
		for cell.Status == NotStarted && i+1 < len(cells) && cells[i+1].Status == NotStarted {
			i++
			cell.To = cells[i].To
		}
		shown := publicCell{string(cell.Status), statusWord(p, cell.Status), spanName(p, cell.Span)}
		if cell.Status != NotStarted && cell.Status != NotApplicable && !isNothing(cell) {
			shown.Detail = p.T("followup.public.cell", "days", shown.Detail, "so_far", small(soFar(p, cell)))
		}
		list = append(list, shown)
	}
	return list
}

// isNothing tells whether nothing can be said of what has been done in a cell, besides its status.
func isNothing(cell CellStatus) bool {
	switch {
	case cell.Kind == plan.Judgement:
		return true
	case plan.Rule{Kind: cell.Kind}.IsDelivery():
		return cell.Records == 0 && cell.MetOn.IsZero()
	case cell.Kind == plan.Ratio:
		return cell.Denominator == 0
	}
	return false
}
