package cases

import (
	"errors"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// asked is a field of a form.
type asked struct {
	ui.Input
	as      shape
	options []ui.Option
}

type shape int

const (
	oneLine shape = iota
	manyLines
	chosen // one of a list
	radios // one of few
	ticked // any of some
)

// formView is a form on a page of its own.
type formView struct {
	title, meta, lead string
	crumbs            []ui.Link
	action, cancel    string
	send              string // what the button says
	form              *form.Form
	fields            []asked
	stale             *ui.Meanwhile
}

// fieldOf tells beside which field a fault stands, by its message.
var fieldOf = map[string]string{
	"cases.title_missing": "title", "cases.too_many_points": "points", "cases.points_missing": "", "cases.kind_unknown": "kind", "cases.kind_missing": "kind",
	"cases.name_missing": "name", "cases.office_missing": "office", "cases.series_wrong": "series", "cases.day_missing": "day", "cases.day_future": "day",
	"cases.submitted_after": "day", "cases.submitted_early": "day", "cases.meeting_unknown": "meeting", "cases.why_missing": "why", "cases.appeal_late": "day",
	"cases.verdict_missing": "verdict", "cases.ends_early": "day", "cases.on_agenda": "meeting", "cases.next_earlier": "next", "cases.next_other": "next", "cases.appellant_missing": "who", "cases.paragraph_taken": "paragraph",
	"cases.before_meeting": "day", "cases.adjuster_missing": "by", "cases.before_adjusted": "day", "cases.down_early": "day", "cases.reservation_absent": "member",
	"cases.outcome_stands": "outcome", "cases.nobody_present": "present", "cases.day_is_recorded": "day",
}

// refuseError shows on the form what a person can mend, and tells whether it could.
func refuseError(typed *form.Form, err error) bool {
	var own *i18n.Error
	if !errors.As(err, &own) || errors.Is(err, store.ErrStorage) {
		return false
	}
	field := fieldOf[own.ID]
	if errors.Is(err, store.ErrNotFound) && field == "" {
		return false
	}
	typed.Refuse(field, own.Message)
	return true
}

// refuseAll puts what is wrong beside its fields; of a field only the first.
func refuseAll(typed *form.Form, faults []fault) {
	for _, wrong := range faults {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
}
