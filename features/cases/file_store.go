package cases

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// File is a document of a case.
type File struct {
	Round    int
	Position int
	Name     string
	Media    string
	SHA256   string `db:"sha256"`
	Size     int64
}

// mostFiles bounds the documents of a round.
const mostFiles = 50

const fileQuery = `SELECT f.round, f.position, f.name, f.media, f.sha256, c.size FROM case_file f JOIN file_content c ON c.sha256 = f.sha256`

// Files lists a round's documents.
func Files(ctx context.Context, tx *store.Tx, caseID string, round int) (all []File, err error) {
	return all, tx.Select(ctx, &all, fileQuery+" WHERE f.case_id = $1 AND f.round = $2 ORDER BY f.position", caseID, round)
}

// AddFiles keeps documents with a case that can be changed. The same file sent twice is kept once.
func AddFiles(ctx context.Context, tx *store.Tx, caseID string, files []evidence.NewFile) error {
	c, err := lockCase(ctx, tx, caseID)
	if err != nil {
		return err
	}
	if !c.MayBeChanged() {
		return i18n.Fail("cases.is_frozen")
	}
	kept, err := evidence.KeepFiles(ctx, tx, files)
	if err != nil {
		return err
	}
	there, err := Files(ctx, tx, caseID, c.Round)
	if err != nil {
		return err
	}
	if len(there)+len(kept) > mostFiles {
		return i18n.Fail("cases.too_many_files", "most", mostFiles)
	}
	for _, f := range kept {
		n, err := tx.Exec(ctx, `INSERT INTO case_file (case_id, round, position, name, media, sha256)
			SELECT $1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM case_file WHERE case_id = $1 AND round = $2), $3, $4, $5
			WHERE NOT EXISTS (SELECT 1 FROM case_file WHERE case_id = $1 AND round = $2 AND name = $3 AND sha256 = $5)`, caseID, c.Round, f.Name, f.Media, f.SHA256)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		if err := audit.Append(ctx, tx, audit.Change{Action: "case.file_added", ObjectKind: caseKind, ObjectID: caseID, After: f}); err != nil {
			return err
		}
	}
	return nil
}

// RemoveFile takes a document away from a case that can be changed.
func RemoveFile(ctx context.Context, tx *store.Tx, caseID string, position int) error {
	c, err := lockCase(ctx, tx, caseID)
	if err != nil {
		return err
	}
	if !c.MayBeChanged() {
		return i18n.Fail("cases.is_frozen")
	}
	f, _, err := OpenFile(ctx, tx, caseID, c.Round, position)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM case_file WHERE case_id = $1 AND round = $2 AND position = $3", caseID, c.Round, position); err != nil {
		return err
	}
	if err := file.Release(ctx, tx, []string{f.SHA256}); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "case.file_removed", ObjectKind: caseKind, ObjectID: caseID,
		Before: evidence.File{Name: f.Name, Media: f.Media, SHA256: f.SHA256, Size: f.Size}})
}

// OpenFile gives a document with its content.
func OpenFile(ctx context.Context, tx *store.Tx, caseID string, round, position int) (f File, content []byte, err error) {
	err = tx.Get(ctx, &f, fileQuery+" WHERE f.case_id = $1 AND f.round = $2 AND f.position = $3", caseID, round, position)
	if errors.Is(err, store.ErrNotFound) {
		return f, nil, i18n.Fail("cases.file_unknown").Because(err)
	}
	if err != nil {
		return f, nil, err
	}
	var row struct{ Bytes []byte }
	err = tx.Get(ctx, &row, "SELECT bytes FROM file_content WHERE sha256 = $1", f.SHA256)
	return f, row.Bytes, err
}

// carryFiles gives a new round the documents of the one before.
func carryFiles(ctx context.Context, tx *store.Tx, caseID string, round int) error {
	_, err := tx.Exec(ctx, "INSERT INTO case_file (case_id, round, position, name, media, sha256) SELECT case_id, round + 1, position, name, media, sha256 FROM case_file WHERE case_id = $1 AND round = $2",
		caseID, round)
	return err
}
