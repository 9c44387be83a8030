package accounts

import (
	"net/http"
	"slices"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// wishMail keeps what the reader wants of e-mail.
func (f *Feature) wishMail(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	me, _ := In(r.Context())
	language := i18n.Language(typed.Text("language"))
	if !slices.Contains(i18n.Languages, language) {
		language = me.Language
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		reminders := typed.Text("reminders") != ""
		if !me.mayBeReminded() { // the form did not ask
			reminders = me.Reminders
		}
		return WishMail(r.Context(), tx, me.ID, reminders, language)
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/account?done=mail", http.StatusSeeOther)
	return nil
}

// mayBeReminded is whether the account's role is one that reminders go to.
func (a Account) mayBeReminded() bool { return a.Role == Officer || a.Role == Manager }

// mailWishes is the form as it stands.
func mailWishes(a Account) *form.Form {
	reminders := ""
	if a.Reminders {
		reminders = "yes"
	}
	return form.Of("language", string(a.Language), "reminders", reminders)
}
