package meetings

import (
	"errors"
	"net/http"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// mountActions adds the addresses of what people took upon themselves.
func (f *Feature) mountActions(site *web.Site) {
	site.Handle("GET /meetings/actions", accounts.ReadNetworks, f.showActions)
	site.Handle("GET /meetings/{id}/actions/new", accounts.ManageNetworks, f.showNewAction)
	site.Handle("POST /meetings/{id}/actions", accounts.ManageNetworks, f.addAction)
	site.Handle("GET /meetings/{id}/actions/{action}/edit", accounts.ManageNetworks, f.showEditAction)
	site.Handle("POST /meetings/{id}/actions/{action}/edit", accounts.ManageNetworks, f.changeAction)
	site.Handle("GET /meetings/{id}/actions/{action}/done", accounts.ManageNetworks, f.showFinish)
	site.Handle("POST /meetings/{id}/actions/{action}/done", accounts.ManageNetworks, f.finish)
	site.Handle("POST /meetings/{id}/actions/{action}/undo", accounts.ManageNetworks, f.undoAction)
}

// showActions lists all that is not done, what is late first.
func (f *Feature) showActions(w http.ResponseWriter, r *http.Request) error {
	v := &actionsView{today: dayNow(), mayChange: accounts.May(r.Context(), accounts.ManageNetworks)}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.all, err = OpenActions(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, actionsPage(v))
}

// actionAt reads the meeting and, where the address names one, what is to be done.
func (f *Feature) actionAt(r *http.Request) (*actionView, error) {
	v := &actionView{}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.m, err = Find(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.owners, err = owners(r.Context(), tx, &v.m); err != nil {
			return err
		}
		if id := r.PathValue("action"); id != "" {
			v.kept, err = FindAction(r.Context(), tx, v.m.ID, id)
		}
		return err
	})
	return v, err
}

func (f *Feature) showNewAction(w http.ResponseWriter, r *http.Request) error {
	v, err := f.actionAt(r)
	if err != nil {
		return err
	}
	v.form = form.Of("id", store.NewID())
	return web.Show(w, r, http.StatusOK, actionPage(v))
}

func (f *Feature) showEditAction(w http.ResponseWriter, r *http.Request) error {
	v, err := f.actionAt(r)
	if err != nil {
		return err
	}
	v.form = v.filled()
	return web.Show(w, r, http.StatusOK, actionPage(v))
}

// filled is the form as it is saved.
func (v *actionView) filled() *form.Form {
	a := &v.kept
	pairs := []string{"id", a.ID, "body", a.Body, "account", a.AccountID, "seen", strconv.Itoa(a.Version), "due_on", a.DueOn.String()}
	if a.DueOn.IsZero() {
		pairs[len(pairs)-1] = ""
	}
	if a.AccountID == "" {
		pairs = append(pairs, "owner", a.Owner)
	}
	return form.Of(pairs...)
}

// actionIn reads what was typed. Whoever is chosen among the accounts is called as the account is.
func (v *actionView) actionIn(typed *form.Form) Action {
	a := Action{ID: formID(typed), MeetingID: v.m.ID, Body: typed.Text("body"), Owner: oneLine(typed.Text("owner")), DueOn: typed.Date("due_on")}
	if v.kept.ID != "" {
		a.ID = v.kept.ID
	}
	for i := range v.owners {
		if v.owners[i].ID == typed.Text("account") {
			a.AccountID, a.Owner = v.owners[i].ID, v.owners[i].Name
		}
	}
	refuseSlips(typed, a.check())
	return a
}

// addAction adds something to be done. Officers, managers and administrators only.
func (f *Feature) addAction(w http.ResponseWriter, r *http.Request) error {
	return f.keepAction(w, r, "action_added", func(r *http.Request, tx *store.Tx, a Action, _ int) error { return AddAction(r.Context(), tx, a) })
}

// changeAction changes it. Officers, managers and administrators only.
func (f *Feature) changeAction(w http.ResponseWriter, r *http.Request) error {
	return f.keepAction(w, r, "action_changed", func(r *http.Request, tx *store.Tx, a Action, seen int) error {
		return ChangeAction(r.Context(), tx, a, seen)
	})
}

// actionFields are compared when two have changed the same, with their names.
var actionFields = [][2]string{{"body", "meetings.action.body"}, {"owner", "meetings.action.owner"}, {"due_on", "meetings.action.due"}}

func (f *Feature) keepAction(w http.ResponseWriter, r *http.Request, done string, keep func(*http.Request, *store.Tx, Action, int) error) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.actionAt(r)
	if err != nil {
		return err
	}
	v.form = typed
	a := v.actionIn(typed)
	if typed.IsRight() {
		seen, _ := strconv.Atoi(typed.Text("seen"))
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return keep(r, tx, a, seen) })
	}
	if errors.Is(err, ErrSavedMeanwhile) {
		if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "meeting", v.m.ID, v.filled(), typed, actionFields); err != nil {
			return err
		}
		v.form = typed.Resent(strconv.Itoa(v.kept.Version))
		return web.Show(w, r, http.StatusConflict, actionPage(v))
	}
	if err != nil && !refuseOwn(typed, err) {
		return err
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), actionPage(v))
	}
	http.Redirect(w, r, doneAt(&v.m, done, 0)+"#actions", http.StatusSeeOther)
	return nil
}

func (f *Feature) showFinish(w http.ResponseWriter, r *http.Request) error {
	v, err := f.actionAt(r)
	if err != nil {
		return err
	}
	v.form = form.Of("done_on", dayNow().String())
	return web.Show(w, r, http.StatusOK, finishPage(v))
}

// finish says that something is done. Officers, managers and administrators only.
func (f *Feature) finish(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.actionAt(r)
	if err != nil {
		return err
	}
	v.form = typed
	day, note := typed.Date("done_on"), typed.Text("note")
	refuseSlips(typed, checkDone(day, note, dayNow()))
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return FinishAction(r.Context(), tx, v.m.ID, v.kept.ID, day, note, dayNow())
		})
		if err != nil && !refuseOwn(typed, err) {
			return err
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), finishPage(v))
	}
	http.Redirect(w, r, doneAt(&v.m, "action_done", 0)+"#actions", http.StatusSeeOther)
	return nil
}

// undoAction takes back that something is done. Officers, managers and administrators only.
func (f *Feature) undoAction(w http.ResponseWriter, r *http.Request) error {
	m := Meeting{ID: r.PathValue("id")}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return ReopenAction(r.Context(), tx, m.ID, r.PathValue("action"))
	}); err != nil {
		return err
	}
	http.Redirect(w, r, doneAt(&m, "action_undone", 0)+"#actions", http.StatusSeeOther)
	return nil
}

// actionView is the form of something to be done.
type actionView struct {
	m      Meeting
	kept   Action // empty for a new one
	owners []accounts.Account
	form   *form.Form
	stale  *ui.Meanwhile
}

func (v *actionView) action() string {
	if v.kept.ID == "" {
		return v.m.at("/actions")
	}
	return v.m.at("/actions/" + v.kept.ID + "/edit")
}

func (v *actionView) options(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("meetings.action.no_account")}}
	for i := range v.owners {
		options = append(options, ui.Option{Value: v.owners[i].ID, Text: v.owners[i].Name})
	}
	return options
}
