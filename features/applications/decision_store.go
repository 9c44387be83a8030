package applications

import (
	"context"

	"samverk/features/audit"
	"samverk/platform/store"
)

// DecidedState is the state of an application that has been given an amount, in öre: rejected for nothing, granted for what it
// asked for or more, else partly granted.
func DecidedState(requested, amount int64) State {
	switch {
	case amount <= 0:
		return Rejected
	case amount < requested:
		return PartlyGranted
	}
	return Granted
}

// Settle decides an application that stands in a proposal: its amount, in öre, and the state that follows from it.
func Settle(ctx context.Context, tx *store.Tx, a *Application, amount int64, reason string) error {
	if err := Become(ctx, tx, a, DecidedState(a.Requested, amount), reason); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE application SET decided_amount = $2 WHERE id = $1", a.ID, amount); err != nil {
		return err
	}
	a.DecidedAmount = &amount
	return audit.Append(ctx, tx, audit.Change{Action: "application.settled", ObjectKind: "application", ObjectID: a.ID, Reason: reason,
		After: map[string]any{"applicationState": a.State, "decidedOre": amount}})
}
