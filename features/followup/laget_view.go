package followup

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// soon is how many days before its last day an unfinished cell waits for somebody.
const soon = 90

// longestWaiting bounds the list of what waits; the rest is behind a link.
const longestWaiting = 8

// laget is the first page of who is signed in.
type laget struct {
	Title, Meta string
	Waiting     []waitingRow
	WaitingAll  int
	MoreHref    string
	Coming      []ui.Dated
	State       planState
	QuarterName string
	Quarter     []quarterRow
	RecordHref  string // empty for who may not write
	QuartersAt  string
	AllText     string // how many activities the plan has, as a link
	AllHref     string
	Others      []ui.Linked // other current plans
	Staffing    []ui.Item   // activities that do not fit, and decisions about their hours
}

// alsoThere is what else there is to tell of on the first page.
type alsoThere struct {
	drafts []draft
	others []ui.Linked
	waits  []waitingRow
}

// draft is a document that is being read into a plan.
type draft struct{ ID, DocumentName string }

type link struct{ Text, Href string }

// waitingRow is something that waits: what, why, by when, and what to do.
type waitingRow struct {
	Mark            Status // empty when it is no cell
	Icon            ui.IconName
	Word            string // what the mark means
	What, Href, Why string
	When, Date      string
	Act, ActHref    string
	due             calendar.Date
	order           int
}

// planState is how a plan's cells stand in all: a sentence, a strip and the counts.
type planState struct {
	Sentence string
	Strip    string // what the strip shows, for who cannot see it
	Counts   []stateCount
}

type stateCount struct {
	Status Status
	Word   string
	N      int
	Href   string
}

// quarterRow is a cell that has something to do with the quarter.
type quarterRow struct {
	Label, Name, Href string
	Status            Status
	Word              string
	SoFar, Need, Due  string
	due               calendar.Date
}

// reader is who a page is made for.
type reader struct {
	p        i18n.Printer
	mayWrite bool
	today    calendar.Date
}

func (r reader) addresses(key string, asOf calendar.Date) addresses {
	a := addresses{key: key}
	if asOf != r.today {
		a.date = asOf
	}
	return a
}

func newLaget(k *known, s *standing, also alsoThere, r reader) laget {
	p, a := r.p, r.addresses(k.plan.Key, s.AsOf)
	quarter := calendar.QuarterOf(s.AsOf)
	v := laget{
		Title: p.T("followup.laget.title", "weekday", p.Weekday(s.AsOf), "day", p.DateShort(s.AsOf)),
		Meta: p.T("followup.laget.meta", "year", s.AsOf.Year(), "week", p.Week(s.AsOf), "left", timeLeft(p, s.AsOf, quarter.Last()),
			"quarter", p.T("followup.quarter.ordinal"+strconv.Itoa(quarter.Number())), "plan", k.plan.Title),
		State:       newPlanState(s, a, p),
		QuarterName: p.T("followup.quarter.days", "quarter", p.QuarterLong(quarter), "from", p.DateShort(quarter.First()), "to", p.DateShort(quarter.Last())),
		Quarter:     quarterRows(k, s, a, p),
		Coming:      comingRows(k, s, a, p), QuartersAt: a.in("/quarters"),
		AllText: p.T("followup.this_quarter.all", "count", len(k.plan.Activities())), AllHref: "/plan/" + url.PathEscape(k.plan.Key),
		MoreHref: a.withStatus(AtRisk), Others: also.others,
	}
	v.Staffing = staffingItems(k, s, a, p)
	if r.mayWrite {
		v.RecordHref = a.newRecord(0)
	}
	v.Waiting = slices.Concat(also.waits, waitingRows(k, s, also.drafts, a, r))
	v.WaitingAll = len(v.Waiting)
	if v.WaitingAll > longestWaiting {
		v.Waiting = v.Waiting[:longestWaiting]
	}
	return v
}

// newPlanState counts the cells. Those whose time has ended are told first, since nothing more can be said of them.
func newPlanState(s *standing, a addresses, p i18n.Printer) planState {
	met, due := s.Due()
	v := planState{Sentence: p.T("followup.state.due", "met", met, "count", due)}
	if due == 0 {
		v.Sentence = p.T("followup.state.none_due")
	}
	if late := s.Totals.Of(MetLate); late > 0 {
		v.Sentence = p.T("followup.state.due_late", "met", met, "count", due, "late", late)
	}
	if going, risk := s.Totals.Of(InProgress)+s.Totals.Of(AtRisk), s.Totals.Of(AtRisk); going > 0 && risk > 0 {
		v.Sentence += " " + p.T("followup.state.going_risk", "count", going, "risk", risk)
	} else if going > 0 {
		v.Sentence += " " + p.T("followup.state.going", "count", going)
	}
	var said []string
	for _, status := range Statuses {
		n := s.Totals.Of(status)
		v.Counts = append(v.Counts, stateCount{status, statusWord(p, status), n, a.withStatus(status)})
		if n > 0 {
			said = append(said, strconv.Itoa(n)+" "+small(statusWord(p, status)))
		}
	}
	v.Strip = p.T("followup.state.strip", "number", s.Totals.Cells(), "counts", strings.Join(said, ", "))
	return v
}

// urgency is the order of statuses where what needs somebody comes first.
var urgency = []Status{AtRisk, NotMet, InProgress, NotAssessed, MetLate, Met, NotApplicable, NotStarted}

// quarterRows lists the cells that the quarter has something to do with: what was met in it, what it asks for, and what
// is at risk.
func quarterRows(k *known, s *standing, a addresses, p i18n.Printer) []quarterRow {
	quarter := calendar.QuarterOf(s.AsOf)
	days := calendar.Span{From: quarter.First(), To: quarter.Last()}
	var rows []quarterRow
	for _, indicator := range k.plan.Indicators() {
		for _, cell := range s.cells[indicator.Number] {
			row := quarterRow{Label: printed(indicator), Name: nameOf(indicator), Href: a.indicator(indicator.Number),
				Status: cell.Status, Word: statusWord(p, cell.Status), SoFar: soFar(p, cell), due: cell.To}
			switch {
			case cell.Status.IsFulfilled() && days.Contains(cell.MetOn):
				row.Need, row.Due = p.T("followup.need.nothing"), "–"
			case cell.Status == NotStarted || !askedIn(&row, &indicator.Rule, cell, days, s.AsOf, p):
				continue
			}
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(x, y quarterRow) int {
		return cmp.Or(cmp.Compare(slices.Index(urgency, x.Status), slices.Index(urgency, y.Status)), x.due.Compare(y.due))
	})
	return rows
}

// askedIn fills in what a cell asks for in the quarter; false when it asks for nothing then.
func askedIn(row *quarterRow, rule *plan.Rule, cell CellStatus, quarter calendar.Span, asOf calendar.Date, p i18n.Printer) bool {
	pressure, open := cell.Pressure(asOf)
	if !open {
		return false
	}
	wanted, last := pressure.Behind, quarter.To
	begin := false
	for _, step := range pressure.Steps {
		if !step.On.After(quarter.To) {
			wanted += step.More
			last = step.On
			begin = begin || step.Begin
		}
	}
	ends := quarter.Contains(cell.To)
	if wanted == 0 && !begin && !ends {
		return false
	}
	row.due, row.Due = last, last.String()
	switch {
	case rule.IsCount():
		row.Need = more(p, rule, wanted)
	case begin && !ends:
		row.Need = p.T("followup.need.begin")
	default:
		row.Need = i18n.Capital(stillNeeded(p, rule, cell, asOf))
	}
	return true
}
