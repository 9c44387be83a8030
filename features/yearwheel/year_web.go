package yearwheel

import (
	"io"
	"net/http"
	"net/url"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/meetings"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

func (f *Feature) show(w http.ResponseWriter, r *http.Request) error {
	v, _, err := f.look(r, r.URL.Query(), ofOfficers)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, yearPage(v))
}

// showPublic shows everybody the public meetings of the year.
func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	v, _, err := f.look(r, r.URL.Query(), ofPublic)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, yearPage(v))
}

// sight is what is looked at.
type sight int

const (
	ofOfficers sight = iota // the chosen network's meetings, or all
	ofPublic                // those that anybody may read
	ofAll                   // all meetings, whatever network is chosen
)

// look reads the year in the address, and gives also the types of all networks with their meetings.
func (f *Feature) look(r *http.Request, query url.Values, what sight) (*yearView, []meetings.TypeYear, error) {
	ctx, public := r.Context(), what == ofPublic
	v := &yearView{today: today(), public: public, mayChange: !public && accounts.May(ctx, accounts.ManageNetworks), page: 1}
	v.year = v.today.Year()
	if year, err := strconv.Atoi(query.Get("year")); err == nil && year >= 1990 && year <= 2199 {
		v.year = year
	}
	if page, err := strconv.Atoi(query.Get("page")); err == nil && page > 1 && page < 10_000 {
		v.page = page
	}
	if booked, err := strconv.Atoi(query.Get("booked")); err == nil && booked > 0 && booked <= mostProposed {
		v.booked = booked
	}
	network := query.Get("network")
	if what != ofOfficers || !store.IsID(network) {
		network = ""
	}
	var all []meetings.TypeYear
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = meetings.YearOf(ctx, tx, v.year, network)
		return err
	}); err != nil {
		return nil, nil, err
	}
	if public {
		all = PublicOnly(all)
	}
	v.networks = NetworksOf(all)
	for _, n := range v.networks {
		if n.ID == query.Get("network") {
			v.networkID = n.ID
		}
	}
	if network != "" && v.networkID == "" { // no network that goes on has the key
		return f.look(r, url.Values{"year": query["year"], "page": query["page"]}, what)
	}
	v.rows = RowsOf(all, v.networkID, v.year, v.today)
	v.shown, v.count = PageOf(v.rows, v.page)
	if len(v.shown) == 0 && v.page > 1 {
		v.page = 1
		v.shown, v.count = PageOf(v.rows, v.page)
	}
	return v, all, nil
}

func (f *Feature) download(w http.ResponseWriter, r *http.Request) error {
	return f.file(w, r, ofOfficers)
}

func (f *Feature) downloadPublic(w http.ResponseWriter, r *http.Request) error {
	return f.file(w, r, ofPublic)
}

func (f *Feature) file(w http.ResponseWriter, r *http.Request, what sight) error {
	v, _, err := f.look(r, r.URL.Query(), what)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "arshjul-"+strconv.Itoa(v.year)+".xlsx",
		func(to io.Writer) error { return v.workbook(p, to) })
}
