package outbox

import (
	"context"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/jobs"
	"samverk/platform/store"
)

// sendArgs name the mail that a job sends.
type sendArgs struct {
	Mail string `json:"mail"`
}

func (sendArgs) Kind() string { return "mail" }

// Queue queues a mail in the transaction: it is sent after the commit. A mail that says the same once again is not
// queued twice. The trail says that it was queued and about what; the address is not repeated there.
func Queue(ctx context.Context, tx *store.Tx, d Draft) error {
	if err := d.check(); err != nil {
		return err
	}
	id, now := store.NewID(), store.Now()
	n, err := tx.Exec(ctx, `INSERT INTO mail (id, once, kind, recipient, account_id, subject, body, state, tries, queued_at, next_at, fault, answer,
		attachment_name, attachment_media, attachment)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $9, '', '', $10, $11, $12) ON CONFLICT (once) DO NOTHING`,
		id, orNull(d.Once), d.Kind, d.To, orNull(d.AccountID), d.Subject, d.Text, Waiting, now, d.With.Name, d.With.Media, d.With.Text)
	if err != nil || n == 0 {
		return err
	}
	if err := jobs.Add(ctx, tx, sendArgs{id}, mailRules); err != nil {
		return err
	}
	return tell(ctx, tx, "mail.queued", id, d.Kind)
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// told is what the trail says of a mail.
type told struct {
	Kind string `json:"mailKind"`
}

func tell(ctx context.Context, tx *store.Tx, action, id, kind string) error {
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "mail", ObjectID: id, After: told{kind}})
}

const mailColumns = "id, kind, recipient, subject, body, attachment_name, attachment_media, attachment, state, tries, queued_at, next_at, ended_at, fault, answer"

// Find gives a mail.
func Find(ctx context.Context, tx *store.Tx, id string) (Mail, error) {
	var m Mail
	err := tx.Get(ctx, &m, "SELECT "+mailColumns+" FROM mail WHERE id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return m, i18n.Fail("outbox.unknown").Because(err)
	}
	return m, err
}

// take holds the mail for this copy of the program while it sends it. It gives ErrNotFound when there is nothing to
// send: it has gone, was cancelled, or another copy is at it.
func take(ctx context.Context, tx *store.Tx, id string, now time.Time) (Mail, error) {
	var m Mail
	return m, tx.Get(ctx, &m, `UPDATE mail SET held_until = $1, tries = tries + 1
		WHERE id = $2 AND state = $3 AND (held_until IS NULL OR held_until <= $4) RETURNING `+mailColumns,
		store.TimeOf(now.Add(mailRules.Longest)), id, Waiting, store.TimeOf(now))
}

// setSent says that the receiving server has taken the mail.
func setSent(ctx context.Context, tx *store.Tx, m Mail, now time.Time) error {
	if _, err := tx.Exec(ctx, "UPDATE mail SET state = $1, ended_at = $2, body = '', attachment = '', held_until = NULL, fault = '', answer = '' WHERE id = $3",
		Sent, store.TimeOf(now), m.ID); err != nil {
		return err
	}
	return tell(ctx, tx, "mail.sent", m.ID, m.Kind)
}

// setFault says why a try failed, and when the next comes, or that there is none.
func setFault(ctx context.Context, tx *store.Tx, m Mail, fault Fault, answer string, last bool, now time.Time) error {
	if !last {
		_, err := tx.Exec(ctx, "UPDATE mail SET held_until = NULL, fault = $1, answer = $2, next_at = $3 WHERE id = $4",
			fault, answer, store.TimeOf(now.Add(waitAfter(m.Tries))), m.ID)
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE mail SET held_until = NULL, fault = $1, answer = $2, state = $3, ended_at = $4 WHERE id = $5",
		fault, answer, Failed, store.TimeOf(now), m.ID); err != nil {
		return err
	}
	return tell(ctx, tx, "mail.failed", m.ID, m.Kind)
}

// Retry queues a mail that failed anew, with all its tries. One that waits is tried at once. Sending twice is no fault.
func Retry(ctx context.Context, tx *store.Tx, id string) error {
	m, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	now := store.Now()
	n, err := tx.Exec(ctx, `UPDATE mail SET state = $1, tries = 0, next_at = $2, ended_at = NULL, fault = '', answer = ''
		WHERE id = $3 AND (state = $4 OR state = $1 AND fault <> '')`, Waiting, now, id, Failed)
	if err != nil || n == 0 {
		return err
	}
	if err := jobs.Add(ctx, tx, sendArgs{id}, mailRules); err != nil {
		return err
	}
	return tell(ctx, tx, "mail.retried", id, m.Kind)
}

// Cancel keeps a mail that waits or failed from being sent. One that is just being sent may go all the same.
func Cancel(ctx context.Context, tx *store.Tx, id string) error {
	m, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE mail SET state = $1, body = '', attachment = '', ended_at = $2 WHERE id = $3 AND state IN ($4, $5)",
		Cancelled, store.Now(), id, Waiting, Failed)
	if err != nil {
		return err
	}
	if n == 0 {
		if m.State == Sent {
			return i18n.Fail("outbox.sent_already")
		}
		return nil
	}
	return tell(ctx, tx, "mail.cancelled", id, m.Kind)
}

// mostListed bounds a page of mails.
const mostListed = 100

// Listed are mails in a state, the latest first, from just after the place of an earlier page's last; empty for the
// beginning. next is the place from which more can be had; empty when there is no more.
func Listed(ctx context.Context, tx *store.Tx, state State, after string) (list []Mail, next string, err error) {
	at, id := beyond, ""
	if after != "" {
		last, err := Find(ctx, tx, after)
		if err != nil {
			return nil, "", err
		}
		at, id = last.QueuedAt, last.ID
	}
	if err := tx.Select(ctx, &list, "SELECT "+mailColumns+` FROM mail WHERE state = $1 AND (queued_at < $2 OR queued_at = $2 AND id < $3)
		ORDER BY queued_at DESC, id DESC LIMIT $4`, state, at, id, mostListed+1); err != nil {
		return nil, "", err
	}
	if len(list) > mostListed {
		list = list[:mostListed]
		next = list[mostListed-1].ID
	}
	return list, next, nil
}

// beyond is later than any mail.
var beyond = store.TimeOf(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))

// Count is how many mails are in a state.
type Count struct {
	State State
	Mails int
}

// Counts gives how many mails wait and have failed.
func Counts(ctx context.Context, tx *store.Tx) (map[State]int, error) {
	var counts []Count
	if err := tx.Select(ctx, &counts, "SELECT state, count(*) AS mails FROM mail WHERE state IN ($1, $2) GROUP BY state", Waiting, Failed); err != nil {
		return nil, err
	}
	by := map[State]int{}
	for _, c := range counts {
		by[c.State] = c.Mails
	}
	return by, nil
}
