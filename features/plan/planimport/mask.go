package planimport

import (
	"sort"
	"strings"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/platform/i18n"
)

// mask hides persons: the names of the staff list wherever they stand, e-mail addresses and telephone numbers.
type mask struct {
	names []string // words of names, longest first
	name  string   // what is written instead
	mail  string
	phone string
}

func newMask(names []string, p i18n.Printer) mask {
	m := mask{name: p.T("planimport.mask.name"), mail: p.T("planimport.mask.mail"), phone: p.T("planimport.mask.phone")}
	seen := map[string]bool{}
	for _, name := range names {
		for _, word := range strings.FieldsFunc(name, notWord) {
			if utf8.RuneCountInString(word) >= 3 && !seen[word] {
				seen[word] = true
				m.names = append(m.names, word)
			}
		}
	}
	sort.Slice(m.names, func(i, j int) bool { return len(m.names[i]) > len(m.names[j]) })
	return m
}

var nameWord = newPattern(`[\p{L}\d]+`)

// hide masks a text.
func (m *mask) hide(text string) string {
	if strings.Contains(text, "@") {
		text = mailAddress.ReplaceAllString(text, m.mail)
	}
	text = phoneNumber.ReplaceAllString(text, "${1}"+m.phone)
	if len(m.names) == 0 {
		return text
	}
	return nameWord.ReplaceAllStringFunc(text, func(word string) string {
		if m.isName(word) {
			return m.name
		}
		return word
	})
}

// isName tells whether a word is one of the names, also in the genitive, in capitals or with a sign misread. Short
// names must begin with a capital letter: they may be ordinary words too.
func (m *mask) isName(word string) bool {
	length := utf8.RuneCountInString(word)
	if length < 3 {
		return false
	}
	form := skeleton(word)
	for _, name := range m.names {
		own := skeleton(name)
		allowed := 0
		if utf8.RuneCountInString(name) >= 6 {
			allowed = 1
		}
		if distance(form, own, allowed) > allowed && form != own+"s" {
			continue
		}
		if startsUpper(word) || utf8.RuneCountInString(name) >= 5 && form == own {
			return true
		}
	}
	return false
}

// hideIn masks every text of a draft, its lines excepted: those are for reviewers only.
func (m *mask) hideIn(draft *plan.Draft) {
	for _, text := range []*string{&draft.Title, &draft.AdoptedBy, &draft.OverallGoal, &draft.Introduction} {
		*text = m.hide(*text)
	}
	m.hideSources(draft.Sources)
	for i := range draft.Unread {
		draft.Unread[i].Text = m.hide(draft.Unread[i].Text)
	}
	for i := range draft.Warnings {
		draft.Warnings[i].Message = m.hide(draft.Warnings[i].Message)
	}
	for g := range draft.Goals {
		goal := &draft.Goals[g]
		goal.Title, goal.Text = m.hide(goal.Title), m.hide(goal.Text)
		m.hideSources(goal.Sources)
		for a := range goal.Activities {
			m.hideInActivity(&goal.Activities[a])
		}
	}
}

func (m *mask) hideInActivity(activity *plan.DraftActivity) {
	for _, text := range []*string{&activity.Area, &activity.Title, &activity.Background, &activity.Responsible} {
		*text = m.hide(*text)
	}
	m.hideList(activity.Flags)
	m.hideSources(activity.Sources)
	for i := range activity.Indicators {
		indicator := &activity.Indicators[i]
		indicator.Text, indicator.Original = m.hide(indicator.Text), m.hide(indicator.Original)
		m.hideList(indicator.Flags)
		m.hideList(indicator.Rule.Flags)
	}
}

func (m *mask) hideSources(sources map[string]plan.Source) {
	for key, source := range sources {
		source.Original = m.hide(source.Original)
		m.hideList(source.Flags)
		sources[key] = source
	}
}

func (m *mask) hideList(texts []string) {
	for i := range texts {
		texts[i] = m.hide(texts[i])
	}
}
