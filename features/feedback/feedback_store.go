package feedback

import (
	"context"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// The form is open to everybody and asks for no proof of being human, so what comes in is bounded: at most so many
// messages in so long a time, from all senders together. Counting in the database holds for several copies of the program
// and needs no addresses of senders to be kept.
const (
	mostInWindow = 20
	window       = 10 * time.Minute
)

// Receive keeps a message. Its key was made with the form, so the same form sent twice is one message. What was written is
// not in the trail, which cannot be weeded; that something came in is.
func Receive(ctx context.Context, tx *store.Tx, m Message, now time.Time) error {
	if _, fault := m.check(); fault != nil {
		return fault
	}
	if err := tx.Lock(ctx, "feedback"); err != nil {
		return err
	}
	var lately int
	if err := tx.Get(ctx, &lately, "SELECT count(*) FROM feedback WHERE received_at > $1 AND id <> $2",
		store.TimeOf(now.Add(-window)), m.ID); err != nil {
		return err
	}
	if lately >= mostInWindow {
		return i18n.Fail("feedback.too_many")
	}
	n, err := tx.Exec(ctx, `INSERT INTO feedback (id, message, page, reply_to, received_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO NOTHING`, m.ID, m.Text, m.Page, m.ReplyTo, store.TimeOf(now))
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "feedback.received", ObjectKind: "feedback", ObjectID: m.ID})
}

// mostListed bounds the page of what has come in.
const mostListed = 200

// Received lists what has come in: what waits first, then the latest.
func Received(ctx context.Context, tx *store.Tx) ([]Message, error) {
	var all []Message
	return all, tx.Select(ctx, &all, `SELECT id, message, page, reply_to, received_at, COALESCE(done_by, '') AS done_by, done_at
		FROM feedback ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, received_at DESC, id DESC LIMIT $1`, mostListed)
}

// Mark says that a message is dealt with, or that it waits again. Saying it twice changes nothing.
func Mark(ctx context.Context, tx *store.Tx, id string, done bool) error {
	query, action := "UPDATE feedback SET done_by = NULL, done_at = NULL WHERE id = $1 AND done_at IS NOT NULL", "feedback.reopened"
	args := []any{id}
	if done {
		actor, _ := audit.ActorIn(ctx)
		query, action = "UPDATE feedback SET done_by = $2, done_at = $3 WHERE id = $1 AND done_at IS NULL", "feedback.done"
		args = append(args, actor.Name, store.Now())
	}
	n, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return err
	}
	if n > 0 {
		return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "feedback", ObjectID: id})
	}
	var there int
	if err := tx.Get(ctx, &there, "SELECT count(*) FROM feedback WHERE id = $1", id); err != nil {
		return err
	}
	if there == 0 {
		return i18n.Fail("feedback.unknown").Because(store.ErrNotFound)
	}
	return nil
}
