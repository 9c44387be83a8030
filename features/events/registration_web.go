package events

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/fold"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/web"
)

// withPeople reads the event in the address and everybody who has registered.
func (f *Feature) withPeople(r *http.Request) (*eventView, error) {
	v, err := f.look(r)
	if err != nil {
		return nil, err
	}
	return v, f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.registrations, err = Registrations(r.Context(), tx, v.ID)
		return err
	})
}

// showRegistrations shows who has registered. What they need is shown to those who handle the event, and that they have read it
// stands in the trail.
func (f *Feature) showRegistrations(w http.ResponseWriter, r *http.Request) error {
	v, err := f.withPeople(r)
	if err != nil {
		return err
	}
	if v.handles && v.counts.Needs > 0 {
		if err := audit.Seen(r.Context(), f.DB, "event.needs_seen", "event", v.ID); err != nil {
			return err
		}
	}
	return web.Show(w, r, http.StatusOK, registrationsPage(v))
}

func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	v, err := f.withPeople(r)
	if err != nil {
		return err
	}
	if err := audit.Seen(r.Context(), f.DB, "event.list_fetched", "event", v.ID); err != nil {
		return err
	}
	return web.Download(w, "text/csv; charset=utf-8", v.fileName()+".csv", func(to io.Writer) error {
		out := sheet.NewCSV(to)
		for _, row := range v.rows(i18n.In(r.Context())) {
			if err := out.Write(row); err != nil {
				return err
			}
		}
		return out.Close()
	})
}

func (f *Feature) downloadXLSX(w http.ResponseWriter, r *http.Request) error {
	v, err := f.withPeople(r)
	if err != nil {
		return err
	}
	if err := audit.Seen(r.Context(), f.DB, "event.list_fetched", "event", v.ID); err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, workbookMedia, v.fileName()+".xlsx", func(to io.Writer) error {
		book := sheet.NewBook(p.T("events.tab.registrations"))
		for i, row := range v.rows(p) {
			cells := make([]any, len(row))
			for n, text := range row {
				cells[n] = text
			}
			book.Row(i == 0, cells...)
		}
		return book.Write(to)
	})
}

const workbookMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// personIn reads a registration from its form.
func personIn(typed *form.Form, eventID string) Registration {
	return Registration{ID: store.GivenID(typed.Text("id")), EventID: eventID, Name: typed.Text("name"), Email: typed.Text("email"), Organisation: typed.Text("organisation"),
		Needs: typed.Text("needs")}
}

// likest gives organisations of the register that a name may mean, the likest first; for the public only those that anybody sees.
func (f *Feature) likest(ctx context.Context, name string, public bool) (found []organisations.Organisation, err error) {
	if name == "" {
		return nil, nil
	}
	err = f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		found, err = organisations.Search(ctx, tx, organisations.Filter{Words: name, OnlyPublic: public, Day: today(), Limit: 6})
		return err
	})
	return found, err
}

// placeIn puts the organisation of the register into a registration: the one that was chosen, else the one that is called exactly so.
func placeIn(r *Registration, chosen string, found []organisations.Organisation) {
	for i := range found {
		if found[i].ID == chosen || chosen == "" && fold.Search(found[i].Name) == fold.Search(r.Organisation) {
			r.Organisation, r.OrganisationID = found[i].Name, found[i].ID
			return
		}
	}
}

func (f *Feature) showNewRegistration(w http.ResponseWriter, r *http.Request) error {
	return f.showPerson(w, r, false)
}

func (f *Feature) showAtDoor(w http.ResponseWriter, r *http.Request) error {
	return f.showPerson(w, r, true)
}

func (f *Feature) showPerson(w http.ResponseWriter, r *http.Request, atDoor bool) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	p := &personView{eventView: v, form: form.Of("id", store.NewID()), atDoor: atDoor}
	return web.Show(w, r, http.StatusOK, personPage(p))
}

// registerFor registers somebody else, or writes down who came without registering. Officers, managers and administrators only.
func (f *Feature) registerFor(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	p := &personView{eventView: v, form: typed, atDoor: typed.Text("door") != ""}
	person := personIn(typed, v.ID)
	person.AtDoor = p.atDoor
	if !v.handles {
		person.Needs = ""
	}
	if p.found, err = f.likest(ctx, person.Organisation, false); err != nil {
		return err
	}
	if typed.Text("act") == "find" {
		p.searched = true
		return web.Show(w, r, http.StatusOK, personPage(p))
	}
	placeIn(&person, typed.Text("organisation_id"), p.found)
	person.tidy()
	refuseAll(typed, person.check())
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			_, err := f.RegisterFor(ctx, tx, person, time.Now())
			return err
		})
		refuseRegistered(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, personPage(p))
	}
	if p.atDoor {
		return web.GoTo(w, r, err, v.href("/attendance?done=came"))
	}
	return web.GoTo(w, r, err, v.href("/registrations?done=registered"))
}

// refuseRegistered puts what is wrong with a registration where it can be mended.
func refuseRegistered(typed *form.Form, err error) {
	if errors.Is(err, errRegisteredAlready) {
		typed.Refuse("email", asFault(err).Message)
		return
	}
	refuseError(typed, err)
}

// person reads the event and the registration in the address.
func (f *Feature) person(r *http.Request) (*personView, error) {
	v, err := f.look(r)
	if err != nil {
		return nil, err
	}
	p := &personView{eventView: v}
	return p, f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		p.one, err = FindRegistration(r.Context(), tx, v.ID, r.PathValue("registration"))
		return err
	})
}

func (f *Feature) showRegistration(w http.ResponseWriter, r *http.Request) error {
	p, err := f.person(r)
	if err != nil {
		return err
	}
	if p.handles && p.one.Needs != "" {
		if err := audit.Seen(r.Context(), f.DB, "event.needs_seen", "event", p.ID); err != nil {
			return err
		}
	}
	p.form = personForm(&p.one, p.handles)
	return web.Show(w, r, http.StatusOK, personPage(p))
}

// changeRegistration changes what a registration says of the person. Officers, managers and administrators only.
func (f *Feature) changeRegistration(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p, err := f.person(r)
	if err != nil {
		return err
	}
	p.form = typed
	to := p.href("/registrations?done=registration")
	return f.changePerson(w, r, p.one, typed, p.handles, to, func(status int, found []organisations.Organisation, searched bool) error {
		p.found, p.searched = found, searched
		if status == http.StatusConflict {
			m, err := audit.Meanwhile(ctx, f.DB, "event", p.ID, personForm(&p.one, p.handles), typed, comparedOfPerson)
			if err != nil {
				return err
			}
			p.stale, p.form = m, typed.Resent(strconv.Itoa(p.one.Version))
		}
		return web.Show(w, r, status, personPage(p))
	})
}

// comparedOfPerson are the fields that are compared when two have changed the same registration.
var comparedOfPerson = [][2]string{{"name", "events.registration.name"}, {"email", "events.registration.email"}, {"organisation", "events.registration.organisation"}}

// changePerson changes a registration by its form, or shows the form again.
func (f *Feature) changePerson(w http.ResponseWriter, r *http.Request, before Registration, typed *form.Form, withNeeds bool, to string,
	again func(status int, found []organisations.Organisation, searched bool) error) error {
	ctx, public := r.Context(), r.PathValue("token") != ""
	person := personIn(typed, before.EventID)
	person.ID, person.Version, person.AtDoor = before.ID, typed.Seen(), before.AtDoor
	if public {
		person.Email = before.Email // see keptAddress
	}
	if person.Organisation == before.Organisation {
		person.OrganisationID = before.OrganisationID
	}
	found, err := f.likest(ctx, person.Organisation, public)
	if err != nil {
		return err
	}
	if typed.Text("act") == "find" {
		return again(http.StatusOK, found, true)
	}
	placeIn(&person, cmp.Or(typed.Text("organisation_id"), person.OrganisationID), found)
	person.tidy()
	refuseAll(typed, person.check())
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error { return f.ChangeRegistration(ctx, tx, person, withNeeds) })
		if errors.Is(err, errSavedMeanwhile) {
			return again(http.StatusConflict, nil, false)
		}
		refuseRegistered(typed, err)
	}
	if !typed.IsRight() {
		return again(http.StatusUnprocessableEntity, nil, false)
	}
	return web.GoTo(w, r, err, to)
}

// cancelRegistration takes somebody's registration back for them. Officers, managers and administrators only.
func (f *Feature) cancelRegistration(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return f.WithdrawRegistration(r.Context(), tx, id, r.PathValue("registration"), true)
	})
	return web.GoTo(w, r, err, "/events/"+id+"/registrations?done=registration")
}

// moveRegistration moves somebody first among those who wait, or from a place to the end. Officers, managers and administrators
// only.
func (f *Feature) moveRegistration(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return f.Move(r.Context(), tx, id, r.PathValue("registration"), typed.Text("to") == "first")
	})
	return web.GoTo(w, r, err, "/events/"+id+"/registrations?done=moved")
}

func (f *Feature) showAttendance(w http.ResponseWriter, r *http.Request) error {
	v, err := f.withPeople(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, attendancePage(v))
}

// tick notes who came. Officers, managers and administrators only.
func (f *Feature) tick(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	came, wentBack := ticked(typed.All("shown"), typed.All("was"), typed.All("came"))
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return f.Tick(r.Context(), tx, id, came, wentBack) })
	return web.GoTo(w, r, err, "/events/"+id+"/attendance?done=ticked")
}

// showBadges shows badges to be printed.
func (f *Feature) showBadges(w http.ResponseWriter, r *http.Request) error {
	v, err := f.withPeople(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, badgesPage(v))
}
