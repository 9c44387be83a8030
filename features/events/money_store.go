package events

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const moneyQuery = "SELECT id, event_id, side, title, planned, outcome, version FROM event_money"

// MoneyOf lists the lines of an event's budget in the order in which they were added.
func MoneyOf(ctx context.Context, tx *store.Tx, eventID string) (all []Money, err error) {
	return all, tx.Select(ctx, &all, moneyQuery+" WHERE event_id = $1 ORDER BY id", eventID)
}

// FindMoney gives one line.
func FindMoney(ctx context.Context, tx *store.Tx, eventID, id string) (m Money, err error) {
	err = tx.Get(ctx, &m, moneyQuery+" WHERE event_id = $1 AND id = $2", eventID, id)
	if errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("events.money.unknown").Because(store.ErrNotFound)
	}
	return m, err
}

type moneyTold struct {
	Side    Side   `json:"moneySide"`
	Title   string `json:"title"`
	Planned int64  `json:"plannedOre"`
	Outcome *int64 `json:"outcomeOre"`
}

func (m *Money) told() moneyTold { return moneyTold{m.Side, m.Title, m.Planned, m.Outcome} }

// AddMoney adds a line. Its key was made with the form, so the same form sent twice adds one.
func AddMoney(ctx context.Context, tx *store.Tx, m Money) error {
	if m.Side != Cost && m.Side != Financing {
		return i18n.Fail("events.money.side_missing")
	}
	if err := firstFault(m.check()); err != nil {
		return err
	}
	if _, err := Find(ctx, tx, m.EventID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "INSERT INTO event_money (id, event_id, side, title, planned, outcome, version) VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (id) DO NOTHING",
		m.ID, m.EventID, m.Side, m.Title, m.Planned, m.Outcome)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "event.money_added", ObjectKind: "event", ObjectID: m.EventID, After: m.told()})
}

// ChangeMoney changes a line, unless somebody else has done so since the version it carries.
func ChangeMoney(ctx context.Context, tx *store.Tx, m Money) error {
	if err := firstFault(m.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, "event "+m.EventID); err != nil {
		return err
	}
	before, err := FindMoney(ctx, tx, m.EventID, m.ID)
	if err != nil {
		return err
	}
	m.Side = before.Side
	if before.Title == m.Title && before.Planned == m.Planned && sameMoney(before.Outcome, m.Outcome) {
		return nil
	}
	if before.Version != m.Version {
		return i18n.Fail("events.meanwhile").Because(errSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, "UPDATE event_money SET title = $2, planned = $3, outcome = $4, version = version + 1 WHERE id = $1", m.ID, m.Title, m.Planned, m.Outcome); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "event.money_changed", ObjectKind: "event", ObjectID: m.EventID, Before: before.told(), After: m.told()})
}

func sameMoney(a, b *int64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// RemoveMoney takes a line away. Taking away twice changes nothing.
func RemoveMoney(ctx context.Context, tx *store.Tx, eventID, id string) error {
	before, err := FindMoney(ctx, tx, eventID, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if n, err := tx.Exec(ctx, "DELETE FROM event_money WHERE id = $1", id); err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "event.money_removed", ObjectKind: "event", ObjectID: eventID, Before: before.told()})
}
