package evidence

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/google/uuid"

	"samverk/features/plan"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showNew shows the form of a new record, with what the indicator in the address asks for filled in.
func (f *Feature) showNew(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	v, err := f.formContext(r.Context(), query.Get("plan"), query.Get("indicator"))
	if err != nil {
		return err
	}
	v.Typed, v.Key = prefilled(v.indicator), store.NewID()
	return web.Show(w, r, http.StatusOK, recordFormPage(v))
}

// formContext gives the form's plan and indicator: the plan that is named, else the current one accepted last. A program
// without plans has records too.
func (f *Feature) formContext(ctx context.Context, planKey, number string) (recordFormView, error) {
	v := recordFormView{IndicatorNumber: number, Action: "/records/new"}
	err := f.DB.Read(ctx, func(tx *store.Tx) error {
		found, err := plan.Find(ctx, tx, planKey)
		if planKey == "" && isMessage(err, "plan.none_yet") {
			return nil
		}
		if err != nil {
			return err
		}
		v.usePlan(found)
		all, err := plan.List(ctx, tx)
		v.offerPlans(all)
		return err
	})
	if err != nil || number == "" || v.plan == nil {
		return v, err
	}
	wanted, err := strconv.Atoi(number)
	for _, indicator := range v.plan.Indicators() {
		if err == nil && indicator.Number == wanted {
			v.useIndicator(indicator, i18n.In(ctx))
			return v, nil
		}
	}
	return v, i18n.Fail("evidence.unknown_indicator").Because(store.ErrNotFound)
}

// addRecord checks a new record, shows what would count it, or keeps it. The same form sent again leads to the record
// that the first sending made.
func (f *Feature) addRecord(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := file.ReadForm(w, r, largestSending)
	if err != nil {
		return err
	}
	v, err := f.formContext(ctx, typed.Text("plan"), typed.Text("indicator"))
	if err != nil {
		return err
	}
	v.Typed, v.Key = typed, typed.Text("key")
	if uuid.Validate(v.Key) != nil {
		return i18n.Fail("evidence.form.key_missing")
	}
	if v.Kept, err = f.filesIn(r, typed); err != nil {
		return err
	}
	n := NewRecord{ID: v.Key, Content: contentIn(typed), Indicators: placingsIn(typed, v.plan)}
	if err := f.check(ctx, typed, &n); err != nil {
		return err
	}
	switch {
	case typed.Text("step") == "change":
		v.Typed = form.Of(flat(carried(typed))...) // without the faults: it is only shown again
		return web.Show(w, r, http.StatusOK, recordFormPage(v))
	case !typed.IsRight():
		return web.Show(w, r, http.StatusUnprocessableEntity, recordFormPage(v))
	case typed.Text("step") == "check":
		return f.showCheck(w, r, v, n)
	}
	return f.keepRecord(w, r, v, n)
}

func flat(fields [][2]string) []string {
	var pairs []string
	for _, field := range fields {
		pairs = append(pairs, field[0], field[1])
	}
	return pairs
}

// check names what is wrong with the record beside the fields.
func (f *Feature) check(ctx context.Context, typed *form.Form, n *NewRecord) error {
	return f.DB.Read(ctx, func(tx *store.Tx) error {
		indicators, err := candidates(ctx, tx, n)
		if err == nil {
			refuseFaults(typed, n.Check(f.today(), periodsOf(indicators)...))
		}
		return err
	})
}

// showCheck shows what was typed and which indicators would count it, before anything is kept.
func (f *Feature) showCheck(w http.ResponseWriter, r *http.Request, v recordFormView, n NewRecord) error {
	ctx := r.Context()
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		v.Foreseen, err = Foresee(ctx, tx, n)
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, checkPage(v, n.Content))
}

func (f *Feature) keepRecord(w http.ResponseWriter, r *http.Request, v recordFormView, n NewRecord) error {
	ctx := r.Context()
	err := f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if _, err = Find(ctx, tx, n.ID); err == nil {
			return nil // the form was sent before
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if n.Files, err = newFiles(ctx, tx, v.Kept); err != nil {
			return err
		}
		_, err = Add(ctx, tx, n, f.today())
		return err
	})
	var own *i18n.Error
	switch {
	case errors.Is(err, store.ErrConflict): // the other of two sendings at once has made it
	case errors.As(err, &own):
		v.Typed.Refuse("", own.Message)
		return web.Show(w, r, web.Refused(r, err), recordFormPage(v))
	case err != nil:
		return err
	}
	http.Redirect(w, r, recordHref(n.ID)+"?saved=new", http.StatusSeeOther)
	return nil
}

func recordHref(id string) string { return "/records/" + url.PathEscape(id) }

func isMessage(err error, id string) bool {
	var own *i18n.Error
	return errors.As(err, &own) && own.ID == id
}
