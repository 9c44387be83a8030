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

// sessionCookie holds the session's token. Over HTTPS the name carries the __Host- prefix, which binds it to this host.
const (
	sessionCookie       = "samverk_session"
	secureSessionCookie = "__Host-samverk_session"
)

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
		account, known := f.recognise(ctx, token, at)
		if r.Method == http.MethodPost && r.URL.Query().Has(continuing) && !known {
			r, token = f.signInToContinue(w, r)
			if account, known = f.recognise(r.Context(), token, at); known {
				giveSession(w, r, token)
			}
		}
		ctx = r.Context()
		if r.Method == http.MethodGet {
			ctx = audit.WithEdition(ctx, at)
		}
		if known {
			ctx = asAccount(context.WithValue(ctx, accountKey{}, account), account)
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// recognise gives the account whose session the token is.
func (f *Feature) recognise(ctx context.Context, token string, at audit.Edition) (Account, bool) {
	if token == "" {
		return Account{}, false
	}
	account, err := f.signedIn(ctx, token, at)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		slog.Error("a session could not be read", "error", err)
	}
	return account, err == nil
}

// asAccount makes the account the one who acts.
func asAccount(ctx context.Context, account Account) context.Context {
	return audit.As(ctx, audit.Actor{Kind: audit.Account, ID: account.ID, Name: account.Name})
}

// signedIn gives the account whose session the token is: from memory when nothing at all has been done since it was read.
func (f *Feature) signedIn(ctx context.Context, token string, at audit.Edition) (Account, error) {
	now := time.Now()
	if row, kept := f.sessions.get(token, at); kept && row.holds(now) && !row.isDue(now) {
		return row.Account, nil
	}
	var row sessionRow
	err := f.DB.Glance(func(tx *store.Tx) (err error) {
		row, err = sessionOf(ctx, tx, token, now)
		return err
	})
	if err != nil {
		return Account{}, err
	}
	if row.isDue(now) {
		go f.touch(context.WithoutCancel(ctx), token) // nobody waits for it: somebody may be writing for long
		row.SeenAt = store.TimeOf(now)
	}
	f.sessions.put(token, at, row)
	return row.Account, nil
}

// touch failing is no reason to turn somebody away: the session only ends earlier.
func (f *Feature) touch(ctx context.Context, token string) {
	if err := f.DB.Write(ctx, func(tx *store.Tx) error { return Touch(ctx, tx, token, time.Now()) }); err != nil {
		slog.Error("the time a session was last seen could not be kept", "error", err)
	}
}

func sessionToken(r *http.Request) string {
	for _, name := range []string{secureSessionCookie, sessionCookie} {
		if cookie, err := r.Cookie(name); err == nil {
			return cookie.Value
		}
	}
	return ""
}

// giveSession sets the session cookie. It is marked Secure when the request came over HTTPS, directly or through a
// proxy on the same machine; the program itself listens on the loopback address.
func giveSession(w http.ResponseWriter, r *http.Request, token string) {
	cookie := &http.Cookie{Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		MaxAge: int(wholeTime.Seconds())}
	if web.IsSecure(r) {
		cookie.Name, cookie.Secure = secureSessionCookie, true
	}
	http.SetCookie(w, cookie)
}

func takeSession(w http.ResponseWriter) {
	for _, name := range []string{sessionCookie, secureSessionCookie} {
		http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: name == secureSessionCookie})
	}
}
