package payments

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// listView is the list of grants.
type listView struct {
	filter     Filter
	rows       []Grant
	more       bool
	totals     []AccountYear
	programmes []Named
	years      []int
	mayManage  bool
	mayAttest  bool
	toAttest   int
}

// filterIn reads the filter from the address. What cannot be chosen chooses nothing.
func filterIn(r *http.Request) Filter {
	q := r.URL.Query()
	f := Filter{ProgrammeID: q.Get("programme"), CallID: q.Get("call"), After: q.Get("after")}
	f.Year, _ = strconv.Atoi(q.Get("year"))
	if state := GrantState(q.Get("state")); slices.Contains(GrantStates, state) {
		f.State = state
	}
	return f
}

// href is an address with the same filter.
func (v *listView) href(path, after string) string {
	q := url.Values{}
	for _, pair := range [][2]string{{"programme", v.filter.ProgrammeID}, {"call", v.filter.CallID}, {"state", string(v.filter.State)}, {"after", after}} {
		if pair[1] != "" {
			q.Set(pair[0], pair[1])
		}
	}
	if v.filter.Year != 0 {
		q.Set("year", strconv.Itoa(v.filter.Year))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (v *listView) later() string {
	if !v.more {
		return ""
	}
	return v.href("/payments", v.rows[len(v.rows)-1].ID)
}

func (v *listView) earlier() string {
	if v.filter.After == "" {
		return ""
	}
	return v.href("/payments", "")
}

func (v *listView) programmeOptions(p i18n.Printer) []ui.Option {
	list := []ui.Option{{Text: p.T("payments.all_programmes")}}
	for _, one := range v.programmes {
		list = append(list, ui.Option{Value: one.ID, Text: one.Name})
	}
	return list
}

func (v *listView) yearOptions(p i18n.Printer) []ui.Option {
	list := []ui.Option{{Text: p.T("payments.all_years")}}
	for _, year := range v.years {
		list = append(list, ui.Option{Value: strconv.Itoa(year), Text: strconv.Itoa(year)})
	}
	return list
}

func (v *listView) stateOptions(p i18n.Printer) []ui.Option {
	list := []ui.Option{{Text: p.T("payments.all_states")}}
	for _, state := range GrantStates {
		list = append(list, ui.Option{Value: string(state), Text: state.Name(p)})
	}
	return list
}

func (v *listView) yearText() string {
	if v.filter.Year == 0 {
		return ""
	}
	return strconv.Itoa(v.filter.Year)
}

func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &listView{filter: filterIn(r), mayManage: mayManage(r, false), mayAttest: accounts.May(ctx, accounts.AttestPayments)}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.rows, v.more, err = List(ctx, tx, v.filter); err != nil {
			return err
		}
		if v.totals, err = Totals(ctx, tx, v.filter); err != nil {
			return err
		}
		if v.programmes, err = ProgrammesWithGrants(ctx, tx, false); err != nil {
			return err
		}
		if v.years, err = YearsWithGrants(ctx, tx); err != nil {
			return err
		}
		v.toAttest, err = CountToAttest(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listPage(v))
}

// head names the columns of the files.
func head(p i18n.Printer) (names []string) {
	for _, key := range []string{"organisation", "kind", "programme", "call", "account", "diary_number", "decided_on", "state", "year", "year_state", "granted", "off", "payment", "due_on", "amount", "paid_on"} {
		names = append(names, p.T("payments.column."+key))
	}
	return names
}

// cells are one row for each payment of a grant, and one for each year without any.
func (g *Grant) cells(p i18n.Printer, year int) (rows [][]any) {
	for i := range g.Tranches {
		t := &g.Tranches[i]
		if year != 0 && t.Year != year {
			continue
		}
		begins := []any{g.Organisation, p.T("payments.kind." + string(g.Kind)), g.Programme, g.Call, g.BudgetAccount, g.DiaryNumber, g.DecidedOn.String(), g.State.Name(p), t.Year, t.State.Name(p),
			sheet.Kronor(t.Amount), sheet.Kronor(t.Off)}
		if len(t.Instalments) == 0 {
			rows = append(rows, append(begins, nil, nil, nil, nil))
		}
		for n := range t.Instalments {
			i := &t.Instalments[n]
			row := append(slices.Clone(begins), i.State.Name(p), i.DueOn.String(), sheet.Kronor(i.Amount), i.PaidOn.String())
			if n > 0 { // so that a column's sum is right
				row[10], row[11] = nil, nil
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// eachRow goes through everything that the filter chooses, some grants at a time.
func (f *Feature) eachRow(r *http.Request, do func(cells []any) error) error {
	ctx, p := r.Context(), i18n.In(r.Context())
	filter := filterIn(r)
	filter.After, filter.Limit = "", 500
	return f.DB.Read(ctx, func(tx *store.Tx) error {
		for {
			list, more, err := List(ctx, tx, filter)
			if err != nil {
				return err
			}
			for i := range list {
				for _, row := range list[i].cells(p, filter.Year) {
					if err := do(row); err != nil {
						return err
					}
				}
				filter.After = list[i].ID
			}
			if !more {
				return nil
			}
		}
	})
}

func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	return web.Download(w, "text/csv; charset=utf-8", "utbetalningar-"+today().String()+".csv", func(to io.Writer) error {
		out := sheet.NewCSV(to)
		if err := out.Write(head(i18n.In(r.Context()))); err != nil {
			return err
		}
		if err := f.eachRow(r, func(cells []any) error {
			row := make([]string, len(cells))
			for i, cell := range cells {
				switch c := cell.(type) {
				case sheet.Kronor:
					row[i] = typedMoney(int64(c))
				case int:
					row[i] = strconv.Itoa(c)
				case string:
					row[i] = c
				}
			}
			return out.Write(row)
		}); err != nil {
			return err
		}
		return out.Close()
	})
}

func (f *Feature) downloadBook(w http.ResponseWriter, r *http.Request) error {
	p := i18n.In(r.Context())
	return web.Download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "utbetalningar-"+today().String()+".xlsx", func(to io.Writer) error {
		book := sheet.NewBook(p.T("payments.title"))
		names := head(p)
		cells := make([]any, len(names))
		for i, name := range names {
			cells[i] = name
		}
		book.Row(true, cells...)
		if err := f.eachRow(r, func(cells []any) error {
			book.Row(false, cells...)
			return nil
		}); err != nil {
			return err
		}
		return book.Write(to)
	})
}
