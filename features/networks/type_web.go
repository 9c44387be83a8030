package networks

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// typeView is the form of a type of meeting, new or changed.
type typeView struct {
	*oneView
	form  *form.Form
	kept  Type // empty for a new one
	stale *ui.Meanwhile
	typed *Type // what the reader wants to see counted; nil when not asked for
}

func (v *typeView) isNew() bool { return v.kept.ID == "" }

func (v *typeView) action() string {
	if v.isNew() {
		return v.href("/types")
	}
	return v.href("/types/" + v.kept.ID + "/edit")
}

func (v *typeView) title(p i18n.Printer) string {
	if v.isNew() {
		return p.T("networks.type_add")
	}
	return p.T("networks.type_change_title", "name", v.kept.Name)
}

// ofType are the indicators that meetings of the type count towards.
func (v *oneView) ofType(t *Type) []plan.CountingIndicator { return t.counting(v.n.Name, v.indicators) }

// going are the types of which meetings are planned.
func (v *oneView) going() []Type {
	return slices.DeleteFunc(slices.Clone(v.types), func(t Type) bool { return t.HasEnded() })
}

// shown are the types that go on, and those that have ended of which there were meetings in the year.
func (v *oneView) shown() []Type {
	return slices.DeleteFunc(slices.Clone(v.types), func(t Type) bool {
		return v.public && t.HasEnded() || v.public && t.Wanted == 0 && v.told.Numbers[t.ID] == Number{}
	})
}

func typeKindOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(typeKinds))
	for i, kind := range typeKinds {
		options[i] = ui.Option{Value: string(kind), Text: i18n.Capital(p.T("plan.kind_single." + string(kind)))}
	}
	return options
}

func (v *typeView) indicatorOptions() []ui.Option {
	options := make([]ui.Option, len(v.indicators))
	for i, one := range v.indicators {
		options[i] = ui.Option{Value: one.ID, Text: one.Label + ". " + one.Text}
	}
	return options
}

func formOfType(t *Type) *form.Form {
	pairs := []string{"name", t.Name, "kind", string(t.Kind), "wanted", strconv.Itoa(t.Wanted), "minutes", strconv.Itoa(t.Minutes), "seen", strconv.Itoa(t.Version)}
	for _, id := range t.IndicatorIDs {
		pairs = append(pairs, "indicator", id)
	}
	return form.Of(pairs...)
}

// typeIn reads what was typed about a type and refuses what is wrong beside its field.
func typeIn(typed *form.Form) Type {
	t := Type{Name: typed.Text("name"), Kind: plan.EvidenceKind(typed.Text("kind")), IndicatorIDs: slices.Clone(typed.All("indicator"))}
	if wanted := typed.Whole("wanted"); wanted != nil {
		t.Wanted = *wanted
	}
	if minutes := typed.Whole("minutes"); minutes != nil {
		t.Minutes = *minutes
	}
	t.tidy()
	refuseAll(typed, t.check())
	return t
}

func (f *Feature) typed(r *http.Request, typed *form.Form) (*typeView, error) {
	network, err := f.look(r, today())
	if err != nil {
		return nil, err
	}
	v := &typeView{oneView: network, form: typed}
	if key := r.PathValue("type"); key != "" {
		at := slices.IndexFunc(network.types, func(t Type) bool { return t.ID == key })
		if at < 0 {
			return nil, i18n.Fail("networks.type_unknown").Because(store.ErrNotFound)
		}
		v.kept = network.types[at]
	}
	return v, nil
}

func (f *Feature) showNewType(w http.ResponseWriter, r *http.Request) error {
	v, err := f.typed(r, form.Of("id", store.NewID(), "kind", string(plan.Meeting), "minutes", "120"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, typePage(v))
}

func (f *Feature) showEditType(w http.ResponseWriter, r *http.Request) error {
	v, err := f.typed(r, nil)
	if err != nil {
		return err
	}
	v.form, v.typed = formOfType(&v.kept), &v.kept
	return web.Show(w, r, http.StatusOK, typePage(v))
}

// addType gives a network a type of meeting. Officers, managers and administrators only.
func (f *Feature) addType(w http.ResponseWriter, r *http.Request) error {
	return f.saveType(w, r, "?done=type_added#types", func(tx *store.Tx, v *typeView, t Type) error {
		t.ID = store.GivenID(v.form.Text("id"))
		return AddType(r.Context(), tx, t)
	})
}

// changeType changes a type of meeting. Officers, managers and administrators only.
func (f *Feature) changeType(w http.ResponseWriter, r *http.Request) error {
	return f.saveType(w, r, "?done=type_changed#types", func(tx *store.Tx, v *typeView, t Type) error {
		t.ID = v.kept.ID
		return ChangeType(r.Context(), tx, t, v.form.Seen())
	})
}

// saveType saves what was typed, or shows what meetings of the type would count towards.
func (f *Feature) saveType(w http.ResponseWriter, r *http.Request, done string, save func(*store.Tx, *typeView, Type) error) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.typed(r, typed)
	if err != nil {
		return err
	}
	t := typeIn(typed)
	t.NetworkID = v.n.ID
	v.typed = &t
	if typed.Text("act") == "show" {
		return web.Show(w, r, http.StatusOK, typePage(v))
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return save(tx, v, t) })
		if errors.Is(err, ErrSavedMeanwhile) {
			if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "network", v.n.ID, formOfType(&v.kept), typed, typeFields); err != nil {
				return err
			}
			v.form = typed.Resent(strconv.Itoa(v.kept.Version))
			return web.Show(w, r, http.StatusConflict, typePage(v))
		}
		refuseError(typed, "", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, typePage(v))
	}
	return web.GoTo(w, r, err, v.href(done))
}

// typeFields are the fields that are compared when two have changed the same type, with their names.
var typeFields = [][2]string{{"name", "networks.type_name"}, {"wanted", "networks.wanted"}, {"minutes", "networks.minutes"}}

// endType says that no more meetings of a type are planned. Officers, managers and administrators only.
func (f *Feature) endType(w http.ResponseWriter, r *http.Request) error {
	return f.turnType(w, r, today(), "?done=type_ended#types")
}

// reopenType takes that back. Officers, managers and administrators only.
func (f *Feature) reopenType(w http.ResponseWriter, r *http.Request) error {
	return f.turnType(w, r, calendar.Date{}, "?done=type_reopened#types")
}

func (f *Feature) turnType(w http.ResponseWriter, r *http.Request, day calendar.Date, done string) error {
	v, err := f.typed(r, nil)
	if err != nil {
		return err
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return EndType(r.Context(), tx, v.kept.ID, day) })
	return web.GoTo(w, r, err, v.href(done))
}
