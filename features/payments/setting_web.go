package payments

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// settingView is the page of who pays.
type settingView struct {
	setting   Setting
	form      *form.Form
	mayChange bool
	done      bool
	stale     *ui.Meanwhile
}

var settingFields = [][2]string{{"payer", "payments.field.payer"}, {"number", "payments.field.number"}, {"iban", "payments.field.iban"}, {"bic", "payments.field.bic"}}

func (f *Feature) lookAtSetting(r *http.Request) (*settingView, error) {
	v := &settingView{mayChange: mayManage(r, false), done: r.URL.Query().Has("done")}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.setting, err = CurrentSetting(r.Context(), tx)
		return err
	})
	v.form = form.Of("seen", strconv.Itoa(v.setting.Version), "payer", v.setting.Name, "number", v.setting.Number, "iban", BankAccount{IBAN, v.setting.IBAN}.String(), "bic", v.setting.BIC)
	return v, err
}

func (f *Feature) showSetting(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookAtSetting(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, settingPage(v))
}

// saveSetting changes who pays. Officers, economists, managers and administrators only.
func (f *Feature) saveSetting(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.lookAtSetting(r)
	if err != nil {
		return err
	}
	saved := v.form
	v.form = typed
	p := Payer{Name: strings.Join(strings.Fields(typed.Text("payer")), " "), Number: digits(typed.Text("number")), IBAN: strings.ToUpper(strings.ReplaceAll(typed.Text("iban"), " ", "")), BIC: strings.ToUpper(typed.Text("bic"))}
	for _, fault := range p.faults() {
		typed.RefuseFirst(fault.field, fault.err.Message)
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Set(r.Context(), tx, p, typed.Seen()) })
		if errors.Is(err, ErrSavedMeanwhile) {
			if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "payment_setting", "all", saved, typed, settingFields); err != nil {
				return err
			}
			v.form = typed.Resent(saved.Typed("seen"))
			return web.Show(w, r, http.StatusConflict, settingPage(v))
		}
		if own := store.Mendable(err); own != nil {
			typed.Refuse("", own.Message)
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), settingPage(v))
	}
	return web.GoTo(w, r, err, "/payments/payer?done")
}
