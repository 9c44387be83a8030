package questions

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/platform/i18n"
)

// Fault is what is missing or wrong with an answer.
type Fault struct {
	Section string // its key
	Field   string // the name of the field on the page
	Message i18n.Message
	Missing bool // nothing is answered; otherwise what is answered is wrong
}

// Faults tells everything that is missing or wrong, in the order of the form.
func (f *Form) Faults(answers Answers) (faults []Fault) {
	for i := range f.Sections {
		faults = append(faults, f.FaultsIn(&f.Sections[i], answers)...)
	}
	return faults
}

// FaultsIn is Faults of one section.
func (f *Form) FaultsIn(s *Section, answers Answers) (faults []Fault) {
	for _, q := range f.Shown(s, answers) {
		answer := answers[q.Key]
		if answer.IsEmpty() {
			if !q.Optional && q.Kind != Note {
				faults = append(faults, Fault{s.Key, q.Key, i18n.Msg("questions.missing." + string(q.Kind)), true})
			}
			continue
		}
		for _, wrong := range q.faults(&answer) {
			wrong.Section = s.Key
			faults = append(faults, wrong)
		}
	}
	return faults
}

// faults tells what is wrong with an answer that has been given.
func (q *Question) faults(a *Answer) (faults []Fault) {
	add := func(field, key string, args ...any) {
		faults = append(faults, Fault{Field: field, Message: i18n.Msg(key, args...)})
	}
	switch q.Kind {
	case Choice, Choices:
		for _, text := range a.Texts {
			if !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Value == text }) {
				add(q.Key, "questions.not_a_choice")
			}
		}
	case Table:
		if len(a.Rows) < int(q.Least) {
			add(q.Key, "questions.few_rows", "least", strconv.FormatInt(q.Least, 10))
		}
		for n, row := range a.Rows {
			for c := range q.Columns {
				if text := cell(row, c); text != "" || q.Columns[c].Kind == Line {
					if key, args := wrongText(q.Columns[c].Kind, text, longestLine, 0, 0); key != "" {
						add(cellField(q.Key, n, q.Columns[c].Key), key, args...)
					}
				}
			}
		}
	case Files:
		if len(a.Files) > q.mostOf() {
			add(q.Key, "questions.many_files", "most", q.mostOf())
		}
	default:
		if key, args := wrongText(q.Kind, strings.Join(a.Texts, " "), q.longest(), q.Least, q.Most); key != "" {
			add(q.Key, key, args...)
		}
	}
	return faults
}

// wrongText tells what is wrong with one text, as a message's key and arguments; an empty key for nothing.
func wrongText(kind Kind, text string, longest int, least, most int64) (key string, args []any) {
	between := func(value, unit int64) (string, []any) {
		switch {
		case value < least*unit:
			return "questions.too_small", []any{"least", strconv.FormatInt(least, 10)}
		case most > 0 && value > most*unit:
			return "questions.too_large", []any{"most", strconv.FormatInt(most, 10)}
		}
		return "", nil
	}
	switch kind {
	case Number:
		n, ok := parseNumber(text)
		if !ok {
			return "questions.not_a_number", []any{"text", text}
		}
		return between(int64(n), 1000)
	case Money:
		ore, ok := ParseMoney(text)
		if !ok {
			return "questions.not_money", []any{"text", text}
		}
		return between(ore, 100)
	case Day:
		if _, ok := parseDay(text); !ok {
			return "questions.not_a_day", []any{"text", text}
		}
	default:
		if utf8.RuneCountInString(text) > longest {
			return "questions.too_long", []any{"longest", longest}
		}
	}
	return "", nil
}

// Step is how far a section has come.
type Step struct {
	Section *Section
	Missing int // questions that are asked and not answered
	Wrong   int // answers that are wrong
	Begun   bool
}

// IsDone tells whether nothing is left to do in the section.
func (s *Step) IsDone() bool { return s.Missing+s.Wrong == 0 }

// Steps is the task list of a form: what is left in each section.
func (f *Form) Steps(answers Answers) []Step {
	steps := make([]Step, len(f.Sections))
	for i := range f.Sections {
		s := &f.Sections[i]
		steps[i].Section = s
		for _, q := range f.Shown(s, answers) {
			answer := answers[q.Key]
			steps[i].Begun = steps[i].Begun || !answer.IsEmpty()
		}
		for _, fault := range f.FaultsIn(s, answers) {
			if fault.Missing {
				steps[i].Missing++
			} else {
				steps[i].Wrong++
			}
		}
	}
	return steps
}

func cell(row []string, at int) string {
	if at < len(row) {
		return row[at]
	}
	return ""
}

// cellField is the name of the field of a cell; rows are counted from 0.
func cellField(question string, row int, column string) string {
	return question + "." + strconv.Itoa(row) + "." + column
}
