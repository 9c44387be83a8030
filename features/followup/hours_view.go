package followup

import (
	"strings"

	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// hoursNeeded sets what the cell still asks for against the hours planned for its activity: "Det som återstår tar omkring 24
// timmar. Aktiviteten har 40 planerade timmar till och med 2019 Kv 2." Empty when hours say nothing of it.
func hoursNeeded(o *staffing.Outlook, at place, cell CellStatus, asOf calendar.Date, p i18n.Printer) string {
	pressure, open := cell.Pressure(asOf)
	if o == nil || !open || pressure.Missing == 0 {
		return ""
	}
	if _, known := o.Fits(at.activity); !known {
		return ""
	}
	return p.T("followup.needed.hours", "need", staffing.HoursIn(p, o.HoursFor(at.indicator, pressure.Missing)),
		"planned", staffing.HoursIn(p, o.HoursUntil(at.activity, cell.To)), "from", p.QuarterLong(o.From()), "until", p.QuarterLong(calendar.QuarterOf(cell.To)))
}

// riskOfHours says why a cell that is not over cannot be met as the work is planned; empty when it can.
func riskOfHours(o *staffing.Outlook, at place, cell CellStatus, asOf calendar.Date, p i18n.Printer) string {
	if _, open := cell.Pressure(asOf); !open {
		return ""
	}
	risk, there := o.Risk(at.indicator.Number, cell.Cell)
	if !there {
		return ""
	}
	return p.T("followup.needed.not_in_hours", "why", risk.InWords(p))
}

// plannedHours is what has been decided about an activity's hours, and what is planned.
func (s *standing) plannedHours(decided map[string]staffing.Said, a *plan.Activity, p i18n.Printer) string {
	var parts []string
	if said, there := decided[a.ID]; there {
		parts = append(parts, said.InWords(p))
	}
	if words := s.hours.InWords(p, a); words != "" {
		parts = append(parts, words)
	}
	return strings.Join(parts, " ")
}

// staffingItems are the activities that do not fit, with the indicators that then cannot be reached, and what has been decided.
func staffingItems(k *known, s *standing, a addresses, p i18n.Printer) []ui.Item {
	var items []ui.Item
	for _, activity := range k.plan.Activities() {
		if said, there := k.decided[activity.ID]; there {
			items = append(items, ui.Item{Icon: ui.IconPeople, Title: activity.Label + ". " + activity.Title, Href: a.activity(activity.Number), Text: said.InWords(p)})
		}
		risky := s.riskyIn(activity)
		if len(risky) == 0 {
			continue
		}
		text := strings.TrimSpace(s.hours.InWords(p, activity) + " " + p.T("followup.laget.not_in_hours", "count", len(risky), "numbers", numbers(risky)))
		items = append(items, ui.Item{Shape: string(AtRisk), Word: statusWord(p, AtRisk), Title: activity.Label + ". " + activity.Title, Href: a.activity(activity.Number), Text: text})
	}
	return items
}

// riskyIn are the indicators of an activity that have a cell, not over and not met, that cannot be met as the work is planned.
func (s *standing) riskyIn(activity *plan.Activity) []*plan.Indicator {
	var risky []*plan.Indicator
	for i := range activity.Indicators {
		indicator := &activity.Indicators[i]
		for _, cell := range s.cells[indicator.Number] {
			_, open := cell.Pressure(s.AsOf)
			if _, there := s.hours.Risk(indicator.Number, cell.Cell); open && there {
				risky = append(risky, indicator)
				break
			}
		}
	}
	return risky
}
