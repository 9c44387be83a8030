package networks

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showAll lists the networks, those that have ended last.
func (f *Feature) showAll(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &allView{mayChange: accounts.May(ctx, accounts.ManageNetworks)}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.all, err = All(ctx, tx); err != nil {
			return err
		}
		if v.sizes, err = sizes(ctx, tx, today()); err != nil || f.Meetings == nil {
			return err
		}
		v.next, err = f.Meetings.Next(ctx, tx, today(), false)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, allPage(v))
}

// dones are the acts that a network's page can say have just been done.
var dones = []string{"added", "changed", "ended", "reopened", "joined", "member_added", "member_changed", "member_ended", "type_added", "type_changed", "type_ended", "type_reopened"}

func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	day, err := web.DayIn(r, today())
	if err != nil {
		return err
	}
	v, err := f.look(r, day)
	if err != nil {
		return err
	}
	if done := r.URL.Query().Get("done"); slices.Contains(dones, done) {
		v.done = done
	}
	shell := ui.ShellOf(r.Context()).OnDay(r.URL, day, today())
	shell.DateKeep.Del("done")
	return web.Show(w, r.WithContext(ui.WithShell(r.Context(), shell)), http.StatusOK, onePage(v))
}

// look reads the network in the address with all that the reader may see of it on a day.
func (f *Feature) look(r *http.Request, day calendar.Date) (*oneView, error) {
	ctx := r.Context()
	v := &oneView{day: day, mayChange: accounts.May(ctx, accounts.ManageNetworks), seeContacts: accounts.May(ctx, accounts.ReadContacts)}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.n, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.types, err = Types(ctx, tx, v.n.ID); err != nil {
			return err
		}
		if v.members, err = Members(ctx, tx, v.n.ID); err != nil {
			return err
		}
		if v.indicators, err = plan.CountingIndicators(ctx, tx); err != nil || f.Meetings == nil {
			return err
		}
		v.told, err = f.Meetings.Of(ctx, tx, &v.n, day, false)
		return err
	})
	return v, err
}

func (f *Feature) showNew(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, formPage(&formView{form: form.Of("id", store.NewID())}))
}

// add adds a network. Officers, managers and administrators only.
func (f *Feature) add(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id, content := store.GivenID(typed.Text("id")), contentIn(typed)
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Add(r.Context(), tx, id, content) })
		refuseError(typed, "name", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, formPage(&formView{form: typed}))
	}
	return web.GoTo(w, r, err, "/networks/"+id+"?done=added")
}

func (f *Feature) showEdit(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r, today())
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(&formView{form: formOf(&v.n), n: v.n, naming: naming(v.n.Name, v.indicators)}))
}

// change changes what is said of a network. Officers, managers and administrators only.
func (f *Feature) change(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	kept, err := f.look(r, today())
	if err != nil {
		return err
	}
	v := &formView{form: typed, n: kept.n, naming: naming(kept.n.Name, kept.indicators)}
	content := contentIn(typed)
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Change(r.Context(), tx, kept.n.ID, content, typed.Seen()) })
		if errors.Is(err, ErrSavedMeanwhile) {
			if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "network", kept.n.ID, formOf(&kept.n), typed, networkFields); err != nil {
				return err
			}
			v.form = typed.Resent(strconv.Itoa(kept.n.Version))
			return web.Show(w, r, http.StatusConflict, formPage(v))
		}
		refuseError(typed, "name", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, formPage(v))
	}
	return web.GoTo(w, r, err, kept.href("?done=changed"))
}

// networkFields are the fields that are compared when two have changed the same network, with their names.
var networkFields = [][2]string{{"name", "networks.name"}, {"purpose", "networks.purpose"}, {"management", "networks.management"}, {"web", "networks.web"}}

func (f *Feature) showEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r, today())
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, endPage(v, form.Of("ended_on", today().String())))
}

// end says that a network is no more. Officers, managers and administrators only.
func (f *Feature) end(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r, today())
	if err != nil {
		return err
	}
	day, why := typed.Date("ended_on"), typed.Text("why")
	refuseAll(typed, checkEnd(calendar.Date{}, day, why, true))
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, endPage(v, typed))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return End(r.Context(), tx, v.n.ID, day, why) })
	return web.GoTo(w, r, err, v.href("?done=ended"))
}

// reopen takes an end back. Officers, managers and administrators only.
func (f *Feature) reopen(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return Reopen(r.Context(), tx, id) })
	return web.GoTo(w, r, err, "/networks/"+id+"?done=reopened")
}

// refuseError shows beside a field, or above the form when there is none, what a person can mend.
func refuseError(typed *form.Form, field string, err error) {
	if own := store.Mendable(err); own != nil {
		typed.Refuse(field, own.Message)
	}
}

// refuseAll puts what is wrong beside its fields; of a field only the first.
func refuseAll(typed *form.Form, faults []fault) {
	for _, wrong := range faults {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
}
