package orgimport

import (
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// State is how far an import has come.
type State string

// The states: draft → read → undone, or draft → discarded.
const (
	Draft     State = "draft"
	ReadIn    State = "read"
	Undone    State = "undone"
	Discarded State = "discarded"
)

// Fate is what an import does with a row.
type Fate string

// The fates. What is refused must be corrected or left out before anything is read in.
const (
	Refused Fate = "refused"
	Double  Fate = "double" // seems to be one that is there; left out unless somebody decides otherwise
	Added   Fate = "added"
	Changed Fate = "changed"
	Same    Fate = "same"
	LeftOut Fate = "left_out"
	Back    Fate = "back" // undone
	Kept    Fate = "kept" // could not be undone: somebody has changed it since
)

// Fates are all of them, those that ask for something first.
var Fates = []Fate{Refused, Double, Added, Changed, Same, LeftOut, Back, Kept}

// Choice is what somebody has decided of a row.
type Choice string

// The choices.
const (
	ByProgram Choice = ""
	AsNew     Choice = "new"   // it is another organisation than the one that it resembles
	AsKnown   Choice = "known" // it is the organisation that it resembles
	NotAtAll  Choice = "not"   // the row is not read
)

// Choices are all of them.
var Choices = []Choice{ByProgram, AsNew, AsKnown, NotAtAll}

// Settings say how a file is to be read.
type Settings struct {
	Mapping   Mapping       `json:"mapping"`
	Public    bool          `json:"public"`             // new organisations are public
	Consent   string        `json:"consent,omitempty"`  // how and when the people in the file agreed to be kept
	RolesFrom calendar.Date `json:"rolesFrom,omitzero"` // from when roles hold whose row has no day
}

// Check tells what is wrong with the settings, by the form's names of the fields; a fault of the columns has none.
func (s *Settings) Check() (field string, err *i18n.Error) {
	if err := s.Mapping.Check(); err != nil {
		return "", err
	}
	switch {
	case s.Mapping.hasAny(ofContact) && s.Consent == "":
		return "consent", i18n.Fail("orgimport.columns.consent_missing")
	case utf8.RuneCountInString(s.Consent) > longestConsent:
		return "consent", i18n.Fail("organisations.too_long", "longest", longestConsent)
	case organisations.HoldsPersonalNumber(s.Consent):
		return "consent", i18n.Fail("organisations.personal_number")
	case s.Mapping.hasAny([]Field{Roles}) && s.RolesFrom.IsZero() && !s.Mapping.hasAny([]Field{RolesFrom}):
		return "roles_from", i18n.Fail("orgimport.columns.roles_from_missing")
	}
	return "", nil
}

// longestConsent is as much as a contact can have, in letters.
const longestConsent = 300

// Import is a file on its way into the register, or that has been.
type Import struct {
	ID, FileName string
	Head         store.JSON[[]string]
	Mapping      store.JSON[Mapping]
	Public       bool `db:"new_are_public"`
	Consent      string
	RolesFrom    calendar.Date
	State        State
	BroughtBy    string
	BroughtAt    store.Time
	Failure      store.JSON[i18n.Message] // why the last task was not done
	IsKeyed      bool
	Task         Task // what waits to be done with it, or is being done
	IsBegun      bool
	Version      int
}

// settings are how the file is read.
func (imp *Import) settings() Settings {
	return Settings{imp.Mapping.V, imp.Public, imp.Consent, imp.RolesFrom}
}

// Task is what is done with a large import beside what its pages answer.
type Task string

// The tasks.
const (
	Arranging Task = "arrange"
	Running   Task = "run"
	Undoing   Task = "undo"
)

// Line is a row of an import.
type Line struct {
	Line           int
	Cells          store.JSON[[]string]
	Choice         Choice
	Fate           Fate
	Name           string
	Field          Field // which field the reason is about
	Why            store.JSON[i18n.Message]
	whyKept        string // the same as it is kept; of rows that are judged
	OrganisationID string // the one that it is, was, resembles or will be
	Version        int    // which version of it the import made
	Before         store.JSON[*organisations.Content]
	Number         string // what tells which rows may be the same
	NameKey        string
	Made           store.JSON[[]string] // keys of what the import added beside
}

// Counts is how many rows have each fate.
type Counts map[Fate]int

// Total is how many rows there are.
func (c Counts) Total() (n int) {
	for _, count := range c {
		n += count
	}
	return n
}

// isSame tells whether somebody who saw some counts saw these.
func (c Counts) isSame(seen Counts) bool {
	for _, fate := range Fates {
		if c[fate] != seen[fate] {
			return false
		}
	}
	return true
}
