package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/platform/calendar"
	"samverk/platform/form"
)

// Input is a field of a form: its name, its words and its kind. What was typed and what is wrong with it comes from
// the form.Form.
type Input struct {
	Name         string
	Label        string
	Hint         string // how to fill it in, before anything is wrong
	Source       string // where a value comes from, at the right of the label: "rad 233–239"
	Kind         Kind
	Optional     bool   // says so beside the label; otherwise the field is wanted
	Columns      int    // width in characters for what is always short; 0 is the column's width
	Rows         int    // height of a TextArea in lines; 0 is 4
	Longest      int    // most characters; 0 for no limit
	Unit         string // stands after the field: "timmar"
	Autocomplete string // what the browser may fill in: "email", "current-password"
	Form         string // only where a page has several forms: begins the field's id; give ErrorSummaryOf the same
}

// Kind is what is typed in a field.
type Kind string

const (
	AnyText  Kind = ""
	DateKind Kind = "date"
	Whole    Kind = "whole"  // a whole number
	Decimal  Kind = "number" // a number that may have decimals
	Email    Kind = "email"
	Phone    Kind = "tel"
	Web      Kind = "url"
	Password Kind = "password" // never shown again
	Upload   Kind = "file"
)

// Option is one of several to choose among.
type Option struct{ Value, Text, Hint string }

// fieldID is the id of a form's field; the summary of faults links to it.
func fieldID(formName, field string) string {
	if formName == "" {
		formName = "field"
	}
	return formName + "-" + field
}

func (in Input) id() string { return fieldID(in.Form, in.Name) }

// describedBy names the hint and the fault of a field for those who listen.
func (in Input) describedBy(f *form.Form) string {
	var ids []string
	if in.Hint != "" {
		ids = append(ids, in.id()+"-hint")
	}
	if isWrong(f, in.Name) {
		ids = append(ids, in.id()+"-fault")
	}
	return strings.Join(ids, " ")
}

// htmlType is the input's type. A date that cannot be read is shown as text, since a date field would hide what was
// typed; numbers are text with the right keyboard, since a number field drops what it cannot read.
func (in Input) htmlType(f *form.Form) string {
	switch in.Kind {
	case AnyText, Whole, Decimal:
		return "text"
	case DateKind:
		if text := typed(f, in); text != "" {
			if _, err := calendar.ParseDate(text); err != nil {
				return "text"
			}
		}
	}
	return string(in.Kind)
}

// keyboard is the keyboard that a telephone shows.
func (in Input) keyboard() string {
	switch in.Kind {
	case Whole:
		return "numeric"
	case Decimal:
		return "decimal"
	}
	return ""
}

func (in Input) rows() int {
	if in.Rows == 0 {
		return 4
	}
	return in.Rows
}

// typed is what the field shows; passwords and files are never sent back.
func typed(f *form.Form, in Input) string {
	if f == nil || in.Kind == Password || in.Kind == Upload {
		return ""
	}
	return f.Typed(in.Name)
}

func isChosen(f *form.Form, field, value string) bool { return f != nil && f.Chosen(field, value) }

func isWrong(f *form.Form, field string) bool {
	if f == nil {
		return false
	}
	_, wrong := f.FaultOf(field)
	return wrong
}

// mustChoose tells whether no option stands for what the form holds, so that a first empty one is needed.
func mustChoose(f *form.Form, in Input, options []Option) bool {
	for _, option := range options {
		if option.Value == typed(f, in) {
			return false
		}
	}
	return true
}

// described are the attributes that tie a field to its hint and its fault.
func (in Input) described(f *form.Form) templ.Attributes {
	a := templ.Attributes{}
	if ids := in.describedBy(f); ids != "" {
		a["aria-describedby"] = ids
	}
	if isWrong(f, in.Name) {
		a["aria-invalid"] = "true"
	}
	return a
}

// choiceID is the id of one option in a group. The first has the group's own, so that the summary of faults leads to it.
func (in Input) choiceID(place int) string {
	if place == 0 {
		return in.id()
	}
	return in.id() + "-" + strconv.Itoa(place)
}

// areShort tells whether the options of a group fit beside each other.
func areShort(options []Option) bool {
	letters := 0
	for _, option := range options {
		letters += len(option.Text)
		if option.Hint != "" {
			return false
		}
	}
	return len(options) <= 3 && letters <= 30
}
