package meetings

import (
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Action is what somebody took upon themselves to do.
type Action struct {
	ID, MeetingID, Meeting string // the meeting's title
	MeetingDay             calendar.Date
	Body                   string
	Owner                  string // a name
	AccountID              string // when the owner signs in here
	DueOn, DoneOn          calendar.Date
	DoneNote               string
	Version                int
}

// IsDone tells whether it has been done.
func (a *Action) IsDone() bool { return !a.DoneOn.IsZero() }

// IsOverdue tells whether it should have been done before a day.
func (a *Action) IsOverdue(today calendar.Date) bool {
	return !a.IsDone() && !a.DueOn.IsZero() && a.DueOn.Before(today)
}

// longestAction bounds what is to be done, in letters.
const longestAction = 1000

// check tells what is wrong, by the form's names of the fields.
func (a *Action) check() (slips []slip) {
	add := func(field, id string, pairs ...any) { slips = append(slips, slip{field, i18n.Fail(id, pairs...)}) }
	switch {
	case a.Body == "":
		add("body", "meetings.action.body_missing")
	case utf8.RuneCountInString(a.Body) > longestAction:
		add("body", "meetings.action.too_long", "longest", longestAction)
	case organisations.HoldsPersonalNumber(a.Body):
		add("body", "organisations.personal_number")
	}
	switch {
	case a.Owner == "":
		add("owner", "meetings.action.owner_missing")
	case utf8.RuneCountInString(a.Owner) > longestGuest:
		add("owner", "meetings.action.too_long", "longest", longestGuest)
	case organisations.HoldsPersonalNumber(a.Owner):
		add("owner", "organisations.personal_number")
	}
	return slips
}

// checkDone tells what is wrong with how something was done.
func checkDone(day calendar.Date, note string, today calendar.Date) (slips []slip) {
	add := func(field, id string, pairs ...any) { slips = append(slips, slip{field, i18n.Fail(id, pairs...)}) }
	switch {
	case day.IsZero():
		add("done_on", "meetings.action.day_missing")
	case day.After(today):
		add("done_on", "meetings.held.day_ahead")
	}
	switch {
	case utf8.RuneCountInString(note) > longestNote:
		add("note", "meetings.action.too_long", "longest", longestNote)
	case organisations.HoldsPersonalNumber(note):
		add("note", "organisations.personal_number")
	}
	return slips
}

// remindAhead is how many days before something is due its owner is reminded.
const remindAhead = 3
