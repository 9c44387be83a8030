package accounts

import (
	"net/http"
	"slices"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// ownView is the page where somebody manages their own account.
type ownView struct {
	Account  Account
	Sessions []ownSession
	Name     *form.Form
	Password *form.Form
	Done     string // what has just been done, as the end of a message's key; empty for nothing
}

type ownSession struct {
	Session
	Here bool // the reader's own, in this browser
}

var ownDones = map[string]bool{"name": true, "password": true, "session": true}

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
	here := hashToken(sessionToken(r))
	var sessions []Session
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		sessions, err = Sessions(r.Context(), tx, v.Account.ID, time.Now())
		return err
	}); err != nil {
		return err
	}
	for _, session := range sessions {
		v.Sessions = append(v.Sessions, ownSession{session, session.TokenHash == here})
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
	right := false
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		right, err = PasswordIsRight(r.Context(), tx, me.Email, typed.Typed("old"))
		return err
	}); err != nil {
		return err
	}
	if !right {
		typed.Refuse("old", i18n.Msg("accounts.own.old_wrong"))
	}
	password := newPasswordIn(typed)
	if !typed.IsRight() {
		return f.ownPage(w, r, http.StatusUnprocessableEntity, ownView{Password: typed})
	}
	hash, err := HashPassword(password)
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

// newPasswordIn reads a new password typed twice.
func newPasswordIn(typed *form.Form) string {
	password := typed.Typed("password")
	if fault := asMessage(checkPassword(password)); fault != nil {
		typed.Refuse("password", *fault)
	} else if password != typed.Typed("again") {
		typed.Refuse("again", i18n.Msg("accounts.page.again_differs"))
	}
	return password
}

// endSession signs the reader out in one place.
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
	account, err := f.linkedAccount(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, passwordPage(&form.Form{}, account, r.URL.Path))
}

func (f *Feature) linkedAccount(r *http.Request) (account Account, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
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
	account, err := f.linkedAccount(r)
	if err != nil {
		return err
	}
	password := newPasswordIn(typed)
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, passwordPage(typed, account, r.URL.Path))
	}
	hash, err := HashPassword(password)
	if err != nil {
		return err
	}
	now, ctx := time.Now(), asAccount(r.Context(), account)
	var token string
	if err := f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if _, err = UsePasswordLink(ctx, tx, r.PathValue("token"), hash, now); err == nil {
			token, err = Begin(ctx, tx, account.ID, now)
		}
		return err
	}); err != nil {
		return err
	}
	giveSession(w, r, token)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// day is the date of an instant, as it stands in text.
func day(p i18n.Printer, at store.Time) string { return p.DateLong(calendar.Today(at.Time)) }

// moment is an instant to the minute, in Stockholm.
func moment(at store.Time) string { return at.In(calendar.Stockholm()).Format("2006-01-02 15:04") }
