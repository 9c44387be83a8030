package file

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Keep stores a content, unless it is there already, and gives its SHA-256 in hexadecimal.
func Keep(ctx context.Context, tx *store.Tx, content []byte) (string, error) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	if content == nil {
		content = []byte{}
	}
	_, err := tx.Exec(ctx, "INSERT INTO file_content (sha256, size, bytes) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING",
		hash, len(content), content)
	return hash, err
}

// KeepChecked checks a file and stores its content.
func KeepChecked(ctx context.Context, tx *store.Tx, n New) (File, error) {
	media, err := n.Check()
	if err != nil {
		return File{}, err
	}
	hash, err := Keep(ctx, tx, n.Content)
	return File{n.Name, media, hash, int64(len(n.Content))}, err
}

// Content gives what is kept under a SHA-256; store.ErrNotFound when nothing is.
func Content(ctx context.Context, tx *store.Tx, hash string) ([]byte, error) {
	var row struct{ Bytes []byte }
	err := tx.Get(ctx, &row, "SELECT bytes FROM file_content WHERE sha256 = $1", hash)
	if errors.Is(err, store.ErrNotFound) {
		return nil, i18n.Fail("file.unknown").Because(err)
	}
	return row.Bytes, err
}
