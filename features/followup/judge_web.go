package followup

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/plan"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// change finds the indicator in the address and does something to it, then goes back to its page. What do refuses in
// words is shown beside the form by refit, and nothing typed is lost.
func (f *Feature) change(w http.ResponseWriter, r *http.Request, typed *form.Form, anchor string,
	do func(tx *store.Tx, s seen, at place) error, refit func(*indicatorView)) error {
	ctx := r.Context()
	var refused *i18n.Error
	s, err := f.see(r, r.PathValue("key"), nil)
	if err != nil {
		return err
	}
	if s.plan.Status != plan.Current {
		return i18n.Fail("followup.not_in_force", "title", s.plan.Title)
	}
	at, err := s.placeIn(r)
	if err != nil {
		return err
	}
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error { return do(tx, s, at) })
		switch {
		case errors.As(err, &refused):
			typed.Refuse("", refused.Message)
		case err != nil && !isDone(err):
			return err
		}
	}
	if !typed.IsRight() {
		return f.showIndicatorWith(w, r, http.StatusUnprocessableEntity, refit)
	}
	http.Redirect(w, r, s.addresses().indicator(at.indicator.Number)+anchor, http.StatusSeeOther)
	return nil
}

// judge signs an assessment.
func (f *Feature) judge(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	a := Assessment{On: typed.Date("day"), For: typed.Date("period"), Verdict: Status(typed.Text("verdict")),
		Text: typed.Required("text", "followup.judge.text_missing"), Role: typed.Required("role", "followup.judge.role_missing")}
	if !slices.Contains(Verdicts, a.Verdict) {
		typed.Refuse("verdict", i18n.Msg("followup.judge.verdict_missing"))
	}
	if _, wrong := typed.FaultOf("day"); !wrong && a.On.IsZero() {
		typed.Refuse("day", i18n.Msg("followup.judge.day_missing"))
	}
	var warning string
	var seenNow int
	if !store.IsID(typed.Text("key")) {
		return i18n.Fail("form.unreadable") // the key is made with the form
	}
	do := func(tx *store.Tx, s seen, at place) error {
		signed, _, err := judgements(r.Context(), tx, s.plan.ID)
		if err != nil {
			return err
		}
		others := signed[at.indicator.ID]
		if n, err := strconv.Atoi(typed.Text("seen")); err == nil && n < len(others) && !signedUnder(r.Context(), tx, typed.Text("key")) {
			last := others[len(others)-1]
			warning, seenNow = s.reader.p.T("followup.judge.meanwhile", "who", last.SignedBy, "date", last.On.String()), len(others)
			return i18n.Fail("followup.judge.look_again")
		}
		return SignOnce(r.Context(), tx, typed.Text("key"), at.indicator, a)
	}
	return f.change(w, r, typed, "#history", do, func(v *indicatorView) {
		if v.Judge == nil {
			return
		}
		if warning != "" {
			v.Judge.Warning = warning
			v.Judge.Seen = strconv.Itoa(seenNow)
		}
		v.Judge.Typed = typed
	})
}

// waive marks a cell as not applicable.
func (f *Feature) waive(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	waiver := Waiver{CellFrom: typed.Date("cell"), On: typed.Date("on"), Reason: typed.Required("reason", "followup.waive.reason_missing")}
	if _, wrong := typed.FaultOf("on"); !wrong && waiver.On.IsZero() {
		typed.Refuse("on", i18n.Msg("followup.judge.day_missing"))
	}
	do := func(tx *store.Tx, _ seen, at place) error {
		waived, err := waiverOf(r.Context(), tx, at.indicator, waiver.CellFrom)
		if err != nil || waived != nil && waived.Reason == waiver.Reason {
			return err // the same form sent twice
		}
		return Waive(r.Context(), tx, at.indicator, waiver)
	}
	return f.change(w, r, typed, "#waive", do, func(v *indicatorView) {
		if v.Waive != nil {
			v.Waive.Typed = typed
		}
	})
}

// unwaive takes back that a cell is not applicable.
func (f *Feature) unwaive(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	reason, cell := typed.Required("reason", "followup.waive.back_missing"), typed.Date("cell")
	do := func(tx *store.Tx, _ seen, at place) error {
		waived, err := waiverOf(r.Context(), tx, at.indicator, cell)
		if err != nil || waived == nil {
			return err // taken back already: the same form sent twice
		}
		return Unwaive(r.Context(), tx, at.indicator, cell, reason)
	}
	return f.change(w, r, typed, "#waive", do, func(v *indicatorView) {
		for i := range v.Waive.Waived {
			if v.Waive.Waived[i].From == typed.Typed("cell") {
				v.Waive.Waived[i].Typed = typed
			}
		}
	})
}
