package payments

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const reclaimQuery = `SELECT r.id, r.grant_id, r.amount, r.settled, r.grounds, r.state, r.why, r.reply_by, r.reply, r.replied_at, r.invoice, r.settled_on, r.opened_at, r.version,
	g.organisation_id, o.name AS organisation FROM reclaim r JOIN given_grant g ON g.id = r.grant_id JOIN organisation o ON o.id = g.organisation_id`

// FindReclaim gives a claim; store.ErrNotFound when there is none.
func FindReclaim(ctx context.Context, tx *store.Tx, id string) (r Reclaim, err error) {
	if !store.IsID(id) {
		return r, unknown()
	}
	if err = tx.Get(ctx, &r, reclaimQuery+" WHERE r.id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown()
	}
	return r, err
}

// ReclaimsOf lists the claims of a grant in the order they were opened.
func ReclaimsOf(ctx context.Context, tx *store.Tx, grantID string) (all []Reclaim, err error) {
	return all, tx.Select(ctx, &all, reclaimQuery+" WHERE r.grant_id = $1 ORDER BY r.opened_at, r.id", grantID)
}

// Reclaims lists every claim, those that are open first, then the latest first.
func Reclaims(ctx context.Context, tx *store.Tx) (all []Reclaim, err error) {
	return all, tx.Select(ctx, &all, reclaimQuery+" ORDER BY CASE WHEN r.state IN ('repaid', 'waived') THEN 1 ELSE 0 END, r.opened_at DESC, r.id DESC")
}

func openReclaims(ctx context.Context, tx *store.Tx, grantID string) (n int, err error) {
	return n, tx.Get(ctx, &n, "SELECT count(*) FROM reclaim WHERE grant_id = $1 AND state NOT IN ('repaid', 'waived')", grantID)
}

// Claimable is how much of a grant can still be claimed back, in öre: what has been paid, less what claims that were not
// waived are about.
func Claimable(ctx context.Context, tx *store.Tx, g *Grant) (int64, error) {
	var claimed int64
	err := tx.Get(ctx, &claimed, "SELECT CAST(COALESCE(SUM(amount), 0) AS bigint) FROM reclaim WHERE grant_id = $1 AND state <> 'waived'", g.ID)
	return g.Sum(Paid, Sent) - claimed, err
}

// Observe opens a claim with a key made for the form; the same form opens one.
func Observe(ctx context.Context, tx *store.Tx, id, grantID string, amount int64, grounds string) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	g, err := Find(ctx, tx, grantID)
	if err != nil {
		return err
	}
	if _, err := FindReclaim(ctx, tx, id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if _, err := notConcerned(ctx, tx, &g); err != nil {
		return err
	}
	most, err := Claimable(ctx, tx, &g)
	if err != nil {
		return err
	}
	if amount <= 0 || amount > most {
		return i18n.Fail("payments.reclaim.more_than_paid", "most", kronorText(max(0, most)))
	}
	if _, err := tx.Exec(ctx, `INSERT INTO reclaim (id, grant_id, amount, settled, grounds, state, why, reply, invoice, opened_at, version)
		VALUES ($1, $2, $3, 0, $4, $5, '', '', '', $6, 1)`, id, grantID, amount, grounds, Observed, store.Now()); err != nil {
		return err
	}
	r := Reclaim{Amount: amount, Grounds: grounds, State: Observed}
	return audit.Append(ctx, tx, audit.Change{Action: "reclaim.observed", ObjectKind: "reclaim", ObjectID: id, After: r.told()})
}

type reclaimTold struct {
	State   ReclaimState  `json:"reclaimState"`
	Amount  int64         `json:"amountOre"`
	Settled int64         `json:"settledOre"`
	Grounds string        `json:"grounds,omitempty"`
	ReplyBy calendar.Date `json:"replyBy"`
	Reply   string        `json:"reply,omitempty"`
	Invoice string        `json:"invoice,omitempty"`
}

func (r *Reclaim) told() reclaimTold {
	return reclaimTold{r.State, r.Amount, r.Settled, r.Grounds, r.ReplyBy, r.Reply, r.Invoice}
}

// changeReclaim changes a claim, unless somebody else has done so since version seen; 0 asks for no version.
func changeReclaim(ctx context.Context, tx *store.Tx, id string, seen int, action, reason string, do func(*Reclaim) error) (Reclaim, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Reclaim{}, err
	}
	r, err := FindReclaim(ctx, tx, id)
	if err != nil {
		return r, err
	}
	if seen != 0 && r.Version != seen {
		return r, i18n.Fail("payments.meanwhile").Because(ErrSavedMeanwhile)
	}
	before := r
	if err := do(&r); err != nil {
		return before, err
	}
	r.Version++
	if _, err := tx.Exec(ctx, `UPDATE reclaim SET amount = $2, settled = $3, grounds = $4, state = $5, why = $6, reply_by = $7, reply = $8, replied_at = $9, invoice = $10,
		settled_on = $11, version = version + 1 WHERE id = $1`, id, r.Amount, r.Settled, r.Grounds, r.State, r.Why, r.ReplyBy, r.Reply, r.RepliedAt, r.Invoice, r.SettledOn); err != nil {
		return r, err
	}
	return r, audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "reclaim", ObjectID: id, Reason: reason, Before: before.told(), After: r.told()})
}

// StepReclaim takes a claim along, by an officer who does not act for the organisation.
func StepReclaim(ctx context.Context, tx *store.Tx, id string, s ReclaimStep, seen int) (Reclaim, error) {
	return changeReclaim(ctx, tx, id, seen, "reclaim.moved", s.Reason, func(r *Reclaim) error {
		if _, err := notConcerned(ctx, tx, &Grant{OrganisationID: r.OrganisationID}); err != nil {
			return err
		}
		return r.step(s)
	})
}

// Answer keeps the organisation's reply.
func Answer(ctx context.Context, tx *store.Tx, id, text string, seen int, day calendar.Date) error {
	_, err := changeReclaim(ctx, tx, id, seen, "reclaim.answered", "", func(r *Reclaim) error { return r.answer(text, day) })
	return err
}

// SetOff sets a coming payment off against a claim on the same organisation that has been invoiced.
func SetOff(ctx context.Context, tx *store.Tx, grantID, instalmentID, reclaimID, reason string, seen int, day calendar.Date) error {
	_, err := change(ctx, tx, grantID, seen, "grant.payment_set_off", reason, func(g *Grant) error {
		_, p := g.Find(instalmentID)
		if p == nil || !g.isPaid() {
			return notNow()
		}
		if reason == "" {
			return i18n.Fail("payments.reason_missing")
		}
		if _, err := notConcerned(ctx, tx, g); err != nil {
			return err
		}
		if err := p.Move(Offset, reason); err != nil {
			return err
		}
		p.ReclaimID = reclaimID
		_, err := changeReclaim(ctx, tx, reclaimID, 0, "reclaim.set_off", reason, func(r *Reclaim) error {
			if r.OrganisationID != g.OrganisationID {
				return unknown()
			}
			return r.settle(p.Amount, day)
		})
		return err
	})
	return err
}

// reclaimHistory gives what has happened to a claim, oldest first.
func reclaimHistory(ctx context.Context, tx *store.Tx, id string) ([]audit.Entry, error) {
	return audit.Of(ctx, tx, "reclaim", id)
}
