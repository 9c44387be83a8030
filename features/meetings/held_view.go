package meetings

import (
	"strings"
	"time"

	"samverk/features/evidence"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

func dayNow() calendar.Date { return calendar.Today(time.Now()) }

// usualHours is how long a meeting of a kind takes when nobody has said.
func usualHours(kind evidenceKind) int { return evidence.StandardHours[kind.Kind] }

// namesIn are the names in a text that may be organisations: each line's only part, or its second.
func namesIn(text string) (all []string) {
	for line := range strings.Lines(text) {
		name, organisation, _ := strings.Cut(strings.ReplaceAll(line, ";", ","), ",")
		if organisation = oneLine(organisation); organisation == "" {
			organisation = oneLine(name)
		}
		all = append(all, organisation)
	}
	return all
}

func (v *heldView) options(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(v.candidates))
	for i := range v.candidates {
		c := &v.candidates[i]
		var hints []string
		if c.role != "" && c.role != "member" {
			hints = append(hints, roleName(p, c.role))
		}
		if c.answer.isGiven() {
			hints = append(hints, p.T("meetings.held.answered."+string(c.answer)))
		}
		options[i] = ui.Option{Value: c.key, Text: c.Called(), Hint: i18n.Capital(strings.Join(hints, ", "))}
	}
	return options
}

// facts are how the meeting was held.
func (v *aroundView) heldFacts(p i18n.Printer, m *Meeting) []ui.Definition {
	list := []ui.Definition{{Term: p.T("meetings.held.day"), Text: p.DateLong(m.Day())}, {Term: p.T("meetings.held.heads"), Text: p.Number(v.holding.heads())},
		{Term: p.T("meetings.held.organisations"), Text: p.Number(v.holding.organisationCount())}}
	if n := v.holding.MinutesSpent; n != nil {
		hours := decimal.Of(float64(*n) / 60).String()
		if p.Language() == i18n.Swedish {
			hours = strings.ReplaceAll(hours, ".", ",")
		}
		list = append(list, ui.Definition{Term: p.T("meetings.held.hours"), Text: p.T("meetings.held.hours_of", "hours", hours)})
	}
	return list
}

// present are what those who came are called.
func (h *Holding) called() []string {
	all := make([]string, len(h.Present))
	for i := range h.Present {
		all[i] = h.Present[i].Called()
	}
	return all
}
