package plan

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showPlans lists the plans and, for officers, what is under review. Everybody signed in may see it.
func (f *Feature) showPlans(w http.ResponseWriter, r *http.Request) error {
	v := plansView{Officer: isOfficer(r.Context())}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Plans, err = List(r.Context(), tx); err != nil || !v.Officer {
			return err
		}
		if v.Intakes, err = Intakes(r.Context(), tx); err != nil {
			return err
		}
		v.Reviews, err = OpenReviews(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, plansPage(v))
}

// seen is a plan and how it stands on the day that a request asks for.
type seen struct {
	*Plan
	Stands Stands
}

// find is the plan in the address.
func (f *Feature) find(r *http.Request) (p *Plan, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		p, err = Find(r.Context(), tx, r.PathValue("key"))
		return err
	})
	return p, err
}

// see finds the plan in the address, and how it stands unless it is a draft. The request it gives back has a page that
// shows the day.
func (f *Feature) see(r *http.Request) (s seen, on *http.Request, err error) {
	today := calendar.Today(time.Now())
	day, err := web.DayIn(r, today)
	if err != nil {
		return s, r, err
	}
	if err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if s.Plan, err = Find(r.Context(), tx, r.PathValue("key")); err != nil || s.Status == InDraft {
			return err
		}
		s.Stands, err = f.Follow.Standing(r.Context(), tx, s.Key, day)
		return err
	}); err != nil {
		return s, r, err
	}
	shell := ui.ShellOf(r.Context())
	if s.Status != InDraft {
		shell = shell.OnDay(r.URL, day, today)
	}
	shell.Example = shell.Example || s.Example
	return s, r.WithContext(ui.WithShell(r.Context(), shell)), nil
}

// showPlan shows goals and activities. Everybody signed in may see it.
func (f *Feature) showPlan(w http.ResponseWriter, r *http.Request) error {
	s, r, err := f.see(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, planPage(s, doneIn(r)))
}

// doneIn is what has just been done with a plan, as the address says; only what the catalogue has words for.
func doneIn(r *http.Request) string {
	done := r.URL.Query().Get("done")
	if slices.Contains(Steps, Step(done)) || done == "edition" || done == "adopt" || done == "accept" {
		return done
	}
	return ""
}

// showActivity shows an activity with its indicators. Everybody signed in may see it.
func (f *Feature) showActivity(w http.ResponseWriter, r *http.Request) error {
	s, r, err := f.see(r)
	if err != nil {
		return err
	}
	v, found := viewActivity(s, r.PathValue("number"))
	if !found {
		return i18n.Fail("plan.page.no_activity", "number", r.PathValue("number")).Because(store.ErrNotFound)
	}
	v.Reviewer = isOfficer(r.Context())
	return web.Show(w, r, http.StatusOK, activityPage(v))
}

func viewActivity(p seen, number string) (activityView, bool) {
	byID := map[string]*Activity{}
	for _, activity := range p.Activities() {
		byID[activity.ID] = activity
	}
	for g := range p.Goals {
		for a := range p.Goals[g].Activities {
			activity := &p.Goals[g].Activities[a]
			if strconv.Itoa(activity.Number) != number {
				continue
			}
			v := activityView{Plan: p, Goal: &p.Goals[g], Activity: activity}
			for _, before := range activity.Predecessors {
				v.Before = append(v.Before, beforeIt{byID[before.ActivityID], before.Standing})
			}
			return v, true
		}
	}
	return activityView{}, false
}
