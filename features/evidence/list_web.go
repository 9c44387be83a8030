package evidence

import (
	"context"
	"io"
	"net/http"
	"strings"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showList shows records by what the address asks for: those that happened last first.
func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{query: r.URL.Query(), MayChange: accounts.May(ctx, accounts.WriteRecords)}
	var filter Filter
	status := http.StatusOK
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		filter, err = v.readFilter(ctx, tx)
		if err != nil {
			return err
		}
		if v.WrongDay != "" {
			status = http.StatusBadRequest
			return nil
		}
		if v.Asked != "" && len(v.Named) == 0 {
			return nil // nothing can be listed; the page says so
		}
		if v.Found, err = Search(ctx, tx, filter); err != nil {
			return err
		}
		return v.readLinks(ctx, tx)
	})
	if err != nil {
		return err
	}
	if filter.goesBack() && v.Found.Previous.ID == "" { // back at the beginning: its page is shown whole
		http.Redirect(w, r, v.firstHref(), http.StatusSeeOther)
		return nil
	}
	return web.Show(w, r, status, listPage(v))
}

// readFilter reads the filter from the address, with the indicators that what was typed stands for.
func (v *listView) readFilter(ctx context.Context, tx *store.Tx) (Filter, error) {
	filter := Filter{Kind: plan.EvidenceKind(v.query.Get("kind")), Words: v.query.Get("words"), WithVoided: true}
	var after, before calendar.Date
	for name, into := range map[string]*calendar.Date{"from": &filter.From, "to": &filter.To, "after": &after, "before": &before} {
		text := strings.TrimSpace(v.query.Get(name))
		if text == "" {
			continue
		}
		var err error
		if *into, err = calendar.ParseDate(text); err != nil {
			v.WrongDay = text
		}
	}
	if id := v.query.Get("id"); before.IsZero() {
		filter.After = Cursor{after, id}
	} else {
		filter.Before = Cursor{before, id}
	}
	choices, err := v.readPlans(ctx, tx)
	v.Asked = strings.TrimSpace(v.query.Get("indicator"))
	v.Named = namesOf(v.Asked, choices)
	if len(v.Named) == 1 {
		filter.IndicatorID = v.Named[0].ID
	} else {
		for _, named := range v.Named {
			filter.AnyOf = append(filter.AnyOf, named.ID)
		}
	}
	return filter, err
}

// readPlans gives the indicators that can be chosen, those of the current plans.
func (v *listView) readPlans(ctx context.Context, tx *store.Tx) ([]choice, error) {
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range plans {
		if plans[i].Status == plan.Current {
			v.Plans = append(v.Plans, listPlan{plans[i].Key, plans[i].Title})
		}
	}
	var rows []struct{ ID, Label, Body string }
	err = tx.Select(ctx, &rows, `SELECT i.id, i.label, i.body FROM indicator i JOIN plan p ON p.id = i.plan_id
		WHERE p.status = 'current' ORDER BY p.key, i.number`)
	for _, row := range rows {
		v.choices = append(v.choices, choice{row.ID, row.Label, i18n.T(ctx, "evidence.page.indicator", "label", row.Label, "text", row.Body)})
	}
	return v.choices, err
}

// readLinks gives the indicators that count each record of the page.
func (v *listView) readLinks(ctx context.Context, tx *store.Tx) error {
	labels, err := labelsOf(ctx, tx, v.Found.Records)
	v.Counts = map[string]string{}
	for id, counted := range labels {
		v.Counts[id] = strings.Join(counted, ", ")
	}
	return err
}

// downloadCSV gives the records of a plan, or those of them that the address chooses, as a file that can be read in
// again.
func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	name := r.URL.Query().Get("plan") + "-" + f.today().String() + ".csv"
	return web.Download(w, "text/csv; charset=utf-8", name, func(file io.Writer) error {
		return f.DB.Read(r.Context(), func(tx *store.Tx) error { return exportAsked(r, tx, file) })
	})
}

// exportAsked writes the records that the address asks for.
func exportAsked(r *http.Request, tx *store.Tx, file io.Writer) error {
	ctx, v := r.Context(), listView{query: r.URL.Query()}
	p, err := plan.Find(ctx, tx, v.query.Get("plan"))
	if err != nil {
		return err
	}
	filter, err := v.readFilter(ctx, tx)
	switch {
	case err != nil:
		return err
	case v.WrongDay != "":
		return i18n.Fail("form.not_a_date", "text", v.WrongDay)
	case v.Asked != "" && len(v.Named) == 0:
		return i18n.Fail("evidence.unknown_indicator").Because(store.ErrNotFound)
	case v.isFiltered():
		return ExportChosen(ctx, tx, p, filter, file)
	}
	return ExportCSV(ctx, tx, p, file)
}
