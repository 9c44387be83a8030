package accounts

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

type sessionKey struct{}

// sessionIn is the session of whoever is signed in.
func sessionIn(ctx context.Context) sessionRow {
	row, _ := ctx.Value(sessionKey{}).(sessionRow)
	return row
}

// Proved lets a request through to a sensitive act when whoever sends it showed lately who they are. Others are asked
// again: a form is kept meanwhile and goes on afterwards, a page is come back to. It stands within the site's guard:
//
//	site.Handle("POST /people/{id}/role", ManagePeople, Proved(f.changeRole))
func Proved(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if row := sessionIn(r.Context()); row.isProved(time.Now()) {
			return next(w, r)
		}
		if r.Method == http.MethodPost {
			return askToContinue(w, r)
		}
		http.Redirect(w, r, "/sign-in?again=1&back="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return nil
	}
}

// proveToContinue reads the password of whoever is signed in and sends a form from the page that asks again. The request
// that it gives no longer holds the password, and tells whether it was right.
func (f *Feature) proveToContinue(w http.ResponseWriter, r *http.Request, row sessionRow) *http.Request {
	r.Body = http.MaxBytesReader(w, r.Body, longestKept+4<<10)
	if err := r.ParseForm(); err != nil {
		return r // the handler finds the same fault, and says so
	}
	asked := r.PostForm.Has(continueWord) && !r.PostForm.Has(continueEmail)
	typed := form.From(url.Values{continueWord: {r.PostForm.Get(continueWord)}, continueCode: {r.PostForm.Get(continueCode)}})
	next := withoutContinuing(r)
	if !asked { // they signed in again elsewhere in this browser
		return next
	}
	status, err := f.provePassword(w, next, row.Account, typed, continueWord)
	switch {
	case err != nil:
		slog.Error("a password could not be compared", "error", err)
		typed.Refuse("", i18n.Msg("web.fault"))
		status = http.StatusServiceUnavailable
	case status == http.StatusOK:
		row.ProvedAt = store.Now()
		return next.WithContext(context.WithValue(next.Context(), sessionKey{}, row))
	}
	return next.WithContext(context.WithValue(next.Context(), failedKey{}, &failedAttempt{typed: typed, status: status}))
}

// provePassword finds out whether a field holds the password of whoever is signed in, and says beside it when not; status
// is then the answer's.
func (f *Feature) provePassword(w http.ResponseWriter, r *http.Request, me Account, typed *form.Form, field string) (status int, err error) {
	attempt, err := f.mayTry(r, me.Email)
	var wait *waitError
	if errors.As(err, &wait) {
		wait.tell(w)
		typed.Refuse(field, wait.message("accounts.attempts.wait_password"))
		return http.StatusTooManyRequests, nil
	}
	if err != nil {
		return 0, err
	}
	right, err := PasswordIsRight(r.Context(), f.DB, me.Email, typed.Typed(field))
	if err != nil {
		return 0, err
	}
	if !right {
		typed.Refuse(field, i18n.Msg("accounts.own.old_wrong"))
		return http.StatusUnprocessableEntity, nil
	}
	ctx := asAccount(r.Context(), me)
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		if field == continueWord && me.HasCode {
			if right, err := useCode(ctx, tx, me.ID, typed.Typed(continueCode), time.Now()); err != nil || !right {
				return cmp.Or(err, errWrongCode)
			}
		}
		if err := attempt.succeeded(ctx, tx); err != nil {
			return err
		}
		return Prove(ctx, tx, me.ID, sessionToken(r), time.Now())
	})
	if errors.Is(err, errWrongCode) {
		typed.Refuse(continueCode, i18n.Msg("accounts.code.wrong"))
		return http.StatusUnprocessableEntity, nil
	}
	return http.StatusOK, err
}
