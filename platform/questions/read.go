package questions

import (
	"slices"
	"strings"

	"samverk/platform/file"
	"samverk/platform/form"
)

// Read takes the answers to a section from a form as typed, over the answers that there were. Answers to other sections
// stay, and so do those of the section that the page did not show. Sent are the files that came with the form, by the
// names of their fields; of earlier ones those are kept that are not ticked to be taken away.
func (f *Form) Read(s *Section, typed *form.Form, before Answers, sent map[string][]file.File) Answers {
	answers := Answers{}
	for key, answer := range before {
		answers[key] = answer
	}
	// What a question is asked by may stand in the same section, so all that the page held is read, whether shown or not.
	for i := range s.Questions {
		q := &s.Questions[i]
		if !f.isOnPage(s, q, before) {
			continue
		}
		answer := q.read(typed, before[q.Key], sent[q.Key])
		if answer.IsEmpty() {
			delete(answers, q.Key)
		} else {
			answers[q.Key] = answer
		}
	}
	return answers
}

// isOnPage tells whether the section's page holds the question: it is asked, or may come to be by a choice on the page.
func (f *Form) isOnPage(s *Section, q *Question, answers Answers) bool {
	if q.Kind == Note {
		return false
	}
	return f.shows(q, answers) || f.dependsOn(s, q)
}

// dependsOn tells whether a choice on the section's own page decides if the question is asked.
func (f *Form) dependsOn(s *Section, q *Question) bool {
	for q.When != nil {
		if slices.ContainsFunc(s.Questions, func(other Question) bool { return other.Key == q.When.Question }) {
			return true
		}
		if q = f.Question(q.When.Question); q == nil {
			return false
		}
	}
	return false
}

func (q *Question) read(typed *form.Form, before Answer, sent []file.File) Answer {
	switch q.Kind {
	case Choice, Choices:
		var texts []string
		for _, o := range q.Options {
			if typed.Chosen(q.Key, o.Value) && (q.Kind == Choices || len(texts) == 0) {
				texts = append(texts, o.Value)
			}
		}
		return Answer{Texts: texts}
	case Table:
		return Answer{Rows: q.readRows(typed)}
	case Files:
		gone := typed.All(q.Key + ".gone")
		kept := slices.DeleteFunc(slices.Clone(before.Files), func(f file.File) bool { return slices.Contains(gone, f.SHA256) })
		for _, f := range sent {
			if !slices.ContainsFunc(kept, func(k file.File) bool { return k.SHA256 == f.SHA256 }) {
				kept = append(kept, f)
			}
		}
		return Answer{Files: kept}
	}
	text := typed.Text(q.Key)
	if text == "" {
		return Answer{}
	}
	return Answer{Texts: []string{text}}
}

// readRows reads the rows in which something stands.
func (q *Question) readRows(typed *form.Form) (rows [][]string) {
	for n := range q.mostOf() {
		row, something := make([]string, len(q.Columns)), false
		for c := range q.Columns {
			row[c] = typed.Text(cellField(q.Key, n, q.Columns[c].Key))
			something = something || row[c] != ""
		}
		if something {
			rows = append(rows, row)
		}
	}
	return rows
}

// Typed fills a section's form with answers, so that its page shows them.
func (f *Form) Typed(s *Section, answers Answers) *form.Form {
	var pairs []string
	for i := range s.Questions {
		q := &s.Questions[i]
		answer := answers[q.Key]
		for _, text := range answer.Texts {
			pairs = append(pairs, q.Key, text)
		}
		for n, row := range answer.Rows {
			for c := range q.Columns {
				pairs = append(pairs, cellField(q.Key, n, q.Columns[c].Key), cell(row, c))
			}
		}
	}
	return form.Of(pairs...)
}

// Refuse puts a section's faults beside their fields. With onlyWrong what is missing is not told: somebody may save and
// go on another day.
func (f *Form) Refuse(s *Section, answers Answers, typed *form.Form, onlyWrong bool) {
	for _, fault := range f.FaultsIn(s, answers) {
		if !fault.Missing || !onlyWrong {
			typed.Refuse(fault.Field, fault.Message)
		}
	}
}

// rowsShown is how many rows of a table the page has: those that are filled and a few more.
func (q *Question) rowsShown(answer Answer) int {
	return min(q.mostOf(), max(len(answer.Rows)+moreRows, int(q.Least)))
}

// moreRows is how many empty rows stand below those that are filled. Saving gives as many again.
const moreRows = 3

// whenIs is a question's condition as the page's script reads it.
func (q *Question) whenIs() string { return strings.Join(q.When.Is, " ") }
