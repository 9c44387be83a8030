package evidence

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showList shows records by what the address asks for: those that happened last first.
func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{query: r.URL.Query(), MayChange: accounts.May(ctx, accounts.Officer), Today: f.today()}
	filter, err := filterIn(v.query)
	if err != nil {
		return err
	}
	err = f.DB.Read(ctx, func(tx *store.Tx) error {
		if err := v.readPlans(ctx, tx); err != nil {
			return err
		}
		found, err := Search(ctx, tx, filter)
		if err != nil {
			return err
		}
		v.Found = found
		return v.readLinks(ctx, tx)
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listPage(v))
}

// filterIn reads the filter from an address. A day that cannot be read is said, and not passed over.
func filterIn(query url.Values) (Filter, error) {
	filter := Filter{Kind: plan.EvidenceKind(query.Get("kind")), IndicatorID: query.Get("indicator"),
		Words: query.Get("words"), WithVoided: true}
	for _, day := range []struct {
		name string
		into *calendar.Date
	}{{"from", &filter.From}, {"to", &filter.To}, {"after", &filter.After.Day}} {
		text := strings.TrimSpace(query.Get(day.name))
		if text == "" {
			continue
		}
		date, err := calendar.ParseDate(text)
		if err != nil {
			return filter, i18n.Fail("form.not_a_date", "text", text)
		}
		*day.into = date
	}
	filter.After.ID = query.Get("id")
	return filter, nil
}

// readPlans gives the choices of indicators, and the plan whose records can be fetched as a file.
func (v *listView) readPlans(ctx context.Context, tx *store.Tx) error {
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return err
	}
	for i := range plans {
		if plans[i].Status != plan.Current {
			continue
		}
		p, err := plan.Find(ctx, tx, plans[i].Key)
		if err != nil {
			return err
		}
		v.Plans = append(v.Plans, ui.Link{Text: p.Title, Href: p.Key})
		for _, indicator := range p.Indicators() {
			v.Indicators = append(v.Indicators, ui.Option{Value: indicator.ID, Text: i18n.T(ctx, "evidence.page.indicator",
				"label", indicator.Label, "text", indicator.Text)})
		}
	}
	return nil
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

// downloadCSV gives every record of a plan as a file that can be read in again.
func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return f.DB.Read(ctx, func(tx *store.Tx) error {
		p, err := plan.Find(ctx, tx, r.URL.Query().Get("plan"))
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="`+p.Key+`-`+f.today().String()+`.csv"`)
		w.Header().Set("Cache-Control", "no-store")
		return ExportCSV(ctx, tx, p, w)
	})
}
