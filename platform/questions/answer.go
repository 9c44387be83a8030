package questions

import (
	"encoding/json"
	"slices"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/file"
)

// Answer is what somebody has answered to a question, as typed.
type Answer struct {
	Texts []string    `json:"texts,omitempty"` // one, or several of Choices
	Rows  [][]string  `json:"rows,omitempty"`  // of a table, in the order of its columns
	Files []file.File `json:"files,omitempty"`
}

// IsEmpty tells whether nothing has been answered.
func (a *Answer) IsEmpty() bool { return len(a.Texts)+len(a.Rows)+len(a.Files) == 0 }

// Answers are by the questions' keys.
type Answers map[string]Answer

// Text is the first text of an answer.
func (a Answers) Text(key string) string {
	if texts := a[key].Texts; len(texts) > 0 {
		return texts[0]
	}
	return ""
}

// Money is an answered amount in öre; 0 when there is none that can be read.
func (a Answers) Money(key string) int64 {
	ore, _ := ParseMoney(a.Text(key))
	return ore
}

// Number is an answered number; nil when there is none that can be read.
func (a Answers) Number(key string) *decimal.Thousandths {
	if n, ok := parseNumber(a.Text(key)); ok {
		return &n
	}
	return nil
}

// ColumnSum adds up a column of amounts of a table, in öre. What cannot be read is left out.
func (a Answers) ColumnSum(q *Question, column string) (sum int64) {
	at := slices.IndexFunc(q.Columns, func(c Column) bool { return c.Key == column })
	for _, row := range a[q.Key].Rows {
		if at >= 0 && at < len(row) {
			ore, _ := ParseMoney(row[at])
			sum += ore
		}
	}
	return sum
}

// shows tells whether a question is asked, given the answers to the choices before it.
func (f *Form) shows(q *Question, answers Answers) bool {
	if q.When == nil {
		return true
	}
	on := f.Question(q.When.Question)
	if on == nil || !f.shows(on, answers) {
		return false
	}
	return slices.ContainsFunc(answers[on.Key].Texts, func(text string) bool { return slices.Contains(q.When.Is, text) })
}

// Shown lists the questions of a section that are asked, given the answers.
func (f *Form) Shown(s *Section, answers Answers) (all []*Question) {
	for i := range s.Questions {
		if f.shows(&s.Questions[i], answers) {
			all = append(all, &s.Questions[i])
		}
	}
	return all
}

// Sent are the answers without what is not asked for: what goes to the reader. The result is the same for the same
// answers, also as JSON.
func (f *Form) Sent(answers Answers) Answers {
	sent := Answers{}
	for i := range f.Sections {
		for _, q := range f.Shown(&f.Sections[i], answers) {
			if answer, given := answers[q.Key]; given && !answer.IsEmpty() {
				sent[q.Key] = answer
			}
		}
	}
	return sent
}

// Canonical is a form with its answers as bytes that are the same for the same content: what is hashed when it is sent.
func Canonical(f *Form, answers Answers) ([]byte, error) {
	return json.Marshal(struct {
		Form    *Form   `json:"form"`
		Answers Answers `json:"answers"`
	}{f, f.Sent(answers)})
}

// HashesOf are the contents of all files in answers, each once.
func (a Answers) HashesOf() (hashes []string) {
	for _, answer := range a {
		for _, file := range answer.Files {
			if !slices.Contains(hashes, file.SHA256) {
				hashes = append(hashes, file.SHA256)
			}
		}
	}
	slices.Sort(hashes)
	return hashes
}

// spaces are what people put between thousands, and units they write after amounts.
var spaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "kr", "", "SEK", "", ":-", "")

// ParseMoney reads an amount in kronor with at most two decimals, not below 0, as people write it: "1 234 567,50 kr".
// It gives öre.
func ParseMoney(text string) (ore int64, ok bool) {
	whole, part, has := strings.Cut(strings.ReplaceAll(spaces.Replace(text), ".", ","), ",")
	if has {
		part = (part + "00")[:max(2, len(part))]
	} else {
		part = "00"
	}
	if whole == "" || len(whole) > 13 || len(part) != 2 {
		return 0, false
	}
	for _, r := range whole + part {
		if r < '0' || r > '9' {
			return 0, false
		}
		ore = ore*10 + int64(r-'0')
	}
	return ore, true
}

// parseNumber reads a number with at most three decimals, not below 0.
func parseNumber(text string) (decimal.Thousandths, bool) {
	n, err := decimal.Parse(strings.TrimSpace(text))
	return n, err == nil && n >= 0
}

func parseDay(text string) (calendar.Date, bool) {
	day, err := calendar.ParseDate(strings.TrimSpace(text))
	return day, err == nil && day.Year() >= 1900 && day.Year() < 2200
}
