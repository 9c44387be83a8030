package accounts

import (
	"net/http"
	"net/url"
	"time"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showPeople lists the accounts. Administrators only. That somebody has read the list stands in the trail.
func (f *Feature) showPeople(w http.ResponseWriter, r *http.Request) error {
	var all []Account
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		all, err = List(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	if err := audit.Seen(r.Context(), f.DB, "account.list_seen", "account", "all"); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, peoplePage(all))
}

func (f *Feature) showNewPerson(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, newPersonPage(form.Of("role", string(Officer), "send", "yes"), f.Post != nil))
}

// addPerson adds an account and shows the link with which the person sets a password. The link is shown this once, so
// the answer is the page itself: sent again, the form finds the address taken and makes nothing twice.
func (f *Feature) addPerson(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	name := typed.Required("name", "accounts.people.name_missing")
	email := typed.Required("email", "accounts.people.email_missing")
	role := Role(typed.Text("role"))
	if fault := asMessage(checkAccount("-", "a@b.se", role)); fault != nil {
		typed.Refuse("role", i18n.Msg("accounts.people.role_missing"))
	}
	if fault := asMessage(checkAccount("-", foldEmail(email), Reader)); fault != nil && email != "" {
		typed.Refuse("email", *fault)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, newPersonPage(typed, f.Post != nil))
	}
	var account Account
	var link string
	send := typed.Text("send") != "" && f.Post != nil
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		if account, err = Add(r.Context(), tx, name, email, role); err == nil {
			link, err = f.newLink(r, tx, account, send)
		}
		return err
	})
	if fault := asMessage(err); fault != nil && fault.ID == "accounts.email_taken" {
		typed.Refuse("email", *fault)
		return web.Show(w, r, http.StatusUnprocessableEntity, newPersonPage(typed, f.Post != nil))
	}
	if err != nil {
		return err
	}
	if send {
		http.Redirect(w, r, "/people/"+url.PathEscape(account.ID)+"?done=added_and_sent", http.StatusSeeOther)
		return nil
	}
	return web.Show(w, r, http.StatusCreated, linkPage(account, link, true))
}

// address is the whole address of a page of this site.
func (f *Feature) address(r *http.Request, path string) string {
	return web.Address(r, f.BaseURL) + path
}

// personView is the page of one account.
type personView struct {
	Account Account
	Form    *form.Form // the role
	Mails   bool       // the program can send mails

	Identities []identityView
	Identity   *form.Form // the reference of an identity to add
	Providers  bool       // the settings name providers
	Passkeys   []Passkey

	Self bool   // it is the reader's own account
	Done string // what has just been done, as the end of a message's key; empty for nothing
}

// dones are the acts that a person's page can say have just been done.
var dones = map[string]bool{"role": true, "closed": true, "reopened": true, "code_removed": true, "signed_out": true, "sent": true, "added_and_sent": true,
	"identity_added": true, "identity_removed": true, "passkey_removed": true}

// showPerson shows one account and what can be done with it. Administrators only. That somebody else than its owner has
// read it stands in the trail.
func (f *Feature) showPerson(w http.ResponseWriter, r *http.Request) error {
	return f.personAgain(w, r, http.StatusOK, nil)
}

func (f *Feature) personAgain(w http.ResponseWriter, r *http.Request, status int, fault *i18n.Message) error {
	return f.personWith(w, r, status, fault, &form.Form{})
}

// personWith shows the account's page with what went wrong, and the identity that was typed.
func (f *Feature) personWith(w http.ResponseWriter, r *http.Request, status int, fault *i18n.Message, identity *form.Form) error {
	v := personView{Mails: f.Post != nil, Identity: identity, Providers: len(f.Providers) > 0}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Account, err = Find(r.Context(), tx, r.PathValue("id")); err == nil {
			v.Identities, err = f.identityViews(r.Context(), tx, v.Account.ID)
		}
		if err == nil {
			v.Passkeys, err = Passkeys(r.Context(), tx, v.Account.ID)
		}
		return err
	}); err != nil {
		return err
	}
	me, _ := In(r.Context())
	v.Self = me.ID == v.Account.ID
	if !v.Self {
		if err := audit.Seen(r.Context(), f.DB, "account.seen", "account", v.Account.ID); err != nil {
			return err
		}
	}
	v.Form = form.Of("role", string(v.Account.Role))
	if fault != nil {
		v.Form.Refuse("role", *fault)
	}
	if done := r.URL.Query().Get("done"); dones[done] {
		v.Done = done
	}
	return web.Show(w, r, status, personPage(v))
}

// changeRole gives the account another role. When another administrator has changed it meanwhile, nothing is changed
// and the page shows the role it has now.
func (f *Feature) changeRole(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	role, seen := Role(typed.Text("role")), Role(typed.Text("seen"))
	return f.act(w, r, "role", func(tx *store.Tx, id string) error {
		now, err := Find(r.Context(), tx, id)
		if err != nil {
			return err
		}
		if now.Role != seen && now.Role != role {
			return i18n.Fail("accounts.people.role_changed_meanwhile")
		}
		return ChangeRole(r.Context(), tx, id, role)
	})
}

func (f *Feature) closeAccount(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "closed", func(tx *store.Tx, id string) error { return Close(r.Context(), tx, id) })
}

func (f *Feature) reopenAccount(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "reopened", func(tx *store.Tx, id string) error { return Reopen(r.Context(), tx, id) })
}

// act does something with the account in the address and goes back to its page, which says that it is done or why not.
func (f *Feature) act(w http.ResponseWriter, r *http.Request, done string, do func(tx *store.Tx, id string) error) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return do(tx, id) })
	if fault := asMessage(err); fault != nil && fault.ID != "accounts.gone" {
		status := http.StatusUnprocessableEntity
		if fault.ID == "accounts.people.role_changed_meanwhile" {
			status = http.StatusConflict
		}
		return f.personAgain(w, r, status, fault)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/people/"+url.PathEscape(id)+"?done="+done, http.StatusSeeOther)
	return nil
}

// newLink makes a one-time link with which somebody sets the account's password, and sends it when that is asked for.
func (f *Feature) newLink(r *http.Request, tx *store.Tx, account Account, send bool) (link string, err error) {
	now := time.Now()
	token, err := PasswordLink(r.Context(), tx, account.ID, now)
	link = f.address(r, "/password/"+token)
	if err == nil && send {
		err = f.postLink(r.Context(), tx, account, link, now)
	}
	return link, err
}

// makeLink makes a new one-time link for the account. It is sent to the person by e-mail, or shown this once.
func (f *Feature) makeLink(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	var account Account
	var link string
	send := typed.Text("send") != "" && f.Post != nil
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		if account, err = Find(r.Context(), tx, r.PathValue("id")); err == nil {
			link, err = f.newLink(r, tx, account, send)
		}
		return err
	})
	if fault := asMessage(err); fault != nil && fault.ID == "accounts.is_closed" {
		return f.personAgain(w, r, http.StatusUnprocessableEntity, fault)
	}
	if err != nil {
		return err
	}
	if send {
		http.Redirect(w, r, "/people/"+url.PathEscape(account.ID)+"?done=sent", http.StatusSeeOther)
		return nil
	}
	return web.Show(w, r, http.StatusOK, linkPage(account, link, false))
}

// roleOptions are the roles in words, with what each may do.
func roleOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(Roles))
	for i, role := range Roles {
		options[i] = ui.Option{Value: string(role), Text: roleName(p, role), Hint: p.T("accounts.may." + string(role))}
	}
	return options
}

func roleName(p i18n.Printer, role Role) string { return p.T("accounts.role_title." + string(role)) }
