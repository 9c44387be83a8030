package payments

import (
	"context"
	"slices"
	"strings"

	"samverk/features/audit"
	"samverk/features/mandates"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// in is a list of numbered places for keys, from the first, and their arguments.
func in(keys []string) (places string, args []any) { return mandates.In(keys, 1) }

// Accept is somebody's yes on behalf of the organisation, with the account to pay to. Where two sign jointly the grant is
// accepted when both have named the same account; done tells whether it is.
func Accept(ctx context.Context, tx *store.Tx, id, accountID string, to BankAccount, seen int, day calendar.Date) (done bool, err error) {
	_, err = change(ctx, tx, id, seen, "grant.accepted", "", func(g *Grant) error {
		if g.State != AwaitingAcceptance {
			return notNow()
		}
		m, err := mandates.ActsFor(ctx, tx, accountID, g.OrganisationID, day)
		if err != nil {
			return err
		}
		if m.Signs == mandates.Never {
			return i18n.Fail("payments.may_not_sign")
		}
		if _, err := tx.Exec(ctx, `INSERT INTO grant_signature (grant_id, account_id, pay_kind, pay_number, signed_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (grant_id, account_id) DO UPDATE SET pay_kind = excluded.pay_kind, pay_number = excluded.pay_number, signed_at = excluded.signed_at`,
			id, accountID, to.Kind, to.Number, store.Now()); err != nil {
			return err
		}
		var signed []string
		if err := tx.Select(ctx, &signed, "SELECT account_id FROM grant_signature WHERE grant_id = $1 AND pay_kind = $2 AND pay_number = $3 ORDER BY signed_at, account_id",
			id, to.Kind, to.Number); err != nil {
			return err
		}
		if done, err = mandates.MaySign(ctx, tx, g.OrganisationID, signed, day); err != nil || !done {
			return err
		}
		return g.accept(to)
	})
	if err == nil && !done {
		err = audit.Append(ctx, tx, audit.Change{Action: "grant.signed", ObjectKind: "grant", ObjectID: id, After: struct {
			Pays string `json:"payAccount"`
		}{to.String()}})
	}
	return done, err
}

// SignedFor gives the account that somebody has named when signing, while the grant waits for another to sign.
func SignedFor(ctx context.Context, tx *store.Tx, id string) (named []BankAccount, signers []string, err error) {
	var rows []struct {
		PayKind              AccountKind
		PayNumber, AccountID string
	}
	err = tx.Select(ctx, &rows, "SELECT pay_kind, pay_number, account_id FROM grant_signature WHERE grant_id = $1 ORDER BY signed_at, account_id", id)
	for _, row := range rows {
		named, signers = append(named, BankAccount{row.PayKind, row.PayNumber}), append(signers, row.AccountID)
	}
	return named, signers, err
}

// Decline is the organisation's no, by somebody who may sign, alone or jointly.
func Decline(ctx context.Context, tx *store.Tx, id, accountID, reason string, seen int, day calendar.Date) error {
	_, err := change(ctx, tx, id, seen, "grant.declined", reason, func(g *Grant) error {
		m, err := mandates.ActsFor(ctx, tx, accountID, g.OrganisationID, day)
		if err != nil {
			return err
		}
		if m.Signs == mandates.Never {
			return i18n.Fail("payments.may_not_sign")
		}
		return g.decline(reason)
	})
	return err
}

// PayTo changes the account to pay to, by somebody who may sign for the organisation alone. Those who sign jointly turn to an
// officer, who may do it with a reason; by is empty then.
func PayTo(ctx context.Context, tx *store.Tx, id, by string, to BankAccount, reason string, seen int, day calendar.Date) error {
	_, err := change(ctx, tx, id, seen, "grant.account_changed", reason, func(g *Grant) error {
		if by != "" {
			may, err := mandates.MaySign(ctx, tx, g.OrganisationID, []string{by}, day)
			if err != nil {
				return err
			}
			if !may {
				return i18n.Fail("payments.may_not_sign")
			}
		} else if reason == "" {
			return i18n.Fail("payments.reason_missing")
		}
		why := reason
		if why == "" {
			why = to.String()
		}
		return g.payTo(to, why)
	})
	return err
}

// Move takes a grant along, by an officer.
func Move(ctx context.Context, tx *store.Tx, id string, to GrantState, reason string, seen int) (Grant, error) {
	return change(ctx, tx, id, seen, "grant.moved", reason, func(g *Grant) error {
		if to == GrantClosed {
			open, err := openReclaims(ctx, tx, id)
			if err != nil {
				return err
			}
			if open > 0 {
				return i18n.Fail("payments.unsettled")
			}
		}
		return g.move(to, reason)
	})
}

// StepYear opens a year's conditions, releases or cancels it.
func StepYear(ctx context.Context, tx *store.Tx, id string, year int, to TrancheState, reason string, seen int, day calendar.Date) (Grant, error) {
	return change(ctx, tx, id, seen, "grant.year_moved", reason, func(g *Grant) error { return g.stepYear(year, to, reason, day, store.NewID()) })
}

// Reduce takes an amount in öre off a year.
func Reduce(ctx context.Context, tx *store.Tx, id string, year int, by int64, reason string, seen int) (Grant, error) {
	return change(ctx, tx, id, seen, "grant.year_reduced", reason, func(g *Grant) error { return g.reduce(year, by, reason) })
}

// Tell keeps what the organisation tells of a year.
func Tell(ctx context.Context, tx *store.Tx, id string, year, members int, answer string, seen int) error {
	_, err := change(ctx, tx, id, seen, "grant.year_told", "", func(g *Grant) error { return g.tell(year, members, answer) })
	return err
}

// Plan adds a payment with a key made for the form, or changes one that is only planned.
func Plan(ctx context.Context, tx *store.Tx, id string, year int, instalmentID string, amount int64, due calendar.Date, seen int) error {
	g, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, p := g.Find(instalmentID); p != nil && p.Amount == amount && p.DueOn == due {
		return nil // the same form once more
	}
	_, err = change(ctx, tx, id, seen, "grant.payment_planned", "", func(g *Grant) error { return g.plan(year, instalmentID, amount, due) })
	return err
}

// Unplan takes a payment away that is only planned.
func Unplan(ctx context.Context, tx *store.Tx, id, instalmentID string, seen int) error {
	_, err := change(ctx, tx, id, seen, "grant.payment_removed", "", func(g *Grant) error { return g.unplan(instalmentID) })
	return err
}

// Prepare makes a payment ready to be attested. Nobody prepares a payment to an organisation that they act for.
func Prepare(ctx context.Context, tx *store.Tx, id, instalmentID string, seen int) error {
	_, err := change(ctx, tx, id, seen, "grant.payment_ready", "", func(g *Grant) error {
		actor, err := notConcerned(ctx, tx, g)
		if err != nil {
			return err
		}
		return g.prepare(instalmentID, actor)
	})
	return err
}

// notConcerned gives who acts, who must not act for the grant's organisation.
func notConcerned(ctx context.Context, tx *store.Tx, g *Grant) (string, error) {
	actor, _ := audit.ActorIn(ctx)
	if actor.Kind != audit.Account {
		return "", nil
	}
	concerned, err := mandates.Concerns(ctx, tx, actor.ID, g.OrganisationID)
	if err == nil && concerned {
		err = i18n.Fail("mandates.own_decision")
	}
	return actor.ID, err
}

// Step takes a payment along a way that is neither preparing, attesting nor sending.
func Step(ctx context.Context, tx *store.Tx, id, instalmentID string, to InstalmentState, reason string, seen int, day calendar.Date) error {
	_, err := change(ctx, tx, id, seen, "grant.payment_moved", reason, func(g *Grant) error {
		actor, err := notConcerned(ctx, tx, g)
		if err != nil {
			return err
		}
		return g.step(instalmentID, to, reason, actor, day)
	})
	return err
}

// Attestable is a payment with its grant, as it is listed to be attested or sent.
type Attestable struct {
	Grant      Grant
	Instalment Instalment
	Year       int
}

// Tick is what is sent when it is ticked: its key, and the seal of what was seen.
func (a *Attestable) Tick() string { return a.Instalment.ID + ":" + a.Grant.Seal(&a.Instalment) }

// InStates lists payments in some states of grants that are paid, by their day and then the organisation's name.
func InStates(ctx context.Context, tx *store.Tx, states ...InstalmentState) (list []Attestable, err error) {
	words := make([]string, len(states))
	for i, state := range states {
		words[i] = string(state)
	}
	places, args := in(words)
	all, err := find(ctx, tx, " WHERE g.state IN ('active', 'reporting') AND g.id IN (SELECT i.grant_id FROM instalment i WHERE i.state IN ("+places+"))", args...)
	for i := range all {
		g := &all[i]
		for t := range g.Tranches {
			for _, p := range g.Tranches[t].Instalments {
				if slices.Contains(states, p.State) {
					list = append(list, Attestable{*g, p, g.Tranches[t].Year})
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Attestable) int {
		if order := strings.Compare(a.Instalment.DueOn.String(), b.Instalment.DueOn.String()); order != 0 {
			return order
		}
		return strings.Compare(a.Grant.Organisation, b.Grant.Organisation)
	})
	return list, err
}

// Attest attests payments, all of them or none: each must be as its tick says it was seen.
func Attest(ctx context.Context, tx *store.Tx, ticks []string) error {
	return withTicked(ctx, tx, ticks, "grant.payment_attested", func(g *Grant, id string) error {
		actor, err := notConcerned(ctx, tx, g)
		if err != nil {
			return err
		}
		return g.attest(id, actor)
	})
}

// withTicked does the same with each payment that is ticked, and writes each grant once.
func withTicked(ctx context.Context, tx *store.Tx, ticks []string, action string, do func(g *Grant, id string) error) error {
	if len(ticks) == 0 {
		return i18n.Fail("payments.none_ticked")
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	seals := map[string]string{}
	keys := make([]string, 0, len(ticks))
	for _, tick := range ticks {
		id, seal, _ := strings.Cut(tick, ":")
		if _, twice := seals[id]; !twice {
			keys = append(keys, id)
		}
		seals[id] = seal
	}
	places, args := in(keys)
	all, err := find(ctx, tx, " WHERE g.id IN (SELECT i.grant_id FROM instalment i WHERE i.id IN ("+places+"))", args...)
	if err != nil {
		return err
	}
	before, err := find(ctx, tx, " WHERE g.id IN (SELECT i.grant_id FROM instalment i WHERE i.id IN ("+places+"))", args...)
	if err != nil {
		return err
	}
	found := 0
	for i := range all {
		g := &all[i]
		for _, id := range keys {
			_, p := before[i].Find(id)
			if p == nil {
				continue
			}
			if found++; before[i].Seal(p) != seals[id] {
				return i18n.Fail("payments.changed_meanwhile", "organisation", g.Organisation).Because(ErrSavedMeanwhile)
			}
			if err := do(g, id); err != nil {
				return err
			}
		}
		if err := save(ctx, tx, &before[i], g, action, ""); err != nil {
			return err
		}
	}
	if found != len(keys) {
		return i18n.Fail("payments.gone_meanwhile").Because(ErrSavedMeanwhile)
	}
	return nil
}
