package awards

import (
	"io"
	"net/http"
	"strconv"

	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/web"
)

func columnNames(p i18n.Printer) (names []string) {
	for _, key := range []string{"organisation", "diary", "municipality", "requested", "place", "total", "last", "formula_column", "discretionary", "proposed", "reason_column", "conditions", "category", "account_column"} {
		names = append(names, p.T("awards."+key))
	}
	return names
}

func (v *tableView) cells(p i18n.Printer, r *Row) []any {
	cells := []any{r.Application.Organisation, r.Application.DiaryNumber, v.towns.Name(r.Seat), sheet.Kronor(r.Application.Requested), nil, nil, sheet.Kronor(r.Last), nil, nil, nil, r.Why(p), r.Conditions, r.Category, r.Account}
	if r.Rank.Place > 0 {
		cells[4], cells[5] = r.Rank.Place, r.Rank.Total
	}
	if r.Formula != nil {
		cells[7], cells[8] = sheet.Kronor(*r.Formula), sheet.Kronor(r.Discretionary())
	}
	if r.Proposed != nil {
		cells[9] = sheet.Kronor(r.Amount())
	}
	return cells
}

func cellText(cell any) string {
	switch c := cell.(type) {
	case sheet.Kronor:
		return string(decimalKronor(int64(c)))
	case int:
		return strconv.Itoa(c)
	case string:
		return c
	}
	return ""
}

func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, "text/csv; charset=utf-8", v.fileName(".csv"), func(to io.Writer) error {
		out := sheet.NewCSV(to)
		if err := out.Write(columnNames(p)); err != nil {
			return err
		}
		for i := range v.t.Rows {
			var texts []string
			for _, cell := range v.cells(p, &v.t.Rows[i]) {
				texts = append(texts, cellText(cell))
			}
			if err := out.Write(texts); err != nil {
				return err
			}
		}
		return out.Close()
	})
}

func (f *Feature) downloadBook(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", v.fileName(".xlsx"), func(to io.Writer) error {
		book := sheet.NewBook(p.T("awards.title"))
		var head []any
		for _, name := range columnNames(p) {
			head = append(head, name)
		}
		book.Row(true, head...)
		for i := range v.t.Rows {
			book.Row(false, v.cells(p, &v.t.Rows[i])...)
		}
		return book.Write(to)
	})
}

func (v *tableView) fileName(ending string) string {
	return fold.Slug(v.t.Call.Content.Title+" "+v.today.String(), 80) + ending
}

func (f *Feature) published(r *http.Request) (all []Published, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		all, err = ListPublished(r.Context(), tx)
		return err
	})
	return all, err
}

func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	all, err := f.published(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, publicPage(all, f.Funder.Number != ""))
}

// publish360 gives the grants as 360Giving has them. Without the funder's own number there is no valid file to give.
func (f *Feature) publish360(w http.ResponseWriter, r *http.Request) error {
	if f.Funder.Number == "" {
		return i18n.Fail("awards.funder_unknown").Because(store.ErrNotFound)
	}
	all, err := f.published(r)
	if err != nil {
		return err
	}
	return web.Download(w, "application/json", "awards.json", func(to io.Writer) error { return Write360(to, f.Funder, all) })
}

func (f *Feature) publishCSV(w http.ResponseWriter, r *http.Request) error {
	all, err := f.published(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, "text/csv; charset=utf-8", "awards.csv", func(to io.Writer) error {
		out := sheet.NewCSV(to)
		var names []string
		for _, key := range []string{"organisation", "number", "programme", "call", "year", "amount", "decided_on"} {
			names = append(names, p.T("awards."+key))
		}
		if err := out.Write(names); err != nil {
			return err
		}
		for i := range all {
			g := &all[i]
			if err := out.Write([]string{g.Organisation, g.Number.String(), g.Programme, g.Call, strconv.Itoa(g.Year), string(decimalKronor(g.Amount)), g.DecidedOn.String()}); err != nil {
				return err
			}
		}
		return out.Close()
	})
}
