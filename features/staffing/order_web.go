package staffing

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"samverk/features/plan"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// orderView is the page of the order inside each priority.
type orderView struct {
	*shown
	classes []classView
	form    *form.Form
	stale   bool
	done    string
}

// classView is a priority with its activities in order.
type classView struct {
	priority plan.Priority
	order    []*plan.Activity
}

// priorities are those of plans, the highest first.
var priorities = []plan.Priority{plan.High, plan.Medium, plan.Low}

func (f *Feature) order(r *http.Request) (*orderView, *http.Request, error) {
	v := &orderView{form: &form.Form{}}
	s, r, err := f.see(r, func(ctx context.Context, tx *store.Tx, s *shown) error {
		if s.plan == nil {
			return nil
		}
		ranks, err := RanksOf(ctx, tx, s.plan.ID)
		for _, priority := range priorities {
			if order := InOrder(s.plan, priority, ranks); len(order) > 0 {
				v.classes = append(v.classes, classView{priority, order})
			}
		}
		return err
	})
	v.shown = s
	return v, r, err
}

// showOrder shows in which order activities are taken. Officers and auditors may see it.
func (f *Feature) showOrder(w http.ResponseWriter, r *http.Request) error {
	v, r, err := f.order(r)
	if err != nil {
		return err
	}
	if r.URL.Query().Has("saved") {
		v.done = "saved"
	}
	return web.Show(w, r, http.StatusOK, orderPage(v))
}

// placeField is the field with an activity's place.
func placeField(number int) string { return "place_" + strconv.Itoa(number) }

// saveOrder takes the places that were typed. Managers and administrators only.
func (f *Feature) saveOrder(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, r, err := f.order(r)
	if err != nil {
		return err
	}
	priority, places := plan.Priority(typed.Text("priority")), map[int]int{}
	for _, class := range v.classes {
		if class.priority != priority {
			continue
		}
		for _, a := range class.order {
			place := typed.Whole(placeField(a.Number))
			if place != nil {
				places[a.Number] = *place
			}
			if place != nil && *place < 1 {
				typed.Refuse(placeField(a.Number), i18n.Msg("staffing.order.place_outside"))
			}
		}
	}
	status := http.StatusUnprocessableEntity
	if typed.IsRight() && v.plan != nil {
		err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return Reorder(r.Context(), tx, v.plan, priority, places, typed.Text("seen"))
		})
		switch {
		case err == nil:
			http.Redirect(w, r, v.after("/staffing/order", "saved"), http.StatusSeeOther)
			return nil
		case !errors.Is(err, ErrSavedMeanwhile):
			return err
		}
		v.stale, status = true, http.StatusConflict
	}
	v.form = typed
	return web.Show(w, r, status, orderPage(v))
}

// move puts an activity at a place. Managers and administrators only.
func (f *Feature) move(w http.ResponseWriter, r *http.Request) error {
	number, notNumber := strconv.Atoi(r.PathValue("number"))
	place, notPlace := strconv.Atoi(r.PathValue("place"))
	unknown := i18n.Fail("staffing.effort.unknown", "number", r.PathValue("number")).Because(store.ErrNotFound)
	if notNumber != nil || notPlace != nil {
		return unknown
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		p, err := planIn(r.Context(), tx)
		if err != nil {
			return err
		}
		if p == nil {
			return unknown
		}
		return Move(r.Context(), tx, p, number, place)
	}); err != nil {
		return err
	}
	http.Redirect(w, r, back(r, "/staffing/order", "saved#a-"+strconv.Itoa(number)), http.StatusSeeOther)
	return nil
}
