package entitlement

import (
	"slices"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Stage is how far a filing has come.
type Stage string

// The stages.
const (
	Draft      Stage = "draft"
	HandedIn   Stage = "handed_in"
	Completion Stage = "completion" // an officer has asked for something more
	Entitled   Stage = "entitled"
	Refused    Stage = "refused"
	Withdrawn  Stage = "withdrawn" // the entitlement has been taken back
)

// leadsTo tells which stages may follow upon a stage. What has been refused or taken back can be opened again by asking for
// completion.
var leadsTo = map[Stage][]Stage{
	Draft:      {HandedIn},
	HandedIn:   {Completion, Entitled, Refused},
	Completion: {HandedIn, Entitled, Refused},
	Entitled:   {Withdrawn},
	Refused:    {Completion},
	Withdrawn:  {Completion},
}

// mayBecome tells whether a stage may follow upon this one.
func (s Stage) mayBecome(next Stage) bool { return slices.Contains(leadsTo[s], next) }

// isOpen tells whether the organisation may change the filing.
func (s Stage) isOpen() bool { return s == Draft || s == Completion }

// Name says the stage in words.
func (s Stage) Name(p i18n.Printer) string { return p.T("entitlement.stage." + string(s)) }

// DocumentKind is what a document is.
type DocumentKind string

// The kinds.
const (
	Minutes        DocumentKind = "minutes"
	Board          DocumentKind = "board"
	Statutes       DocumentKind = "statutes"
	Accounts       DocumentKind = "accounts"
	AuditorsReport DocumentKind = "auditors_report"
	ActivityReport DocumentKind = "activity_report"
)

// DocumentKinds lists them in the order they are shown.
var DocumentKinds = []DocumentKind{Minutes, Board, Statutes, Accounts, AuditorsReport, ActivityReport}

// Name says what a document is called.
func (k DocumentKind) Name(p i18n.Printer) string { return p.T("entitlement.document." + string(k)) }

// Document is a document of a filing.
type Document struct {
	ID       string
	FilingID string
	Kind     DocumentKind
	file.File
	SentBy string
	SentAt store.Time
}

// Place is how many members an organisation has in a municipality, and whether it is active there.
type Place struct {
	Municipality string
	Members      int
	Active       bool
}

// Filing is what an organisation hands in about the year of an annual meeting.
type Filing struct {
	ID             string
	OrganisationID string
	Organisation   string // its name
	Year           int
	MetOn          calendar.Date
	Members        *int // nil until it is told
	Young          *int // of them those aged 6 to 25; nil when it is not told
	Stage          Stage
	Version        int
	Places         []Place
	Documents      []Document
	Steps          []Step // in the order of time
}

// Has gives the document of a kind; nil when there is none.
func (f *Filing) Has(kind DocumentKind) *Document {
	for i := range f.Documents {
		if f.Documents[i].Kind == kind {
			return &f.Documents[i]
		}
	}
	return nil
}

// last is the latest step that came to a stage; nil when none has.
func (f *Filing) last(stage Stage) *Step {
	for i := len(f.Steps) - 1; i >= 0; i-- {
		if f.Steps[i].Stage == stage {
			return &f.Steps[i]
		}
	}
	return nil
}

type fault struct {
	field string
	err   *i18n.Error
}

// checkMeeting tells what is wrong with the day of the annual meeting.
func (f *Filing) checkMeeting(today calendar.Date) (faults []fault) {
	switch {
	case f.MetOn.IsZero():
		faults = append(faults, fault{"met_on", i18n.Fail("entitlement.meeting.missing")})
	case today.Before(f.MetOn):
		faults = append(faults, fault{"met_on", i18n.Fail("entitlement.meeting.ahead")})
	case f.MetOn.Year() != f.Year:
		faults = append(faults, fault{"met_on", i18n.Fail("entitlement.meeting.other_year", "year", f.Year)})
	}
	return faults
}

// mostMembers is more than any organisation has: what is larger is a slip of the finger.
const mostMembers = 10_000_000

// checkMembers tells what is wrong with the numbers of members.
func (f *Filing) checkMembers() (faults []fault) {
	switch {
	case f.Members == nil:
		faults = append(faults, fault{"members", i18n.Fail("entitlement.members.missing")})
	case *f.Members > mostMembers:
		faults = append(faults, fault{"members", i18n.Fail("entitlement.members.too_many")})
	case f.Young != nil && *f.Young > *f.Members:
		faults = append(faults, fault{"young", i18n.Fail("entitlement.members.more_young")})
	}
	return faults
}

// checkPlaces tells what is wrong with the spread, given the members in all.
func (f *Filing) checkPlaces() (faults []fault) {
	sum := 0
	for _, place := range f.Places {
		if place.Members > mostMembers {
			faults = append(faults, fault{membersField(place.Municipality), i18n.Fail("entitlement.members.too_many")})
		}
		sum += place.Members
	}
	if len(faults) == 0 && f.Members != nil && sum > *f.Members {
		faults = append(faults, fault{"", i18n.Fail("entitlement.spread.more_than_all", "sum", sum, "members", *f.Members)})
	}
	return faults
}

// membersField is the name of the field for the members of a municipality.
func membersField(municipality string) string { return "members_" + municipality }

// longestText bounds what an officer writes, in letters.
const longestText = 4000

func checkText(text, missing string) *i18n.Error {
	switch {
	case text == "":
		return i18n.Fail(missing)
	case utf8.RuneCountInString(text) > longestText:
		return i18n.Fail("entitlement.too_long", "longest", longestText)
	case organisations.HoldsPersonalNumber(text):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}

// isSame tells whether nothing has been filled in anew.
func (f *Filing) isSame(other *Filing) bool {
	same := func(a, b *int) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	return f.MetOn == other.MetOn && same(f.Members, other.Members) && same(f.Young, other.Young) && slices.Equal(f.Places, other.Places)
}
