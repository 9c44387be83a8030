package meetings

import (
	"net/http"
	"time"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Item is an item of a meeting's agenda.
type Item struct {
	ID, Title, Body, Presenter string
	Place, Minutes             int
}

// Document is a file of a meeting.
type Document struct {
	ID, ItemID, Name, Media string
	Size                    int64
	SHA256                  string `db:"sha256"`
}

type meetingView struct {
	m         Meeting
	items     []Item
	documents []Document
	mayChange bool
	today     calendar.Date
	around    aroundView
}

func (f *Feature) mountStandin(site *web.Site) {
	site.Handle("GET /meetings/{id}", accounts.ReadNetworks, f.showStandin)
	site.Handle("POST /meetings/{id}/standin", accounts.ManageNetworks, f.actStandin)
}

func (f *Feature) showStandin(w http.ResponseWriter, r *http.Request) error {
	v := &meetingView{mayChange: accounts.May(r.Context(), accounts.ManageNetworks), today: calendar.Today(time.Now())}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.m, err = Find(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.items, err = itemsOf(r.Context(), tx, v.m.ID); err != nil {
			return err
		}
		v.around, err = f.lookAround(r.Context(), tx, &v.m)
		return err
	}); err != nil {
		return err
	}
	v.around.heard(r.URL.Query())
	return web.Show(w, r, http.StatusOK, standinPage(v))
}

// actStandin cancels a meeting, or moves it a day ahead.
func (f *Feature) actStandin(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	if err := f.DB.Write(ctx, func(tx *store.Tx) error {
		before, err := Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.FormValue("act") == "cancel" {
			err = become(ctx, tx, &before, Cancelled, "Salen är upptagen.")
		} else {
			_, err = tx.Exec(ctx, "UPDATE meeting SET starts_at = $2, ends_at = $3, day = $4, sequence = sequence + 1, version = version + 1 WHERE id = $1", id,
				store.TimeOf(before.Starts.AddDate(0, 0, 1)), store.TimeOf(before.Ends.AddDate(0, 0, 1)), before.Day().AddDays(1))
		}
		if err != nil {
			return err
		}
		after, err := Find(ctx, tx, id)
		if err != nil {
			return err
		}
		return f.afterChange(ctx, tx, &before, &after)
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/meetings/"+id, http.StatusSeeOther)
	return nil
}
