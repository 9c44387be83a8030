package meetings

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Protocol is a meeting's minutes: what was said, what was decided, and how far they have come.
type Protocol struct {
	Text       string
	Decisions  []string // numbered from 1, as § 1
	State      MinutesState
	SentAt     store.Time // when a draft last went to those who came
	IsPublic   bool       // anybody may read them once they are adjusted
	AdjustedOn calendar.Date
	Adjusters  string
}

// Bounds of minutes, in letters.
const (
	longestMinutes  = 30_000
	longestDecision = 2_000
	mostDecisions   = 200
	longestAdjuster = 300
)

// headingMark begins a line of the minutes that is a heading.
const headingMark = "# "

// prefilled is the text that minutes begin with: a heading for each item of the agenda.
func prefilled(titles []string) string {
	var b strings.Builder
	for _, title := range titles {
		b.WriteString(headingMark + oneLine(title) + "\n\n\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// block is a piece of the minutes as it is shown: a heading or a paragraph.
type block struct {
	isHeading bool
	lines     []string
}

// blocks divides a text: a line that begins with # is a heading, an empty line ends a paragraph.
func blocks(text string) (all []block) {
	var now []string
	end := func() {
		if len(now) > 0 {
			all = append(all, block{lines: now})
		}
		now = nil
	}
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		line = strings.TrimSpace(line)
		heading := strings.TrimSpace(strings.TrimLeft(line, "#"))
		switch {
		case strings.HasPrefix(line, "#"):
			end()
			if heading != "" {
				all = append(all, block{isHeading: true, lines: []string{heading}})
			}
		case line == "":
			end()
		default:
			now = append(now, line)
		}
	}
	end()
	return all
}

// decisionsIn are the decisions of a text, one a line.
func decisionsIn(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = oneLine(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// tidyMinutes gives a text its lines alike and takes away what is empty around it.
func tidyMinutes(text string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
}

// check tells what keeps minutes from being saved, by the form's names of the fields.
func (p *Protocol) check() (slips []slip) {
	add := func(field, id string, pairs ...any) { slips = append(slips, slip{field, i18n.Fail(id, pairs...)}) }
	switch {
	case utf8.RuneCountInString(p.Text) > longestMinutes:
		add("minutes", "meetings.minutes.too_long", "longest", longestMinutes)
	case organisations.HoldsPersonalNumber(p.Text):
		add("minutes", "organisations.personal_number")
	}
	if len(p.Decisions) > mostDecisions {
		add("decisions", "meetings.minutes.too_many_decisions", "most", mostDecisions)
	}
	for i, decision := range p.Decisions {
		if utf8.RuneCountInString(decision) > longestDecision {
			add("decisions", "meetings.minutes.decision_long", "number", i+1, "longest", longestDecision)
			break
		}
		if organisations.HoldsPersonalNumber(decision) {
			add("decisions", "organisations.personal_number")
			break
		}
	}
	return slips
}

// isEmpty tells whether nothing is written.
func (p *Protocol) isEmpty() bool { return p.Text == "" && len(p.Decisions) == 0 }

// hash is the same for the same text and decisions only. It tells whether minutes are those that were adjusted, and
// whether a form was filled in from what is saved.
func (p *Protocol) hash() string {
	sum := sha256.New()
	for _, part := range append([]string{p.Text}, p.Decisions...) {
		sum.Write([]byte(part + "\x00"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// checkAdjusting tells what keeps minutes from being adjusted, by the form's names of the fields.
func checkAdjusting(m *Meeting, p *Protocol, day calendar.Date, who string, today calendar.Date) (slips []slip) {
	add := func(field, id string, pairs ...any) { slips = append(slips, slip{field, i18n.Fail(id, pairs...)}) }
	if p.isEmpty() {
		add("", "meetings.minutes.empty")
	}
	switch {
	case day.IsZero():
		add("day", "meetings.minutes.day_missing")
	case day.After(today):
		add("day", "meetings.held.day_ahead")
	case day.Before(m.Day()):
		add("day", "meetings.minutes.day_before")
	}
	switch {
	case who == "":
		add("adjusters", "meetings.minutes.adjusters_missing")
	case utf8.RuneCountInString(who) > longestAdjuster:
		add("adjusters", "meetings.invitation.line_long", "line", 1, "longest", longestAdjuster)
	case organisations.HoldsPersonalNumber(who):
		add("adjusters", "organisations.personal_number")
	}
	return slips
}

// isOpenToAll tells whether anybody may read the minutes.
func (p *Protocol) isOpenToAll(m *Meeting) bool {
	return m.IsPublic && m.State == Adjusted && p.State == AdjustedMinutes && p.IsPublic
}

// isOpenToInvited tells whether whoever is invited may read them: when a draft has been sent, or they are adjusted.
func (p *Protocol) isOpenToInvited() bool {
	return p.State == AdjustedMinutes || p.State == DraftMinutes && !p.SentAt.IsZero()
}
