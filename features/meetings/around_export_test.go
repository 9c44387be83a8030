package meetings

import (
	"context"

	"samverk/platform/store"
)

// Cancel does what the act that cancels a meeting does.
func (f *Feature) Cancel(ctx context.Context, tx *store.Tx, id, why string) error {
	before, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := become(ctx, tx, &before, Cancelled, why); err != nil {
		return err
	}
	return f.changed(ctx, tx, &before)
}

// Replan lets a cancelled meeting be planned again.
func (f *Feature) Replan(ctx context.Context, tx *store.Tx, id string) error {
	before, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := become(ctx, tx, &before, Planned, ""); err != nil {
		return err
	}
	return f.changed(ctx, tx, &before)
}

// Rename gives a meeting another title and another day.
func (f *Feature) Rename(ctx context.Context, tx *store.Tx, id, title string, days int) error {
	before, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	moved := before.onDay(before.Day().AddDays(days))
	if _, err := tx.Exec(ctx, "UPDATE meeting SET title = $2, starts_at = $3, ends_at = $4, day = $5, sequence = sequence + 1, version = version + 1 WHERE id = $1", id, title,
		store.TimeOf(moved.Starts), store.TimeOf(moved.Ends), moved.Day()); err != nil {
		return err
	}
	return f.changed(ctx, tx, &before)
}

func (f *Feature) changed(ctx context.Context, tx *store.Tx, before *Meeting) error {
	after, err := Find(ctx, tx, before.ID)
	if err != nil {
		return err
	}
	return f.afterChange(ctx, tx, before, &after)
}

// MinutesHash is what a form of the minutes was filled in from, and FindLink what a secret leads to.
var (
	MinutesHash = func(ctx context.Context, tx *store.Tx, id string) (string, error) {
		m, err := Find(ctx, tx, id)
		if err != nil {
			return "", err
		}
		p, err := protocolOf(ctx, tx, &m)
		return p.hash(), err
	}
	FindLink = func(ctx context.Context, tx *store.Tx, secret string) (meetingID, invitationID string, err error) {
		l, err := findLink(ctx, tx, secret, store.Now().Time)
		return l.Meeting.ID, l.Invitation.ID, err
	}
)
