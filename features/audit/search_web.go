package audit

import (
	"context"
	"io"
	"net/http"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showSearch shows the whole trail, or what the address chooses of it. That somebody looks at what one person has done
// is itself written to the trail.
func (f *Feature) showSearch(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := searchView{query: r.URL.Query()}
	filter, wrong := readFilter(v.query)
	status := http.StatusOK
	if v.Wrong = wrong; wrong != "" {
		status = http.StatusBadRequest
	} else if filter.ActorID != "" {
		if err := Seen(ctx, f.DB, "trail.seen", "trail", filter.ActorID); err != nil {
			return err
		}
	}
	said := speaker{p: i18n.In(ctx), words: f.Words}
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if f.People != nil {
			if v.People, err = f.People(ctx, tx); err != nil {
				return err
			}
		}
		if wrong == "" {
			v.Page, err = Search(ctx, tx, filter)
		}
		return err
	}); err != nil {
		return err
	}
	if filter.goesBack() && v.Page.Newer == "" && wrong == "" { // back at the beginning: its page is shown whole
		http.Redirect(w, r, v.firstHref(), http.StatusSeeOther)
		return nil
	}
	for i := range v.Page.Entries {
		v.Rows = append(v.Rows, f.row(said.p, &v.Page.Entries[i]))
	}
	return web.Show(w, r, status, searchPage(v))
}

// download writes what the address chooses as a file. That it was fetched is in the trail.
func (f *Feature) download(media, ending string, export func(context.Context, *store.Tx, Filter, io.Writer) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, v := r.Context(), searchView{query: r.URL.Query()}
		filter, wrong := readFilter(v.query)
		if wrong != "" {
			return i18n.Fail("form.not_a_date", "text", wrong)
		}
		if err := f.DB.Write(ctx, func(tx *store.Tx) error {
			return Append(ctx, tx, Change{Action: "trail.exported", ObjectKind: "trail", ObjectID: ending, After: v.chosen()})
		}); err != nil {
			return err
		}
		name := "samverk-trail-" + calendar.Today(time.Now()).String() + "." + ending
		return web.Download(w, media, name, func(file io.Writer) error {
			return f.DB.Read(ctx, func(tx *store.Tx) error { return export(ctx, tx, filter, file) })
		})
	}
}
