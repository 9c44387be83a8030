package organisations

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// Addition is what another feature tells of an organisation on the organisation's page. What it may not tell the reader it
// leaves out itself.
type Addition struct {
	Section  templ.Component // a section of the page; nil for none
	Happened []Happening     // what it adds to the time line
}

// Happening is a day in an organisation's time line.
type Happening struct {
	Day   calendar.Date
	Title string
	Text  string
	Href  string // where more is told; empty for nowhere
	Of    string // the key under which it is kept: it may be of one that has been merged. Empty for the organisation itself
}

// Adding reads what a feature adds to the page of an organisation.
type Adding func(ctx context.Context, tx *store.Tx, o *Organisation) (Addition, error)

// PublicFact reads what a feature tells everybody of an organisation, when its field is public; without a text nothing is told.
type PublicFact func(ctx context.Context, tx *store.Tx, o *Organisation) (ui.Definition, error)

// publicFacts asks every feature whose field everybody may read.
func (f *Feature) publicFacts(ctx context.Context, tx *store.Tx, o *Organisation) (all []ui.Definition, err error) {
	for field, read := range f.PublicFacts {
		if !o.Shows(field) {
			continue
		}
		fact, err := read(ctx, tx, o)
		if err != nil {
			return nil, err
		}
		all = append(all, fact)
	}
	slices.SortFunc(all, func(a, b ui.Definition) int { return strings.Compare(a.Term, b.Term) })
	return all, nil
}

// additions asks every feature in turn.
func (f *Feature) additions(ctx context.Context, tx *store.Tx, o *Organisation) ([]Addition, error) {
	all := make([]Addition, 0, len(f.Additions))
	for _, add := range f.Additions {
		addition, err := add(ctx, tx, o)
		if err != nil {
			return nil, err
		}
		all = append(all, addition)
	}
	return all, nil
}

// latestFirst sorts what has happened; of one day what came last stands first.
func latestFirst(all []Happening) {
	slices.SortStableFunc(all, func(a, b Happening) int { return b.Day.Compare(a.Day) })
}
