package accounts

import (
	"context"
	"errors"
	"net/http"
	"time"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showSignIn shows the sign-in form. Anybody may see it; whoever is signed in goes on.
func (f *Feature) showSignIn(w http.ResponseWriter, r *http.Request) error {
	back := web.LocalPath(r.URL.Query().Get("back"))
	if _, signedIn := In(r.Context()); signedIn {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	return web.Show(w, r, http.StatusOK, signInPage(form.Of("back", back)))
}

// signIn begins a session and goes back to where the reader was. The answer does not tell whether the address is known.
func (f *Feature) signIn(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	email := typed.Required("email", "accounts.page.email_missing")
	if typed.Typed("password") == "" {
		typed.Refuse("password", i18n.Msg("accounts.page.password_missing"))
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, signInPage(typed))
	}
	token, err := f.tryToSignIn(r.Context(), email, typed.Typed("password"))
	if errors.Is(err, errWrongPassword) {
		typed.Refuse("email", i18n.Msg("accounts.page.wrong"))
		return web.Show(w, r, http.StatusUnprocessableEntity, signInPage(typed))
	}
	if err != nil {
		return err
	}
	giveSession(w, r, token)
	http.Redirect(w, r, web.LocalPath(typed.Text("back")), http.StatusSeeOther)
	return nil
}

// errWrongPassword says that address and password do not belong together.
var errWrongPassword = errors.New("wrong address or password")

// tryToSignIn gives a new session's token. The password is compared before any lock is taken, because that takes
// tens of milliseconds by design.
func (f *Feature) tryToSignIn(ctx context.Context, email, password string) (token string, err error) {
	right := false
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		right, err = PasswordIsRight(ctx, tx, email, password)
		return err
	}); err != nil {
		return "", err
	}
	if !right {
		return "", errWrongPassword
	}
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		account, err := FindByEmail(ctx, tx, email)
		if err != nil {
			return err
		}
		token, err = Begin(asAccount(ctx, account), tx, account.ID, time.Now())
		return err
	})
	return token, err
}

// signOut ends the session and shows the public what it may see.
func (f *Feature) signOut(w http.ResponseWriter, r *http.Request) error {
	if token := sessionToken(r); token != "" {
		if _, signedIn := In(r.Context()); signedIn {
			if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return End(r.Context(), tx, token) }); err != nil {
				return err
			}
		}
	}
	takeSession(w)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
