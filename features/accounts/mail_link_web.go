package accounts

import (
	"net/http"
	"time"

	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showMailLink asks for the address to which a link that signs in is sent. Anybody may.
func (f *Feature) showMailLink(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, mailLinkPage(&form.Form{}, r.URL.Query().Has("sent")))
}

// sendMailLink sends a link that signs in. The answer does not tell whether the address is known, nor does the time it
// takes: the mail itself goes later.
func (f *Feature) sendMailLink(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	email := typed.Required("email", "accounts.page.email_missing")
	if fault := asMessage(checkAccount("-", foldEmail(email), Reader)); fault != nil && email != "" {
		typed.Refuse("email", *fault)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, mailLinkPage(typed, false))
	}
	if _, err := f.mayTry(r, ""); err != nil {
		if status := notLetIn(w, typed, "email", err); status != 0 {
			return web.Show(w, r, status, mailLinkPage(typed, false))
		}
		return err
	}
	now := time.Now()
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		account, token, err := SignInLink(r.Context(), tx, email, now)
		if err != nil || token == "" {
			return err
		}
		return f.postSignIn(asAccount(r.Context(), account), tx, account, f.address(r, "/sign-in/link/"+token), now)
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/sign-in/link?sent", http.StatusSeeOther)
	return nil
}

// showLinkedSignIn shows the button that signs in. The link alone does not: programs that look through mail open links.
func (f *Feature) showLinkedSignIn(w http.ResponseWriter, r *http.Request) error {
	var account Account
	if err := f.throughLink(w, r, func(tx *store.Tx) (err error) {
		account, err = signInLinked(r.Context(), tx, r.PathValue("token"), time.Now())
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, linkedSignInPage(account, r.URL.Path))
}

// signInByLink signs in whom the link is for and uses it up, both or neither.
func (f *Feature) signInByLink(w http.ResponseWriter, r *http.Request) error {
	var b begun
	if err := f.throughLink(w, r, func(tx *store.Tx) error {
		_, err := signInLinked(r.Context(), tx, r.PathValue("token"), time.Now())
		return err
	}); err != nil {
		return err
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		account, err := useSignInLink(r.Context(), tx, r.PathValue("token"), time.Now())
		if err == nil {
			b, err = letIn(r, tx, &attempt{}, account, ByMail)
		}
		return err
	}); err != nil {
		return err
	}
	b.give(w, r)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
