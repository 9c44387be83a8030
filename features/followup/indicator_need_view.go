package followup

import (
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

// neededNow tells what the running cell asks for and by when.
func neededNow(rule *plan.Rule, cells []CellStatus, asOf calendar.Date, p i18n.Printer) needed {
	cell, any := nowCell(cells, asOf)
	if !any {
		return needed{}
	}
	v := needed{Title: p.T("followup.needed.title", "days", spanName(p, cell.Span))}
	pressure, open := cell.Pressure(asOf)
	if !open {
		v.Lead = p.T("followup.needed.nothing")
		if cell.Status == NotMet {
			v.Lead = p.T("followup.needed.too_late", "date", p.DateLong(cell.To))
		}
		return v
	}
	v.Lead = p.T("followup.needed.lead", "need", i18n.Capital(stillNeeded(p, rule, cell, asOf)), "count", pressure.WeeksLeft)
	if rule.IsCount() {
		v.Lead = p.T("followup.needed.lead_count", "need", i18n.Capital(stillNeeded(p, rule, cell, asOf)), "count", pressure.WeeksLeft)
	}
	if pressure.Behind > 0 && rule.IsCount() {
		v.Lead += " " + p.T("followup.needed.behind", "count", pressure.Behind)
	} else if pressure.Behind == 0 && rule.IsCount() && len(pressure.Steps) > 1 {
		v.Lead += " " + p.T("followup.needed.risk")
	}
	for _, step := range pressure.Steps {
		row := ui.Dated{Date: p.DateShort(step.On), Below: strconv.Itoa(step.On.Year())}
		switch {
		case step.Begin:
			row.Title = p.T("followup.needed.begun")
		case rule.IsDelivery():
			row.Title = p.T("followup.needed.delivered")
		default:
			row.Title = p.T("followup.needed.held", "things", things(p, rule, step.Held))
			row.Text = p.T("followup.needed.step", "count", step.More)
		}
		v.Steps = append(v.Steps, row)
	}
	return v
}

// history tells what people have done with the indicator and what became of its cells, latest first.
func history(b behind, cells []CellStatus, asOf calendar.Date, p i18n.Printer) []ui.Dated {
	rows := slices.Concat(trailRows(b.trail, p), decisionRows(b.records, p), outcomeRows(cells, asOf, p))
	slices.SortStableFunc(rows, func(x, y historyRow) int { return y.at.Compare(x.at) })
	shown := make([]ui.Dated, min(len(rows), longestHistory))
	for i := range shown {
		shown[i] = ui.Dated{Date: rows[i].at.String(), Text: rows[i].Text}
	}
	return shown
}

func trailRows(trail []audit.Entry, p i18n.Printer) []historyRow {
	var rows []historyRow
	for _, entry := range trail {
		key := "followup.history." + strings.ReplaceAll(entry.Action, ".", "_")
		text := p.T(key)
		if text == key {
			text = p.T("followup.history.changed")
		}
		text = p.T("followup.history.by", "what", text, "who", entry.ActorName)
		if entry.Reason != "" {
			text += " " + p.T("followup.history.reason", "reason", ended(entry.Reason))
		}
		rows = append(rows, historyRow{text, calendar.Today(entry.At.Time)})
	}
	return rows
}

// decisionRows tell which records people have taken away or placed.
func decisionRows(records []evidence.LinkedRecord, p i18n.Printer) []historyRow {
	var rows []historyRow
	for i := range records {
		r, key := &records[i], ""
		switch {
		case r.Link.Excluded:
			key = "followup.history.excluded"
		case r.Link.Origin == evidence.ByPerson:
			key = "followup.history.linked"
		default:
			continue
		}
		rows = append(rows, historyRow{p.T(key, "record", r.Title, "who", r.Link.DecidedBy), calendar.Today(r.Link.DecidedAt.Time)})
	}
	return rows
}

// outcomeRows tell when cells were met, or were over without it.
func outcomeRows(cells []CellStatus, asOf calendar.Date, p i18n.Printer) []historyRow {
	var rows []historyRow
	for _, cell := range cells {
		day := calendar.Date{}
		switch {
		case cell.Status.IsFulfilled():
			day = cell.MetOn
		case cell.Status == NotMet && cell.To.Before(asOf):
			day = cell.To.AddDays(1)
		}
		if day.IsZero() {
			continue
		}
		key := "followup.history.became"
		if (plan.Rule{Kind: cell.Kind}).IsCount() {
			key = "followup.history.became_count"
		}
		rows = append(rows, historyRow{p.T(key, "days", i18n.Capital(spanName(p, cell.Span)), "so_far", soFar(p, cell),
			"status", small(statusWord(p, cell.Status))), day})
	}
	return rows
}
