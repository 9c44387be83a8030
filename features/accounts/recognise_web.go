package accounts

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// SessionCookie holds the session's token.
const SessionCookie = "samverk_session"

type accountKey struct{}

// In is the account that is signed in; false when nobody is.
func In(ctx context.Context) (Account, bool) {
	account, ok := ctx.Value(accountKey{}).(Account)
	return account, ok
}

// Guard lets a request through to the handler when May allows it. Whoever is not signed in is sent to the sign-in page
// and comes back afterwards, with a form they have sent; whoever lacks the permission is told so.
func Guard(permission web.Permission, handler web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if May(r.Context(), permission) {
			return handler(w, r)
		}
		if _, signedIn := In(r.Context()); signedIn {
			return i18n.Fail("accounts.not_trusted").Because(web.ErrForbidden)
		}
		if r.Method == http.MethodPost {
			return askToContinue(w, r)
		}
		http.Redirect(w, r, "/sign-in?back="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return nil
	}
}

// Recognise finds out who sends each request, from its session cookie, and makes them the one who acts.
func (f *Feature) Recognise(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := sessionToken(r)
		ctx := r.Context()
		at, err := audit.CurrentEdition(ctx, f.DB)
		if err != nil {
			slog.Error("the trail could not be read", "error", err)
			next.ServeHTTP(w, r)
			return
		}
		row, known := f.recognise(ctx, token, at)
		goesOn := r.Method == http.MethodPost && r.URL.Query().Has(continuing)
		if goesOn && !known {
			r, token = f.signInToContinue(w, r)
			row, known = f.recognise(r.Context(), token, at)
		}
		ctx = r.Context()
		if r.Method == http.MethodGet {
			ctx = audit.WithEdition(ctx, at)
		}
		if known {
			ctx = context.WithValue(context.WithValue(ctx, accountKey{}, row.Account), sessionKey{}, row)
			r = r.WithContext(asAccount(ctx, row.Account))
			if goesOn {
				r = f.proveToContinue(w, r, row)
			}
			ctx = r.Context()
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// recognise gives the session that the token is of, with its account.
func (f *Feature) recognise(ctx context.Context, token string, at audit.Edition) (sessionRow, bool) {
	if token == "" {
		return sessionRow{}, false
	}
	row, err := f.signedIn(ctx, token, at)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		slog.Error("a session could not be read", "error", err)
	}
	return row, err == nil
}

// asAccount makes the account the one who acts.
func asAccount(ctx context.Context, account Account) context.Context {
	return audit.As(ctx, audit.Actor{Kind: audit.Account, ID: account.ID, Name: account.Name})
}

// signedIn gives the session that the token is of: from memory when nothing at all has been done since it was read.
func (f *Feature) signedIn(ctx context.Context, token string, at audit.Edition) (sessionRow, error) {
	now := time.Now()
	if row, kept := f.sessions.get(token, at); kept && row.holds(now) && !row.isDue(now) {
		return row, nil
	}
	var row sessionRow
	err := f.DB.Glance(func(tx *store.Tx) (err error) {
		row, err = sessionOf(ctx, tx, token, now)
		return err
	})
	if err != nil {
		return sessionRow{}, err
	}
	if row.isDue(now) {
		go f.touch(context.WithoutCancel(ctx), token) // nobody waits for it: somebody may be writing for long
		row.SeenAt = store.TimeOf(now)
	}
	f.sessions.put(token, at, row)
	return row, nil
}

// touch failing is no reason to turn somebody away: the session only ends earlier.
func (f *Feature) touch(ctx context.Context, token string) {
	if err := f.DB.Write(ctx, func(tx *store.Tx) error { return Touch(ctx, tx, token, time.Now()) }); err != nil {
		slog.Error("the time a session was last seen could not be kept", "error", err)
	}
}

func sessionToken(r *http.Request) string { return web.Cookie(r, SessionCookie) }

func giveSession(w http.ResponseWriter, r *http.Request, token string) {
	web.SetCookie(w, r, http.Cookie{Name: SessionCookie, Value: token, SameSite: http.SameSiteLaxMode, MaxAge: int(wholeTime.Seconds())})
}
