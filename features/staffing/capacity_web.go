package staffing

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// settingView is the page of the settings.
type settingView struct {
	*shown
	form     *form.Form
	standard Standard
	stale    *ui.Meanwhile
	saved    bool
}

// kindField is the field with the standard hours of a kind.
func kindField(kind plan.EvidenceKind) string { return "kind_" + string(kind) }

func (v *settingView) fill() *form.Form {
	pairs := []string{"hours", hoursText(planner.Tenths(v.setting.TenthsADay)), "reserved", percentText(v.setting.Reserved), "seen", strconv.Itoa(v.setting.Version)}
	if v.setting.EvesFree {
		pairs = append(pairs, "eves", "yes")
	}
	for _, kind := range plan.EvidenceKinds {
		pairs = append(pairs, kindField(kind), hoursText(v.standard[kind]))
	}
	return form.Of(pairs...)
}

func (f *Feature) settings(r *http.Request) (*settingView, *http.Request, error) {
	v := &settingView{}
	s, r, err := f.see(r, func(ctx context.Context, tx *store.Tx, _ *shown) (err error) {
		v.standard, err = StandardHours(ctx, tx)
		return err
	})
	if err != nil {
		return nil, r, err
	}
	v.shown = s
	v.form = v.fill()
	return v, r, nil
}

// showSettings shows how working days become hours. Officers and auditors may see it.
func (f *Feature) showSettings(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.settings(r)
	if err != nil {
		return err
	}
	v.saved = r.URL.Query().Has("saved")
	return web.Show(w, r, http.StatusOK, settingPage(v))
}

// settingsIn reads what was typed.
func settingsIn(typed *form.Form) (Setting, Standard) {
	s, standard := Setting{EvesFree: typed.Chosen("eves", "yes")}, Standard{}
	hours, hoursRead := readTenths(typed, "hours", "staffing.capacity.hours_outside")
	reserved, reservedRead := readPermille(typed, "reserved", "staffing.capacity.reserved_outside")
	s.TenthsADay, s.Reserved = int(hours), reserved
	if field, fault := s.check(); fault != nil && hoursRead && reservedRead {
		refuse(typed, field, fault)
	}
	for _, kind := range plan.EvidenceKinds {
		tenths, read := readTenths(typed, kindField(kind), "staffing.capacity.kind_missing")
		if tenths > mostStandard {
			refuse(typed, kindField(kind), i18n.Fail("staffing.capacity.kind_outside", "most", mostStandard/10))
		}
		if read {
			standard[kind] = tenths
		}
	}
	return s, standard
}

// saveSettings decides how working days become hours. Managers and administrators only.
func (f *Feature) saveSettings(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, r, err := f.settings(r)
	if err != nil {
		return err
	}
	now, status := v.form, http.StatusUnprocessableEntity
	setting, standard := settingsIn(typed)
	if typed.IsRight() {
		seen, _ := strconv.Atoi(typed.Text("seen"))
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return SaveSettings(r.Context(), tx, setting, standard, seen) })
		switch {
		case err == nil:
			http.Redirect(w, r, "/staffing/capacity?saved", http.StatusSeeOther)
			return nil
		case !errors.Is(err, ErrSavedMeanwhile):
			return err
		}
		status = http.StatusConflict
		if v.stale, err = f.stale(r.Context(), "staffing", "capacity", now, typed, settingFields()...); err != nil {
			return err
		}
		typed = typed.Resent(now.Text("seen"))
	}
	v.form = typed
	return web.Show(w, r, status, settingPage(v))
}

func settingFields() [][2]string {
	fields := [][2]string{{"hours", "staffing.capacity.hours"}, {"reserved", "staffing.capacity.reserved"}, {"eves", "staffing.capacity.eves"}}
	for _, kind := range plan.EvidenceKinds {
		fields = append(fields, [2]string{kindField(kind), "plan.kind_single." + string(kind)})
	}
	return fields
}
