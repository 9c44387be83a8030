package organisations

import (
	"errors"
	"net/http"
	"strconv"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// contactView is the form of a contact, new or changed.
type contactView struct {
	*oneView
	form  *form.Form
	kept  Contact // empty for a new one
	stale *ui.Meanwhile
}

func (v *contactView) action() string {
	if v.kept.ID == "" {
		return v.href("/contacts")
	}
	return v.href("/contacts/" + v.kept.ID + "/edit")
}

func (f *Feature) showNewContact(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, contactPage(&contactView{oneView: v, form: form.Of("id", store.NewID())}))
}

// contactIn reads what was typed about a contact and refuses what is wrong beside its field.
func contactIn(f *form.Form, organisationID string) Contact {
	c := Contact{ID: store.GivenID(f.Text("id")), OrganisationID: organisationID, Name: f.Text("name"), Role: f.Text("role"), Email: f.Text("email"), Telephone: f.Text("telephone"),
		Consent: f.Text("consent"), IsPublic: f.Text("public") != ""}
	refuseAll(f, c.check())
	return c
}

// addContact adds somebody to turn to. Officers, managers and administrators only.
func (f *Feature) addContact(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	c := contactIn(typed, v.o.ID)
	again := func() error {
		return web.Show(w, r, http.StatusUnprocessableEntity, contactPage(&contactView{oneView: v, form: typed}))
	}
	if !typed.IsRight() {
		return again()
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddContact(r.Context(), tx, c) })
	return f.answer(w, r, err, typed, v.href("?done=contact_added"), again)
}

// contactAt reads the organisation and the contact in the address.
func (f *Feature) contactAt(r *http.Request) (*contactView, error) {
	one, err := f.look(r)
	if err != nil {
		return nil, err
	}
	v := &contactView{oneView: one}
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.kept, err = FindContact(r.Context(), tx, one.o.ID, r.PathValue("contact"))
		return err
	})
	v.form = contactForm(&v.kept)
	return v, err
}

func contactForm(c *Contact) *form.Form {
	pairs := []string{"id", c.ID, "name", c.Name, "role", c.Role, "email", c.Email, "telephone", c.Telephone, "consent", c.Consent, "seen", strconv.Itoa(c.Version)}
	if c.IsPublic {
		pairs = append(pairs, "public", "1")
	}
	return form.Of(pairs...)
}

func (f *Feature) showEditContact(w http.ResponseWriter, r *http.Request) error {
	v, err := f.contactAt(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, contactPage(v))
}

// contactFields are the fields that are compared when two have changed the same contact, with their names.
var contactFields = [][2]string{{"name", "organisations.contact.name"}, {"role", "organisations.contact.role"}, {"email", "organisations.field.email"},
	{"telephone", "organisations.field.telephone"}, {"consent", "organisations.contact.consent"}}

// changeContact changes what is said of a contact. Officers, managers and administrators only.
func (f *Feature) changeContact(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.contactAt(r)
	if err != nil {
		return err
	}
	saved := v.form
	c := contactIn(typed, v.o.ID)
	c.ID, v.form = v.kept.ID, typed
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, contactPage(v)) }
	if !typed.IsRight() {
		return again()
	}
	seen, _ := strconv.Atoi(typed.Text("seen"))
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return ChangeContact(r.Context(), tx, c, seen) })
	if errors.Is(err, ErrSavedMeanwhile) {
		if v.stale, err = audit.Meanwhile(r.Context(), f.DB, contactKind, v.o.ID, saved, typed, contactFields); err != nil {
			return err
		}
		v.form = typed.Resent(strconv.Itoa(v.kept.Version))
		return web.Show(w, r, http.StatusConflict, contactPage(v))
	}
	return f.answer(w, r, err, typed, v.href("?done=contact_changed"), again)
}

// removeContact takes a contact away. Officers, managers and administrators only.
func (f *Feature) removeContact(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return RemoveContact(r.Context(), tx, v.o.ID, r.PathValue("contact")) }); err != nil {
		return err
	}
	http.Redirect(w, r, v.href("?done=contact_removed"), http.StatusSeeOther)
	return nil
}
