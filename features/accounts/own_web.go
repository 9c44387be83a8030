package accounts

import (
	"net/http"
	"slices"
	"time"

	"samverk/features/accounts/oidc"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// ownView is the page where somebody manages their own account.
type ownView struct {
	Account  Account
	Sessions []ownSession

	Identities []identityView
	Addable    []ui.Option // providers that can be added
	Passkeys   passkeyView
	Name       *form.Form
	Password   *form.Form
	Identity   *form.Form // what went wrong with an identity; nil for nothing
	Passkey    *form.Form // nil for an empty one
	Done       string     // what has just been done, as the end of a message's key; empty for nothing
}

type ownSession struct {
	Session
	Here    bool   // the reader's own, in this browser
	WayName string // how they showed who they are
}

var ownDones = map[string]bool{"mail": true, "identity_added": true, "identity_removed": true, "name": true, "passkey_added": true, "passkey_removed": true,
	"password": true, "session": true, "elsewhere": true, "proved": true}

// showOwn shows the reader's own account. Everybody signed in.
func (f *Feature) showOwn(w http.ResponseWriter, r *http.Request) error {
	v := ownView{Password: &form.Form{}}
	if done := r.URL.Query().Get("done"); ownDones[done] {
		v.Done = done
	}
	return f.ownPage(w, r, http.StatusOK, v)
}

func (f *Feature) ownPage(w http.ResponseWriter, r *http.Request, status int, v ownView) error {
	v.Account, _ = In(r.Context())
	if v.Name == nil {
		v.Name = form.Of("name", v.Account.Name)
	}
	if v.Passkey == nil {
		v.Passkey = &form.Form{}
	}
	v.Passkeys.Typed = v.Passkey
	_, v.Passkeys.Offered, v.Passkeys.Unset = f.passkeysHere(r)
	here := hashToken(sessionToken(r))
	var sessions []Session
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Identities, err = f.identityViews(r.Context(), tx, v.Account.ID); err != nil {
			return err
		}
		if v.Passkeys.Passkeys, err = Passkeys(r.Context(), tx, v.Account.ID); err != nil {
			return err
		}
		sessions, err = Sessions(r.Context(), tx, v.Account.ID, time.Now())
		return err
	}); err != nil {
		return err
	}
	for _, session := range sessions {
		v.Sessions = append(v.Sessions, ownSession{session, session.TokenHash == here, f.wayName(i18n.In(r.Context()), session.Way)})
	}
	slices.SortStableFunc(v.Sessions, func(a, b ownSession) int {
		switch {
		case a.Here == b.Here:
			return 0
		case a.Here:
			return -1
		}
		return 1
	})
	lang := i18n.In(r.Context()).Language()
	v.Addable = append(f.providerChoices(lang, oidc.Staff), f.providerChoices(lang, oidc.Citizen)...)
	f.letFormsLead(w)
	return web.Show(w, r, status, ownAccountPage(v))
}

// changeName gives the reader's account another name.
func (f *Feature) changeName(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	name := typed.Required("name", "accounts.own.name_missing")
	if !typed.IsRight() {
		return f.ownPage(w, r, http.StatusUnprocessableEntity, ownView{Name: typed, Password: &form.Form{}})
	}
	me, _ := In(r.Context())
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return Rename(r.Context(), tx, me.ID, name) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/account?done=name", http.StatusSeeOther)
	return nil
}

// changePassword asks for the old password, so that nobody at a screen left open can take the account over. The
// account's other sessions end.
func (f *Feature) changePassword(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	me, _ := In(r.Context())
	status, err := f.provePassword(w, r, me, typed, "old")
	if err != nil {
		return err
	}
	password := newPasswordIn(typed, me.Name, me.Email)
	if !typed.IsRight() {
		return f.ownPage(w, r, max(status, http.StatusUnprocessableEntity), ownView{Password: typed})
	}
	hash, err := HashPassword(password, me.Name, me.Email)
	if err != nil {
		return err
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return ChangePassword(r.Context(), tx, me.ID, hash, sessionToken(r))
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/account?done=password", http.StatusSeeOther)
	return nil
}

// newPasswordIn reads a new password typed twice, of somebody about whom others know what is given.
func newPasswordIn(typed *form.Form, about ...string) string {
	password := typed.Typed("password")
	if fault := asMessage(checkPassword(password, about...)); fault != nil {
		typed.Refuse("password", *fault)
	} else if password != typed.Typed("again") {
		typed.Refuse("again", i18n.Msg("accounts.page.again_differs"))
	}
	return password
}

// endSession signs the reader out in one place. It asks for a proof as endOwnElsewhere does (ASVS 7.5.2): whoever took over one
// session must not be able to turn out those of the owner.
func (f *Feature) endSession(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	me, _ := In(r.Context())
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return EndOne(r.Context(), tx, me.ID, typed.Text("session"))
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/account?done=session", http.StatusSeeOther)
	return nil
}

// showPassword shows the form behind a link that sets a password. Whoever has the link may see it.
func (f *Feature) showPassword(w http.ResponseWriter, r *http.Request) error {
	account, err := f.linkedAccount(w, r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, passwordPage(&form.Form{}, account, r.URL.Path))
}

func (f *Feature) linkedAccount(w http.ResponseWriter, r *http.Request) (account Account, err error) {
	err = f.throughLink(w, r, func(tx *store.Tx) (err error) {
		account, err = LinkedAccount(r.Context(), tx, r.PathValue("token"), time.Now())
		return err
	})
	return account, err
}

// setLinkedPassword sets the password and signs the person in, both or neither.
func (f *Feature) setLinkedPassword(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	account, err := f.linkedAccount(w, r)
	if err != nil {
		return err
	}
	password := newPasswordIn(typed, account.Name, account.Email)
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, passwordPage(typed, account, r.URL.Path))
	}
	hash, err := HashPassword(password, account.Name, account.Email)
	if err != nil {
		return err
	}
	ctx := asAccount(r.Context(), account)
	var begun begun
	step := ""
	if err := f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if _, err = UsePasswordLink(ctx, tx, r.PathValue("token"), hash, time.Now()); err == nil {
			if account.HasCode { // whoever has the link has not shown the telephone
				step, err = beginSecondStep(ctx, tx, account.ID, time.Now())
			} else {
				begun, err = letIn(r, tx, &attempt{}, account, ByLink)
			}
		}
		return err
	}); err != nil {
		return err
	}
	if step != "" {
		return web.Show(w, r, http.StatusOK, codePage(form.Of("step", step)))
	}
	begun.give(w, r)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// day is the date of an instant, as it stands in text.
func day(p i18n.Printer, at store.Time) string { return p.DateLong(calendar.Today(at.Time)) }
