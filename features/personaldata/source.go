package personaldata

import (
	"samverk/features/accounts"
	"samverk/platform/store"
)

// Source is a table that keeps something about people with accounts, as whoever owns the table declares it. The words
// about it stand in the catalogue under personaldata.kind and personaldata.why, by its kind.
type Source struct {
	Kind  string   // "session"; several tables may tell of one kind
	Table string   // where it is kept
	Whose []Whose  // the columns that say whom a row is about: any of them
	Fate  Fate     // what becomes of it when the person is erased
	Only  string   // what else must hold of a row, as SQL; empty for nothing
	Shown []string // the other columns that an extract has
	When  string   // the column with the time of a row
	What  string   // the column that tells what a row is, as people know it; empty where the kind says all
	Words string   // the beginning of the catalogue's keys for what that column holds; empty when it holds words
	Key   string   // the column with the key of the page below; empty when there is none
	Href  string   // where a row can be seen: this and the key
}

// Whose is a column that says whom a row is about.
type Whose struct {
	Column string
	By     By
}

// By is how a column says whom a row is about.
type By int

const (
	ByAccount By = iota // the account's key
	ByName              // the name the person had; somebody else may have the same
	ByEmail             // the account's address, perhaps among other words
)

// Fate is what becomes of a row when the person that it is about is erased.
type Fate string

const (
	Cleared  Fate = "cleared"  // the owner empties it: see accounts.Erase
	Removed  Fate = "removed"  // the row goes
	Emptied  Fate = "emptied"  // the row stays, without what says whom it is about
	Nameless Fate = "nameless" // the row stays, with a name that says nothing of whom it is about
	Kept     Fate = "kept"     // it stays as it is; the catalogue says why under personaldata.kept, by the kind
)

// Columns are those the source answers for, as "table.column".
func (s *Source) Columns() []string {
	var columns []string
	for _, whose := range s.Whose {
		columns = append(columns, s.Table+"."+whose.Column)
	}
	for _, column := range s.Shown {
		columns = append(columns, s.Table+"."+column)
	}
	return columns
}

// Person is whom an extract is about.
type Person struct {
	accounts.Account
	Names  []string // those it has had, the present one first
	Shared []string // those of them that another account has too: what is kept by them may be the other's
}

// Part is one kind of what is kept about a person.
type Part struct {
	Kind   string
	Fate   Fate
	Number int
	Latest []Glimpse
}

// Glimpse is a row in short.
type Glimpse struct {
	When  store.Time
	What  string
	Words string // as in Source
	Href  string
}
