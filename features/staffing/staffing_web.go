package staffing

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// planDones are what the main page can say has just been done.
var planDones = []string{"adopted", "waits", "ended"}

// showOverview shows the plan of hours. Officers and auditors may see it.
func (f *Feature) showOverview(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.look(r, r.URL.Query().Get("scenario"))
	if err != nil {
		return err
	}
	if done := r.URL.Query().Get("done"); slices.Contains(planDones, done) {
		v.done = done
	}
	if v.planned == nil || len(v.people) == 0 {
		return web.Show(w, v.onDay(r), http.StatusOK, overviewPage(v.shown))
	}
	return web.Show(w, v.onDay(r), http.StatusOK, plannedPage(v))
}

// errOver tells that the plan of hours is over on the day that is looked at.
var errOver = fmt.Errorf("the plan is over: %w", store.ErrNotFound)

// whileItGoes serves a page that is there only while the plan goes on. When it does not, the main page says so.
func whileItGoes(show web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := show(w, r)
		if !errors.Is(err, errOver) {
			return err
		}
		to := "/staffing"
		if day, wrong := calendar.ParseDate(r.URL.Query().Get("date")); wrong == nil {
			to += "?date=" + day.String()
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
}

// loadView is what one person's hours in a quarter are planned for.
type loadView struct {
	*plannedView
	person  string
	quarter calendar.Quarter
	rows    []fitRow
}

// showLoad opens a cell of the table. Officers and auditors may see it.
func (f *Feature) showLoad(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.look(r, "")
	if err != nil {
		return err
	}
	unknown := i18n.Fail("staffing.load.unknown").Because(store.ErrNotFound)
	quarter, err := calendar.ParseQuarter(r.PathValue("quarter"))
	if v.planned == nil {
		return i18n.Fail("staffing.plan_over").Because(errOver)
	}
	if err != nil || v.planned.names.People[r.PathValue("person")] == "" || !slices.Contains(v.planned.problem.Quarters, quarter.String()) {
		return unknown
	}
	l := i18n.In(r.Context())
	page := &loadView{plannedView: v, person: v.planned.names.People[r.PathValue("person")], quarter: quarter}
	for _, work := range v.planned.cell(r.PathValue("person"), quarter.String()) {
		a := v.planned.names.Activities[work.Person]
		page.rows = append(page.rows, fitRow{Name: named(a), Href: activityLink(v.plan, a), Priority: l.T("staffing.priority." + string(a.Priority)), Hours: HoursWords(l, work.Hours)})
	}
	return web.Show(w, v.onDay(r), http.StatusOK, loadPage(page))
}

// downloadCSV gives the plan of hours for spreadsheets. Officers and auditors may fetch it.
func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.toDownload(r)
	if err != nil {
		return err
	}
	return web.Download(w, "text/csv; charset=utf-8", "bemanning.csv", func(to io.Writer) error { return v.writeCSV(i18n.In(r.Context()), to) })
}

// downloadXLSX gives the plan of hours and the load as a workbook. Officers and auditors may fetch it.
func (f *Feature) downloadXLSX(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.toDownload(r)
	if err != nil {
		return err
	}
	return web.Download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "bemanning.xlsx",
		func(to io.Writer) error { return v.workbook(i18n.In(r.Context()), to) })
}

func (f *Feature) toDownload(r *http.Request) (*plannedView, *http.Request, error) {
	v, r, err := f.look(r, r.URL.Query().Get("scenario"))
	if err == nil && v.planned == nil {
		err = i18n.Fail("staffing.no_plan").Because(store.ErrNotFound)
	}
	return v, r, err
}
