package plan

import (
	"net/http"
	"strconv"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// placePart moves an activity to another goal, or an indicator to another activity. Officers only.
func (f *Feature) placePart(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p, part, err := f.findPart(r, "", "")
	if err != nil {
		return err
	}
	to, seen := typed.Whole("place"), typed.Whole("place_seen")
	if isNew(r) || to == nil || seen == nil {
		return i18n.Fail("plan.edit.no_part").Because(store.ErrNotFound)
	}
	reason := typed.Text("place_reason")
	if reason == "" && p.NeedsReason() {
		typed.Refuse("place_reason", i18n.Msg("plan.fault.reason"))
		fields := append(p.fieldsOf(part), "seen", p.Version(part))
		return web.Show(w, r, http.StatusUnprocessableEntity, editPage(editView{Plan: p, Part: part, Form: form.Of(fields...), Place: typed}))
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return Place(r.Context(), tx, p.Key, part, *seen, *to, reason) }); err != nil {
		return err
	}
	http.Redirect(w, r, partHref(p, part)+"?moved="+strconv.Itoa(*to), http.StatusSeeOther)
	return nil
}
