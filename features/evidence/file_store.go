package evidence

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"samverk/features/audit"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// KeepFiles checks the files and stores their content. Other features keep documents by the same rules.
func KeepFiles(ctx context.Context, tx *store.Tx, files []NewFile) ([]File, error) {
	var kept []File
	for i := range files {
		one, err := file.KeepChecked(ctx, tx, files[i])
		if err != nil {
			return nil, err
		}
		kept = append(kept, one)
	}
	return kept, nil
}

// insertFiles puts the files after those that the record has already.
func insertFiles(ctx context.Context, tx *store.Tx, recordID string, files []File, already int) error {
	for i, file := range files {
		if _, err := tx.Exec(ctx, "INSERT INTO record_file (record_id, position, name, media, sha256) VALUES ($1, $2, $3, $4, $5)",
			recordID, already+i+1, file.Name, file.Media, file.SHA256); err != nil {
			return err
		}
	}
	return nil
}

// AddFile keeps one more file with a record that is not void.
func AddFile(ctx context.Context, tx *store.Tx, recordID string, file NewFile) (File, error) {
	record, err := lockRecord(ctx, tx, recordID)
	if err != nil {
		return File{}, err
	}
	if record.IsVoided() {
		return File{}, i18n.Fail("evidence.is_voided", "title", record.Title)
	}
	kept, err := KeepFiles(ctx, tx, []NewFile{file})
	if err != nil {
		return File{}, err
	}
	if err := insertFiles(ctx, tx, recordID, kept, len(record.Files)); err != nil {
		return File{}, err
	}
	return kept[0], audit.Append(ctx, tx, audit.Change{Action: "record.file_added", ObjectKind: "record", ObjectID: recordID, After: kept[0]})
}

// OpenFile gives a file of a record with its content. Positions are counted from 1.
func OpenFile(ctx context.Context, tx *store.Tx, recordID string, position int) (File, []byte, error) {
	var row struct {
		Name, Media string
		SHA256      string `db:"sha256"`
		Size        int64
		Bytes       []byte
	}
	err := tx.Get(ctx, &row, `SELECT f.name, f.media, f.sha256 AS sha256, c.size, c.bytes FROM record_file f
		JOIN file_content c ON c.sha256 = f.sha256 WHERE f.record_id = $1 AND f.position = $2`, recordID, position)
	if errors.Is(err, store.ErrNotFound) {
		return File{}, nil, i18n.Fail("file.unknown").Because(err)
	}
	return File{Name: row.Name, Media: row.Media, SHA256: row.SHA256, Size: row.Size}, row.Bytes, err
}

// withFiles fills in the records' files with one query.
func withFiles(ctx context.Context, tx *store.Tx, records []Record) error {
	if len(records) == 0 {
		return nil
	}
	places, args := make([]string, len(records)), make([]any, len(records))
	byID := map[string]*Record{}
	for i := range records {
		places[i], args[i] = fmt.Sprintf("$%d", i+1), records[i].ID
		byID[records[i].ID] = &records[i]
	}
	rows, err := tx.QueryContext(ctx, `SELECT f.record_id, f.name, f.media, f.sha256, c.size FROM record_file f
		JOIN file_content c ON c.sha256 = f.sha256
		WHERE f.record_id IN (`+strings.Join(places, ", ")+`) ORDER BY f.record_id, f.position`, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	for rows.Next() {
		var id string
		var file File
		if err := rows.Scan(&id, &file.Name, &file.Media, &file.SHA256, &file.Size); err != nil {
			return err
		}
		byID[id].Files = append(byID[id].Files, file)
	}
	return rows.Err()
}
