package meetings

import (
	"strconv"
	"strings"

	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// lines are meetings as a list tells them.
func ownLines(p i18n.Printer, all []OwnMeeting) []ui.Dated {
	lines := make([]ui.Dated, len(all))
	for i := range all {
		m := &all[i]
		parts := []string{m.Network, p.T("meetings.own.state." + string(m.State))}
		if m.InvitationID != "" && (m.State == Planned || m.State == Invited) {
			parts = append(parts, p.T("meetings.own.answer", "answer", m.Answer.Name(p)))
		}
		if m.HasMinutes {
			parts = append(parts, p.T("meetings.own.has_minutes"))
		}
		lines[i] = ui.Dated{Date: p.DateShort(m.Day()), Below: strconv.Itoa(m.Day().Year()), Title: m.Title, Href: "/my/meetings/" + m.ID, Text: strings.Join(parts, " · ")}
	}
	return lines
}

// files are the meeting's documents, to be fetched.
func (v *ownMeetingView) files() []ui.File {
	files := make([]ui.File, len(v.documents))
	for i, d := range v.documents {
		files[i] = ui.File{Name: d.Name, Href: "/my/meetings/" + v.m.ID + "/documents/" + d.ID, Size: bytesText(d.Size)}
	}
	return files
}

// bytesText is a size in the unit that suits it.
func bytesText(n int64) string {
	const nbsp = "\u00a0"
	switch {
	case n < 1<<10:
		return strconv.FormatInt(n, 10) + nbsp + "B"
	case n < 1<<20:
		return strconv.FormatInt((n+512)>>10, 10) + nbsp + "kB"
	}
	return strconv.FormatInt((n+512<<10)>>20, 10) + nbsp + "MB"
}
