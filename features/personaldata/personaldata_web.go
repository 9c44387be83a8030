package personaldata

import (
	"io"
	"net/http"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// dataView is the page of what is kept about one person.
type dataView struct {
	Person Person
	IsOwn  bool
	Parts  []Part
}

// file is where everything can be fetched.
func (v *dataView) file() string {
	if v.IsOwn {
		return "/account/data.json"
	}
	return "/people/" + v.Person.ID + "/data.json"
}

// showOwn shows people what is kept about themselves.
func (f *Feature) showOwn(w http.ResponseWriter, r *http.Request) error {
	me, _ := accounts.In(r.Context())
	return f.show(w, r, me.ID, true)
}

// showPerson shows administrators what is kept about somebody. That they have looked stands in the trail.
func (f *Feature) showPerson(w http.ResponseWriter, r *http.Request) error {
	return f.show(w, r, r.PathValue("id"), false)
}

func (f *Feature) show(w http.ResponseWriter, r *http.Request, id string, own bool) error {
	v := dataView{IsOwn: own}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Person, err = find(r.Context(), tx, id); err == nil {
			v.Parts, err = parts(r.Context(), tx, f.Sources, &v.Person)
		}
		return err
	}); err != nil {
		return err
	}
	if !own {
		if err := audit.Seen(r.Context(), f.DB, "account.data_seen", "account", id); err != nil {
			return err
		}
	}
	return web.Show(w, r, http.StatusOK, dataPage(v))
}

// fetchOwn gives people everything that is kept about themselves as a file.
func (f *Feature) fetchOwn(w http.ResponseWriter, r *http.Request) error {
	me, _ := accounts.In(r.Context())
	return f.fetch(w, r, me.ID)
}

// fetchPerson gives administrators everything that is kept about somebody as a file.
func (f *Feature) fetchPerson(w http.ResponseWriter, r *http.Request) error {
	return f.fetch(w, r, r.PathValue("id"))
}

func (f *Feature) fetch(w http.ResponseWriter, r *http.Request, id string) error {
	ctx, now := r.Context(), time.Now()
	if err := f.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := accounts.Find(ctx, tx, id)
		return err
	}); err != nil {
		return err
	}
	if err := audit.Seen(ctx, f.DB, "account.data_fetched", "account", id); err != nil {
		return err
	}
	name := i18n.T(ctx, "personaldata.file") + "-" + calendar.Today(now).String() + ".json"
	return web.Download(w, "application/json", name, func(out io.Writer) error {
		return f.DB.Read(ctx, func(tx *store.Tx) error { return writeExtract(ctx, tx, out, f.Sources, id, now) })
	})
}
