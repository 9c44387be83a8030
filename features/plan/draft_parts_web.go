package plan

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func noDraftPart() error { return i18n.Fail("plan.review.no_part").Because(store.ErrNotFound) }

// addTyped adds the part that a form of a new one is about; false when it is there already or the form is of another.
func (r *Review) addTyped(at Part, typed *form.Form) bool {
	if _, there := r.Draft.fieldsOf(at); there || typed.Text("new") == "" {
		return false
	}
	parent, _ := strconv.Atoi(typed.Text("in"))
	return r.Draft.add(at, parent)
}

// showNewPart shows an empty form of a part to be added. Nothing is saved.
func (f *Feature) showNewPart(w http.ResponseWriter, r *http.Request, review *Review) error {
	kind := PartKind(r.URL.Query().Get("new"))
	at := Part{kind, review.nextNumber(kind)}
	v, found := reviewView{}, false
	if review.addTyped(at, form.Of("new", "1", "in", r.URL.Query().Get("in"))) {
		v, found = viewReview(review, at, "")
	}
	if !found {
		return noDraftPart()
	}
	v.New = true
	return web.Show(w, r, http.StatusOK, reviewPage(v))
}

// showNewAgain is for a new part when the draft has been saved meanwhile. The same form sent twice leads to the part that
// it made; else the form is shown with a number that is free.
func (f *Feature) showNewAgain(w http.ResponseWriter, r *http.Request, at Part, typed *form.Form) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	if saved := review.Draft.toPlan(); saved.has(at) {
		review.Draft.readPart(at, typed)
		if made := review.Draft.toPlan(); made.Version(at) == saved.Version(at) {
			return f.goOn(w, r, "", at)
		}
	}
	return f.showAgain(w, r, Part{at.Kind, review.nextNumber(at.Kind)}, typed, ErrSavedMeanwhile)
}

// below is what belongs to the part shown.
func (v reviewView) below() belowView {
	return belowView{Above: v.At, Parts: v.Outline.below(v.At), Href: v.partHref, Add: v.newHref(v.At), Action: v.href("/order"),
		Hidden: []string{"seen", strconv.Itoa(v.Version), "at", v.At.String()}}
}

// place is what the part shown may be moved to.
func (v reviewView) place(ctx context.Context) placeView {
	return placeView{Part: v.At, Now: v.Outline.above(v.At).Number, Places: v.Outline.places(v.At), Action: v.href("/place"),
		Name:   func(part Part) string { return partName(ctx, v, part) },
		Hidden: []string{"seen", strconv.Itoa(v.Version), "at", v.At.String()}}
}

// changeOrder changes the order of a draft's parts, keeps it in the trail and shows a part again.
func (f *Feature) changeOrder(w http.ResponseWriter, r *http.Request, typed *form.Form, shown, moved Part, change func(*Draft) bool) error {
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return changeParts(r.Context(), tx, r.PathValue("id"), seenVersion(typed), string(moved.Kind)+".moved", func(review *Review) (before, after any, err error) {
			before = orderAround(&review.Draft, moved)
			if !change(&review.Draft) {
				return nil, nil, nil
			}
			order := orderAround(&review.Draft, moved)
			if p := review.Draft.toPlan(); p.has(moved) {
				order["part"] = nameOfPart(&p, moved)
			}
			return before, order, nil
		})
	})
	if errors.Is(err, ErrSavedMeanwhile) {
		return f.showStale(w, r, shown, "")
	}
	if err != nil {
		return err
	}
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	http.Redirect(w, r, review.partHref(shown)+"&moved#below", http.StatusSeeOther)
	return nil
}

// orderAround is where a part stands, as the trail keeps it.
func orderAround(d *Draft, part Part) map[string]any {
	p := d.toPlan()
	order, _ := p.siblings(part)
	state := map[string]any{"order": order}
	if above := p.above(part); above.Kind != WholePlan {
		state[string(above.Kind)] = labelOf(&p, above)
	}
	return state
}

// moveDraftPart puts a part one step up or down among those it stands with. Officers only.
func (f *Feature) moveDraftPart(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	shown, known := parsePart(typed.Text("at"))
	s, isStep := parseStep(typed.Text("move"))
	if !known || !isStep {
		return noDraftPart()
	}
	return f.changeOrder(w, r, typed, shown, s.Part, func(d *Draft) bool {
		p := d.toPlan()
		_, at := p.siblings(s.Part)
		return at == s.Place && d.move(s.Part, s.By)
	})
}

// placeDraftPart moves an activity to another goal, or an indicator to another activity. Officers only.
func (f *Feature) placeDraftPart(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	at, known := parsePart(typed.Text("at"))
	to := typed.Whole("place")
	if !known || to == nil {
		return noDraftPart()
	}
	return f.changeOrder(w, r, typed, at, at, func(d *Draft) bool { return d.moveInto(at, *to) })
}

// askRemoveDraftPart says what goes when a part is taken out of the draft. Officers only.
func (f *Feature) askRemoveDraftPart(w http.ResponseWriter, r *http.Request) error {
	at, known := parsePart(r.URL.Query().Get("at"))
	if !known {
		return noDraftPart()
	}
	return f.showRemoveDraftPart(w, r, http.StatusOK, at)
}

func (f *Feature) showRemoveDraftPart(w http.ResponseWriter, r *http.Request, status int, at Part) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	p := review.Draft.toPlan()
	if at.Kind == WholePlan || !p.has(at) {
		return noDraftPart()
	}
	crumbs := append(plansCrumbs(r.Context()), ui.Link{Text: i18n.T(r.Context(), "plan.review.title"), Href: review.partHref(at)})
	v := removeView{Plan: &p, Part: at, Form: form.Of(), Crumbs: crumbs, In: "/plans", Action: review.href("/remove"), Back: review.partHref(at),
		Hidden: []string{"at", at.String(), "seen", strconv.Itoa(review.Version)}, Kept: "plan.review.removed_kept", Do: "plan.review.remove"}
	if status == http.StatusConflict {
		v.Stale = &ui.Meanwhile{Who: review.SavedBy, When: clockOf(review.SavedAt)}
	}
	return web.Show(w, r, status, removePage(v))
}

// removeDraftPart takes a part out of the draft with everything below it. Officers only. Doing it twice does nothing the
// second time.
func (f *Feature) removeDraftPart(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	at, known := parsePart(typed.Text("at"))
	if !known || at.Kind == WholePlan {
		return noDraftPart()
	}
	p := review.Draft.toPlan()
	above := p.above(at)
	if p.has(at) {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return changeParts(r.Context(), tx, review.ID, seenVersion(typed), string(at.Kind)+".removed", func(review *Review) (before, after any, err error) {
				p := review.Draft.toPlan()
				if !p.has(at) {
					return nil, nil, nil
				}
				before = map[string]any{"part": p.content(at)}
				review.Draft.remove(at)
				return before, nil, nil
			})
		})
	}
	if errors.Is(err, ErrSavedMeanwhile) {
		return f.showRemoveDraftPart(w, r, http.StatusConflict, at)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, review.partHref(above)+"&gone="+at.String(), http.StatusSeeOther)
	return nil
}
