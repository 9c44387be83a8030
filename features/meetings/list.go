package meetings

import (
	"strings"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/fold"
)

// PageLength is how many meetings a list gives when nothing else is asked for.
const PageLength = 50

// Filter chooses meetings. Its zero value chooses all, the earliest first.
type Filter struct {
	NetworkID, TypeID, SeriesID string
	State                       State
	From, To                    calendar.Date // days in Stockholm, both included
	Words                       string        // each stands in the title, or in the name of the network or the type
	Latest                      bool          // the latest first
	OnlyPublic                  bool          // those that anybody may read of
	After                       string        // the key of the last meeting of the page before
	Before                      string        // the key of the first of the page after: the page that leads to it. After goes first
	Limit                       int           // 0: PageLength
}

// goesBack tells whether the page before a place is asked for.
func (f *Filter) goesBack() bool { return f.After == "" && f.Before != "" }

// mostWords bounds how many words are looked for.
const mostWords = 10

func (f *Filter) words() []string {
	words := strings.Fields(fold.Search(f.Words))
	return words[:min(len(words), mostWords)]
}

// Listed is a meeting as lists show it.
type Listed struct {
	ID, NetworkID, Network, TypeID, Type, Title string
	Starts, Ends                                time.Time
	Place                                       string
	State                                       State
	IsPublic                                    bool
	MinutesState                                MinutesState
}

// Day is the day on which it begins, in Stockholm.
func (l *Listed) Day() calendar.Date { return dayOf(l.Starts) }

// Page is a part of a list.
type Page struct {
	Meetings       []Listed
	Previous, Next string // the keys that Before and After lead on with; empty at the ends
}
