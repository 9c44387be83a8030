package staffing

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showPeople lists who carries the plan out. Officers and auditors may see it.
func (f *Feature) showPeople(w http.ResponseWriter, r *http.Request) error {
	s, r, err := f.see(r, nil)
	if err != nil {
		return err
	}
	return web.Show(w, s.onDay(r), http.StatusOK, peoplePage(s))
}

func (f *Feature) showNewPerson(w http.ResponseWriter, r *http.Request) error {
	v, r, _, err := f.personForm(r, "")
	if err != nil {
		return err
	}
	v.form = newPersonForm(v.shown)
	return web.Show(w, r, http.StatusOK, personFormPage(v))
}

// personForm reads what the form of a person stands on; for somebody new the key is empty.
func (f *Feature) personForm(r *http.Request, id string) (*personFormView, *http.Request, []accounts.Account, error) {
	v := &personFormView{id: id}
	var all []accounts.Account
	var chosen Person
	s, r, err := f.see(r, func(ctx context.Context, tx *store.Tx, _ *shown) (err error) {
		if all, err = accounts.List(ctx, tx); err != nil || id == "" {
			return err
		}
		chosen, err = FindPerson(ctx, tx, id)
		return err
	})
	if err != nil {
		return nil, r, nil, err
	}
	v.shown, v.name = s, chosen.Name
	v.form = personForm(&chosen)
	v.accounts = accountOptions(i18n.In(r.Context()), all, chosen.AccountID)
	return v, r, all, nil
}

// addPerson adds somebody. Managers and administrators only.
func (f *Feature) addPerson(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, r, all, err := f.personForm(r, "")
	if err != nil {
		return err
	}
	p := personIn(typed, all)
	p.ID = store.GivenID(typed.Text("id"))
	permille, read := readPermille(typed, "percent", "staffing.people.percent_missing")
	first := Percent{v.today, permille} // the day has a field of its own
	if field, fault := first.check(); read && fault != nil {
		refuse(typed, field, fault)
	}
	if typed.IsRight() {
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddPerson(r.Context(), tx, p, permille) })
		if err == nil {
			http.Redirect(w, r, back(r, "/staffing/people/"+p.ID, "done=added"), http.StatusSeeOther)
			return nil
		}
		fault := asFault(err)
		if fault == nil {
			return err
		}
		typed.Refuse("", *fault)
	}
	v.form = typed
	return web.Show(w, r, http.StatusUnprocessableEntity, personFormPage(v))
}

func (f *Feature) showEditPerson(w http.ResponseWriter, r *http.Request) error {
	v, r, _, err := f.personForm(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, personFormPage(v))
}

// changePerson changes name, role, account and first and last day. Managers and administrators only.
func (f *Feature) changePerson(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, r, all, err := f.personForm(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	saved, status := v.form, http.StatusUnprocessableEntity
	p := personIn(typed, all)
	p.ID = v.id
	if typed.IsRight() {
		seen, _ := strconv.Atoi(typed.Text("seen"))
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return ChangePerson(r.Context(), tx, p, seen) })
		fault := asFault(err)
		switch {
		case err == nil:
			http.Redirect(w, r, back(r, "/staffing/people/"+p.ID, "done=changed"), http.StatusSeeOther)
			return nil
		case errors.Is(err, ErrSavedMeanwhile):
			status = http.StatusConflict
			if v.stale, err = f.stale(r.Context(), "staff", p.ID, saved, typed, personFields...); err != nil {
				return err
			}
			typed = typed.Resent(saved.Text("seen"))
		case fault == nil:
			return err
		default:
			typed.Refuse("", *fault)
		}
	}
	v.form = typed
	return web.Show(w, r, status, personFormPage(v))
}

var personFields = [][2]string{{"name", "staffing.people.name"}, {"role", "staffing.people.role"}, {"from", "staffing.people.from"}, {"until", "staffing.people.until"}}

// stale tells who saved while the reader was writing.
func (f *Feature) stale(ctx context.Context, kind, id string, saved, typed *form.Form, fields ...[2]string) (m *ui.Meanwhile, err error) {
	err = f.DB.Read(ctx, func(tx *store.Tx) error {
		last, err := audit.Last(ctx, tx, kind, id)
		if err == nil {
			m = meanwhile(ctx, last, saved, typed, fields...)
		}
		return err
	})
	return m, err
}

// showPerson shows one person with their time. Officers and auditors may see it.
func (f *Feature) showPerson(w http.ResponseWriter, r *http.Request) error {
	return f.personAgain(w, r, http.StatusOK, nil, nil)
}

func (f *Feature) personAgain(w http.ResponseWriter, r *http.Request, status int, percent, absence *form.Form) error {
	v := &personView{percent: percent, absence: absence}
	s, r, err := f.see(r, func(ctx context.Context, tx *store.Tx, _ *shown) error {
		p, err := FindPerson(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		v.person = &p
		if p.AccountID != "" {
			account, err := accounts.Find(ctx, tx, p.AccountID)
			v.account = account.Name
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	v.shown = s
	if v.percent == nil {
		v.percent = &form.Form{}
	}
	if v.absence == nil {
		v.absence = form.Of("id", store.NewID(), "away", "100")
	}
	if done := r.URL.Query().Get("done"); dones[done] {
		v.done = done
	}
	return web.Show(w, s.onDay(r), status, personPage(v))
}

// dones are the acts that a person's page can say have just been done.
var dones = map[string]bool{"added": true, "changed": true, "percent": true, "absence": true, "removed": true}

// act changes something of the person in the address and goes back to its page. A fault is shown by again.
func (f *Feature) act(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, tx *store.Tx, id string) error, again func(fault i18n.Message) error) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return do(r.Context(), tx, id) })
	if fault := asFault(err); fault != nil {
		return again(*fault)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, back(r, "/staffing/people/"+url.PathEscape(id), "done="+done), http.StatusSeeOther)
	return nil
}

// setPercent says how much of full time somebody works from a day. Managers and administrators only.
func (f *Feature) setPercent(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	permille, read := readPermille(typed, "percent", "staffing.people.percent_missing")
	c := Percent{typed.Date("starts"), permille}
	if field, fault := c.check(); fault != nil && (read || field != "percent") {
		refuse(typed, field, fault)
	}
	again := func() error { return f.personAgain(w, r, http.StatusUnprocessableEntity, typed, nil) }
	if !typed.IsRight() {
		return again()
	}
	return f.act(w, r, "percent", func(ctx context.Context, tx *store.Tx, id string) error { return SetPercent(ctx, tx, id, c) },
		func(fault i18n.Message) error {
			typed.Refuse("starts", fault)
			return again()
		})
}

func (f *Feature) removePercent(w http.ResponseWriter, r *http.Request) error {
	from, err := calendar.ParseDate(r.PathValue("from"))
	if err != nil {
		return i18n.Fail("staffing.people.unknown").Because(store.ErrNotFound)
	}
	return f.act(w, r, "removed", func(ctx context.Context, tx *store.Tx, id string) error { return RemovePercent(ctx, tx, id, from) },
		func(fault i18n.Message) error {
			typed := &form.Form{}
			typed.Refuse("", fault)
			return f.personAgain(w, r, http.StatusUnprocessableEntity, typed, nil)
		})
}

// addAbsence says when somebody is away. Managers and administrators only.
func (f *Feature) addAbsence(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	permille, read := readPermille(typed, "away", "staffing.people.away_missing")
	a := Absence{ID: store.GivenID(typed.Text("id")), Days: calendar.Span{From: typed.Date("away_from"), To: typed.Date("away_until")}, Permille: permille}
	if field, fault := a.check(); fault != nil && (read || field != "away") {
		refuse(typed, field, fault)
	}
	again := func() error { return f.personAgain(w, r, http.StatusUnprocessableEntity, nil, typed) }
	if !typed.IsRight() {
		return again()
	}
	return f.act(w, r, "absence", func(ctx context.Context, tx *store.Tx, id string) error { return AddAbsence(ctx, tx, id, a) },
		func(fault i18n.Message) error {
			typed.Refuse("", fault)
			return again()
		})
}

func (f *Feature) removeAbsence(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "removed", func(ctx context.Context, tx *store.Tx, id string) error {
		return RemoveAbsence(ctx, tx, id, r.PathValue("absence"))
	},
		func(fault i18n.Message) error {
			typed := &form.Form{}
			typed.Refuse("", fault)
			return f.personAgain(w, r, http.StatusUnprocessableEntity, nil, typed)
		})
}
