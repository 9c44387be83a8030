package payments

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"samverk/features/grants"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Proposed is an advance of half of last year's grant.
type Proposed struct {
	Grant  Grant // last year's
	Last   int64 // öre: what it was
	Amount int64 // öre: half of it, cut to whole öre
	// Within tells that the grant is for the new year too: the advance is a payment of that year.
	Within bool
}

// Tick is what is sent when it is ticked: the grant's key, and a hash of what was seen.
func (p *Proposed) Tick() string {
	hash := sha256.Sum256(fmt.Appendf(nil, "%s %d %d %v", p.Grant.ID, p.Grant.Version, p.Amount, p.Within))
	return p.Grant.ID + ":" + hex.EncodeToString(hash[:16])
}

// Advances proposes half of last year's grant for everybody who had one of a programme of recurring grants and has neither got
// an advance for the year nor a decision on it.
func Advances(ctx context.Context, tx *store.Tx, programmeID string, year int) (list []Proposed, err error) {
	programme, err := grants.FindProgramme(ctx, tx, programmeID)
	if err != nil {
		return nil, err
	}
	if programme.Kind != grants.Association {
		return nil, i18n.Fail("payments.advance.not_recurring")
	}
	all, err := find(ctx, tx, " WHERE g.call_id IN (SELECT c.id FROM grant_call c WHERE c.programme_id = $1)", programmeID)
	if err != nil {
		return nil, err
	}
	decided := map[string]bool{} // organisations with something that begins with the year
	for i := range all {
		if all[i].FirstYear == year && all[i].State != Declined && all[i].State != Terminated {
			decided[all[i].OrganisationID] = true
		}
	}
	for i := range all {
		g := &all[i]
		last, next := g.Year(year-1), g.Year(year)
		if g.Kind != Award || last == nil || g.State != Active && g.State != Reporting && g.State != GrantClosed || decided[g.OrganisationID] {
			continue
		}
		p := Proposed{Grant: *g, Last: last.Amount - last.Off}
		p.Amount = p.Last / 2
		if next != nil {
			p.Within = true
			p.Amount = min(p.Amount, next.Left())
			if g.State == GrantClosed || slices.ContainsFunc(next.Instalments, func(i Instalment) bool { return i.IsAdvance || i.State != Planned }) {
				continue
			}
		}
		if p.Amount > 0 {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b Proposed) int { return strings.Compare(a.Grant.Organisation, b.Grant.Organisation) })
	return list, nil
}

// OpenAdvances plans the advances that are ticked, all of them or none: each must be proposed still, as it was seen.
func OpenAdvances(ctx context.Context, tx *store.Tx, programmeID string, year int, ticks []string, due calendar.Date) error {
	if len(ticks) == 0 {
		return i18n.Fail("payments.none_ticked")
	}
	if due.IsZero() {
		return i18n.Fail("payments.due_missing")
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	proposed, err := Advances(ctx, tx, programmeID, year)
	if err != nil {
		return err
	}
	for _, tick := range slices.Compact(slices.Sorted(slices.Values(ticks))) {
		at := slices.IndexFunc(proposed, func(p Proposed) bool { return p.Tick() == tick })
		if at < 0 {
			return i18n.Fail("payments.gone_meanwhile").Because(ErrSavedMeanwhile)
		}
		if err := proposed[at].open(ctx, tx, year, due); err != nil {
			return err
		}
	}
	return nil
}

func (p *Proposed) open(ctx context.Context, tx *store.Tx, year int, due calendar.Date) error {
	payment := Instalment{ID: store.NewID(), Amount: p.Amount, State: Planned, DueOn: due, IsAdvance: true}
	if p.Within {
		_, err := change(ctx, tx, p.Grant.ID, p.Grant.Version, "grant.advance_planned", "", func(g *Grant) error {
			t := g.Year(year)
			t.Instalments = append(t.Instalments, payment)
			return nil
		})
		return err
	}
	g := Grant{ID: store.NewID(), ApplicationID: p.Grant.ApplicationID, CallID: p.Grant.CallID, OrganisationID: p.Grant.OrganisationID, Kind: Advance, FirstYear: year,
		DecidedOn: calendar.Today(store.Now().Time), State: Active, Pays: p.Grant.Pays, AcceptedAt: store.Now(), Ledger: Ledger{p.Amount, Years(p.Amount, year, 1)}}
	g.Tranches[0].Instalments = []Instalment{payment}
	_, err := insert(ctx, tx, &g, "grant.advance_opened")
	return err
}

// setOffAdvance sets what has been paid in advance off against a new grant's first year, and gives what is left to be paid of
// that year. An advance that has not been sent is not paid any more.
func setOffAdvance(ctx context.Context, tx *store.Tx, g *Grant, programmeID string) (rest int64, err error) {
	first := &g.Tranches[0]
	keys, err := organisations.Keys(ctx, tx, g.OrganisationID)
	if err != nil {
		return 0, err
	}
	places, args := in(keys)
	advances, err := find(ctx, tx, " WHERE g.kind = 'advance' AND g.state = 'active' AND g.organisation_id IN ("+places+")", args...)
	if err != nil {
		return 0, err
	}
	for i := range advances {
		a := &advances[i]
		if a.ProgrammeID != programmeID || a.FirstYear != g.FirstYear {
			continue
		}
		paid := a.Sum(Paid, Sent)
		if off := min(paid, first.Left()); off > 0 {
			first.Instalments = append(first.Instalments, Instalment{ID: store.NewID(), Amount: off, State: Offset, DueOn: g.DecidedOn, IsAdvance: true})
			paid -= off
		}
		if _, err := change(ctx, tx, a.ID, 0, "grant.advance_set_off", "", func(a *Grant) error {
			a.drop("")
			return a.become(Reporting, "")
		}); err != nil {
			return 0, err
		}
		if paid > 0 {
			if err := Observe(ctx, tx, store.NewID(), a.ID, paid, ""); err != nil {
				return 0, err
			}
		}
	}
	return first.Left(), nil
}

// ProgrammesWithGrants lists the programmes that grants have been given of, by name, as key and name; of recurring grants only
// when that is asked for.
func ProgrammesWithGrants(ctx context.Context, tx *store.Tx, recurring bool) (list []Named, err error) {
	query := "SELECT p.id, p.name FROM programme p WHERE p.id IN (SELECT c.programme_id FROM grant_call c JOIN given_grant g ON g.call_id = c.id)"
	if recurring {
		query += " AND p.kind = 'association'"
	}
	return list, tx.Select(ctx, &list, query+" ORDER BY p.sort_key, p.id")
}

// Named is a key and what it is called.
type Named struct{ ID, Name string }
