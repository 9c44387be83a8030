package awards

import (
	"context"

	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Ranking tells what assessors think of the applications of a call, by application.
type Ranking func(ctx context.Context, tx *store.Tx, callID string) (map[string]Rank, error)

// Recusals tells who has a conflict of interest (jäv) in an application.
type Recusals interface {
	IsRecused(ctx context.Context, tx *store.Tx, accountID, applicationID string) (bool, error)
}

// Granted is a grant that has been decided.
type Granted struct {
	ApplicationID, CallID, OrganisationID string
	Amount                                int64 // öre, for all years
	FirstYear, Years                      int
	DecidedOn                             calendar.Date
	Conditions                            string
}

// Opening opens a grant in the decision's transaction, and gives its key.
type Opening func(ctx context.Context, tx *store.Tx, g Granted) (string, error)

// Desk is what proposals are worked on with.
type Desk struct {
	Words    *i18n.Catalogue // of papers and letters, which are in Swedish whoever makes them
	Letters  mandates.Writer
	Ranking  Ranking  // nil: nothing is assessed
	Recusals Recusals // nil: nobody is recused
	Open     Opening  // nil: nothing follows from a grant
	Site     string   // where the program is reached, for links in letters
}

func (d *Desk) print() i18n.Printer { return d.Words.In(i18n.Swedish) }

// refuseRecused refuses whoever acts although there is a conflict of interest in one of some rows.
func (d *Desk) refuseRecused(ctx context.Context, tx *store.Tx, rows ...*Row) error {
	actor, _ := audit.ActorIn(ctx)
	if d.Recusals == nil || actor.Kind != audit.Account {
		return nil
	}
	for _, r := range rows {
		is, err := d.Recusals.IsRecused(ctx, tx, actor.ID, r.ApplicationID)
		if err != nil {
			return err
		}
		if is {
			return i18n.Fail("awards.recused", "organisation", r.Application.Organisation).Because(ErrRecused)
		}
	}
	return nil
}

// open are the rows that can still be decided.
func (t *Table) open() (rows []*Row) {
	for i := range t.Rows {
		if t.Rows[i].IsOpen() {
			rows = append(rows, &t.Rows[i])
		}
	}
	return rows
}

// whoActs is the account that acts; nil when the program does.
func whoActs(ctx context.Context) *string {
	if actor, _ := audit.ActorIn(ctx); actor.Kind == audit.Account && store.IsID(actor.ID) {
		return &actor.ID
	}
	return nil
}
