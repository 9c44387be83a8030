package accounts

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"samverk/features/accounts/oidc"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showSignIn shows the sign-in form. Anybody may see it; whoever is signed in goes on, unless they have to show once more
// who they are.
func (f *Feature) showSignIn(w http.ResponseWriter, r *http.Request) error {
	back := web.LocalPath(r.URL.Query().Get("back"))
	me, signedIn := In(r.Context())
	switch again := r.URL.Query().Has("again"); {
	case !signedIn:
		return f.signInAgain(w, r, http.StatusOK, form.Of("back", back))
	case again:
		return f.signInAgain(w, r, http.StatusOK, form.Of("back", back, "email", me.Email))
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

// signInView is the page where somebody signs in.
type signInView struct {
	Form            *form.Form
	Staff, Citizens []ui.Option // providers, by key and name
	Passkeys        bool        // browsers can be asked for one here
	Mails           bool        // a link that signs in can be sent
	Left            string      // the provider where somebody may still be signed in, who has just signed out here
}

func (f *Feature) signInAgain(w http.ResponseWriter, r *http.Request, status int, typed *form.Form) error {
	lang := i18n.In(r.Context()).Language()
	v := signInView{Form: typed, Mails: f.Post != nil, Staff: f.providerChoices(lang, oidc.Staff), Citizens: f.providerChoices(lang, oidc.Citizen)}
	if p := f.provider(r.URL.Query().Get("left")); p != nil {
		v.Left = p.Name(lang)
	}
	_, v.Passkeys, _ = f.passkeysHere(r)
	f.letFormsLead(w)
	return web.Show(w, r, status, signInPage(v))
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
		return f.signInAgain(w, r, http.StatusUnprocessableEntity, typed)
	}
	begun, err := f.tryToSignIn(r, email, typed.Typed("password"))
	var asked *codeAsked
	if errors.As(err, &asked) {
		return web.Show(w, r, http.StatusOK, codePage(form.Of("step", asked.step, "back", typed.Text("back"))))
	}
	if status := notLetIn(w, typed, "email", err); status != 0 {
		return f.signInAgain(w, r, status, typed)
	}
	if err != nil {
		return err
	}
	begun.give(w, r)
	http.Redirect(w, r, web.LocalPath(typed.Text("back")), http.StatusSeeOther)
	return nil
}

// errWrongPassword says that address and password do not belong together.
var errWrongPassword = errors.New("wrong address or password")

// notLetIn says beside a field why somebody could not sign in, when that is theirs to mend, and gives the answer's status.
func notLetIn(w http.ResponseWriter, typed *form.Form, field string, err error) (status int) {
	var wait *waitError
	switch {
	case errors.As(err, &wait):
		wait.tell(w)
		typed.Refuse(field, wait.message("accounts.attempts.wait"))
		return http.StatusTooManyRequests
	case errors.Is(err, errWrongCode):
		typed.Refuse(field, i18n.Msg("accounts.code.wrong"))
		return http.StatusUnprocessableEntity
	case errors.Is(err, errWrongPassword):
		typed.Refuse(field, i18n.Msg("accounts.page.wrong"))
		return http.StatusUnprocessableEntity
	}
	return 0
}

// tryToSignIn begins a session when the password is right and there have not been too many attempts. A *codeAsked says that
// a one-time code is needed as well.
func (f *Feature) tryToSignIn(r *http.Request, email, password string) (b begun, err error) {
	ctx := r.Context()
	attempt, err := f.mayTry(r, email)
	if err != nil {
		return b, err
	}
	right, err := PasswordIsRight(ctx, f.DB, email, password)
	if err != nil {
		return b, err
	}
	if !right {
		return b, errWrongPassword
	}
	step := ""
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		account, err := FindByEmail(ctx, tx, email)
		switch {
		case err != nil:
			return err
		case account.HasCode:
			step, err = beginSecondStep(ctx, tx, account.ID, time.Now())
		default:
			b, err = letIn(r, tx, attempt, account, ByPassword)
		}
		return err
	})
	if err == nil && step != "" {
		err = &codeAsked{step}
	}
	return b, err
}

// signOut ends the session and shows the public what it may see. The provider's own session is not ours to end, which whoever
// signed in there is told.
func (f *Feature) signOut(w http.ResponseWriter, r *http.Request) error {
	next := "/"
	if token := sessionToken(r); token != "" {
		if _, signedIn := In(r.Context()); signedIn {
			if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
				row, err := sessionOf(r.Context(), tx, token, time.Now())
				if key, at := strings.CutPrefix(string(row.Way), wayAtProvider); err == nil && at {
					next = "/sign-in?left=" + url.QueryEscape(key)
				}
				return End(r.Context(), tx, token)
			}); err != nil {
				return err
			}
		}
	}
	web.DropCookie(w, SessionCookie)
	if web.IsSecure(r) { // browsers heed it over HTTPS only; cookies stay, by which the browser is known at the next sign-in
		w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}
