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

// showFirst shows the form behind the one-time link. Whoever has the link may see it.
func (f *Feature) showFirst(w http.ResponseWriter, r *http.Request) error {
	if err := f.linkWorks(r); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, firstPage(&form.Form{}, r.URL.Path))
}

func (f *Feature) linkWorks(r *http.Request) error {
	works := false
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		works, err = LinkWorks(r.Context(), tx, r.PathValue("token"), time.Now())
		return err
	}); err != nil {
		return err
	}
	if !works {
		return i18n.Fail("accounts.link_over").Because(store.ErrNotFound)
	}
	return nil
}

// makeFirst makes the first administrator and signs them in.
func (f *Feature) makeFirst(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	if err := f.linkWorks(r); err != nil {
		return err
	}
	name := typed.Required("name", "accounts.name_missing")
	email := typed.Required("email", "accounts.page.email_missing")
	password := newPasswordIn(typed)
	if email != "" && name != "" {
		if fault := asMessage(checkAccount(name, foldEmail(email), Administrator)); fault != nil {
			typed.Refuse("email", *fault)
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, firstPage(typed, r.URL.Path))
	}
	token, err := f.begunWithLink(r.Context(), r.PathValue("token"), name, email, password)
	if err != nil {
		return err
	}
	giveSession(w, r, token)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// begunWithLink makes the account and its first session, both or neither.
func (f *Feature) begunWithLink(ctx context.Context, link, name, email, password string) (token string, err error) {
	hash, err := HashPassword(password)
	if err != nil {
		return "", err
	}
	now := time.Now()
	ctx = asAccount(ctx, Account{ID: "first", Name: name})
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		account, err := UseFirstLink(ctx, tx, link, name, email, hash, now)
		if err != nil {
			return err
		}
		token, err = Begin(asAccount(ctx, account), tx, account.ID, now)
		return err
	})
	return token, err
}

// asMessage gives the message of an error made for a person; nil when there is no error.
func asMessage(err error) *i18n.Message {
	var own *i18n.Error
	if errors.As(err, &own) {
		return &own.Message
	}
	return nil
}
