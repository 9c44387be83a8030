package organisations

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showList shows organisations in the order of their names, or those that answer some words, the best first.
func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	v := &listView{query: r.URL.Query(), towns: f.Municipalities, mayChange: accounts.May(r.Context(), accounts.ManageOrganisations),
		seeContacts: accounts.May(r.Context(), accounts.ReadContacts), at: "/organisations"}
	return f.listed(w, r, v)
}

// showPublicList shows everybody the organisations that are public.
func (f *Feature) showPublicList(w http.ResponseWriter, r *http.Request) error {
	return f.listed(w, r, &listView{query: r.URL.Query(), towns: f.Municipalities, public: true, at: "/public/organisations"})
}

func (f *Feature) listed(w http.ResponseWriter, r *http.Request, v *listView) error {
	v.filter = f.filterIn(v)
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.isSearch() {
			v.page.Organisations, err = Search(r.Context(), tx, v.filter)
			return err
		}
		v.page, err = List(r.Context(), tx, v.filter)
		return err
	})
	if err != nil {
		return err
	}
	if v.filter.goesBack() && v.page.Previous == "" { // back at the beginning: its page is shown whole
		http.Redirect(w, r, v.firstHref(), http.StatusSeeOther)
		return nil
	}
	if v.public {
		return web.Show(w, r, http.StatusOK, publicListPage(v))
	}
	return web.Show(w, r, http.StatusOK, listPage(v))
}

// filterIn reads the filter from the address. What cannot be chosen chooses nothing.
func (f *Feature) filterIn(v *listView) Filter {
	filter := Filter{Day: today(), OnlyPublic: v.public, Words: strings.TrimSpace(strings.ToValidUTF8(v.query.Get("q"), "")),
		After: v.query.Get("after"), Before: v.query.Get("before")}
	if code := v.query.Get("municipality"); isMunicipality(code) {
		filter.Municipality = code
	}
	if form := LegalForm(v.query.Get("form")); slices.Contains(LegalForms, form) {
		filter.Form = form
	}
	if role := RoleKind(v.query.Get("role")); slices.Contains(RoleKinds, role) && !v.public {
		filter.Role = role
	}
	filter.WithEnded = v.query.Get("ended") == "1" && !v.public
	return filter
}

// downloadForMachines gives what the address chooses with commas.
func (f *Feature) downloadForMachines(w http.ResponseWriter, r *http.Request) error {
	return f.download(w, r, "organisationer", newMachineFile)
}

// downloadForExcel gives the same with semicolons and a byte order mark, as spreadsheets in Swedish open it.
func (f *Feature) downloadForExcel(w http.ResponseWriter, r *http.Request) error {
	return f.download(w, r, "organisationer-excel", newSpreadsheet)
}

func (f *Feature) download(w http.ResponseWriter, r *http.Request, name string, begin func(io.Writer) rowWriter) error {
	ctx := r.Context()
	filter := f.filterIn(&listView{query: r.URL.Query()})
	return web.Download(w, "text/csv; charset=utf-8", name+"-"+today().String()+".csv", func(file io.Writer) error {
		return f.DB.Read(ctx, func(tx *store.Tx) error {
			return export(ctx, tx, filter, f.Municipalities, i18n.In(ctx), begin(file))
		})
	})
}

// downloadContacts gives the people to turn to in what the address chooses, for spreadsheets. That somebody has fetched
// them stands in the trail.
func (f *Feature) downloadContacts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := audit.Seen(ctx, f.DB, "organisation.contacts_fetched", contactKind, "all"); err != nil {
		return err
	}
	filter := f.filterIn(&listView{query: r.URL.Query()})
	return web.Download(w, "text/csv; charset=utf-8", "kontaktpersoner-"+today().String()+".csv", func(file io.Writer) error {
		return f.DB.Read(ctx, func(tx *store.Tx) error { return exportContacts(ctx, tx, filter, i18n.In(ctx), newSpreadsheet(file)) })
	})
}
