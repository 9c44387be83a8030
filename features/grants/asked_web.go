package grants

import (
	"errors"
	"net/http"
	"strconv"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// asked is a field of a form.
type asked struct {
	ui.Input
	as      shape
	options []ui.Option
	heading string // of a section that begins with the field
}

type shape int

const (
	oneLine shape = iota
	manyLines
	chosen // one of a list
	radios // one of few
	ticked // any of some
	ticking
)

// formView is a form on a page of its own.
type formView struct {
	title, meta, lead string
	crumbs            []ui.Link
	action, cancel    string
	send              string // what the button says
	in                string
	form              *form.Form
	fields            []asked
	stale             *ui.Meanwhile
}

// saving is what is done with a form that somebody has sent.
type saving struct {
	view   *formView
	faults []fault
	do     func(tx *store.Tx) error
	// When somebody else has saved meanwhile: what was saved as the form would hold it, of which thing.
	kind, id string
	saved    func() (*form.Form, int, error)
	to       func() string
}

// save does it, or shows the form again with what is wrong.
func (f *Feature) save(w http.ResponseWriter, r *http.Request, s saving) error {
	typed := s.view.form
	for _, wrong := range s.faults {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, formPage(s.view))
	}
	err := f.DB.Write(r.Context(), s.do)
	if errors.Is(err, ErrSavedMeanwhile) && s.saved != nil {
		saved, version, err := s.saved()
		if err != nil {
			return err
		}
		var fields [][2]string
		for _, field := range s.view.fields {
			fields = append(fields, [2]string{field.Name, field.Label})
		}
		if s.view.stale, err = audit.Meanwhile(r.Context(), f.DB, s.kind, s.id, saved, typed, fields); err != nil {
			return err
		}
		s.view.form = typed.Resent(strconv.Itoa(version))
		return web.Show(w, r, http.StatusConflict, formPage(s.view))
	}
	if own := store.Mendable(err); own != nil {
		typed.RefuseFirst(fieldOf[own.ID], own.Message)
		return web.Show(w, r, http.StatusUnprocessableEntity, formPage(s.view))
	}
	if err != nil {
		return err
	}
	return web.GoTo(w, r, nil, s.to())
}

// fieldOf tells beside which field a fault stands, by its message; the others stand above the form.
var fieldOf = map[string]string{"grants.reason_missing": "why", "grants.direction_missing": "summary", "cases.title_missing": "title", "grants.guideline.wanted_missing": "wanted_from",
	"grants.aid.rate_wrong": "rate", "grants.aid.source_missing": "source", "grants.longer_why_missing": "why", "grants.rules.late_wrong": "late"}

// yes is what a ticked box sends.
const yes = "1"

func yesOf(is bool) string {
	if is {
		return yes
	}
	return ""
}
