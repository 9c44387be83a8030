package file

import (
	"context"
	"errors"
	"time"

	"samverk/platform/store"
)

// unfinishedFor is how long the files of a form that is not finished are kept: a weekend and a day.
const unfinishedFor = 3 * 24 * time.Hour

// KeepUpload stores the content of a file sent with a form that may never be finished, and gives its SHA-256 in
// hexadecimal. Sent again it is kept for as long again.
func KeepUpload(ctx context.Context, tx *store.Tx, content []byte, now time.Time) (string, error) {
	hash, err := Keep(ctx, tx, content)
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(ctx, `INSERT INTO upload (sha256, sent_at) VALUES ($1, $2)
		ON CONFLICT (sha256) DO UPDATE SET sent_at = excluded.sent_at`, hash, store.TimeOf(now))
	return hash, err
}

// ForgetUploads throws away files that were sent before a moment with forms that were never finished, and tells how
// many. What anything in the database refers to is kept; the database itself sees to that.
func ForgetUploads(ctx context.Context, db *store.DB, before time.Time) (thrown int, err error) {
	var old []string
	if err := db.Read(ctx, func(tx *store.Tx) error {
		return tx.Select(ctx, &old, "SELECT sha256 FROM upload WHERE sent_at < $1 ORDER BY sent_at", store.TimeOf(before))
	}); err != nil {
		return 0, err
	}
	for _, hash := range old {
		err := db.Write(ctx, func(tx *store.Tx) error { return forgetUpload(ctx, tx, hash, before, true) })
		switch {
		case err == nil:
			thrown++
		case !errors.Is(err, store.ErrInUse):
			return thrown, err
		default: // it belongs to something now
			if err := db.Write(ctx, func(tx *store.Tx) error { return forgetUpload(ctx, tx, hash, before, false) }); err != nil {
				return thrown, err
			}
		}
	}
	return thrown, nil
}

// forgetUpload forgets that a file was sent, unless it has been sent again, and throws its content away with it.
func forgetUpload(ctx context.Context, tx *store.Tx, hash string, before time.Time, withContent bool) error {
	if _, err := tx.Exec(ctx, "DELETE FROM upload WHERE sha256 = $1 AND sent_at < $2", hash, store.TimeOf(before)); err != nil || !withContent {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM file_content WHERE sha256 = $1", hash)
	return err
}

// CleanUploads throws away the files of forms that will hardly be finished any more.
func CleanUploads(ctx context.Context, db *store.DB) error {
	_, err := ForgetUploads(ctx, db, time.Now().Add(-unfinishedFor))
	return err
}

// Release lets the cleaning throw contents of files away at its next round, in so far as nothing in the database refers to
// them by then. One that has been sent again with a form waits its time.
func Release(ctx context.Context, tx *store.Tx, hashes []string) error {
	at := store.TimeOf(time.Now().Add(-unfinishedFor))
	for _, hash := range hashes {
		if _, err := tx.Exec(ctx, "INSERT INTO upload (sha256, sent_at) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING", hash, at); err != nil {
			return err
		}
	}
	return nil
}
