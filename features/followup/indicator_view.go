package followup

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// indicatorView is an indicator's page.
type indicatorView struct {
	Title, Meta  string
	Crumbs       []ui.Link
	Rule         string // in words
	Quote        string // the plan's own words
	Lines        link   // where they stand in the document
	Facts        []ui.Definition
	Flags        []string
	Cells        []ui.Period
	Records      []recordRow
	Earlier      string // address of the next page of records; empty when there are no more
	DownloadHref string
	Need         needed
	History      []ui.Dated
	HistoryHref  string
	Related      []ui.Linked
	EditHref     string // empty for who may not write
	RecordHref   string
	RecordText   string
	Judge        *judgeForm
	Waive        *waiveForm
	Action       string // where the forms are sent, before their own last part
	In           string // the menu item that the page belongs to
}

type recordRow struct {
	Day, Title, Href string
	Line             string // who took part, or why it does not count
	Counts           string
	Recorded, Late   string
	Excluded         bool
}

// needed is what the running cell still asks for.
type needed struct {
	Title, Lead string
	Steps       []ui.Dated
}

type historyRow struct {
	Day, Text string
	at        calendar.Date
}

// behind is what lies behind an indicator besides its tallies.
type behind struct {
	records []evidence.LinkedRecord
	more    bool
	trail   []audit.Entry
}

// mostSlots is how many wanted records are drawn as slots; more are told in figures only.
const mostSlots = 12

// lateAfter is how many days after it happened a record may be entered without being called late.
const lateAfter = 7

// longestHistory bounds what is shown of the history; all of it is behind a link.
const longestHistory = 8

func newIndicatorView(k *known, s *standing, b behind, at place, r reader) indicatorView {
	p, a, indicator := r.p, r.addresses(k.plan.Key, s.AsOf), at.indicator
	cells := s.cells[indicator.Number]
	v := indicatorView{
		In: "/plan/" + url.PathEscape(k.plan.Key) + "/indicators", Title: nameOf(indicator), Meta: p.T("followup.indicator.meta", "label", printed(indicator)),
		Crumbs: []ui.Link{{Text: p.T("followup.page.goal", "label", at.goal.Label, "title", at.goal.Title), Href: a.in("")},
			{Text: at.activity.Label + ". " + at.activity.Title, Href: a.activity(at.activity.Number)}},
		Rule: plan.RuleInWords(indicator.Rule, p), Quote: indicator.Text, Flags: indicator.Rule.Flags,
		Facts: factsOf(indicator, p), Cells: cellCards(indicator, k, s, p),
		Records: recordRows(b.records, indicator, p), Need: neededNow(cells, s.AsOf, p),
		DownloadHref: a.in("/indicator/" + strconv.Itoa(indicator.Number) + "/records.csv"),
		History:      history(b.trail, cells, s.AsOf, p), HistoryHref: "/trail/indicator/" + url.PathEscape(indicator.ID),
		Related: related(at, s, a, p), Action: "/plan/" + url.PathEscape(k.plan.Key) + "/indicator/" + strconv.Itoa(indicator.Number),
	}
	if owner := cmp.Or(indicator.Owner, at.activity.Responsible); owner != "" {
		v.Meta += " " + p.T("followup.indicator.owner", "owner", owner)
	}
	if lines := indicator.Source.Lines; lines[0] > 0 {
		v.Lines = link{p.T("followup.indicator.line", "line", lines[0]), a.activity(at.activity.Number) + "#source"}
	}
	if b.more && len(b.records) > 0 {
		last := b.records[len(b.records)-1].Cursor()
		v.Earlier = a.in("/indicator/"+strconv.Itoa(indicator.Number), "after", last.Day.String()+"_"+last.ID) + "#records"
	}
	if r.mayWrite {
		v.EditHref = a.in("/edit/indicator/" + strconv.Itoa(indicator.Number))
		v.RecordHref, v.RecordText = a.newRecord(indicator.Number), recordText(indicator.Rule, p)
		v.Waive = newWaiveForm(indicator, k, s, p)
		if indicator.Rule.Kind == plan.Judgement {
			v.RecordHref = ""
			v.Judge = newJudgeForm(indicator, k, r)
		}
	}
	return v
}

// recordText is the button's text: "Registrera stormöte" where the rule looks for one kind.
func recordText(rule plan.Rule, p i18n.Printer) string {
	if len(rule.Evidence) == 1 && rule.Evidence[0] != plan.Other {
		return p.T("followup.indicator.record_kind", "kind", p.T("plan.kind."+string(rule.Evidence[0]), "count", 1))
	}
	return p.T("followup.laget.record")
}

// factsOf tells what counts and what has been supposed.
func factsOf(indicator *plan.Indicator, p i18n.Printer) []ui.Definition {
	rule := indicator.Rule
	var kinds []string
	for _, kind := range rule.Evidence {
		kinds = append(kinds, p.T("plan.kind."+string(kind), "count", 2))
	}
	facts := []ui.Definition{{Term: p.T("followup.indicator.kind"), Text: p.T("plan.rule_kind." + string(rule.Kind))}}
	if len(kinds) > 0 {
		facts = append(facts, defined(p.T("followup.indicator.counts"), strings.Join(kinds, ", ")))
	} else if rule.Kind != plan.Judgement {
		facts = append(facts, defined(p.T("followup.indicator.counts"), p.T("plan.words.events_by_hand")))
	}
	facts = append(facts, defined(p.T("followup.indicator.time"), spanName(p, rule.Window())))
	for _, part := range []string{"target", "period", "from", "to", "states", "evidence"} {
		if origin, there := rule.Origin[part]; there && origin != plan.FromText {
			facts = append(facts, defined(p.T("followup.part."+part), p.T("plan.origin."+string(origin))))
		}
	}
	if indicator.Note != "" {
		facts = append(facts, defined(p.T("followup.indicator.note"), indicator.Note))
	}
	return facts
}

func defined(term, text string) ui.Definition { return ui.Definition{Term: term, Text: text} }

func cellCards(indicator *plan.Indicator, k *known, s *standing, p i18n.Printer) []ui.Period {
	cells := s.cells[indicator.Number]
	facts := k.facts(indicator)
	cards := make([]ui.Period, len(cells))
	for i, cell := range cells {
		card := ui.Period{Name: spanName(p, cell.Span), Shape: string(cell.Status), Word: statusWord(p, cell.Status), Current: cell.Contains(s.AsOf)}
		card.Number, card.Of = cellFigures(indicator.Rule, cell, p)
		card.Slots = slots(cell)
		card.Text = cellNote(indicator.Rule, cell, facts, s.AsOf, p)
		cards[i] = card
	}
	return cards
}

// cellFigures are the number in large type and what stands after it.
func cellFigures(rule plan.Rule, cell CellStatus, p i18n.Printer) (big, rest string) {
	switch {
	case rule.IsCount():
		things := p.T("followup.indicator.events", "count", int(cell.Target))
		if len(rule.Evidence) == 1 {
			things = p.T("plan.kind."+string(rule.Evidence[0]), "count", int(cell.Target))
		}
		return strconv.Itoa(cell.Count), p.T("followup.indicator.of_things", "whole", number(p, cell.Target), "things", things)
	case rule.Kind == plan.Ratio && cell.Denominator != 0:
		share := 100 * cell.Numerator.Float() / cell.Denominator.Float()
		return number(p, float64(int(share*10))/10) + nbsp + "%", p.T("followup.indicator.of_percent", "percent", number(p, cell.Target*100))
	case rule.Kind == plan.Threshold:
		return strconv.Itoa(cell.Count), p.T("followup.indicator.events", "count", cell.Count)
	}
	return soFar(p, cell), ""
}

// slots draws one slot for each record that is wanted.
func slots(cell CellStatus) []ui.Slot {
	countable := plan.Rule{Kind: cell.Kind}
	wantedSlots := wanted(cell.Cell)
	if countable.IsDelivery() {
		wantedSlots = 1
	}
	if !countable.IsCount() && !countable.IsDelivery() || wantedSlots > mostSlots {
		return nil
	}
	list := make([]ui.Slot, wantedSlots)
	for i := range list {
		switch {
		case i < cell.Count:
			list[i] = ui.SlotFilled
		case cell.Status == NotMet:
			list[i] = ui.SlotMissing
		case countable.IsDelivery() && cell.Records > 0:
			list[i] = ui.SlotBooked
		default:
			list[i] = ui.SlotEmpty
		}
	}
	return list
}

// cellNote is the sentence below a cell.
func cellNote(rule plan.Rule, cell CellStatus, facts Facts, asOf calendar.Date, p i18n.Printer) string {
	switch cell.Status {
	case Met, MetLate:
		if cell.MetOn.IsZero() {
			return ""
		}
		return p.T("followup.note.met", "date", longDay(p, cell.MetOn))
	case NotStarted:
		return p.T("followup.note.not_started", "date", longDay(p, cell.From))
	case NotApplicable:
		if waiver, waived := facts.WaiverOf(cell.Span, asOf); waived {
			return p.T("followup.note.waived", "reason", waiver.Reason, "by", waiver.By, "date", waiver.On.String())
		}
		return p.T("followup.note.nothing_to_share")
	case NotMet:
		if rule.IsCount() {
			return p.T("followup.note.missing", "count", wanted(cell.Cell)-cell.Count)
		}
		return p.T("followup.note.not_met", "date", longDay(p, cell.To))
	}
	if assessment, is := facts.AssessmentOf(rule, cell.Span, asOf); rule.Kind == plan.Judgement && is {
		return p.T("followup.note.judged", "role", assessment.Role, "date", assessment.On.String())
	}
	return p.T("followup.note.open", "need", stillNeeded(p, cell, asOf), "date", longDay(p, cell.To))
}

func recordRows(records []evidence.LinkedRecord, indicator *plan.Indicator, p i18n.Printer) []recordRow {
	rows := make([]recordRow, len(records))
	cells := indicator.Rule.Cells()
	for i := range records {
		r := &records[i]
		row := recordRow{Day: r.Day.String(), Title: r.Title, Href: "/records/" + url.PathEscape(r.ID), Line: tookPart(&r.Record, p)}
		entered := calendar.Today(r.RecordedAt.Time)
		row.Recorded = entered.String()
		if days := r.Day.DaysUntil(entered); days > lateAfter {
			row.Late = p.T("followup.record.late", "count", days)
		}
		switch {
		case r.IsVoided():
			row.Excluded, row.Counts = true, "–"
			row.Line = p.T("followup.record.voided", "why", r.VoidedWhy, "by", r.VoidedBy, "date", calendar.Today(r.VoidedAt.Time).String())
		case r.Link.Excluded:
			row.Excluded, row.Counts = true, "–"
			row.Line = p.T("followup.record.excluded", "why", r.Link.Reason, "by", r.Link.DecidedBy,
				"date", calendar.Today(r.Link.DecidedAt.Time).String())
		default:
			row.Counts = countsFor(cells, cmpDate(r.Link.CountsFor, r.Day), p)
		}
		rows[i] = row
	}
	return rows
}

func cmpDate(first, other calendar.Date) calendar.Date {
	if first.IsZero() {
		return other
	}
	return first
}

// countsFor names the cell that a day belongs to.
func countsFor(cells []plan.Cell, day calendar.Date, p i18n.Printer) string {
	for _, cell := range cells {
		if cell.Contains(day) || len(cells) == 1 {
			return spanName(p, cell.Span)
		}
	}
	return "–"
}

func tookPart(r *evidence.Record, p i18n.Printer) string {
	var parts []string
	if r.State != plan.NoState {
		parts = append(parts, p.T("plan.state."+string(r.State)))
	}
	if r.OrganisationCount != nil {
		parts = append(parts, p.T("followup.record.organisations", "count", *r.OrganisationCount))
	}
	if r.HeadCount != nil {
		parts = append(parts, p.T("followup.record.people", "count", *r.HeadCount))
	}
	if r.Body != "" {
		parts = append(parts, r.Body)
	}
	return strings.Join(parts, ", ")
}

// neededNow tells what the running cell asks for and by when.
func neededNow(cells []CellStatus, asOf calendar.Date, p i18n.Printer) needed {
	cell, any := nowCell(cells, asOf)
	if !any {
		return needed{}
	}
	pressure, open := cell.Pressure(asOf)
	if !open {
		return needed{Title: p.T("followup.needed.title", "days", spanName(p, cell.Span)), Lead: p.T("followup.needed.nothing")}
	}
	v := needed{Title: p.T("followup.needed.title", "days", spanName(p, cell.Span)),
		Lead: p.T("followup.needed.lead", "need", stillNeeded(p, cell, asOf), "count", pressure.WeeksLeft)}
	if pressure.Behind > 0 {
		v.Lead += " " + p.T("followup.needed.behind", "count", pressure.Behind)
	} else if len(pressure.Steps) > 1 {
		v.Lead += " " + p.T("followup.needed.risk")
	}
	for _, step := range pressure.Steps {
		row := ui.Dated{Date: shortDay(p, step.On), Below: strconv.Itoa(step.On.Year())}
		switch {
		case step.Begin:
			row.Title = p.T("followup.needed.begun")
		case plan.Rule{Kind: cell.Kind}.IsDelivery():
			row.Title = p.T("followup.needed.delivered")
		default:
			row.Title = p.T("followup.needed.held", "count", step.Held)
			row.Text = p.T("followup.need.more", "count", step.More)
		}
		v.Steps = append(v.Steps, row)
	}
	return v
}

// history tells what people have done with the indicator and what became of its cells, latest first.
func history(trail []audit.Entry, cells []CellStatus, asOf calendar.Date, p i18n.Printer) []ui.Dated {
	var rows []historyRow
	for _, entry := range trail {
		day := calendar.Today(entry.At.Time)
		key := "followup.history." + strings.ReplaceAll(entry.Action, ".", "_")
		text := p.T(key)
		if text == key {
			text = p.T("followup.history.changed")
		}
		text = p.T("followup.history.by", "what", text, "who", entry.ActorName)
		if entry.Reason != "" {
			text += " " + p.T("followup.history.reason", "reason", entry.Reason)
		}
		rows = append(rows, historyRow{day.String(), text, day})
	}
	for _, cell := range cells {
		day := calendar.Date{}
		switch {
		case cell.Status.IsFulfilled():
			day = cell.MetOn
		case cell.Status == NotMet && cell.To.Before(asOf):
			day = cell.To.AddDays(1)
		}
		if !day.IsZero() {
			rows = append(rows, historyRow{day.String(), p.T("followup.history.became", "days", spanName(p, cell.Span),
				"status", strings.ToLower(statusWord(p, cell.Status))), day})
		}
	}
	slices.SortStableFunc(rows, func(x, y historyRow) int { return y.at.Compare(x.at) })
	shown := make([]ui.Dated, min(len(rows), longestHistory))
	for i := range shown {
		shown[i] = ui.Dated{Date: rows[i].Day, Text: rows[i].Text}
	}
	return shown
}

// related lists the activity's other indicators.
func related(at place, s *standing, a addresses, p i18n.Printer) []ui.Linked {
	var rows []ui.Linked
	for i := range at.activity.Indicators {
		other := &at.activity.Indicators[i]
		cell, any := nowCell(s.cells[other.Number], s.AsOf)
		if other.Number == at.indicator.Number || !any {
			continue
		}
		rows = append(rows, ui.Linked{Link: ui.Link{Text: p.T("followup.indicator.sibling", "label", printed(other), "name", nameOf(other)),
			Href: a.indicator(other.Number)}, Shape: string(cell.Status), Word: statusWord(p, cell.Status), Text: soFar(p, cell)})
	}
	return rows
}
