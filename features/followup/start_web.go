package followup

import (
	"errors"
	"net/http"
	"time"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// overview is what the plan's page shows.
type overview struct {
	Plan   *plan.Plan
	Status PlanStatus
}

// showStart shows the current plan accepted last. Anybody may see it.
func (f *Feature) showStart(w http.ResponseWriter, r *http.Request) error {
	err := f.show(w, r, "")
	var own *i18n.Error
	if errors.As(err, &own) && own.ID == "plan.none_yet" {
		return web.Show(w, r, http.StatusOK, noPlanPage())
	}
	return err
}

// showPlan shows the plan named in the address. Anybody may see it.
func (f *Feature) showPlan(w http.ResponseWriter, r *http.Request) error {
	return f.show(w, r, r.PathValue("key"))
}

func (f *Feature) show(w http.ResponseWriter, r *http.Request, key string) error {
	today := calendar.Today(time.Now())
	asOf, err := dateIn(r, today)
	if err != nil {
		return err
	}
	var view overview
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if view.Plan, err = plan.Find(r.Context(), tx, key); err != nil {
			return err
		}
		view.Status, err = On(r.Context(), tx, view.Plan, asOf)
		return err
	}); err != nil {
		return err
	}
	shell := ui.ShellOf(r.Context())
	shell.DateAction = r.URL.Path
	shell.Date, shell.Today, shell.Example = asOf, today, view.Plan.Example
	return web.Show(w, r.WithContext(ui.WithShell(r.Context(), shell)), http.StatusOK, overviewPage(view))
}

// dateIn reads the day asked for, today when none is.
func dateIn(r *http.Request, today calendar.Date) (calendar.Date, error) {
	text := r.URL.Query().Get("date")
	if text == "" {
		return today, nil
	}
	date, err := calendar.ParseDate(text)
	if err != nil {
		return date, i18n.Fail("followup.wrong_date", "date", text)
	}
	return date, nil
}
