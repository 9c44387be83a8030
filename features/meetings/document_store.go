package meetings

import (
	"context"
	"errors"
	"slices"

	"samverk/features/audit"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Documents lists the files of a meeting and of its points, in the order they were added.
func Documents(ctx context.Context, tx *store.Tx, meetingID string) (all []Document, err error) {
	err = tx.Select(ctx, &all, `SELECT id, COALESCE(item_id, '') AS item_id, name, media, size, sha256 AS sha256 FROM meeting_document
		WHERE meeting_id = $1 ORDER BY added_at, id`, meetingID)
	return all, err
}

// documentTold is what the trail keeps of a document.
type documentTold struct {
	Name   string `json:"name"`
	Media  string `json:"media"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func (d *Document) told() documentTold { return documentTold{d.Name, d.Media, d.Size, d.SHA256} }

// AddDocuments keeps files with a meeting, or with a point of its agenda. What is there already, by name, content and point, is
// not added again, so the same form sent twice adds each once.
func AddDocuments(ctx context.Context, tx *store.Tx, meetingID, itemID string, files []file.New) error {
	_, items, err := withAgenda(ctx, tx, meetingID, State.mayAddTo)
	if err != nil {
		return err
	}
	if itemID != "" {
		if _, err := itemOf(items, itemID); err != nil {
			return err
		}
	}
	there, err := Documents(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	if len(there)+len(files) > mostDocuments {
		return i18n.Fail("meetings.too_many_documents", "most", mostDocuments)
	}
	for _, sent := range files {
		kept, err := file.KeepChecked(ctx, tx, sent)
		if err != nil {
			return err
		}
		d := Document{store.NewID(), itemID, kept.Name, kept.Media, kept.Size, kept.SHA256}
		if slices.ContainsFunc(there, func(o Document) bool { return o.ItemID == d.ItemID && o.Name == d.Name && o.SHA256 == d.SHA256 }) {
			continue
		}
		if _, err := tx.Exec(ctx, "INSERT INTO meeting_document (id, meeting_id, item_id, name, media, size, sha256, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			d.ID, meetingID, orNull(itemID), d.Name, d.Media, d.Size, d.SHA256, store.Now()); err != nil {
			return err
		}
		there = append(there, d)
		if err := audit.Append(ctx, tx, audit.Change{Action: "meeting.document_added", ObjectKind: "meeting", ObjectID: meetingID, After: d.told()}); err != nil {
			return err
		}
	}
	return nil
}

// OpenDocument gives a document of a meeting with its content; store.ErrNotFound when the meeting has none such.
func OpenDocument(ctx context.Context, tx *store.Tx, meetingID, id string) (Document, []byte, error) {
	var row struct {
		ID, ItemID, Name, Media string
		Size                    int64
		SHA256                  string `db:"sha256"`
		Bytes                   []byte
	}
	unknown := i18n.Fail("meetings.document_unknown").Because(store.ErrNotFound)
	if !store.IsID(meetingID) || !store.IsID(id) {
		return Document{}, nil, unknown
	}
	err := tx.Get(ctx, &row, `SELECT d.id, COALESCE(d.item_id, '') AS item_id, d.name, d.media, d.size, d.sha256 AS sha256, c.bytes FROM meeting_document d
		JOIN file_content c ON c.sha256 = d.sha256 WHERE d.meeting_id = $1 AND d.id = $2`, meetingID, id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return Document{row.ID, row.ItemID, row.Name, row.Media, row.Size, row.SHA256}, row.Bytes, err
}

// RemoveDocument takes a document away, and lets its content be thrown away when nothing else has it. One that is gone
// already is no fault.
func RemoveDocument(ctx context.Context, tx *store.Tx, meetingID, id string) error {
	if _, _, err := withAgenda(ctx, tx, meetingID, State.mayAddTo); err != nil {
		return err
	}
	d, _, err := OpenDocument(ctx, tx, meetingID, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM meeting_document WHERE id = $1", id); err != nil {
		return err
	}
	if err := file.Release(ctx, tx, []string{d.SHA256}); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.document_removed", ObjectKind: "meeting", ObjectID: meetingID, Before: d.told()})
}
