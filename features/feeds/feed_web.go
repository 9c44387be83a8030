package feeds

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showPublic lists what everybody may come to, with the address of the calendar.
func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	now := time.Now()
	v := &publicView{file: "/public/calendar.ics"}
	if lang := i18n.In(r.Context()).Language(); lang != i18n.Swedish {
		v.file += "?lang=" + string(lang)
	}
	v.address = calendarAddress(f.site(r) + v.file)
	var all []ical.Event
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		all, err = f.gather(r.Context(), tx, Wanted{Public: true, Since: now}, "")
		return err
	}); err != nil {
		return err
	}
	v.events = upcoming(all, now)
	return web.Show(w, r, http.StatusOK, publicPage(v))
}

// finder tells whose calendar a page is about, from its address or its reader.
type finder func(r *http.Request, tx *store.Tx) (*feedView, error)

// own is the reader's own calendar.
func (f *Feature) own(r *http.Request, _ *store.Tx) (*feedView, error) {
	me, _ := accounts.In(r.Context())
	return &feedView{owner: Owner{AccountID: me.ID}, path: "/account/calendar", mayChange: true}, nil
}

// network is the calendar of the network in the address.
func (f *Feature) network(r *http.Request, tx *store.Tx) (*feedView, error) {
	id := r.PathValue("id")
	name, err := f.networkName(r.Context(), tx, id)
	return &feedView{owner: Owner{NetworkID: id}, network: name, path: "/networks/" + url.PathEscape(id) + "/calendar",
		mayChange: accounts.May(r.Context(), f.ManageNetworks)}, err
}

func (f *Feature) networkName(ctx context.Context, tx *store.Tx, id string) (string, error) {
	if f.NetworkName == nil {
		return "", i18n.Fail("feeds.unknown").Because(store.ErrNotFound)
	}
	return f.NetworkName(ctx, tx, id)
}

// show tells whether there is an address and when it was fetched. What the address is is not known any more.
func (f *Feature) show(whose finder) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var v *feedView
		if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
			if v, err = whose(r, tx); err == nil {
				v.feed, v.isMade, err = Find(r.Context(), tx, v.owner)
			}
			return err
		}); err != nil {
			return err
		}
		v.formID, v.isRevoked = store.NewID(), r.URL.Query().Has("revoked")
		return web.Show(w, r, http.StatusOK, feedPage(v))
	}
}

// make makes a new address and shows it, this once. An earlier one stops working.
func (f *Feature) make(whose finder) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		typed, err := form.Read(w, r)
		if err != nil {
			return err
		}
		formID := typed.Text("id")
		if !store.IsID(formID) {
			formID = store.NewID()
		}
		var v *feedView
		secret := ""
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
			if v, err = whose(r, tx); err != nil {
				return err
			}
			if _, v.isMade, err = Find(r.Context(), tx, v.owner); err != nil {
				return err
			}
			secret = secretFor(f.key(), v.owner, formID)
			return Make(r.Context(), tx, v.owner, secret)
		}); err != nil {
			return err
		}
		v.address = calendarAddress(f.site(r) + "/calendar/" + secret + ".ics")
		w.Header().Set("Referrer-Policy", "no-referrer")
		return web.Show(w, r, http.StatusOK, madePage(v))
	}
}

// revoke takes the address away.
func (f *Feature) revoke(whose finder) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var v *feedView
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
			if v, err = whose(r, tx); err == nil {
				err = Revoke(r.Context(), tx, v.owner)
			}
			return err
		}); err != nil {
			return err
		}
		http.Redirect(w, r, v.path+"?revoked", http.StatusSeeOther)
		return nil
	}
}

// calendarAddress is where a calendar is fetched.
type calendarAddress string

// webcal is the same address as calendar programs are opened by.
func (a calendarAddress) webcal() string {
	_, rest, _ := strings.Cut(string(a), "://")
	return "webcal://" + rest
}
