package evidence

import (
	"context"
	"errors"
	"net/http"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// act is a decision about a record that asks for a form of its own.
type act struct {
	name string // as in the address and in the messages below evidence.decide
	done string // what the record's page says afterwards
	// ofIndicator says that the decision is about one indicator, named in the address; choosesIndicator that the form asks.
	ofIndicator, choosesIndicator bool
	carryOut                      func(ctx context.Context, tx *store.Tx, d decision) error
}

// decision is what somebody has decided.
type decision struct {
	recordID, indicatorID string
	countsFor             calendar.Date
	reason                string
}

var (
	excludeAct = act{name: "exclude", done: "excluded", ofIndicator: true,
		carryOut: func(ctx context.Context, tx *store.Tx, d decision) error {
			return Exclude(ctx, tx, d.recordID, d.indicatorID, d.reason)
		}}
	includeAct = act{name: "include", done: "included", ofIndicator: true,
		carryOut: func(ctx context.Context, tx *store.Tx, d decision) error {
			return Include(ctx, tx, d.recordID, d.indicatorID, d.reason)
		}}
	countAct = act{name: "count", done: "counted", choosesIndicator: true,
		carryOut: func(ctx context.Context, tx *store.Tx, d decision) error {
			return LinkByHand(ctx, tx, d.recordID, d.indicatorID, d.countsFor, d.reason)
		}}
	voidAct = act{name: "void", done: "voided",
		carryOut: func(ctx context.Context, tx *store.Tx, d decision) error {
			return Void(ctx, tx, d.recordID, d.reason)
		}}
)

// decisionView is the form of a decision.
type decisionView struct {
	act
	Record     *Record
	Indicator  *IndicatorLink // nil unless the decision is about one
	Indicators []ui.Option
	Typed      *form.Form
	Action     string
}

// askDecision shows the form.
func (f *Feature) askDecision(a act) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := f.decisionView(r, a, r.URL.Query().Get("indicator"))
		if err != nil {
			return err
		}
		v.Typed = form.Of("indicator", r.URL.Query().Get("indicator"))
		return web.Show(w, r, http.StatusOK, decisionPage(v))
	}
}

// decide carries the decision out. The same decision sent twice changes nothing the second time.
func (f *Feature) decide(a act) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		typed, err := form.Read(w, r)
		if err != nil {
			return err
		}
		v, err := f.decisionView(r, a, typed.Text("indicator"))
		if err != nil {
			return err
		}
		v.Typed = typed
		d := v.decisionIn(typed)
		if typed.IsRight() {
			err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return a.carryOut(r.Context(), tx, d) })
		}
		if err != nil && f.isDoneAlready(r.Context(), a, d) {
			err = nil
		}
		var own *i18n.Error
		switch {
		case errors.As(err, &own):
			typed.Refuse(fieldOfRefusal(own.ID), own.Message)
		case err != nil:
			return err
		}
		if !typed.IsRight() {
			return web.Show(w, r, http.StatusUnprocessableEntity, decisionPage(v))
		}
		http.Redirect(w, r, recordHref(d.recordID)+"?saved="+a.done, http.StatusSeeOther)
		return nil
	}
}

func (v *decisionView) decisionIn(typed *form.Form) decision {
	d := decision{recordID: v.Record.ID, reason: typed.Text("reason")}
	switch {
	case v.choosesIndicator:
		d.indicatorID = typed.Required("indicator", "evidence.decide.indicator_missing")
		d.countsFor = typed.Date("period")
	case v.ofIndicator:
		d.indicatorID = typed.Text("indicator")
	}
	if d.reason == "" && (v.name == "exclude" || v.name == "void" || !d.countsFor.IsZero()) {
		typed.Refuse("reason", i18n.Msg("evidence.reason_missing"))
	}
	return d
}

// fieldOfRefusal is the field that a refusal stands beside; none for the form as a whole.
func fieldOfRefusal(id string) string {
	switch id {
	case "evidence.reason_missing":
		return "reason"
	case "evidence.period_outside":
		return "period"
	case "evidence.unknown_indicator":
		return "indicator"
	}
	return ""
}

// isDoneAlready tells whether the record stands as the decision wants it, by the same person for the same reason: the
// form was sent twice.
func (f *Feature) isDoneAlready(ctx context.Context, a act, d decision) (done bool) {
	err := f.DB.Read(ctx, func(tx *store.Tx) error {
		if a.name == voidAct.name {
			r, err := Find(ctx, tx, d.recordID)
			done = err == nil && r.IsVoided() && r.VoidedWhy == d.reason && r.VoidedBy == actorName(ctx)
			return err
		}
		link, err := findLink(ctx, tx, d.recordID, d.indicatorID)
		done = err == nil && link != nil && link.Excluded == (a.name == excludeAct.name) && link.Reason == d.reason &&
			link.DecidedBy == actorName(ctx)
		return err
	})
	return err == nil && done
}

func (f *Feature) decisionView(r *http.Request, a act, indicatorID string) (decisionView, error) {
	ctx := r.Context()
	v := decisionView{act: a, Action: r.URL.Path}
	err := f.DB.Read(ctx, func(tx *store.Tx) error {
		record, err := Find(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		v.Record = &record
		if a.choosesIndicator {
			return v.offerIndicators(ctx, tx)
		}
		if !a.ofIndicator {
			return nil
		}
		links, err := Links(ctx, tx, record.ID)
		if err != nil {
			return err
		}
		for i := range links {
			if links[i].IndicatorID == indicatorID {
				v.Indicator = &links[i]
				return nil
			}
		}
		return i18n.Fail("evidence.unknown_indicator").Because(store.ErrNotFound)
	})
	return v, err
}

// offerIndicators lists the indicators of every current plan; the plan is named when there are several.
func (v *decisionView) offerIndicators(ctx context.Context, tx *store.Tx) error {
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return err
	}
	var current []string
	for i := range plans {
		if plans[i].Status == plan.Current {
			current = append(current, plans[i].Key)
		}
	}
	for _, key := range current {
		p, err := plan.Find(ctx, tx, key)
		if err != nil {
			return err
		}
		for _, indicator := range p.Indicators() {
			text := indicator.Label + ". " + indicator.Text
			if len(current) > 1 {
				text = p.Title + ": " + text
			}
			v.Indicators = append(v.Indicators, ui.Option{Value: indicator.ID, Text: text})
		}
	}
	return nil
}
