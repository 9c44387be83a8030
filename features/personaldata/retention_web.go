package personaldata

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// classView is a class with its period and how much may be disposed of today.
type classView struct {
	*Class
	Period Period
	Due    int
}

// classPage is the page of one class.
type classPage struct {
	classView
	List  []Due
	Kept  []Due
	After string // the key that the page begins after
	More  bool
	Form  *form.Form
	Done  string // what has just been done, as the end of a message's key; empty for nothing
	Count int    // to how many
	Stale *ui.Meanwhile

	HasTrail bool // something has been decided about the class
}

// showClasses shows how long every kind of document is kept.
func (f *Feature) showClasses(w http.ResponseWriter, r *http.Request) error {
	views := make([]classView, len(f.Classes))
	today := calendar.Today(time.Now())
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		for i := range f.Classes {
			v := classView{Class: &f.Classes[i]}
			if v.Period, err = PeriodOf(r.Context(), tx, v.Class); err != nil {
				return err
			}
			if v.IsDisposable() {
				if v.Due, err = countDue(r.Context(), tx, v.Class, v.Period.Months, today); err != nil {
					return err
				}
			}
			views[i] = v
		}
		return nil
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, classesPage(views))
}

// class finds the class of an address.
func (f *Feature) class(r *http.Request) (*Class, error) {
	at := slices.IndexFunc(f.Classes, func(c Class) bool { return c.Kind == r.PathValue("kind") && c.IsDisposable() })
	if at < 0 {
		return nil, i18n.Fail("personaldata.retention.unknown").Because(store.ErrNotFound)
	}
	return &f.Classes[at], nil
}

// showDue shows what of a kind may be disposed of.
func (f *Feature) showDue(w http.ResponseWriter, r *http.Request) error {
	return f.dueAgain(w, r, http.StatusOK, &form.Form{})
}

func (f *Feature) dueAgain(w http.ResponseWriter, r *http.Request, status int, typed *form.Form) error {
	class, err := f.class(r)
	if err != nil {
		return err
	}
	v := classPage{classView: classView{Class: class}, Form: typed, After: r.URL.Query().Get("after")}
	if !store.IsID(v.After) {
		v.After = ""
	}
	if done := r.URL.Query().Get("done"); done == "disposed" || done == "kept" || done == "decided" {
		v.Done = done
		v.Count, _ = strconv.Atoi(r.URL.Query().Get("count"))
	}
	ctx, today := r.Context(), calendar.Today(time.Now())
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.Period, err = PeriodOf(ctx, tx, class); err != nil {
			return err
		}
		if v.Due, err = countDue(ctx, tx, class, v.Period.Months, today); err != nil {
			return err
		}
		if v.List, v.More, err = listDue(ctx, tx, class, v.Period.Months, today, v.After); err != nil {
			return err
		}
		if v.Kept, err = listKept(ctx, tx, class, today); err != nil {
			return err
		}
		_, err = audit.Last(ctx, tx, "retention", class.Kind)
		if v.HasTrail = err == nil; errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, status, duePage(&v))
}

// decideDue disposes of the chosen documents or keeps them. Administrators only.
func (f *Feature) decideDue(w http.ResponseWriter, r *http.Request) error {
	class, err := f.class(r)
	if err != nil {
		return err
	}
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	keep, now := typed.Text("decision") == "keep", time.Now()
	d := Decision{Keys: typed.All("id"), Reason: typed.Text("reason")}
	if len(d.Keys) > pageLength {
		d.Keys = d.Keys[:pageLength]
	}
	if !keep && typed.Text("decision") != "dispose" {
		typed.Refuse("decision", i18n.Msg("personaldata.retention.decision_missing"))
	}
	if keep {
		d.Until = typed.Date("until")
	}
	if field, fault := d.check(keep, calendar.Today(now)); fault != nil && typed.IsRight() {
		typed.Refuse(field, fault.Message)
	}
	if !typed.IsRight() {
		return f.dueAgain(w, r, http.StatusUnprocessableEntity, typed)
	}
	ctx, count, done := r.Context(), 0, "disposed"
	err = f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if keep {
			count, err = Keep(ctx, tx, class, d, now)
			done = "kept"
			return err
		}
		count, err = Dispose(ctx, tx, class, d, f.Release, now)
		return err
	})
	var own *i18n.Error
	if errors.As(err, &own) {
		typed.Refuse("", own.Message)
		return f.dueAgain(w, r, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/retention/"+class.Kind+"?done="+done+"&count="+strconv.Itoa(count), http.StatusSeeOther)
	return nil
}

// showPeriod shows the form where it is decided how long a kind is kept. Administrators only.
func (f *Feature) showPeriod(w http.ResponseWriter, r *http.Request) error {
	return f.periodAgain(w, r, http.StatusOK, nil)
}

func (f *Feature) periodAgain(w http.ResponseWriter, r *http.Request, status int, typed *form.Form) error {
	class, err := f.class(r)
	if err != nil {
		return err
	}
	v := classPage{classView: classView{Class: class}}
	var last audit.Entry
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Period, err = PeriodOf(r.Context(), tx, class); err == nil && status == http.StatusConflict {
			last, err = audit.Last(r.Context(), tx, "retention", class.Kind)
		}
		return err
	}); err != nil {
		return err
	}
	version := strconv.Itoa(v.Period.Version)
	fresh := periodForm(i18n.In(r.Context()), &v.classView)
	switch {
	case typed == nil:
		v.Form = fresh
	case status == http.StatusConflict:
		v.Stale = meanwhile(i18n.In(r.Context()), last, fresh, typed)
		v.Form = form.Of("choice", typed.Text("choice"), "months", typed.Typed("months"), "ground", typed.Typed("ground"), "reason", typed.Typed("reason"), "seen", version)
	default:
		v.Form = typed
	}
	return web.Show(w, r, status, periodPage(&v))
}

// decidePeriod decides how long a kind is kept. Administrators only.
func (f *Feature) decidePeriod(w http.ResponseWriter, r *http.Request) error {
	class, err := f.class(r)
	if err != nil {
		return err
	}
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	period, seen := readPeriod(typed)
	if !typed.IsRight() {
		return f.periodAgain(w, r, http.StatusUnprocessableEntity, typed)
	}
	ctx := r.Context()
	err = f.DB.Write(ctx, func(tx *store.Tx) error { return Decide(ctx, tx, class, period, seen, typed.Text("reason")) })
	switch {
	case errors.Is(err, errSavedMeanwhile):
		return f.periodAgain(w, r, http.StatusConflict, typed)
	case err != nil:
		return err
	}
	http.Redirect(w, r, "/retention/"+class.Kind+"?done=decided", http.StatusSeeOther)
	return nil
}

// readPeriod reads the form of a period, and the version that it was filled in from.
func readPeriod(typed *form.Form) (p Period, seen int) {
	p.Ground = typed.Text("ground")
	switch months := typed.Whole("months"); {
	case typed.Text("choice") == "forever":
	case typed.Text("choice") != "dispose":
		typed.Refuse("choice", i18n.Msg("personaldata.retention.choice_missing"))
	case months != nil:
		p.Months = *months
		if p.Months == 0 {
			p.Months = -1 // nothing is not for ever
		}
	case typed.IsRight():
		typed.Refuse("months", i18n.Msg("personaldata.retention.months_missing"))
	}
	if field, fault := p.check(); fault != nil && typed.IsRight() {
		typed.Refuse(field, fault.Message)
	}
	if reason := typed.Required("reason", "personaldata.retention.reason_missing"); utf8.RuneCountInString(reason) > longestReason {
		typed.Refuse("reason", i18n.Msg("personaldata.retention.too_long", "longest", longestReason))
	}
	seen, _ = strconv.Atoi(typed.Text("seen"))
	return p, seen
}
