package networks

import (
	"net/http"

	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showPublicAll lists the networks that anybody may read of.
func (f *Feature) showPublicAll(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &allView{public: true}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.all, err = publicOnes(ctx, tx); err != nil {
			return err
		}
		if v.sizes, err = publicSizes(ctx, tx, today()); err != nil || f.Meetings == nil {
			return err
		}
		v.next, err = f.Meetings.Next(ctx, tx, today(), true)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, allPage(v))
}

// showPublic shows everybody what is public of a network: its purpose, its public members and its public meetings. One that
// is not public, or that has ended, is not there.
func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &oneView{day: today(), public: true}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.n, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if !v.n.IsPublic || v.n.HasEnded() {
			return i18n.Fail("networks.unknown").Because(store.ErrNotFound)
		}
		if v.members, err = publicMembers(ctx, tx, v.n.ID, v.day); err != nil || f.Meetings == nil {
			return err
		}
		v.told, err = f.Meetings.Of(ctx, tx, &v.n, v.day, true)
		return err
	})
	if err != nil {
		return err
	}
	v.n.Management = ""
	return web.Show(w, r, http.StatusOK, publicPage(v))
}
