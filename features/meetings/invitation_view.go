package meetings

import (
	"strconv"
	"strings"
	"time"

	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// aroundView is what stands around a meeting on its page: who is invited, who came, the minutes, and what is to be done.
type aroundView struct {
	invited   []Invitation
	holding   Holding
	counted   []Counted
	protocol  Protocol
	actions   []Action
	canMail   bool
	now       time.Time
	unsent    int
	waiting   int
	reminded  int // of those waiting, today
	done      string
	doneCount int
}

// Counted is an indicator that a held meeting counts towards: "Räknas till indikator 25: 4 av 4 stormöten 2019".
type Counted struct{ Text, Href string }

// at is an address below the meeting's page.
func (m *Meeting) at(below string) string { return "/meetings/" + m.ID + below }

// counts says in words how many have answered what.
func (v *aroundView) counts(p i18n.Printer) string {
	t := tally(v.invited)
	return p.T("meetings.invitation.counts", "yes", t.Yes, "no", t.No, "maybe", t.Maybe, "none", t.None)
}

// reached says how somebody was told, and when.
func (i *Invitation) reached(p i18n.Printer, m *Meeting) string {
	day := func(t time.Time) string { return p.Date(calendar.Today(t)) }
	switch {
	case !i.SentAt.IsZero() && i.isUnsent(m):
		return p.T("meetings.invitation.sent_before", "day", day(i.SentAt.Time))
	case !i.SentAt.IsZero():
		return p.T("meetings.invitation.sent_on", "day", day(i.SentAt.Time))
	}
	return p.T("meetings.invitation.told_on", "day", day(i.ToldAt.Time))
}

// inviteView is the form where people are chosen, and its preview.
type inviteView struct {
	m       Meeting
	form    *form.Form
	members []networks.Member // who have not been asked
	canMail bool
	letter  string // the preview; empty for the form
	subject string
	mails   []string // who gets a mail
	told    []string // who is only noted
}

// mailed and unreachable divide the members by whether a mail can go to them.
func (v *inviteView) mailed(p i18n.Printer) []ui.Option { return memberOptions(p, v.members, true) }

func (v *inviteView) unreachable(p i18n.Printer) []ui.Option {
	return memberOptions(p, v.members, false)
}

func memberOptions(p i18n.Printer, members []networks.Member, withAddress bool) []ui.Option {
	var options []ui.Option
	for i := range members {
		m := &members[i]
		if (m.Email != "") != withAddress {
			continue
		}
		hint := m.Email
		if m.Role != networks.Ordinary && m.Role != "" {
			hint = strings.Trim(roleName(p, m.Role)+", "+m.Email, ", ")
		}
		options = append(options, ui.Option{Value: m.ID, Text: called(m.Name, m.Organisation, m.Email), Hint: hint})
	}
	return options
}

func roleName(p i18n.Printer, role networks.MemberRole) string {
	return p.T("meetings.invitation.role." + string(role))
}

// answerView is the page behind the link in a mail.
type answerView struct {
	m       Meeting
	i       Invitation
	titles  []string
	form    *form.Form
	path    string // where the form is sent
	saved   bool
	mayFile bool // the event can be fetched as a file
}

// isOpen tells whether an answer can be given.
func (v *answerView) isOpen() bool { return v.m.State == Planned || v.m.State == Invited }

func (v *answerView) facts(p i18n.Printer) []ui.Definition {
	return meetingFacts(p, &v.m)
}

// meetingFacts are what, when and where.
func meetingFacts(p i18n.Printer, m *Meeting) []ui.Definition {
	list := []ui.Definition{{Term: p.T("meetings.answer.when"), Text: i18n.Capital(m.invitedWhen(p))}, {Term: p.T("meetings.answer.where"), Text: m.Place}}
	if m.Link != "" {
		list = append(list, ui.Definition{Term: p.T("meetings.answer.online"), Detail: outside(m.Link)})
	}
	return append(list, ui.Definition{Term: p.T("meetings.answer.network"), Text: m.Network})
}

func answerOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(Answers))
	for i, a := range Answers {
		options[i] = ui.Option{Value: string(a), Text: a.Name(p)}
	}
	return options
}

// paragraphsOf divides a text at its empty lines.
func paragraphsOf(text string) (all []string) {
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

func number(n int) string { return strconv.Itoa(n) }
