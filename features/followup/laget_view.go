package followup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// soon is how many days before its last day an unfinished cell waits for somebody.
const soon = 90

// longestWaiting bounds the list of what waits; the rest is behind a link.
const longestWaiting = 8

// laget is the first page of who is signed in.
type laget struct {
	Title, Meta string
	PlanTitle   string
	Waiting     []waitingRow
	WaitingAll  int
	MoreHref    string
	Coming      []comingRow
	State       planState
	QuarterName string
	Quarter     []quarterRow
	RecordHref  string // empty for who may not write
	QuartersAt  string
	ActivityAt  string
}

type link struct{ Text, Href string }

// waitingRow is something that waits: what, why, by when, and what to do.
type waitingRow struct {
	Mark            Status // empty when it is no cell
	Word            string // what the mark means
	What, Href, Why string
	When, Date      string
	Act, ActHref    string
	due             calendar.Date
	order           int
}

// comingRow is a coming day and what happens then.
type comingRow struct {
	Day, Weekday string
	What         string
	Indicators   []link
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

func newLaget(k *known, s *standing, r reader) laget {
	p, a := r.p, r.addresses(k.plan.Key, s.AsOf)
	quarter := calendar.QuarterOf(s.AsOf)
	_, week := s.AsOf.Time().ISOWeek()
	v := laget{
		Title: p.T("followup.laget.title", "weekday", weekday(p, s.AsOf), "day", shortDay(p, s.AsOf)),
		Meta: p.T("followup.laget.meta", "year", s.AsOf.Year(), "week", week,
			"quarter", p.T("followup.quarter.ordinal"+strconv.Itoa(quarter.Number())), "left", timeLeft(p, s.AsOf, quarter.Last())),
		PlanTitle:   k.plan.Title,
		State:       newPlanState(s, a, p),
		QuarterName: quarterDays(p, quarter), Quarter: quarterRows(k, s, a, p),
		Coming: comingRows(k, s, a, p), QuartersAt: a.in("/quarters"), ActivityAt: a.in(""),
		MoreHref: a.withStatus(AtRisk),
	}
	if r.mayWrite {
		v.RecordHref = a.newRecord(0)
	}
	v.Waiting = waitingRows(k, s, a, r)
	v.WaitingAll = len(v.Waiting)
	if v.WaitingAll > longestWaiting {
		v.Waiting = v.Waiting[:longestWaiting]
	}
	return v
}

func quarterDays(p i18n.Printer, q calendar.Quarter) string {
	return p.T("followup.quarter.days", "year", q.Year(), "number", q.Number(), "from", monthName(p, q.First()), "to", monthName(p, q.Last()))
}

// newPlanState counts the cells. Those whose time has ended are told first, since nothing more can be said of them.
func newPlanState(s *standing, a addresses, p i18n.Printer) planState {
	met, due := s.Due()
	v := planState{Sentence: p.T("followup.state.due", "met", met, "count", due)}
	if late := s.Totals.Of(MetLate); late > 0 {
		v.Sentence = p.T("followup.state.due_late", "met", met, "count", due, "late", late)
	}
	if going := s.Totals.Of(InProgress) + s.Totals.Of(AtRisk); going > 0 {
		v.Sentence += " " + p.T("followup.state.going", "count", going, "risk", s.Totals.Of(AtRisk))
	}
	var said []string
	for _, status := range Statuses {
		n := s.Totals.Of(status)
		v.Counts = append(v.Counts, stateCount{status, statusWord(p, status), n, a.withStatus(status)})
		if n > 0 {
			said = append(said, strconv.Itoa(n)+" "+strings.ToLower(statusWord(p, status)))
		}
	}
	v.Strip = p.T("followup.state.strip", "number", s.Totals.Cells(), "counts", strings.Join(said, ", "))
	return v
}

// waitingRows lists what waits: cells at risk first, then what is due soon, then what only a person can settle.
func waitingRows(k *known, s *standing, a addresses, r reader) []waitingRow {
	var rows []waitingRow
	for _, indicator := range k.plan.Indicators() {
		for _, cell := range s.cells[indicator.Number] {
			if row, waits := waitingCell(indicator, cell, s.AsOf, a, r); waits {
				rows = append(rows, row)
			}
		}
	}
	slices.SortStableFunc(rows, func(x, y waitingRow) int {
		return cmp.Or(cmp.Compare(x.order, y.order), x.due.Compare(y.due))
	})
	if n, first := flagged(k.plan); n > 0 {
		rows = append(rows, waitingRow{What: r.p.T("followup.waiting.flags", "count", n), Href: a.in("/indicators", "flags", "1"),
			Why: r.p.T("followup.waiting.flags_why", "label", printed(first), "flag", first.Rule.Flags[0]),
			Act: r.p.T("followup.waiting.flags_act"), ActHref: a.in("/indicators", "flags", "1")})
	}
	if s.loose > 0 {
		rows = append(rows, waitingRow{What: r.p.T("followup.waiting.loose", "count", s.loose), Href: "/records",
			Why: r.p.T("followup.waiting.loose_why"), Act: r.p.T("followup.waiting.loose_act"), ActHref: "/records"})
	}
	return rows
}

func waitingCell(indicator *plan.Indicator, cell CellStatus, asOf calendar.Date, a addresses, r reader) (waitingRow, bool) {
	pressure, open := cell.Pressure(asOf)
	near := asOf.DaysUntil(cell.To) <= soon
	if !open || cell.Status == NotStarted || cell.Status != AtRisk && !near {
		return waitingRow{}, false
	}
	p := r.p
	row := waitingRow{Mark: cell.Status, Word: statusWord(p, cell.Status), What: nameOf(indicator), Href: a.indicator(indicator.Number),
		due: cell.To, order: 1}
	if cell.Status == AtRisk {
		row.order = 0
		if pressure.Behind < pressure.Missing && len(pressure.Steps) > 0 {
			row.due = pressure.Steps[0].On
		}
	}
	row.Why = p.T("followup.waiting.cell_why", "label", printed(indicator), "days", spanName(p, cell.Span),
		"so_far", soFar(p, cell), "need", stillNeeded(p, cell, asOf))
	row.When, row.Date = timeLeft(p, asOf, row.due), row.due.String()
	row.Act, row.ActHref = p.T("followup.waiting.show"), row.Href
	if r.mayWrite && cell.Kind == plan.Judgement {
		row.Act, row.ActHref = p.T("followup.waiting.judge"), row.Href+"#judge"
	} else if r.mayWrite {
		row.Act, row.ActHref = p.T("followup.waiting.record"), a.newRecord(indicator.Number)
	}
	return row, true
}

// flagged counts the indicators with something for a person to confirm, and gives the first.
func flagged(p *plan.Plan) (n int, first *plan.Indicator) {
	for _, indicator := range p.Indicators() {
		if len(indicator.Rule.Flags) > 0 {
			if n == 0 {
				first = indicator
			}
			n++
		}
	}
	return n, first
}

// comingDays bounds the list of coming days.
const comingDays = 5

// comingRows lists the next days on which cells end or begin.
func comingRows(k *known, s *standing, a addresses, p i18n.Printer) []comingRow {
	type day struct{ ends, begins []link }
	days := map[calendar.Date]*day{}
	at := func(d calendar.Date) *day {
		if days[d] == nil {
			days[d] = &day{}
		}
		return days[d]
	}
	for _, indicator := range k.plan.Indicators() {
		to := link{printed(indicator), a.indicator(indicator.Number)}
		for _, cell := range s.cells[indicator.Number] {
			if cell.Status.IsFulfilled() || cell.Status == NotApplicable {
				continue
			}
			if !cell.To.Before(s.AsOf) && cell.Status != NotMet {
				at(cell.To).ends = append(at(cell.To).ends, to)
			}
			if cell.From.After(s.AsOf) {
				at(cell.From).begins = append(at(cell.From).begins, to)
			}
		}
	}
	order := make([]calendar.Date, 0, len(days))
	for d := range days {
		order = append(order, d)
	}
	slices.SortFunc(order, calendar.Date.Compare)
	var rows []comingRow
	for _, d := range order[:min(comingDays, len(order))] {
		row := comingRow{Day: shortDay(p, d), Weekday: strconv.Itoa(d.Year())}
		if ends := days[d].ends; len(ends) > 0 {
			rows = append(rows, comingRow{row.Day, row.Weekday, p.T("followup.coming.ends", "count", len(ends)), ends})
		}
		if begins := days[d].begins; len(begins) > 0 {
			rows = append(rows, comingRow{row.Day, row.Weekday, p.T("followup.coming.begins", "count", len(begins)), begins})
		}
	}
	return rows
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
			case cell.Status == NotStarted || !askedIn(&row, cell, days, s.AsOf, p):
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
func askedIn(row *quarterRow, cell CellStatus, quarter calendar.Span, asOf calendar.Date, p i18n.Printer) bool {
	pressure, open := cell.Pressure(asOf)
	if !open {
		return false
	}
	more, last := pressure.Behind, quarter.To
	begin := false
	for _, step := range pressure.Steps {
		if !step.On.After(quarter.To) {
			more += step.More
			last = step.On
			begin = begin || step.Begin
		}
	}
	ends := quarter.Contains(cell.To)
	if more == 0 && !begin && !ends {
		return false
	}
	row.due, row.Due = last, last.String()
	switch {
	case plan.Rule{Kind: cell.Kind}.IsCount():
		row.Need = p.T("followup.need.more", "count", more)
	case begin && !ends:
		row.Need = p.T("followup.need.begin")
	default:
		row.Need = stillNeeded(p, cell, asOf)
	}
	return true
}
