package plan

import (
	"net/http"
	"strconv"

	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showPlans lists the plans and, for officers, what is under review. Everybody signed in may see it.
func (f *Feature) showPlans(w http.ResponseWriter, r *http.Request) error {
	v := plansView{Officer: isOfficer(r.Context())}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Plans, err = List(r.Context(), tx); err != nil || !v.Officer {
			return err
		}
		v.Reviews, err = OpenReviews(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, plansPage(v))
}

func (f *Feature) find(r *http.Request) (p *Plan, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		p, err = Find(r.Context(), tx, r.PathValue("key"))
		return err
	})
	return p, err
}

// showPlan shows goals and activities. Everybody signed in may see it.
func (f *Feature) showPlan(w http.ResponseWriter, r *http.Request) error {
	p, err := f.find(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, planPage(p))
}

// showActivity shows an activity with its indicators. Everybody signed in may see it.
func (f *Feature) showActivity(w http.ResponseWriter, r *http.Request) error {
	p, err := f.find(r)
	if err != nil {
		return err
	}
	v, found := viewActivity(p, r.PathValue("number"))
	if !found {
		return i18n.Fail("plan.page.no_activity", "number", r.PathValue("number")).Because(store.ErrNotFound)
	}
	v.Reviewer = isOfficer(r.Context())
	return web.Show(w, r, http.StatusOK, activityPage(v))
}

func viewActivity(p *Plan, number string) (activityView, bool) {
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
