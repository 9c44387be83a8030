package accounts

import (
	"errors"
	"net/http"
	"time"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showFirst shows the form behind the one-time link. Whoever has the link may see it.
func (f *Feature) showFirst(w http.ResponseWriter, r *http.Request) error {
	if err := f.linkWorks(w, r); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, firstPage(&form.Form{}, r.URL.Path))
}

func (f *Feature) linkWorks(w http.ResponseWriter, r *http.Request) error {
	return f.throughLink(w, r, func(tx *store.Tx) error {
		works, err := LinkWorks(r.Context(), tx, r.PathValue("token"), time.Now())
		if err == nil && !works {
			err = i18n.Fail("accounts.link_over").Because(store.ErrNotFound)
		}
		return err
	})
}

// makeFirst makes the first administrator and signs them in.
func (f *Feature) makeFirst(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	if err := f.linkWorks(w, r); err != nil {
		return err
	}
	name := typed.Required("name", "accounts.name_missing")
	email := typed.Required("email", "accounts.page.email_missing")
	password := newPasswordIn(typed, name, email)
	if email != "" && name != "" {
		if fault := asMessage(checkAccount(name, foldEmail(email), Administrator)); fault != nil {
			typed.Refuse("email", *fault)
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, firstPage(typed, r.URL.Path))
	}
	begun, err := f.begunWithLink(r, name, email, password)
	if err != nil {
		return err
	}
	begun.give(w, r)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// begunWithLink makes the account and its first session, both or neither.
func (f *Feature) begunWithLink(r *http.Request, name, email, password string) (b begun, err error) {
	hash, err := HashPassword(password, name, email)
	if err != nil {
		return b, err
	}
	ctx := asAccount(r.Context(), Account{ID: "first", Name: name})
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		account, err := UseFirstLink(ctx, tx, r.PathValue("token"), name, email, hash, time.Now())
		if err == nil {
			b, err = letIn(r, tx, &attempt{}, account, ByLink)
		}
		return err
	})
	return b, err
}

// asMessage gives the message of an error made for a person; nil when there is no error.
func asMessage(err error) *i18n.Message {
	var own *i18n.Error
	if errors.As(err, &own) {
		return &own.Message
	}
	return nil
}
