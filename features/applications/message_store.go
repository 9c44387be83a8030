package applications

import (
	"context"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Message is what the authority and the applicant write to each other. With a day it asks for a completion.
type Message struct {
	ID            string
	ApplicationID string
	FromApplicant bool
	AccountID     string // empty when the program wrote it
	By            string // the account's name
	Body          string
	DueOn         calendar.Date
	AnsweredAt    store.Time
	SentAt        store.Time
}

// MessagesOf are the messages of an application, the first first.
func MessagesOf(ctx context.Context, tx *store.Tx, id string) (all []Message, err error) {
	return all, tx.Select(ctx, &all, `SELECT m.id, m.application_id, m.from_applicant, COALESCE(m.account_id, '') AS account_id, COALESCE(p.name, '') AS by, m.body, m.due_on, m.answered_at, m.sent_at
		FROM application_message m LEFT JOIN account p ON p.id = m.account_id WHERE m.application_id = $1 ORDER BY m.sent_at, m.id`, id)
}

// Write sends a message. The key was made with the form: sent twice it is one message, and new is false.
func Write(ctx context.Context, tx *store.Tx, m Message) (a Application, isNew bool, err error) {
	if a, err = hold(ctx, tx, m.ApplicationID); err != nil {
		return a, false, err
	}
	if a.SubmittedAt.IsZero() {
		return a, false, i18n.Fail("applications.not_now").Because(ErrNotNow)
	}
	if err := checkText(m.Body, true); err != nil {
		return a, false, err
	}
	var there int
	if err := tx.Get(ctx, &there, "SELECT count(*) FROM application_message WHERE id = $1", m.ID); err != nil || there > 0 {
		return a, false, err
	}
	m.DueOn = calendar.Date{}
	if err := addMessage(ctx, tx, m); err != nil {
		return a, false, err
	}
	return a, true, audit.Append(ctx, tx, audit.Change{Action: "application.message_sent", ObjectKind: "application", ObjectID: a.ID})
}

func addMessage(ctx context.Context, tx *store.Tx, m Message) error {
	var account any
	if actor, _ := audit.ActorIn(ctx); m.AccountID != "" {
		account = m.AccountID
	} else if actor.Kind == audit.Account {
		account = actor.ID
	}
	_, err := tx.Exec(ctx, `INSERT INTO application_message (id, application_id, from_applicant, account_id, body, due_on, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		m.ID, m.ApplicationID, m.FromApplicant, account, m.Body, m.DueOn, store.Now())
	return err
}

// Note is what an officer writes to others about an application.
type Note struct {
	ID            string
	ApplicationID string
	AccountID     string
	By            string
	Body          string
	WrittenAt     store.Time
}

// Notes are an application's, the latest first.
func Notes(ctx context.Context, tx *store.Tx, id string) (all []Note, err error) {
	return all, tx.Select(ctx, &all, `SELECT n.id, n.application_id, n.account_id, p.name AS by, n.body, n.written_at FROM application_note n JOIN account p ON p.id = n.account_id
		WHERE n.application_id = $1 ORDER BY n.written_at DESC, n.id DESC`, id)
}

// AddNote keeps a note. The key was made with the form: sent twice it is one note.
func AddNote(ctx context.Context, tx *store.Tx, n Note) error {
	a, err := hold(ctx, tx, n.ApplicationID)
	if err != nil {
		return err
	}
	if a.SubmittedAt.IsZero() {
		return i18n.Fail("applications.unknown").Because(store.ErrNotFound)
	}
	if err := checkText(n.Body, true); err != nil {
		return err
	}
	made, err := tx.Exec(ctx, "INSERT INTO application_note (id, application_id, account_id, body, written_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
		n.ID, a.ID, n.AccountID, n.Body, store.Now())
	if err != nil || made == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "application.noted", ObjectKind: "application", ObjectID: a.ID})
}
