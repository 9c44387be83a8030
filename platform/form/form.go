// Package form reads what somebody typed. It keeps every value as it was typed, collects what is wrong beside each
// field, and lets a page show both again, so that nothing typed is ever lost.
package form

import (
	"embed"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
)

//go:embed messages/*.toml
var messageFiles embed.FS

// Messages is the package's part of the catalogue.
func Messages() fs.FS { return i18n.Folder(messageFiles) }

// Fault is what is wrong with one field.
type Fault struct {
	Field   string
	Message i18n.Message
}

// Form is a form as typed, with its faults in the order they were found. The zero value is an empty form.
type Form struct {
	values url.Values
	faults []Fault
}

// largest bounds an ordinary form; uploads are read elsewhere.
const largest = 1 << 20

// Read takes the form from a request.
func Read(w http.ResponseWriter, r *http.Request) (*Form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, largest)
	err := r.ParseForm()
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, i18n.Fail("form.too_large", "megabytes", largest>>20).Because(err)
	}
	if err != nil {
		return nil, i18n.Fail("form.unreadable").Because(err)
	}
	return From(r.PostForm), nil
}

// longestText bounds a text, in characters. It is some ten pages: what is longer belongs in a file.
const longestText = 30_000

// From is the form of values that were sent. A text that is too long is a fault of its field.
func From(values url.Values) *Form {
	f := &Form{values: legible(values)}
	for _, field := range f.Fields() {
		for _, text := range f.values[field] {
			if len(text) > longestText && utf8.RuneCountInString(text) > longestText {
				f.Refuse(field, i18n.Msg("form.too_long", "longest", longestText))
				break
			}
		}
	}
	return f
}

// legible leaves out what is no text: bytes that are no UTF-8, control characters but for those between lines and words,
// and signs that turn the direction of the text after them, which could make one name look like another.
func legible(values url.Values) url.Values {
	for _, typed := range values {
		for i, text := range typed {
			typed[i] = strings.Map(onlyText, strings.ToValidUTF8(text, ""))
		}
	}
	return values
}

func onlyText(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return r
	case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r&0xfffe == 0xfffe:
		return -1
	}
	return r
}

// Of makes a form that is filled in beforehand, as field, value pairs.
func Of(pairs ...string) *Form {
	f := &Form{values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.values.Add(pairs[i], pairs[i+1])
	}
	legible(f.values)
	return f
}

// Typed is the field's value exactly as typed.
func (f *Form) Typed(field string) string { return f.values.Get(field) }

// Chosen tells whether a value is among those chosen for a field of check boxes or radio buttons.
func (f *Form) Chosen(field, value string) bool {
	for _, chosen := range f.values[field] {
		if chosen == value {
			return true
		}
	}
	return false
}

// Fields lists the names of the fields that hold something, in alphabetical order.
func (f *Form) Fields() []string { return slices.Sorted(maps.Keys(f.values)) }

// All gives every value of a field.
func (f *Form) All(field string) []string { return f.values[field] }

// Text is the field's text without white space around it.
func (f *Form) Text(field string) string { return strings.TrimSpace(f.values.Get(field)) }

// Required is Text, and a fault with the given message when it is empty.
func (f *Form) Required(field, missing string) string {
	text := f.Text(field)
	if text == "" {
		f.Refuse(field, i18n.Msg(missing))
	}
	return text
}

// Years outside these are slips of the finger: 0202 for 2022.
const (
	firstYear = 1900
	lastYear  = 2199
)

// Date reads YYYY-MM-DD; no date when the field is empty.
func (f *Form) Date(field string) calendar.Date {
	text := f.Text(field)
	if text == "" {
		return calendar.Date{}
	}
	date, err := calendar.ParseDate(text)
	switch {
	case err != nil:
		f.Refuse(field, i18n.Msg("form.not_a_date", "text", text))
	case date.Year() < firstYear || date.Year() > lastYear:
		f.Refuse(field, i18n.Msg("form.far_year", "year", date.Year(), "first", strconv.Itoa(firstYear), "last", strconv.Itoa(lastYear)))
		return calendar.Date{}
	}
	return date
}

// Whole reads a whole number that is not negative; nil when the field is empty.
func (f *Form) Whole(field string) *int {
	text := f.Text(field)
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(strings.NewReplacer(" ", "", "\u00a0", "").Replace(text))
	if err != nil || n < 0 {
		f.Refuse(field, i18n.Msg("form.not_a_whole_number", "text", text))
		return nil
	}
	return &n
}

// Number reads a number with at most three decimals; nil when the field is empty.
func (f *Form) Number(field string) *decimal.Thousandths {
	text := f.Text(field)
	if text == "" {
		return nil
	}
	n, err := decimal.Parse(text)
	if err != nil {
		f.Refuse(field, i18n.Msg("form.not_a_number", "text", text))
		return nil
	}
	return &n
}

// Refuse adds a fault beside a field; an empty field name means the form as a whole.
func (f *Form) Refuse(field string, message i18n.Message) {
	f.faults = append(f.faults, Fault{field, message})
}

// RefuseFirst adds a fault beside a field that has none yet.
func (f *Form) RefuseFirst(field string, message i18n.Message) {
	if _, already := f.FaultOf(field); !already {
		f.Refuse(field, message)
	}
}

// seenField holds the version of a thing that the reader saw before writing.
const seenField = "seen"

// Seen is the version that the reader saw before writing; 0, which no version is, when none can be read.
func (f *Form) Seen() int {
	seen, _ := strconv.Atoi(f.Text(seenField))
	return seen
}

// Resent is the form as typed, to be sent once more by whoever has now seen another version.
func (f *Form) Resent(seen string) *Form {
	pairs := []string{seenField, seen}
	for _, field := range f.Fields() {
		if field == seenField {
			continue
		}
		for _, value := range f.values[field] {
			pairs = append(pairs, field, value)
		}
	}
	return Of(pairs...)
}

// IsRight tells whether no fault has been found.
func (f *Form) IsRight() bool { return len(f.faults) == 0 }

// Faults lists what is wrong, for the summary above the form.
func (f *Form) Faults() []Fault { return f.faults }

// FaultOf is the first fault of a field.
func (f *Form) FaultOf(field string) (i18n.Message, bool) {
	for _, fault := range f.faults {
		if fault.Field == field {
			return fault.Message, true
		}
	}
	return i18n.Message{}, false
}
