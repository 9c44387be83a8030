package meetings

import (
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// actionsView is the list of all that is not done.
type actionsView struct {
	all       []Action
	today     calendar.Date
	mayChange bool
}

// dueText says by when something is to be done.
func (a *Action) dueText(p i18n.Printer, today calendar.Date) string {
	switch {
	case a.IsDone():
		return p.T("meetings.action.was_done", "day", p.Date(a.DoneOn))
	case a.DueOn.IsZero():
		return p.T("meetings.action.no_day")
	case a.IsOverdue(today):
		return p.T("meetings.action.late", "day", p.Date(a.DueOn))
	}
	return p.Date(a.DueOn)
}

// shape is the mark of how something stands: the same shapes as cells have.
func (a *Action) shape(today calendar.Date) string {
	switch {
	case a.IsDone():
		return "met"
	case a.IsOverdue(today):
		return "at_risk"
	}
	return "in_progress"
}

// actionLines are what is to be done, as minutes tell it.
func actionLines(p i18n.Printer, all []Action) []ui.Dated {
	lines := make([]ui.Dated, len(all))
	for i := range all {
		a := &all[i]
		day := p.T("meetings.action.no_day")
		if !a.DueOn.IsZero() {
			day = p.Date(a.DueOn)
		}
		lines[i] = ui.Dated{Date: day, Title: a.Body, Text: a.Owner}
	}
	return lines
}
