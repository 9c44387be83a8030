package applications

import (
	"io"
	"net/http"
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/web"
)

// filterIn reads the queue's filter from the address. What cannot be chosen chooses nothing.
func filterIn(r *http.Request) Filter {
	q := r.URL.Query()
	f := Filter{AccountID: accountOf(r).ID, After: q.Get("after")}
	if show := Show(q.Get("show")); slices.Contains(Shows, show) {
		f.Show = show
	}
	if call := q.Get("call"); store.IsID(call) {
		f.CallID = call
	}
	if state := State(q.Get("state")); slices.Contains(States, state) {
		f.State = state
	}
	return f
}

// showQueue lists applications that have been sent.
func (f *Feature) showQueue(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &queueView{filter: filterIn(r)}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.rows, v.more, err = List(ctx, tx, v.filter); err != nil {
			return err
		}
		if v.counts, err = Counts(ctx, tx, v.filter.CallID, v.filter.AccountID); err != nil {
			return err
		}
		if v.calls, err = Calls(ctx, tx); err != nil {
			return err
		}
		v.names = map[string]string{}
		all, err := officers(ctx, tx)
		for _, officer := range all {
			v.names[officer.ID] = officer.Name
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, queuePage(v))
}

// eachRow reads what the address chooses, some at a time.
func (f *Feature) eachRow(r *http.Request, do func(a *Application, call, officer string) error) error {
	filter := filterIn(r)
	filter.After, filter.Limit = "", 500
	ctx := r.Context()
	return f.DB.Read(ctx, func(tx *store.Tx) error {
		var titles []CallName
		titles, err := Calls(ctx, tx)
		if err != nil {
			return err
		}
		names := map[string]string{}
		for _, call := range titles {
			names[call.ID] = call.Title
		}
		all, err := officers(ctx, tx)
		for _, officer := range all {
			names[officer.ID] = officer.Name
		}
		for more := err == nil; more; {
			var rows []Application
			if rows, more, err = List(ctx, tx, filter); err != nil {
				return err
			}
			for i := range rows {
				if err := do(&rows[i], names[rows[i].CallID], names[rows[i].OfficerID]); err != nil {
					return err
				}
				filter.After = rows[i].ID
			}
		}
		return err
	})
}

// fileName is what a list is called when it is fetched.
func (f *Feature) fileName(ending string) string { return "ansokningar-" + f.today().String() + ending }

func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	p := i18n.In(r.Context())
	return web.Download(w, "text/csv; charset=utf-8", f.fileName(".csv"), func(to io.Writer) error {
		out := sheet.NewCSV(to)
		if err := out.Write(columnNames(p)); err != nil {
			return err
		}
		if err := f.eachRow(r, func(a *Application, call, officer string) error {
			var cells []string
			for _, cell := range rowCells(p, a, call, officer) {
				cells = append(cells, cellText(cell))
			}
			return out.Write(cells)
		}); err != nil {
			return err
		}
		return out.Close()
	})
}

func (f *Feature) downloadBook(w http.ResponseWriter, r *http.Request) error {
	p := i18n.In(r.Context())
	return web.Download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f.fileName(".xlsx"), func(to io.Writer) error {
		book := sheet.NewBook(p.T("applications.title"))
		var head []any
		for _, name := range columnNames(p) {
			head = append(head, name)
		}
		book.Row(true, head...)
		if err := f.eachRow(r, func(a *Application, call, officer string) error {
			book.Row(false, rowCells(p, a, call, officer)...)
			return nil
		}); err != nil {
			return err
		}
		return book.Write(to)
	})
}

// moment is when something came, as it is read.
func moment(a *Application) string {
	if a.SubmittedAt.IsZero() {
		return ""
	}
	return calendar.Clock(a.SubmittedAt)
}
