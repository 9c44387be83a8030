package personaldata

import (
	"strings"
	"unicode/utf8"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Class is a kind of document with how long it is kept. The words about it stand in the catalogue under
// personaldata.class, by its kind.
type Class struct {
	Kind     string
	Proposed int // months until it may be disposed of, as the program proposes; 0: kept for ever
	// ByItself is for what the program throws away when its time is out, without asking: nothing there is a document that
	// the law asks to keep.
	ByItself bool

	// The rest is for what a person may dispose of. Without a table nothing is: it is kept for ever.
	Table   string
	Key     string // the column with the key
	Since   string // the column with the moment from which time is counted
	Only    string // what else must hold of a row, as SQL; empty for nothing
	What    string // the column that tells people which one it is
	Content string // the column with the SHA-256 of a file that goes with the row, unless something else refers to it; empty for none
	Href    string // where one can be seen: this and the key; empty for nowhere
}

// IsDisposable tells whether somebody may dispose of documents of the kind.
func (c *Class) IsDisposable() bool { return c.Table != "" }

// Period is how long a kind is kept, and where that stands.
type Period struct {
	Months    int // 0: for ever
	Ground    string
	Version   int // 0: nobody has decided, it is a proposal
	DecidedAt store.Time
}

// IsDecided tells whether somebody has decided it. Nothing is disposed of by a proposal.
func (p *Period) IsDecided() bool { return p.Version > 0 }

// Bounds of what can be decided.
const (
	longestPeriod = 100 * 12 // months
	longestGround = 500      // letters
)

// check names the field that is wrong, by the form's name for it.
func (p *Period) check() (field string, fault *i18n.Error) {
	switch {
	case p.Months < 0 || p.Months > longestPeriod:
		return "months", i18n.Fail("personaldata.retention.months_wrong", "longest", longestPeriod)
	case strings.TrimSpace(p.Ground) == "":
		return "ground", i18n.Fail("personaldata.retention.ground_missing")
	case utf8.RuneCountInString(p.Ground) > longestGround:
		return "ground", i18n.Fail("personaldata.retention.too_long", "longest", longestGround)
	}
	return "", nil
}

// dueOn is the day when so many months have gone: the same day of the month, or its last when it has none such.
func dueOn(since calendar.Date, months int) calendar.Date {
	first := since.AddDays(1 - since.Day()).AddMonths(months)
	last := first.AddMonths(1).AddDays(-1)
	return first.AddDays(min(since.Day(), last.Day()) - 1)
}

// lastDue is the latest day from which so many months have gone on a day: the inverse of dueOn.
func lastDue(today calendar.Date, months int) calendar.Date {
	day := dueOn(today, -months)
	for !dueOn(day.AddDays(1), months).After(today) {
		day = day.AddDays(1)
	}
	return day
}

// Due is a document whose time is out.
type Due struct {
	Key   string
	What  string
	Since store.Time
	Until calendar.Date // to which it is kept all the same; zero when nobody has decided so
	Why   string        // somebody has decided so
}

// Decision is what a person decides about documents whose time is out.
type Decision struct {
	Keys   []string
	Until  calendar.Date // keep until then; zero: dispose of them
	Reason string
}

// check names the field that is wrong, by the form's name for it.
func (d *Decision) check(keep bool, today calendar.Date) (field string, fault *i18n.Error) {
	switch {
	case len(d.Keys) == 0:
		return "id", i18n.Fail("personaldata.retention.none_chosen")
	case keep && !d.Until.After(today):
		return "until", i18n.Fail("personaldata.retention.until_wrong")
	case strings.TrimSpace(d.Reason) == "":
		return "reason", i18n.Fail("personaldata.retention.reason_missing")
	case utf8.RuneCountInString(d.Reason) > longestReason:
		return "reason", i18n.Fail("personaldata.retention.too_long", "longest", longestReason)
	}
	return "", nil
}
