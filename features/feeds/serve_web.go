package feeds

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
	"samverk/platform/web"
)

// servePublic gives the calendar that everybody may read, in Swedish unless the address asks for another language.
func (f *Feature) servePublic(w http.ResponseWriter, r *http.Request) error {
	lang := i18n.Swedish
	if wanted := i18n.Language(r.URL.Query().Get("lang")); wanted == i18n.English {
		lang = wanted
	}
	ctx, site := f.in(r.Context(), lang), f.site(r)
	c := ical.Calendar{Name: i18n.T(ctx, "feeds.public_name"), Text: i18n.T(ctx, "feeds.public_about"), Link: site + "/public/calendar"}
	var feed Feed
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if feed, err = public(ctx, tx); err == nil {
			c.Events, err = f.gather(ctx, tx, Wanted{Public: true, Since: since(time.Now())}, site)
		}
		return err
	}); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=900")
	f.send(w, r, &feed, c.Bytes())
	return nil
}

// serveSecret gives the calendar behind a secret address. Whoever has the address may read it.
func (f *Feature) serveSecret(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("X-Robots-Tag", "noindex")
	secret := strings.TrimSuffix(r.PathValue("token"), ".ics")
	var feed Feed
	var c ical.Calendar
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if feed, err = behind(r.Context(), tx, secret); err != nil {
			return err
		}
		ctx, site := f.in(r.Context(), feed.Language), f.site(r)
		if c, err = f.about(ctx, tx, feed.owner(), site); err == nil {
			c.Events, err = f.gather(ctx, tx, feed.owner().wanted(time.Now()), site)
		}
		return err
	}); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	f.send(w, r, &feed, c.Bytes())
	return nil
}

// about is what a calendar says of itself.
func (f *Feature) about(ctx context.Context, tx *store.Tx, o Owner, site string) (ical.Calendar, error) {
	if o.AccountID != "" {
		return ical.Calendar{Name: i18n.T(ctx, "feeds.own_name"), Link: site + "/account/calendar"}, nil
	}
	name, err := f.networkName(ctx, tx, o.NetworkID)
	return ical.Calendar{Name: name, Link: site + "/networks/" + url.PathEscape(o.NetworkID)}, err
}

// send answers with the file, or that it is what the program has already. Last-Modified is when the content was first seen,
// not when an event was last changed: an event that falls away changes the calendar too.
func (f *Feature) send(w http.ResponseWriter, r *http.Request, feed *Feed, file []byte) {
	sum := sha256.Sum256(file)
	hash, now := hex.EncodeToString(sum[:]), time.Now()
	isNew, isToday := hash != feed.ContentHash, feed.ID == publicID || feed.FetchedOn == calendar.Today(now)
	feed.FetchedOn = calendar.Today(now)
	if isNew {
		feed.ContentHash, feed.ContentAt = hash, store.TimeOf(now)
	}
	if isNew || !isToday {
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return note(r.Context(), tx, feed) }); err != nil {
			slog.Warn("that a calendar was fetched could not be kept", "error", err) // the calendar itself is right
		}
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="samverk.ics"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("ETag", `"`+hash[:32]+`"`)
	http.ServeContent(w, r, "", feed.ContentAt.Time, bytes.NewReader(file))
}

// in is the context with texts in a language; Swedish when none is given.
func (f *Feature) in(ctx context.Context, lang i18n.Language) context.Context {
	if lang == "" {
		lang = i18n.Swedish
	}
	return i18n.With(ctx, f.Words.In(lang))
}

// site is where the site is reached, without a slash at its end.
func (f *Feature) site(r *http.Request) string {
	if f.BaseURL != "" {
		return f.BaseURL
	}
	scheme := "http"
	if web.IsSecure(r) {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: r.Host}).String()
}
