package followup

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// waitingRows lists what waits: cells at risk first, then what is due soon, then what only a person can settle.
func waitingRows(k *known, s *standing, drafts []draft, a addresses, r reader) []waitingRow {
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
		rows = append(rows, waitingRow{Icon: ui.IconFlag, What: r.p.T("followup.waiting.flags", "count", n), Href: a.in("/indicators", "flags", "1"),
			Why: r.p.T("followup.waiting.flags_why", "label", printed(first), "flag", first.Rule.Flags[0]),
			Act: r.p.T("followup.waiting.flags_act"), ActHref: a.in("/indicators", "flags", "1")})
	}
	if s.loose > 0 {
		rows = append(rows, waitingRow{Icon: ui.IconRecords, What: r.p.T("followup.waiting.loose", "count", s.loose), Href: "/records",
			Why: r.p.T("followup.waiting.loose_why"), Act: r.p.T("followup.waiting.loose_act"), ActHref: "/records"})
	}
	for _, one := range drafts {
		href := "/plans/import/" + url.PathEscape(one.ID)
		rows = append(rows, waitingRow{Icon: ui.IconFile, What: r.p.T("followup.waiting.draft", "document", one.DocumentName), Href: href,
			Why: r.p.T("followup.waiting.draft_why"), Act: r.p.T("followup.waiting.draft_act"), ActHref: href})
	}
	return rows
}

// rowsElsewhere are what waits in other features, as the list shows it.
func rowsElsewhere(p i18n.Printer, all []WaitingFor, today calendar.Date) []waitingRow {
	var rows []waitingRow
	for _, one := range all {
		row := waitingRow{Icon: one.Icon, What: one.What, Href: one.Href, Why: one.Why, Act: one.Act, ActHref: one.ActHref}
		if !one.Due.IsZero() {
			row.When, row.Date = i18n.Capital(timeLeft(p, today, one.Due)), one.Due.String()
		}
		rows = append(rows, row)
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
	wanted := pressure.Missing
	if cell.Status == AtRisk {
		row.order = 0
		if pressure.Behind < pressure.Missing && len(pressure.Steps) > 0 {
			row.due = pressure.Steps[0].On
			wanted = pressure.Behind + pressure.Steps[0].More
		}
	}
	row.Why = p.T("followup.waiting.cell_why", "label", printed(indicator), "days", spanName(p, cell.Span),
		"stands", stands(p, &indicator.Rule, cell, wanted))
	row.When, row.Date = i18n.Capital(timeLeft(p, asOf, row.due)), row.due.String()
	row.Act, row.ActHref = p.T("followup.waiting.show"), row.Href
	if r.mayWrite && cell.Kind == plan.Judgement {
		row.Act, row.ActHref = p.T("followup.waiting.judge"), row.Href+"#judge"
	} else if r.mayWrite {
		row.Act, row.ActHref = p.T("followup.waiting.record"), a.newRecord(indicator.Number)
	}
	return row, true
}

// stands says in a sentence or two how an unfinished cell stands and what it asks for.
func stands(p i18n.Printer, rule *plan.Rule, cell CellStatus, wanted int) string {
	switch {
	case rule.IsCount():
		return p.T("followup.stands.count", "so_far", soFar(p, cell), "need", more(p, rule, wanted))
	case rule.IsDelivery() && cell.Records == 0:
		return p.T("followup.stands.not_begun")
	case rule.IsDelivery():
		return p.T("followup.stands.begun")
	case rule.Kind == plan.Judgement && cell.Status == NotAssessed:
		return p.T("followup.stands.not_judged")
	case rule.Kind == plan.Judgement:
		return p.T("followup.stands.judged")
	case rule.Kind == plan.Ratio:
		return p.T("followup.stands.ratio", "so_far", soFar(p, cell), "percent", number(p, cell.Target*100))
	}
	return p.T("followup.stands.threshold", "number", number(p, cell.Target))
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
func comingRows(k *known, s *standing, a addresses, p i18n.Printer) []ui.Dated {
	type day struct{ ends, begins []*plan.Indicator }
	days := map[calendar.Date]*day{}
	at := func(d calendar.Date) *day {
		if days[d] == nil {
			days[d] = &day{}
		}
		return days[d]
	}
	for _, indicator := range k.plan.Indicators() {
		for _, cell := range s.cells[indicator.Number] {
			if endsOn(cell, cell.To) && !cell.To.Before(s.AsOf) {
				at(cell.To).ends = append(at(cell.To).ends, indicator)
			}
			if beginsOn(cell, cell.From) && cell.From.After(s.AsOf) {
				at(cell.From).begins = append(at(cell.From).begins, indicator)
			}
		}
	}
	order := slices.SortedFunc(maps.Keys(days), calendar.Date.Compare)
	var rows []ui.Dated
	for _, d := range order[:min(comingDays, len(order))] {
		rows = appendComing(rows, "ends", d, days[d].ends, a, p)
		rows = appendComing(rows, "begins", d, days[d].begins, a, p)
	}
	return rows
}

// appendComing adds what happens to some indicators on a day. The key also names the filter of the list that it leads to.
func appendComing(rows []ui.Dated, key string, d calendar.Date, indicators []*plan.Indicator, a addresses, p i18n.Printer) []ui.Dated {
	if len(indicators) == 0 {
		return rows
	}
	row := ui.Dated{Date: p.DateShort(d), Below: strconv.Itoa(d.Year()), Title: p.T("followup.coming."+key, "count", len(indicators)),
		Href: a.in("/indicators", key, d.String()),
		Text: p.T("followup.coming.indicators", "numbers", numbers(indicators))}
	if len(indicators) == 1 {
		row.Href, row.Text = a.indicator(indicators[0].Number), p.T("followup.coming.indicator", "label", printed(indicators[0]), "name", nameOf(indicators[0]))
	}
	return append(rows, row)
}

// endsOn tells whether a cell shall be done by a day, and something remains to be done.
func endsOn(cell CellStatus, day calendar.Date) bool {
	return cell.To == day && !cell.Status.IsFulfilled() && cell.Status != NotApplicable && cell.Status != NotMet
}

// beginsOn tells whether a cell begins to count on a day, and is not settled already.
func beginsOn(cell CellStatus, day calendar.Date) bool {
	return cell.From == day && !cell.Status.IsFulfilled() && cell.Status != NotApplicable
}
