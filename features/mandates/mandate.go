package mandates

import (
	"slices"
	"time"
	"unicode/utf8"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Signs is how somebody may sign for an organisation.
type Signs string

// The ways.
const (
	Alone   Signs = "alone"   // tecknar firman ensam
	Jointly Signs = "jointly" // two together
	Never   Signs = "never"   // acts for the organisation, and leaves signing to others
)

// SignsAll lists them in the order they are shown.
var SignsAll = []Signs{Alone, Jointly, Never}

// Name says in words how somebody may sign; nothing while it is not told.
func (s Signs) Name(p i18n.Printer) string {
	if s == "" {
		return ""
	}
	return p.T("mandates.signs." + string(s))
}

// Decision is what an officer found of a mandate's document.
type Decision string

// The decisions.
const (
	Undecided Decision = ""
	Confirm   Decision = "confirmed"
	Refuse    Decision = "refused"
)

// State is how far a mandate has come.
type State string

// The states.
const (
	Invited   State = "invited"  // no document has been handed in
	Awaiting  State = "awaiting" // an officer has to look at the document
	Confirmed State = "confirmed"
	Refused   State = "refused" // another document may be handed in
	Ended     State = "ended"
	RunOut    State = "run_out" // its last day is past
)

// Mandate is that somebody acts for an organisation.
type Mandate struct {
	ID             string
	OrganisationID string
	Organisation   string // its name
	AccountID      string
	Person         string // the account's name
	Email          string // the account's address
	Closed         bool   // nobody can sign in as the account
	InvitedBy      string
	InvitedAt      store.Time
	Signs          Signs // empty until it is told
	HandedInAt     store.Time
	Decision       Decision
	DecidedBy      string
	DecidedAt      store.Time
	Reason         string
	From           calendar.Date
	Until          calendar.Date // the last day; no date when no end is known
	EndedAt        store.Time
	EndedBy        string
	EndedWhy       string
	Version        int
}

// State tells how far the mandate has come on a day.
func (m *Mandate) State(day calendar.Date) State {
	switch {
	case !m.EndedAt.IsZero():
		return Ended
	case m.Decision == Refuse:
		return Refused
	case m.Decision == Confirm && !m.Until.IsZero() && day.After(m.Until):
		return RunOut
	case m.Decision == Confirm:
		return Confirmed
	case m.HandedInAt.IsZero():
		return Invited
	}
	return Awaiting
}

// Acts tells whether the person acts for the organisation on a day. On the day when a mandate is ended it holds no more.
func (m *Mandate) Acts(day calendar.Date) bool {
	return m.Decision == Confirm && !m.Closed && !m.From.IsZero() && !day.Before(m.From) && (m.Until.IsZero() || !day.After(m.Until)) &&
		(m.EndedAt.IsZero() || day.Before(calendar.Today(m.EndedAt.Time)))
}

// Suffice tells whether some people together may sign for an organisation on a day: one who signs alone, or two of those who
// sign jointly. The mandates are all for that organisation.
func Suffice(all []Mandate, day calendar.Date) bool {
	var jointly []string
	for i := range all {
		m := &all[i]
		switch {
		case !m.Acts(day):
		case m.Signs == Alone:
			return true
		case m.Signs == Jointly && !slices.Contains(jointly, m.AccountID):
			jointly = append(jointly, m.AccountID)
		}
	}
	return len(jointly) >= 2
}

// soonOver is how many days before a mandate's last day another can be asked for: a board is often chosen once a year.
const soonOver = 90

// mayRenew tells whether the person may ask to have the mandate go on.
func (m *Mandate) mayRenew(day calendar.Date) bool {
	return m.EndedAt.IsZero() && m.Decision == Confirm && !m.Until.IsZero() && day.DaysUntil(m.Until) <= soonOver
}

// isOpen tells whether a new mandate of the same person for the same organisation would only stand beside this one.
func (m *Mandate) isOpen(day calendar.Date) bool {
	state := m.State(day)
	return state != Ended && state != RunOut && !m.mayRenew(day)
}

// handIn hands in the document for an officer to look at.
func (m *Mandate) handIn(signs Signs, hasDocument bool, day calendar.Date, now time.Time) error {
	state := m.State(day)
	switch {
	case state != Invited && state != Refused:
		return i18n.Fail("mandates.not_now")
	case !hasDocument:
		return i18n.Fail("mandates.document_missing")
	case !slices.Contains(SignsAll, signs):
		return i18n.Fail("mandates.signs_missing")
	}
	m.Signs, m.HandedInAt = signs, store.TimeOf(now)
	m.Decision, m.DecidedBy, m.DecidedAt, m.Reason = Undecided, "", store.Time{}, ""
	return nil
}

// Term is what an officer confirms: how the person may sign, and from when to when.
type Term struct {
	Signs       Signs
	From, Until calendar.Date // no last day when no end is known
}

func (t *Term) check() (faults []fault) {
	if !slices.Contains(SignsAll, t.Signs) {
		faults = append(faults, fault{"signs", i18n.Fail("mandates.signs_missing")})
	}
	if t.From.IsZero() {
		faults = append(faults, fault{"from", i18n.Fail("mandates.from_missing")})
	}
	if !t.Until.IsZero() && t.Until.Before(t.From) {
		faults = append(faults, fault{"until", i18n.Fail("mandates.until_before_from")})
	}
	return faults
}

// confirm says that the document shows what it should.
func (m *Mandate) confirm(by audit.Actor, t Term, day calendar.Date, now time.Time) error {
	if err := m.mayDecide(by, day); err != nil {
		return err
	}
	if faults := t.check(); len(faults) > 0 {
		return faults[0].err
	}
	m.Decision, m.DecidedBy, m.DecidedAt = Confirm, by.Name, store.TimeOf(now)
	m.Signs, m.From, m.Until = t.Signs, t.From, t.Until
	return nil
}

// refuse says that it does not, and why.
func (m *Mandate) refuse(by audit.Actor, why string, day calendar.Date, now time.Time) error {
	if err := m.mayDecide(by, day); err != nil {
		return err
	}
	if err := checkReason(why); err != nil {
		return err
	}
	m.Decision, m.DecidedBy, m.DecidedAt, m.Reason = Refuse, by.Name, store.TimeOf(now), why
	return nil
}

// mayDecide lets nobody decide about themselves, nor about what has been decided or not handed in.
func (m *Mandate) mayDecide(by audit.Actor, day calendar.Date) error {
	switch {
	case by.ID == m.AccountID:
		return i18n.Fail("mandates.own_decision")
	case m.State(day) != Awaiting:
		return i18n.Fail("mandates.not_awaiting")
	}
	return nil
}

// end ends a mandate before its time. Whoever ends somebody else's says why.
func (m *Mandate) end(by audit.Actor, why string, now time.Time) error {
	if !m.EndedAt.IsZero() {
		return nil
	}
	if by.ID != m.AccountID {
		if err := checkReason(why); err != nil {
			return err
		}
	}
	m.EndedAt, m.EndedBy, m.EndedWhy = store.TimeOf(now), by.Name, why
	return nil
}

type fault struct {
	field string
	err   *i18n.Error
}

// longestReason bounds a reason, in letters.
const longestReason = 2000

// CheckName refuses a file in whose name a personal number stands: names stay in the trail.
func CheckName(sent *file.New) error {
	if organisations.HoldsPersonalNumber(sent.Name) {
		return i18n.Fail("mandates.file_name_personal")
	}
	return nil
}

func checkReason(why string) error {
	switch {
	case why == "":
		return i18n.Fail("mandates.why_missing")
	case utf8.RuneCountInString(why) > longestReason:
		return i18n.Fail("mandates.too_long", "longest", longestReason)
	case organisations.HoldsPersonalNumber(why):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}
