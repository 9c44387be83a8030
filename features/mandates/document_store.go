package mandates

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Document is what proves a mandate.
type Document struct {
	ID        string
	MandateID string
	file.File
	SentAt store.Time
}

const documentQuery = `SELECT d.id, d.mandate_id, d.name, d.media, d.sha256 AS sha256, c.size, d.sent_at FROM mandate_document d
	JOIN file_content c ON c.sha256 = d.sha256`

type documentRow struct {
	ID, MandateID, Name, Media string
	SHA256                     string `db:"sha256"`
	Size                       int64
	SentAt                     store.Time
}

func (r *documentRow) document() Document {
	return Document{r.ID, r.MandateID, file.File{Name: r.Name, Media: r.Media, SHA256: r.SHA256, Size: r.Size}, r.SentAt}
}

// Documents lists what has been sent to prove a mandate, the latest first.
func Documents(ctx context.Context, tx *store.Tx, mandateID string) ([]Document, error) {
	var rows []documentRow
	err := tx.Select(ctx, &rows, documentQuery+" WHERE d.mandate_id = $1 ORDER BY d.sent_at DESC, d.id DESC", mandateID)
	all := make([]Document, len(rows))
	for i := range rows {
		all[i] = rows[i].document()
	}
	return all, err
}

// unsentOf is the document that has been sent but not handed in; nil when there is none.
func unsentOf(ctx context.Context, tx *store.Tx, m *Mandate) (*Document, error) {
	all, err := Documents(ctx, tx, m.ID)
	if err != nil || len(all) == 0 || !m.HandedInAt.IsZero() && !all[0].SentAt.After(m.HandedInAt.Time) {
		return nil, err
	}
	return &all[0], nil
}

// Send keeps a document that proves a mandate, in place of one that has not been handed in. The key was made with the form.
func Send(ctx context.Context, tx *store.Tx, mandateID, key, accountID string, sent file.New) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	m, err := Find(ctx, tx, mandateID)
	if err != nil {
		return err
	}
	if state := m.State(today()); state != Invited && state != Refused {
		return i18n.Fail("mandates.not_now")
	}
	if err := CheckName(&sent); err != nil {
		return err
	}
	kept, err := file.KeepChecked(ctx, tx, sent)
	if err != nil {
		return err
	}
	unsent, err := unsentOf(ctx, tx, &m)
	if err != nil || unsent != nil && unsent.SHA256 == kept.SHA256 && unsent.Name == kept.Name {
		return err
	}
	if unsent != nil {
		if _, err := tx.Exec(ctx, "DELETE FROM mandate_document WHERE id = $1", unsent.ID); err != nil {
			return err
		}
		if err := file.Release(ctx, tx, []string{unsent.SHA256}); err != nil {
			return err
		}
	}
	n, err := tx.Exec(ctx, `INSERT INTO mandate_document (id, mandate_id, account_id, name, media, sha256, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO NOTHING`, key, mandateID, accountID, kept.Name, kept.Media, kept.SHA256, store.Now())
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "mandate.document_sent", ObjectKind: "mandate", ObjectID: mandateID, After: kept})
}

// OpenDocument gives a document of a mandate with its content.
func OpenDocument(ctx context.Context, tx *store.Tx, mandateID, id string) (Document, []byte, error) {
	unknown := i18n.Fail("file.unknown").Because(store.ErrNotFound)
	if !store.IsID(mandateID) || !store.IsID(id) {
		return Document{}, nil, unknown
	}
	var row documentRow
	err := tx.Get(ctx, &row, documentQuery+" WHERE d.mandate_id = $1 AND d.id = $2", mandateID, id)
	if errors.Is(err, store.ErrNotFound) {
		return Document{}, nil, unknown
	}
	if err != nil {
		return Document{}, nil, err
	}
	content, err := file.Content(ctx, tx, row.SHA256)
	return row.document(), content, err
}
