package orgimport

import (
	"samverk/features/organisations"
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

// Import is a file on its way into the register, or that has been.
type Import struct {
	ID, FileName string
	Head         store.JSON[[]string]
	Mapping      store.JSON[Mapping]
	Public       bool `db:"new_are_public"`
	State        State
	BroughtBy    string
	BroughtAt    store.Time
	Version      int
}

// Line is a row of an import.
type Line struct {
	Line           int
	Cells          store.JSON[[]string]
	Choice         Choice
	Fate           Fate
	Name           string
	Field          Field // which field the reason is about
	Why            store.JSON[i18n.Message]
	OrganisationID string // the one that it is, was or resembles
	Version        int    // which version of it the import made
	Before         store.JSON[*organisations.Content]
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
