package staffing

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// lines reads the efforts of the plan with the hours spent on each before the quarter that is looked at.
func lines(ctx context.Context, tx *store.Tx, s *shown) ([]effortLine, error) {
	if s.plan == nil {
		return nil, nil
	}
	efforts, err := Efforts(ctx, tx, s.plan)
	if err != nil {
		return nil, err
	}
	spent, err := spentOn(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	var all []effortLine
	for _, a := range s.plan.Activities() {
		all = append(all, effortLine{a, efforts[a.ID], spent[a.ID]})
	}
	return all, nil
}

func spentOn(ctx context.Context, tx *store.Tx, s *shown) (map[string]planner.Tenths, error) {
	standard, err := StandardHours(ctx, tx)
	if err != nil {
		return nil, err
	}
	return spentBefore(ctx, tx, s.plan.ID, calendar.QuarterOf(s.day).First(), standard)
}

// showEfforts lists what every activity is estimated to take. Officers and auditors may see it.
func (f *Feature) showEfforts(w http.ResponseWriter, r *http.Request) error {
	v := &effortsView{source: r.URL.Query().Get("source")}
	s, r, err := f.see(r, func(ctx context.Context, tx *store.Tx, s *shown) error {
		all, err := lines(ctx, tx, s)
		for _, line := range all {
			if v.source != "plan" && v.source != "people" || line.effort.IsFirst() == (v.source == "plan") {
				v.rows = append(v.rows, line)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	v.shown = s
	return web.Show(w, s.onDay(r), http.StatusOK, effortsPage(v))
}

// effort reads one activity's estimate.
func (f *Feature) effort(r *http.Request) (*effortView, *http.Request, error) {
	v := &effortView{}
	number := r.PathValue("number")
	s, r, err := f.see(r, func(ctx context.Context, tx *store.Tx, s *shown) error {
		all, err := lines(ctx, tx, s)
		if err != nil {
			return err
		}
		for _, line := range all {
			if strconv.Itoa(line.activity.Number) == number {
				v.effortLine = line
			}
		}
		if v.activity == nil {
			return i18n.Fail("staffing.effort.unknown", "number", number).Because(store.ErrNotFound)
		}
		standard, err := StandardHours(ctx, tx)
		v.first = FirstEstimate(v.activity, standard)
		return err
	})
	if err != nil {
		return nil, r, err
	}
	v.shown = s
	me, _ := accounts.In(r.Context())
	v.form = v.effortLine.effort.fill(me.Name)
	return v, r, nil
}

// showEffort shows the estimate of an activity. Officers and auditors may see it.
func (f *Feature) showEffort(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.effort(r)
	if err != nil {
		return err
	}
	if r.URL.Query().Has("first") {
		offered := v.effortLine.effort
		offered.Shape, offered.Hours, offered.Most, offered.EstimatedBy = v.first.Shape, v.first.Hours, nil, ""
		me, _ := accounts.In(r.Context())
		v.form = offered.fill(me.Name)
	}
	v.saved = r.URL.Query().Has("saved")
	return web.Show(w, v.onDay(r), http.StatusOK, effortPage(v))
}

// saveEffort keeps an estimate. Managers and administrators only.
func (f *Feature) saveEffort(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, r, err := f.effort(r)
	if err != nil {
		return err
	}
	now, status := v.form, http.StatusUnprocessableEntity
	e := effortIn(typed, v.activity.ID, v.people)
	if typed.IsRight() {
		seen, _ := strconv.Atoi(typed.Text("seen"))
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return SaveEffort(r.Context(), tx, v.plan, e, seen) })
		switch {
		case err == nil:
			http.Redirect(w, r, v.after(v.here(), "saved"), http.StatusSeeOther)
			return nil
		case !errors.Is(err, ErrSavedMeanwhile):
			return err
		}
		status = http.StatusConflict
		if v.stale, err = f.stale(r.Context(), "activity", v.activity.ID, now, typed, effortFields...); err != nil {
			return err
		}
		typed = typed.Resent(now.Text("seen"))
	}
	v.form = typed
	return web.Show(w, r, status, effortPage(v))
}

var effortFields = [][2]string{{"hours", "staffing.effort.hours"}, {"most", "staffing.effort.most"}, {"role", "staffing.effort.role"}, {"by", "staffing.effort.by"}}
