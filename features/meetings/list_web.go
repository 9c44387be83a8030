package meetings

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samverk/features/accounts"
	"samverk/features/networks"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	return f.listed(w, r, &listView{query: r.URL.Query(), at: "/meetings", mayChange: accounts.May(r.Context(), accounts.ManageNetworks)})
}

// showPublicList shows everybody the meetings that are public.
func (f *Feature) showPublicList(w http.ResponseWriter, r *http.Request) error {
	return f.listed(w, r, &listView{query: r.URL.Query(), at: "/public/meetings", public: true})
}

func (f *Feature) listed(w http.ResponseWriter, r *http.Request, v *listView) error {
	v.filter = filterIn(v.query, v.public, today())
	ctx := r.Context()
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.networks, err = networks.All(ctx, tx); err != nil {
			return err
		}
		if v.types, err = networks.AllTypes(ctx, tx); err != nil {
			return err
		}
		v.page, err = List(ctx, tx, v.filter)
		return err
	})
	if err != nil {
		return err
	}
	if v.filter.goesBack() && v.page.Previous == "" { // back at the beginning: its page is shown whole
		http.Redirect(w, r, v.href(), http.StatusSeeOther)
		return nil
	}
	return web.Show(w, r, http.StatusOK, listPage(v))
}

// filterIn reads the filter from the address: what is coming, what has been, or a year. What cannot be chosen chooses nothing.
func filterIn(query url.Values, public bool, today calendar.Date) Filter {
	f := Filter{OnlyPublic: public, Words: strings.TrimSpace(strings.ToValidUTF8(query.Get("q"), "")), After: query.Get("after"), Before: query.Get("before")}
	for name, into := range map[string]*string{"network": &f.NetworkID, "type": &f.TypeID, "series": &f.SeriesID} {
		if key := query.Get(name); store.IsID(key) {
			*into = key
		}
	}
	if state := State(query.Get("state")); slices.Contains(States, state) {
		f.State = state
	}
	year, err := strconv.Atoi(query.Get("year"))
	switch {
	case err == nil && year >= 1900 && year <= 2199:
		span := calendar.Year(year)
		f.From, f.To = span.From, span.To
	case query.Get("all") != "":
	case query.Get("past") != "":
		f.To, f.Latest = today.AddDays(-1), true
	default:
		f.From = today
	}
	return f
}

// showPublic shows everybody a meeting that is public: when, where and the titles of its agenda. Who is invited is never shown.
func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &meetingView{public: true, today: today()}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.m, err = findPublic(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		v.items, err = Agenda(ctx, tx, v.m.ID)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, publicPage(v))
}
