package organisations

import "samverk/platform/calendar"

// PageLength is how many organisations a list gives when nothing else is asked for.
const PageLength = 50

// Filter chooses organisations. Its zero value chooses all that go on.
type Filter struct {
	Municipality string // has its seat, members or activity there
	Form         LegalForm
	Role         RoleKind // has the role on Day
	Day          calendar.Date
	WithEnded    bool
	OnlyPublic   bool // those that anybody may read
	Words        string
	After        string // the key of the last organisation of the page before
	Before       string // the key of the first of the page after: the page that leads to it is asked for. After goes first
	Limit        int    // 0: PageLength
}

// goesBack tells whether the page before a place is asked for.
func (f *Filter) goesBack() bool { return f.After == "" && f.Before != "" }

// Page is a part of a list.
type Page struct {
	Organisations []Organisation
	Previous      string // the key that Before leads to the page before with; empty when this is the first
	Next          string // the key that After leads on with; empty when this is the last
}
