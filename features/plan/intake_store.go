package plan

import (
	"context"
	"errors"

	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const intakeQuery = `SELECT id, document_name, document_sha256, stage, done, total, failure, sent_by, alive_at FROM plan_intake`

type intakeRow struct {
	ID, DocumentName string
	DocumentSHA256   string `db:"document_sha256"`
	Stage            Stage
	Done, Total      int
	Failure          store.JSON[i18n.Message]
	SentBy           string
	AliveAt          store.Time
}

func (row intakeRow) intake() Intake {
	return Intake{ID: row.ID, DocumentName: row.DocumentName, DocumentHash: row.DocumentSHA256, SentBy: row.SentBy,
		Progress: Progress{Stage: row.Stage, Done: row.Done, Total: row.Total}, Failure: row.Failure.V, AliveAt: row.AliveAt}
}

// TakeIn keeps a document that is to be read, under a key made beforehand. It is false when the key is known already.
func TakeIn(ctx context.Context, tx *store.Tx, id string, document Document) (isNew bool, err error) {
	hash, err := file.Keep(ctx, tx, document.Content)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `INSERT INTO plan_intake (id, document_name, document_sha256, stage, done, total, failure, sent_by, alive_at)
		VALUES ($1, $2, $3, '', 0, 0, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
		id, document.Name, hash, store.AsJSON(i18n.Message{}), actorName(ctx), store.Now())
	return n == 1, err
}

// FindIntake loads a document that is on its way to review.
func FindIntake(ctx context.Context, tx *store.Tx, id string) (*Intake, error) {
	var row intakeRow
	err := tx.Get(ctx, &row, intakeQuery+" WHERE id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, i18n.Fail("plan.review.unknown").Because(store.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	i := row.intake()
	return &i, nil
}

// Intakes lists the documents that are on their way to review, the one heard of last first.
func Intakes(ctx context.Context, tx *store.Tx) ([]Intake, error) {
	var rows []intakeRow
	if err := tx.Select(ctx, &rows, intakeQuery+" ORDER BY alive_at DESC, id DESC"); err != nil {
		return nil, err
	}
	intakes := make([]Intake, len(rows))
	for i, row := range rows {
		intakes[i] = row.intake()
	}
	return intakes, nil
}

// Tell keeps how far the reading has come, and that it is alive.
func (i *Intake) Tell(ctx context.Context, tx *store.Tx, at Progress) error {
	_, err := tx.Exec(ctx, "UPDATE plan_intake SET stage = $1, done = $2, total = $3, alive_at = $4 WHERE id = $5",
		at.Stage, at.Done, at.Total, store.Now(), i.ID)
	return err
}

// TakeOver gives the document of a reading that was broken off to whoever asks first; nil for everybody else.
func (i *Intake) TakeOver(ctx context.Context, tx *store.Tx) (*Document, error) {
	n, err := tx.Exec(ctx, "UPDATE plan_intake SET alive_at = $1 WHERE id = $2 AND alive_at = $3", store.Now(), i.ID, i.AliveAt)
	if err != nil || n == 0 {
		return nil, err
	}
	content, err := fileContent(ctx, tx, i.DocumentHash)
	return &Document{Name: i.DocumentName, Content: content}, err
}

// Finish makes the draft that was read ready for review.
func (i *Intake) Finish(ctx context.Context, tx *store.Tx, draft Draft, document Document) error {
	if err := BeginReview(ctx, tx, i.ID, draft, document); err != nil {
		return err
	}
	return i.Forget(ctx, tx)
}

// Fail keeps why the document could not be read.
func (i *Intake) Fail(ctx context.Context, tx *store.Tx, why i18n.Message) error {
	_, err := tx.Exec(ctx, "UPDATE plan_intake SET failure = $1 WHERE id = $2", store.AsJSON(why), i.ID)
	return err
}

// Forget takes the intake away.
func (i *Intake) Forget(ctx context.Context, tx *store.Tx) error {
	_, err := tx.Exec(ctx, "DELETE FROM plan_intake WHERE id = $1", i.ID)
	return err
}
