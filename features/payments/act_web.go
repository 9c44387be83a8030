package payments

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// thing is what acts are done with: how it is read anew, shown, and called in the trail.
type thing struct {
	kind, id string
	read     func() (*page, error)
	show     func() templ.Component // of what was read last
	do       func(tx *store.Tx, a *act, typed *form.Form) error
	to       string // where a done act leads; "?done=" and the act's name follow
}

// longestWhy bounds what somebody writes to a reason or an answer, in characters.
const longestWhy = 5000

// perform reads an act's form and does it. What is wrong comes back beside its field; when somebody else has saved meanwhile
// the page is shown as it is now, with what was typed.
func (f *Feature) perform(w http.ResponseWriter, r *http.Request, t thing) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := t.read()
	if err != nil {
		return err
	}
	a := v.find(typed.Text("act"))
	if a == nil {
		return f.gone(w, r, t, v, typed)
	}
	v.at, v.typed = a.name, typed
	for _, field := range []string{reasonField, answerField, groundsField, invoiceField} {
		if text := typed.Text(field); organisations.HoldsPersonalNumber(text) {
			typed.RefuseFirst(field, i18n.Msg("organisations.personal_number"))
		} else if len([]rune(text)) > longestWhy {
			typed.RefuseFirst(field, i18n.Msg("payments.too_long", "longest", longestWhy))
		}
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return t.do(tx, a, typed) })
		if errors.Is(err, ErrSavedMeanwhile) {
			return f.meanwhile(w, r, t, typed)
		}
		if errors.Is(err, errMistyped) {
			err = nil
		} else {
			a.refuse(typed, err)
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), t.show())
	}
	return web.GoTo(w, r, err, t.to+"?done="+a.name)
}

// errMistyped ends a transaction whose form has been refused.
var errMistyped = errors.New("the form is refused")

// gone answers a form for what cannot be done any more: the page as it is now says why, and what was typed is not sent again.
func (f *Feature) gone(w http.ResponseWriter, r *http.Request, t thing, v *page, typed *form.Form) error {
	v.typed = typed
	typed.Refuse("", i18n.Msg("payments.not_now"))
	stale, err := audit.Meanwhile(r.Context(), f.DB, t.kind, t.id, form.Of(), typed, [][2]string{{reasonField, "payments.field.reason"}, {amountField, "payments.field.amount"},
		{groundsField, "payments.field.grounds"}, {answerField, "payments.field.answer"}})
	if err != nil {
		return err
	}
	v.stale = stale
	return web.Show(w, r, http.StatusConflict, t.show())
}

// meanwhile shows the page as it is now with what was typed, to be sent once more.
func (f *Feature) meanwhile(w http.ResponseWriter, r *http.Request, t thing, typed *form.Form) error {
	v, err := t.read()
	if err != nil {
		return err
	}
	a := v.find(typed.Text("act"))
	if a == nil {
		return f.gone(w, r, t, v, typed)
	}
	if v.stale, err = audit.Meanwhile(r.Context(), f.DB, t.kind, t.id, form.Of(), form.Of(), nil); err != nil {
		return err
	}
	v.at, v.typed = a.name, typed.Resent(v.formOf(&act{}).Typed("seen"))
	return web.Show(w, r, http.StatusConflict, t.show())
}

// mayManage tells whether the reader may change payments and does not act for the organisation.
func mayManage(r *http.Request, concerned bool) bool {
	return accounts.May(r.Context(), accounts.ManagePayments) && !concerned
}

// doneIn is the act that the address says has been done.
func doneIn(r *http.Request) string {
	done := r.URL.Query().Get("done")
	if len(done) > 60 {
		return ""
	}
	return done
}
