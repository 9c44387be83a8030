package plan

import (
	"errors"
	"net/http"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showChanges compares an edition with the one before. Everybody signed in may see it.
func (f *Feature) showChanges(w http.ResponseWriter, r *http.Request) error {
	p, before, err := f.findWithPredecessor(r)
	if err != nil {
		return err
	}
	if before == nil {
		return i18n.Fail("plan.changes.first_edition", "title", p.Title).Because(store.ErrNotFound)
	}
	v := newChangesView(r.Context(), before, p)
	v.Saved = r.URL.Query().Has("saved")
	return web.Show(w, r, http.StatusOK, changesPage(v))
}

// askPair asks which part of the edition before a part of the draft continues. Officers only.
func (f *Feature) askPair(w http.ResponseWriter, r *http.Request) error {
	v, err := f.findPair(r)
	if err != nil {
		return err
	}
	v.Typed = form.Of("from", v.CarriedFrom, "seen", v.CarriedFrom)
	return web.Show(w, r, http.StatusOK, pairPage(v))
}

// findPair loads both editions and the part in the address.
func (f *Feature) findPair(r *http.Request) (pairView, error) {
	p, before, err := f.findWithPredecessor(r)
	if err != nil {
		return pairView{}, err
	}
	if before == nil || p.Status != InDraft {
		return pairView{}, i18n.Fail("plan.life.refused_pair").Because(ErrNotOpen)
	}
	part, known := parsePart(r.PathValue("part"))
	v, found := newPairView(before, p, part)
	if !known || !found {
		return pairView{}, i18n.Fail("plan.changes.no_part").Because(store.ErrNotFound)
	}
	return v, nil
}

// setPair corrects what a part continues. Officers only. Sent twice it does nothing the second time.
func (f *Feature) setPair(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.findPair(r)
	if err != nil {
		return err
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return SetPair(r.Context(), tx, v.Plan.ID, v.Part, typed.Text("seen"), typed.Text("from"))
	})
	var own *i18n.Error
	if !errors.As(err, &own) || errors.Is(err, store.ErrNotFound) || errors.Is(err, ErrNotOpen) {
		if err == nil {
			http.Redirect(w, r, v.Plan.href("/changes?saved#"+v.Part.String()), http.StatusSeeOther)
		}
		return err
	}
	status := http.StatusUnprocessableEntity
	v.Typed = form.Of("from", typed.Text("from"), "seen", typed.Text("seen"))
	if errors.Is(err, ErrSavedMeanwhile) {
		status = http.StatusConflict
		v.Typed = form.Of("from", typed.Text("from"), "seen", v.CarriedFrom)
	}
	v.Typed.Refuse("from", own.Message)
	return web.Show(w, r, status, pairPage(v))
}
