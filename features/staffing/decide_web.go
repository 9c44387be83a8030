package staffing

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// decideView is where a reason is given: for a scenario that is adopted, or an activity that waits.
type decideView struct {
	*plannedView
	form     *form.Form
	activity *plan.Activity // nil for a scenario
}

// reasonIn reads why something is decided.
func reasonIn(typed *form.Form) string {
	reason := typed.Required("reason", "staffing.decide.reason_missing")
	if utf8.RuneCountInString(reason) > longestReason {
		typed.Refuse("reason", i18n.Msg("staffing.too_long", "longest", longestReason))
	}
	return reason
}

// showAdopt asks why a scenario is adopted. Managers and administrators only.
func (f *Feature) showAdopt(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.look(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, v.onDay(r), http.StatusOK, adoptPage(&decideView{plannedView: v, form: form.Of("seen", strconv.Itoa(v.scenario.Version))}))
}

// adoptScenario makes a scenario today's plan. Managers and administrators only.
func (f *Feature) adoptScenario(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, r, err := f.look(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	reason := reasonIn(typed)
	status := http.StatusUnprocessableEntity
	if seen, _ := strconv.Atoi(typed.Text("seen")); typed.IsRight() && seen != v.scenario.Version {
		typed.Refuse("", i18n.Msg("staffing.meanwhile"))
		status = http.StatusConflict
	}
	if typed.IsRight() {
		me, _ := accounts.In(r.Context())
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return f.adopt(r.Context(), tx, v.scenario, v.planned, reason, me.Name)
		})
		fault := asFault(err)
		switch {
		case err == nil:
			http.Redirect(w, r, v.withDone("adopted"), http.StatusSeeOther)
			return nil
		case errors.Is(err, ErrSavedMeanwhile):
			status = http.StatusConflict
		case fault == nil:
			return err
		}
		typed.Refuse("", *fault)
	}
	return web.Show(w, v.onDay(r), status, adoptPage(&decideView{plannedView: v, form: typed}))
}

// withDone is the main page, which says what has just been done.
func (v *plannedView) withDone(done string) string {
	href := v.at("/staffing")
	if href == "/staffing" {
		return href + "?done=" + done
	}
	return href + "&done=" + done
}

// activityIn finds the activity of an address.
func (v *plannedView) activityIn(r *http.Request) (*plan.Activity, error) {
	number, _ := strconv.Atoi(r.PathValue("number"))
	all := v.plan.Activities()
	at := slices.IndexFunc(all, func(a *plan.Activity) bool { return a.Number == number })
	if at < 0 {
		return nil, i18n.Fail("staffing.effort.unknown", "number", r.PathValue("number")).Because(store.ErrNotFound)
	}
	return all[at], nil
}

// showWait asks why an activity is to wait. Managers and administrators only.
func (f *Feature) showWait(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.look(r, "")
	if err != nil {
		return err
	}
	a, err := v.activityIn(r)
	if err != nil {
		return err
	}
	return web.Show(w, v.onDay(r), http.StatusOK, waitPage(&decideView{v, &form.Form{}, a}))
}

// saveWait decides that an activity waits. Managers and administrators only.
func (f *Feature) saveWait(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, r, err := f.look(r, "")
	if err != nil {
		return err
	}
	a, err := v.activityIn(r)
	if err != nil {
		return err
	}
	reason := reasonIn(typed)
	if !typed.IsRight() {
		return web.Show(w, v.onDay(r), http.StatusUnprocessableEntity, waitPage(&decideView{v, typed, a}))
	}
	me, _ := accounts.In(r.Context())
	if !v.planned.state.waiting[a.ID] { // sent twice, it is decided once
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return f.letWait(r.Context(), tx, v.planned, a, v.planned.state.changeWords(f.Words.In(i18n.Swedish), Change{Kind: ChangeWait, Activity: a.Number}), reason, me.Name)
		}); err != nil {
			return err
		}
	}
	http.Redirect(w, r, v.withDone("waits"), http.StatusSeeOther)
	return nil
}

// endWait lets an activity take its turn again. Managers and administrators only.
func (f *Feature) endWait(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.look(r, "")
	if err != nil {
		return err
	}
	a, err := v.activityIn(r)
	if err != nil {
		return err
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return WaitNoLonger(r.Context(), tx, a.ID, "") }); err != nil {
		return err
	}
	http.Redirect(w, r, v.withDone("ended"), http.StatusSeeOther)
	return nil
}

// look reads the plan of hours of today, and of a scenario when its key is given.
func (f *Feature) look(r *http.Request, scenarioID string) (*plannedView, *http.Request, error) {
	v := &plannedView{}
	var base *state
	s, r, err := f.see(r, func(ctx context.Context, tx *store.Tx, s *shown) (err error) {
		if s.plan == nil {
			if scenarioID != "" || r.PathValue("number") != "" {
				return i18n.Fail("staffing.no_plan").Because(store.ErrNotFound)
			}
			return nil
		}
		if v.scenarios, err = Scenarios(ctx, tx, s.plan.ID); err != nil {
			return err
		}
		if v.decisions, err = Decisions(ctx, tx, s.plan.ID); err != nil {
			return err
		}
		if scenarioID != "" {
			found, err := FindScenario(ctx, tx, s.plan.ID, scenarioID)
			if err != nil {
				return err
			}
			v.scenario = &found
		}
		base, err = stateOf(ctx, tx, s.plan, s.start())
		return err
	})
	if err != nil {
		return nil, r, err
	}
	v.shown = s
	if base == nil {
		return v, r, nil
	}
	if s.isOver() {
		if scenarioID != "" || r.PathValue("number") != "" {
			return nil, r, i18n.Fail("staffing.plan_over").Because(errOver)
		}
		return v, r, nil
	}
	if v.today, err = base.decide(s.start(), planner.Solve); err != nil {
		return nil, r, err
	}
	v.planned = v.today
	if v.scenario != nil {
		v.planned, err = base.with(v.scenario.Changes).decide(s.start(), planner.Solve)
	}
	return v, r, err
}
