package feeds

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Feed is a calendar that programs fetch.
type Feed struct {
	ID          string
	AccountID   string
	NetworkID   string
	MadeAt      store.Time
	FetchedOn   calendar.Date // no date: never
	ContentHash string        // of what was fetched last; empty for nothing yet
	ContentAt   store.Time    // when it was first like that
	Language    i18n.Language // the owner's; empty for a network's
}

func (f *Feed) owner() Owner { return Owner{AccountID: f.AccountID, NetworkID: f.NetworkID} }

// publicID is the key of the calendar that everybody may read.
const publicID = "public"

const feedQuery = `SELECT f.id, COALESCE(f.account_id, '') AS account_id, COALESCE(f.network_id, '') AS network_id, f.made_at, f.fetched_on, f.content_hash,
	f.content_at, COALESCE(a.language, '') AS language FROM calendar_feed f LEFT JOIN account a ON a.id = f.account_id WHERE a.closed_at IS NULL AND `

// Find gives the owner's calendar, and whether there is one.
func Find(ctx context.Context, tx *store.Tx, o Owner) (feed Feed, found bool, err error) {
	column, id := o.column()
	err = tx.Get(ctx, &feed, feedQuery+"f."+column+" = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return feed, false, nil
	}
	return feed, err == nil, err
}

func (o Owner) column() (name, id string) {
	if o.AccountID != "" {
		return "account_id", o.AccountID
	}
	return "network_id", o.NetworkID
}

// object is what the trail says of the owner.
func (o Owner) object() (kind, id string) {
	if o.AccountID != "" {
		return "account", o.AccountID
	}
	return "network", o.NetworkID
}

// behind gives the calendar behind a secret. Secrets that are wrong, revoked or of somebody whose account is closed are told
// apart by nothing: the same question is asked of the database for each, and finds no row.
func behind(ctx context.Context, tx *store.Tx, secret string) (feed Feed, err error) {
	if err = tx.Get(ctx, &feed, feedQuery+"f.secret_hash = $1", hashOf(secret)); errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("feeds.unknown").Because(err)
	}
	return feed, err
}

// Make gives the owner's calendar an address with the secret; an earlier address stops working. With the secret that it has
// already, nothing happens.
func Make(ctx context.Context, tx *store.Tx, o Owner, secret string) error {
	if err := tx.Lock(ctx, "calendar_feed"); err != nil {
		return err
	}
	if feed, err := behind(ctx, tx, secret); err == nil && feed.owner() == o {
		return nil
	}
	column, id := o.column()
	if _, err := tx.Exec(ctx, "DELETE FROM calendar_feed WHERE "+column+" = $1", id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "INSERT INTO calendar_feed (id, "+column+", secret_hash, made_at, content_hash) VALUES ($1, $2, $3, $4, '')",
		store.NewID(), id, hashOf(secret), store.Now()); err != nil {
		return err
	}
	return told(ctx, tx, "feed.made", o)
}

// Revoke takes the address of the owner's calendar away. Without one nothing happens.
func Revoke(ctx context.Context, tx *store.Tx, o Owner) error {
	column, id := o.column()
	n, err := tx.Exec(ctx, "DELETE FROM calendar_feed WHERE "+column+" = $1", id)
	if err != nil || n == 0 {
		return err
	}
	return told(ctx, tx, "feed.revoked", o)
}

func told(ctx context.Context, tx *store.Tx, action string, o Owner) error {
	kind, id := o.object()
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: kind, ObjectID: id})
}

// public gives what is kept of the calendar that everybody may read.
func public(ctx context.Context, tx *store.Tx) (feed Feed, err error) {
	if err = tx.Get(ctx, &feed, feedQuery+"f.id = $1", publicID); errors.Is(err, store.ErrNotFound) {
		return Feed{ID: publicID}, nil
	}
	return feed, err
}

// note keeps that the calendar was fetched on a day, and since when it is as it is. It is no change that anybody made, so
// the trail does not tell of it. Whoever was slower than a revocation changes nothing.
func note(ctx context.Context, tx *store.Tx, feed *Feed) error {
	if feed.ID == publicID {
		_, err := tx.Exec(ctx, `INSERT INTO calendar_feed (id, made_at, content_hash, content_at) VALUES ($1, $2, $3, $2)
			ON CONFLICT (id) DO UPDATE SET content_hash = excluded.content_hash, content_at = excluded.content_at`, publicID, feed.ContentAt, feed.ContentHash)
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE calendar_feed SET fetched_on = $2, content_hash = $3, content_at = $4 WHERE id = $1", feed.ID, feed.FetchedOn, feed.ContentHash, feed.ContentAt)
	return err
}
