package followup

import (
	"cmp"
	"net/url"
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
	Decided      string // about the activity's hours; empty for nothing
	Lines        link   // where they stand in the document
	Facts        []ui.Definition
	Flags        []string
	Cells        []ui.Period
	Records      []recordRow
	Earlier      string // address of the next page of records; empty when there are no more
	DownloadHref string
	Need         needed
	History      []ui.Dated
	HistoryHref  string // empty while there is no trail
	Related      []ui.Linked
	EditHref     string // empty for who may not write
	RecordHref   string
	RecordText   string
	LinkHref     string // chooses a record that shall count; empty for who may not write
	Judge        *judgeForm
	Waive        *waiveForm
	Action       string // where the forms are sent, before their own last part
	In           string // the menu item that the page belongs to
}

type recordRow struct {
	Day, Title, Href string
	Line             string // who took part, or why it does not count
	Files            []link
	Counts           string
	Recorded, Late   string
	Excluded         bool
	Act, ActHref     string // counts it no more, or counts it again; empty for who may not write
}

// needed is what the running cell still asks for.
type needed struct {
	Title, Lead string
	Steps       []ui.Dated
	Hours, Risk string // the hours planned for it, and why they will not do; empty for nothing
}

type historyRow struct {
	Text string
	at   calendar.Date
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
		Records: recordRows(b.records, indicator, k.plan.Example, r), Need: neededNow(&indicator.Rule, cells, s.AsOf, p),
		DownloadHref: a.in("/indicator/" + strconv.Itoa(indicator.Number) + "/records.csv"),
		History:      history(b, cells, s.AsOf, p),
		Related:      related(at, s, a, p), Action: "/plan/" + url.PathEscape(k.plan.Key) + "/indicator/" + strconv.Itoa(indicator.Number),
	}
	if cell, any := nowCell(cells, s.AsOf); any {
		v.Need.Hours, v.Need.Risk = hoursNeeded(s.hours, at, cell, s.AsOf, p), riskOfHours(s.hours, at, cell, s.AsOf, p)
	}
	if said, there := k.decided[at.activity.ID]; there {
		v.Decided = said.InWords(p)
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
	if len(b.trail) > 0 {
		v.HistoryHref = "/trail/indicator/" + url.PathEscape(indicator.ID)
	}
	if r.mayWrite {
		v.EditHref = a.in("/edit/indicator/" + strconv.Itoa(indicator.Number))
	}
	if r.mayWrite && k.plan.Status == plan.Current { // elsewhere nothing new counts
		v.RecordHref, v.RecordText = a.newRecord(indicator.Number), recordText(indicator.Rule, p)
		v.LinkHref = a.in("/indicator/" + strconv.Itoa(indicator.Number) + "/link")
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
	facts := []ui.Definition{defined(p.T("followup.indicator.kind"), p.T("plan.rule_kind."+string(rule.Kind)))}
	if len(kinds) > 0 {
		facts = append(facts, defined(p.T("followup.indicator.counts"), i18n.Capital(strings.Join(kinds, ", "))))
	} else if rule.Kind != plan.Judgement {
		facts = append(facts, defined(p.T("followup.indicator.counts"), i18n.Capital(p.T("plan.words.events_by_hand"))))
	}
	return append(facts, defined(p.T("followup.indicator.time"), i18n.Capital(spanName(p, rule.Window()))),
		defined(p.T("followup.indicator.inherited"), partsFrom(rule, plan.Inherited, p)),
		defined(p.T("followup.indicator.assumed"), partsFrom(rule, plan.Assumed, p)),
		defined(p.T("followup.indicator.note"), indicator.Note))
}

// partsFrom names the rule's parts that do not stand in the indicator's own text but come from elsewhere.
func partsFrom(rule plan.Rule, origin plan.Origin, p i18n.Printer) string {
	var parts []string
	for _, part := range []string{"target", "period", "from", "to", "states", "evidence"} {
		if rule.Origin[part] == origin {
			parts = append(parts, p.T("followup.part."+part))
		}
	}
	return i18n.Capital(strings.Join(parts, ", "))
}

func defined(term, text string) ui.Definition { return ui.Definition{Term: term, Text: text} }

func cellCards(indicator *plan.Indicator, k *known, s *standing, p i18n.Printer) []ui.Period {
	cells := s.cells[indicator.Number]
	facts := k.facts(indicator)
	cards := make([]ui.Period, len(cells))
	for i, cell := range cells {
		card := ui.Period{Name: i18n.Capital(spanName(p, cell.Span)), Shape: string(cell.Status), Word: statusWord(p, cell.Status), Current: cell.Contains(s.AsOf)}
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
		return p.Number(cell.Count), p.T("followup.indicator.of_things", "whole", number(p, cell.Target), "things", thing(p, &rule, int(cell.Target)))
	case rule.Kind == plan.Ratio && cell.Denominator != 0:
		share := 100 * cell.Numerator.Float() / cell.Denominator.Float()
		return number(p, float64(int(share*10))/10) + nbsp + "%", p.T("followup.indicator.of_percent", "percent", number(p, cell.Target*100))
	case rule.Kind == plan.Threshold:
		return p.Number(cell.Count), thing(p, &rule, cell.Count)
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
		return p.T("followup.note.met", "date", p.DateLong(cell.MetOn))
	case NotStarted:
		return p.T("followup.note.not_started", "date", p.DateLong(cell.From))
	case NotApplicable:
		if waiver, waived := facts.WaiverOf(cell.Span, asOf); waived {
			return p.T("followup.note.waived", "reason", waiver.Reason, "by", waiver.By, "date", waiver.On.String())
		}
		return p.T("followup.note.nothing_to_share")
	case NotMet:
		if rule.IsCount() {
			return p.T("followup.note.missing", "count", wanted(cell.Cell)-cell.Count, "things", things(p, &rule, wanted(cell.Cell)-cell.Count))
		}
		return p.T("followup.note.not_met", "date", p.DateLong(cell.To))
	}
	if assessment, is := facts.AssessmentOf(rule, cell.Span, asOf); rule.Kind == plan.Judgement && is {
		return p.T("followup.note.judged", "role", assessment.Role, "date", assessment.On.String())
	}
	switch need := i18n.Capital(stillNeeded(p, &rule, cell, asOf)); {
	case need == "":
		return p.T("followup.note.ended", "date", p.DateLong(cell.To))
	case rule.Kind == plan.Threshold || rule.Kind == plan.Ratio:
		return need + "."
	default:
		return p.T("followup.note.open", "need", need, "date", p.DateLong(cell.To))
	}
}

// recordRows lists the records behind an indicator. An example's records were all entered at once, so when they were
// says nothing.
func recordRows(records []evidence.LinkedRecord, indicator *plan.Indicator, isExample bool, r reader) []recordRow {
	rows := make([]recordRow, len(records))
	cells := indicator.Rule.Cells()
	for i := range records {
		rows[i] = newRecordRow(&records[i], cells, isExample, r)
	}
	return rows
}

func newRecordRow(of *evidence.LinkedRecord, cells []plan.Cell, isExample bool, r reader) recordRow {
	p, href := r.p, "/records/"+url.PathEscape(of.ID)
	entered := calendar.Today(of.RecordedAt.Time)
	row := recordRow{Day: of.Day.String(), Title: of.Title, Href: href, Line: tookPart(&of.Record, p), Recorded: entered.String()}
	for n, file := range of.Files {
		row.Files = append(row.Files, link{file.Name, href + "/files/" + strconv.Itoa(n+1)})
	}
	if days := of.Day.DaysUntil(entered); days > lateAfter && !isExample {
		row.Late = p.T("followup.record.late", "count", days)
	}
	decision := ""
	switch {
	case of.IsVoided():
		row.Excluded, row.Counts = true, "–"
		row.Line = p.T("followup.record.voided", "why", ended(of.VoidedWhy), "by", of.VoidedBy, "date", calendar.Today(of.VoidedAt.Time).String())
	case of.Link.Excluded:
		row.Excluded, row.Counts, decision = true, "–", "include"
		row.Line = p.T("followup.record.excluded", "why", ended(of.Link.Reason), "by", of.Link.DecidedBy,
			"date", calendar.Today(of.Link.DecidedAt.Time).String())
	default:
		row.Counts, decision = countsFor(cells, cmpDate(of.Link.CountsFor, of.Day), p), "exclude"
	}
	if r.mayWrite && decision != "" {
		row.Act, row.ActHref = p.T("followup.record."+decision), href+"/"+decision+"?indicator="+url.QueryEscape(of.Link.IndicatorID)
	}
	return row
}

// ended gives what a person has written as a sentence: with a full stop.
func ended(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
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
			return i18n.Capital(spanName(p, cell.Span))
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
