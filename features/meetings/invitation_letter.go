package meetings

import (
	"strconv"
	"strings"

	"samverk/platform/i18n"
	"samverk/platform/ical"
)

// letterWords are what a letter about a meeting is made of.
type letterWords struct {
	meeting     *Meeting
	titles      []string // of the agenda
	to          *Invitation
	why         occasion
	link        string
	by, byEmail string
}

func (w *letterWords) subject(p i18n.Printer) string {
	return oneLine(p.T("meetings.invitation.letter."+string(w.why)+"_subject", "title", w.meeting.Title, "day", p.DateLong(w.meeting.Day())))
}

// letter is the whole text.
func (w *letterWords) letter(p i18n.Printer) string {
	hello := p.T("meetings.invitation.letter.hello")
	if w.to.Name != "" {
		hello = p.T("meetings.invitation.letter.hello_name", "name", w.to.Name)
	}
	parts := []string{hello, p.T("meetings.invitation.letter."+string(w.why), "title", w.meeting.Title, "network", w.meeting.Network)}
	if w.why == cancelling && w.meeting.CancelledWhy != "" {
		parts = append(parts, w.meeting.CancelledWhy)
	}
	parts = append(parts, w.text(p))
	if w.why != cancelling {
		parts = append(parts, p.T("meetings.invitation.letter.answer", "link", w.link))
	}
	end := p.T("meetings.invitation.letter.by", "name", w.by)
	if w.byEmail != "" {
		end = p.T("meetings.invitation.letter.questions", "name", w.by, "email", w.byEmail)
	}
	return strings.Join(append(parts, end), "\n\n") + "\n"
}

// text is when and where, what is said of the meeting, and its agenda.
func (w *letterWords) text(p i18n.Printer) string {
	m := w.meeting
	facts := []string{p.T("meetings.invitation.letter.when", "when", m.invitedWhen(p))}
	if m.Place != "" {
		facts = append(facts, p.T("meetings.invitation.letter.where", "place", m.Place))
	}
	if m.Link != "" {
		facts = append(facts, p.T("meetings.invitation.letter.link", "link", m.Link))
	}
	parts := []string{strings.Join(facts, "\n")}
	if w.why == cancelling {
		return parts[0]
	}
	if m.Body != "" {
		parts = append(parts, strings.ReplaceAll(m.Body, "\r\n", "\n"))
	}
	if len(w.titles) > 0 {
		agenda := []string{p.T("meetings.invitation.letter.agenda")}
		for i, title := range w.titles {
			agenda = append(agenda, strconv.Itoa(i+1)+". "+title)
		}
		parts = append(parts, strings.Join(agenda, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// event is the meeting as calendar programs know it. Its key is the same for ever.
func (m *Meeting) event(text, link string) ical.Event {
	place := m.Place
	if place == "" {
		place = m.Link
	}
	return ical.Event{UID: EventKey(m.ID), Sequence: m.Sequence, Cancelled: m.State == Cancelled, Starts: m.Starts, Ends: m.Ends, Title: m.Title, Text: text,
		Place: place, Link: link, Changed: m.ChangedAt}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// EventKey is the key by which calendar programs know a meeting, in invitations and in calendars that are fetched.
func EventKey(meetingID string) string { return meetingID + "@samverk" }
