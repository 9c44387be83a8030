package mandates

import (
	"errors"
	"net/http"
	"strconv"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// contactView is the form of a contact of one's own organisation, new or changed.
type contactView struct {
	*myView
	form  *form.Form
	kept  organisations.Contact // empty for a new one
	stale *ui.Meanwhile
}

func (v *contactView) action() string {
	if v.kept.ID == "" {
		return v.href("/contacts")
	}
	return v.href("/contacts/" + v.kept.ID)
}

var contactFields = [][2]string{{"name", "organisations.contact.name"}, {"role", "organisations.contact.role"}, {"email", "organisations.field.email"},
	{"telephone", "organisations.field.telephone"}, {"consent", "organisations.contact.consent"}}

func contactIn(f *form.Form, organisationID string) organisations.Contact {
	c := organisations.Contact{ID: store.GivenID(f.Text("id")), OrganisationID: organisationID, Name: f.Text("name"), Role: f.Text("role"), Email: f.Text("email"),
		Telephone: f.Text("telephone"), Consent: f.Text("consent"), IsPublic: f.Text("public") != ""}
	c.RefuseIn(f)
	return c
}

func contactForm(c *organisations.Contact) *form.Form {
	pairs := []string{"id", c.ID, "name", c.Name, "role", c.Role, "email", c.Email, "telephone", c.Telephone, "consent", c.Consent, "seen", strconv.Itoa(c.Version)}
	if c.IsPublic {
		pairs = append(pairs, "public", "1")
	}
	return form.Of(pairs...)
}

func (f *Feature) showNewContact(w http.ResponseWriter, r *http.Request) error {
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, contactPage(&contactView{myView: v, form: form.Of("id", store.NewID())}))
}

// addContact adds somebody to turn to in one's own organisation.
func (f *Feature) addContact(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	c := contactIn(typed, v.o.ID)
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return organisations.AddContact(r.Context(), tx, c) })
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, contactPage(&contactView{myView: v, form: typed}))
	}
	return web.GoTo(w, r, err, v.href("?done=contact_added#contacts"))
}

// contactAt reads the contact in the address, of an organisation that the reader acts for.
func (f *Feature) contactAt(r *http.Request) (*contactView, error) {
	mine, err := f.mine(r)
	if err != nil {
		return nil, err
	}
	v := &contactView{myView: mine}
	for _, c := range mine.contacts {
		if c.ID == r.PathValue("contact") {
			v.kept, v.form = c, contactForm(&c)
			return v, nil
		}
	}
	return v, i18n.Fail("organisations.contact.unknown").Because(store.ErrNotFound)
}

func (f *Feature) showContact(w http.ResponseWriter, r *http.Request) error {
	v, err := f.contactAt(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, contactPage(v))
}

// changeContact changes what is said of somebody to turn to.
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
	seen, _ := strconv.Atoi(typed.Text("seen"))
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return organisations.ChangeContact(r.Context(), tx, c, seen) })
		if errors.Is(err, organisations.ErrSavedMeanwhile) {
			if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "organisation_contact", v.o.ID, saved, typed, contactFields); err != nil {
				return err
			}
			v.form = typed.Resent(strconv.Itoa(v.kept.Version))
			return web.Show(w, r, http.StatusConflict, contactPage(v))
		}
		refuse(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, contactPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=contact_changed#contacts"))
}

// removeContact takes a contact away.
func (f *Feature) removeContact(w http.ResponseWriter, r *http.Request) error {
	v, err := f.mine(r)
	if err != nil {
		return err
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return organisations.RemoveContact(r.Context(), tx, v.o.ID, r.PathValue("contact"))
	})
	return web.GoTo(w, r, err, v.href("?done=contact_removed#contacts"))
}
