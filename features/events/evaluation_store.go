package events

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// SetQuestions keeps the questions of the evaluation, until it has been sent.
func (f *Feature) SetQuestions(ctx context.Context, tx *store.Tx, id string, text string, seen int) error {
	e, err := locked(ctx, tx, id)
	if err != nil {
		return err
	}
	list, wrong := parseQuestions(text, e.Questions)
	if wrong != nil {
		return wrong
	}
	if slices.Equal(list, e.Questions) {
		return nil
	}
	if !e.AskedAt.IsZero() {
		return i18n.Fail("events.evaluation.is_sent")
	}
	if e.Version != seen {
		return i18n.Fail("events.meanwhile").Because(errSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, "UPDATE event SET questions = $2, version = version + 1, changed_at = $3 WHERE id = $1", id, store.AsJSON(list), store.Now()); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "event.questions_set", ObjectKind: "event", ObjectID: id, Before: texts(e.Questions), After: texts(list)})
}

func texts(list []Question) map[string][]string {
	all := make([]string, len(list))
	for i, q := range list {
		all[i] = q.Text
	}
	return map[string][]string{"questions": all}
}

// Ask mails everybody who came a link to the evaluation, once. Nothing is kept of who got which link.
func (f *Feature) Ask(ctx context.Context, tx *store.Tx, id string, now time.Time) error {
	e, err := locked(ctx, tx, id)
	if err != nil || !e.AskedAt.IsZero() {
		return err
	}
	switch {
	case f.Post == nil:
		return i18n.Fail("events.evaluation.no_mail")
	case e.State != Held:
		return i18n.Fail("events.not_held")
	case len(e.Questions) == 0:
		return i18n.Fail("events.evaluation.questions_missing")
	}
	all, err := Registrations(ctx, tx, id)
	if err != nil {
		return err
	}
	asked := 0
	for i := range all {
		r := &all[i]
		if !r.Came || r.Email == "" {
			continue
		}
		token := newToken()
		if _, err := tx.Exec(ctx, "INSERT INTO event_evaluation_link (token_hash, event_id) VALUES ($1, $2)", hashToken(token), id); err != nil {
			return err
		}
		p := f.printer(ctx, r.Language)
		if err := f.Post(ctx, tx, Letter{Kind: "event_evaluation", To: r.Email, Subject: p.T("events.subject.evaluation", "title", shortened(e.Title)),
			Text: p.T("events.mail.evaluation", "name", r.Name, "title", e.Title, "link", f.BaseURL+"/public/events/evaluation/"+token) + "\n\n" +
				p.T("events.mail.ends", "organiser", e.signedBy(p), "contact", e.Contact)}); err != nil {
			return err
		}
		asked++
	}
	if asked == 0 {
		return i18n.Fail("events.evaluation.nobody")
	}
	if _, err := tx.Exec(ctx, "UPDATE event SET evaluation_sent_at = $2, evaluation_sent = $3 WHERE id = $1", id, store.TimeOf(now), asked); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "event.evaluation_sent", ObjectKind: "event", ObjectID: id, After: map[string]int{"number": asked}})
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// evaluated gives the event that a link to an evaluation is about.
func evaluated(ctx context.Context, tx *store.Tx, token string) (Event, error) {
	var id string
	err := tx.Get(ctx, &id, "SELECT event_id FROM event_evaluation_link WHERE token_hash = $1", hashToken(token))
	if errors.Is(err, store.ErrNotFound) {
		return Event{}, i18n.Fail("events.evaluation.link_over").Because(err)
	}
	if err != nil {
		return Event{}, err
	}
	return Find(ctx, tx, id)
}

// Evaluate keeps an answer and uses up its link. Nothing ties the answer to the link, and the trail tells only that one came.
func Evaluate(ctx context.Context, tx *store.Tx, token string, a Answer) error {
	e, err := evaluated(ctx, tx, token)
	if err != nil {
		return err
	}
	if err := firstFault(checkAnswer(a, e.Questions)); err != nil {
		return err
	}
	kept := Answer{}
	for _, q := range e.Questions {
		if a[q.ID] != "" {
			kept[q.ID] = a[q.ID]
		}
	}
	if n, err := tx.Exec(ctx, "DELETE FROM event_evaluation_link WHERE token_hash = $1", hashToken(token)); err != nil || n == 0 {
		return err
	}
	if _, err := tx.Exec(ctx, "INSERT INTO event_evaluation_answer (id, event_id, answers) VALUES ($1, $2, $3)", newToken(), e.ID, store.AsJSON(kept)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "event.evaluation_answered", ObjectKind: "event", ObjectID: e.ID})
}

// Answers are all that came, in an order that says nothing.
func Answers(ctx context.Context, tx *store.Tx, eventID string) ([]Answer, error) {
	var rows []store.JSON[Answer]
	if err := tx.Select(ctx, &rows, "SELECT answers FROM event_evaluation_answer WHERE event_id = $1 ORDER BY id", eventID); err != nil {
		return nil, err
	}
	all := make([]Answer, len(rows))
	for i := range rows {
		all[i] = rows[i].V
	}
	return all, nil
}
