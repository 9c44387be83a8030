package questions

import (
	"encoding/json"
	"regexp"
	"slices"
	"unicode/utf8"

	"samverk/platform/i18n"
)

// Text is words in several languages.
type Text map[i18n.Language]string

// In is the text in a language; in Swedish where it is missing.
func (t Text) In(language i18n.Language) string {
	if text := t[language]; text != "" {
		return text
	}
	return t[i18n.Swedish]
}

// Kind is what is answered.
type Kind string

// The kinds.
const (
	Line    Kind = "text"
	Long    Kind = "long"
	Number  Kind = "number"  // with at most three decimals, not below 0
	Money   Kind = "money"   // kronor, not below 0
	Day     Kind = "date"    // YYYY-MM-DD
	Choice  Kind = "choice"  // one of Options
	Choices Kind = "choices" // any number of Options
	Table   Kind = "table"   // rows of Columns
	Files   Kind = "files"   // up to Most
	Note    Kind = "note"    // nothing is asked: a text between questions
)

// Kinds lists them in the order they are shown to who makes a form.
var Kinds = []Kind{Line, Long, Number, Money, Day, Choice, Choices, Table, Files, Note}

// columnKinds are what a column of a table can hold.
var columnKinds = []Kind{Line, Number, Money, Day}

// Form is sections in the order they are answered.
type Form struct {
	Sections []Section `json:"sections"`
}

// Section is one step: some questions that belong together.
type Section struct {
	Key       string     `json:"key"`
	Title     Text       `json:"title"`
	Lead      Text       `json:"lead,omitempty"`
	Questions []Question `json:"questions"`
}

// Question is one question.
type Question struct {
	Key      string     `json:"key"`
	Kind     Kind       `json:"kind"`
	Label    Text       `json:"label"`
	Hint     Text       `json:"hint,omitempty"`
	Optional bool       `json:"optional,omitempty"`
	Options  []Option   `json:"options,omitempty"` // of Choice and Choices
	Columns  []Column   `json:"columns,omitempty"` // of Table
	Longest  int        `json:"longest,omitempty"` // of Line and Long: characters; 0 for the usual bound
	Most     int64      `json:"most,omitempty"`    // of Number and Money: whole units; of Table: rows; of Files: files; 0 for the usual bound
	Least    int64      `json:"least,omitempty"`   // of Number and Money: whole units; of Table: rows
	When     *Condition `json:"when,omitempty"`
	// Fill names what the answer is filled in from when the form is begun, such as "organisation.name". Who uses the form
	// knows what the names mean.
	Fill string `json:"fill,omitempty"`
}

// Option is something to choose.
type Option struct {
	Value string `json:"value"`
	Label Text   `json:"label"`
}

// Column is a column of a table.
type Column struct {
	Key   string `json:"key"`
	Kind  Kind   `json:"kind"`
	Label Text   `json:"label"`
}

// Condition shows a question only when an earlier choice has one of some answers.
type Condition struct {
	Question string   `json:"question"`
	Is       []string `json:"is"`
}

// The usual bounds.
const (
	longestLine = 200
	longestLong = 5000
	mostRows    = 100
	mostFiles   = 10
	mostParts   = 200 // questions in a form
)

var keyShape = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Parse reads a form from JSON and checks it. The error is an *i18n.Error that says what is wrong.
func Parse(data []byte) (*Form, error) {
	var f Form
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, i18n.Fail("questions.unreadable").Because(err)
	}
	return &f, f.Check()
}

// Check tells the first thing that is wrong with a form as somebody has put it together. The error is an *i18n.Error.
func (f *Form) Check() error {
	seen, choices, count := map[string]bool{}, map[string]*Question{}, 0
	for i := range f.Sections {
		s := &f.Sections[i]
		if err := checkNew("section "+s.Key, s.Key, s.Title, seen); err != nil {
			return err
		}
		for n := range s.Questions {
			q := &s.Questions[n]
			if err := checkNew(q.Key, q.Key, q.Label, seen); err != nil {
				return err
			}
			if err := q.check(choices); err != nil {
				return err
			}
			if q.Kind == Choice || q.Kind == Choices {
				choices[q.Key] = q
			}
			count++
		}
	}
	if count > mostParts {
		return i18n.Fail("questions.too_many", "most", mostParts)
	}
	return nil
}

// checkNew refuses a key that cannot be one or has been taken, and a part without words.
func checkNew(unique, key string, words Text, seen map[string]bool) error {
	switch {
	case !keyShape.MatchString(key):
		return i18n.Fail("questions.key_wrong", "key", key)
	case seen[unique]:
		return i18n.Fail("questions.key_twice", "key", key)
	case words[i18n.Swedish] == "":
		return i18n.Fail("questions.no_words", "key", key)
	}
	for _, text := range words {
		if utf8.RuneCountInString(text) > longestLong {
			return i18n.Fail("questions.words_long", "key", key, "longest", longestLong)
		}
	}
	seen[unique] = true
	return nil
}

// check tells what is wrong with a question. The choices are those that stand before it.
func (q *Question) check(choices map[string]*Question) error {
	wrong := func(what string) error { return i18n.Fail("questions."+what, "key", q.Key) }
	switch {
	case !slices.Contains(Kinds, q.Kind):
		return wrong("kind_unknown")
	case (q.Kind == Choice || q.Kind == Choices) && !areDistinct(q.Options):
		return wrong("options_wrong")
	case q.Kind == Table && !q.hasColumns():
		return wrong("columns_wrong")
	case q.Longest < 0 || q.Least < 0 || q.Most < 0 || q.Most > 0 && q.Least > q.Most, q.Kind == Table && q.Most > mostRows, q.Kind == Files && q.Most > mostFiles,
		q.Longest > longestLong:
		return wrong("bounds_wrong")
	}
	if q.When == nil {
		return nil
	}
	on := choices[q.When.Question]
	if on == nil || len(q.When.Is) == 0 {
		return wrong("condition_wrong")
	}
	for _, value := range q.When.Is {
		if !slices.ContainsFunc(on.Options, func(o Option) bool { return o.Value == value }) {
			return wrong("condition_wrong")
		}
	}
	return nil
}

func areDistinct(options []Option) bool {
	seen := map[string]bool{}
	for _, o := range options {
		if o.Value == "" || seen[o.Value] || o.Label[i18n.Swedish] == "" {
			return false
		}
		seen[o.Value] = true
	}
	return len(options) > 1
}

func (q *Question) hasColumns() bool {
	seen := map[string]bool{}
	for _, c := range q.Columns {
		if !keyShape.MatchString(c.Key) || seen[c.Key] || !slices.Contains(columnKinds, c.Kind) || c.Label[i18n.Swedish] == "" {
			return false
		}
		seen[c.Key] = true
	}
	return len(q.Columns) > 0
}

// Find gives the section with a key, and its place from 0; nil when there is none.
func (f *Form) Find(key string) (*Section, int) {
	for i := range f.Sections {
		if f.Sections[i].Key == key {
			return &f.Sections[i], i
		}
	}
	return nil, 0
}

// Question gives the question with a key; nil when there is none.
func (f *Form) Question(key string) *Question {
	for i := range f.Sections {
		for n := range f.Sections[i].Questions {
			if f.Sections[i].Questions[n].Key == key {
				return &f.Sections[i].Questions[n]
			}
		}
	}
	return nil
}

func (q *Question) longest() int {
	switch {
	case q.Longest > 0:
		return q.Longest
	case q.Kind == Long:
		return longestLong
	}
	return longestLine
}

// mostOf is how many rows or files may be given.
func (q *Question) mostOf() int {
	switch {
	case q.Most > 0:
		return int(q.Most)
	case q.Kind == Files:
		return mostFiles
	}
	return mostRows
}
