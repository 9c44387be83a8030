package plan

import (
	"errors"
	"net/http"
	"strconv"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func (f *Feature) loadReview(r *http.Request) (review *Review, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		review, err = FindReview(r.Context(), tx, r.PathValue("id"))
		return err
	})
	return review, err
}

// showReview shows what was read beside the document's lines. Officers only: the lines may name people.
func (f *Feature) showReview(w http.ResponseWriter, r *http.Request) error {
	review, err := f.loadReview(r)
	if errors.Is(err, store.ErrNotFound) {
		return f.showIntake(w, r)
	}
	if err != nil {
		return err
	}
	if review.PlanID != "" {
		return f.toPlan(w, r, review.PlanID)
	}
	query := r.URL.Query()
	at, known := parsePart(query.Get("at"))
	if query.Has("new") {
		return f.showNewPart(w, r, review)
	}
	if query.Get("at") == "" && !query.Has("saved") {
		if first := nextOpen(review.Questions(), ""); first != nil {
			at = first.Part
		}
	}
	v, found := viewReview(review, at, query.Get("flag"))
	if !known || !found {
		return i18n.Fail("plan.review.no_part").Because(store.ErrNotFound)
	}
	v.Done = doneEdit(query)
	return web.Show(w, r, http.StatusOK, reviewPage(v))
}

func (f *Feature) toPlan(w http.ResponseWriter, r *http.Request, planID string) error {
	var key string
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		key, err = keyOf(r.Context(), tx, planID)
		return err
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/plan/"+key, http.StatusSeeOther)
	return nil
}

// saveReview saves the corrections of one part. Officers only. What is wrong, or saved by somebody else meanwhile, is
// said on the same page with everything typed.
func (f *Feature) saveReview(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	at, _ := parsePart(typed.Text("at"))
	if typed.Text("step") == "show" {
		return f.showFields(w, r, at, typed)
	}
	if err := f.savePart(r, typed, typed.Text("flag")); err != nil {
		return f.notSaved(w, r, at, typed, err)
	}
	return f.goOn(w, r, typed.Text("flag"), at)
}

// savePart saves the part that is typed; flag is the question that it answers, if any. The error is errTypedWrong when
// something typed is wrong.
func (f *Feature) savePart(r *http.Request, typed *form.Form, flag string) error {
	at, known := parsePart(typed.Text("at"))
	return f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return changeParts(r.Context(), tx, r.PathValue("id"), seenVersion(typed), string(at.Kind)+".added", func(review *Review) (before, after any, err error) {
			added := review.addTyped(at, typed)
			if _, found := review.Draft.fieldsOf(at); !known || !found {
				return nil, nil, i18n.Fail("plan.review.no_part").Because(store.ErrNotFound)
			}
			review.Draft.readPart(at, typed)
			if !typed.IsRight() {
				return nil, nil, errTypedWrong
			}
			if flag != "" {
				review.Answers[flag] = IsCorrected
			}
			if p := review.Draft.toPlan(); added {
				after = map[string]any{"part": p.content(at)}
			}
			return nil, after, nil
		})
	})
}

// notSaved shows the form again as typed, with what kept it from being saved.
func (f *Feature) notSaved(w http.ResponseWriter, r *http.Request, at Part, typed *form.Form, err error) error {
	switch {
	case errors.Is(err, errTypedWrong):
		return f.showAgain(w, r, at, typed, nil)
	case errors.Is(err, ErrSavedMeanwhile) && typed.Text("new") != "":
		return f.showNewAgain(w, r, at, typed)
	case errors.Is(err, ErrSavedMeanwhile):
		return f.showAgain(w, r, at, typed, err)
	}
	return err
}

// showFields shows the fields of the kind of rule chosen, with everything typed. Nothing is saved.
func (f *Feature) showFields(w http.ResponseWriter, r *http.Request, at Part, typed *form.Form) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	added := review.addTyped(at, typed)
	v, found := viewReview(review, at, typed.Text("flag"))
	if !found {
		return i18n.Fail("plan.review.no_part").Because(store.ErrNotFound)
	}
	v.Form, v.New = typed, added
	return web.Show(w, r, http.StatusOK, reviewPage(v))
}

// goOn leads to the next open question when one has been answered, else back to the part.
func (f *Feature) goOn(w http.ResponseWriter, r *http.Request, answered string, at Part) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	to := review.partHref(at) + "&saved"
	if next := nextOpen(review.Questions(), answered); answered != "" && next != nil {
		to = next.href(review) + "&saved"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// showAgain shows the form as typed. stale is the error when somebody else saved meanwhile: the page then holds the new
// version, so that saving once more is a choice.
func (f *Feature) showAgain(w http.ResponseWriter, r *http.Request, at Part, typed *form.Form, stale error) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	added := review.addTyped(at, typed)
	v, found := viewReview(review, at, typed.Text("flag"))
	if !found {
		return i18n.Fail("plan.review.no_part").Because(store.ErrNotFound)
	}
	v.Form, v.New = typed, added
	status := http.StatusUnprocessableEntity
	if stale != nil {
		v.Stale, status = &ui.Meanwhile{Who: review.SavedBy, When: clockOf(review.SavedAt)}, http.StatusConflict
	}
	return web.Show(w, r, status, reviewPage(v))
}

func seenVersion(typed *form.Form) int {
	seen, err := strconv.Atoi(typed.Text("seen"))
	if err != nil {
		return -1
	}
	return seen
}

// changeAndGoOn makes a change that needs no field of its own: an answer, a line passed over.
func (f *Feature) changeAndGoOn(w http.ResponseWriter, r *http.Request, typed *form.Form, change func(*Review), answered string) error {
	at, _ := parsePart(typed.Text("at"))
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return ChangeReview(r.Context(), tx, r.PathValue("id"), seenVersion(typed), func(review *Review) error {
			change(review)
			return nil
		})
	})
	if errors.Is(err, ErrSavedMeanwhile) {
		return f.showStale(w, r, at, answered)
	}
	if err != nil {
		return err
	}
	return f.goOn(w, r, answered, at)
}

// showStale shows a part as it is now that somebody else saved; the whole plan when the part is gone.
func (f *Feature) showStale(w http.ResponseWriter, r *http.Request, at Part, asked string) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	v, found := viewReview(review, at, asked)
	if !found {
		v, _ = viewReview(review, Part{Kind: WholePlan}, "")
	}
	v.Stale = &ui.Meanwhile{Who: review.SavedBy, When: clockOf(review.SavedAt)}
	return web.Show(w, r, http.StatusConflict, reviewPage(v))
}

// answerQuestion keeps that a question was read right, or opens it again. Officers only.
func (f *Feature) answerQuestion(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	flag, answer := typed.Text("flag"), Answer(typed.Text("answer"))
	if answer != IsRight && answer != NotAnswered {
		return i18n.Fail("plan.review.no_part").Because(store.ErrNotFound)
	}
	return f.changeAndGoOn(w, r, typed, func(review *Review) {
		if answer == NotAnswered {
			delete(review.Answers, flag)
		} else {
			review.Answers[flag] = answer
		}
	}, flag)
}

// skipLine passes over unread lines that follow one another, or all of them. Officers only.
func (f *Feature) skipLine(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	line, last := typed.Whole("line"), 0
	if line != nil {
		last = *line
	}
	if to := typed.Whole("to"); to != nil {
		last = *to
	}
	return f.changeAndGoOn(w, r, typed, func(review *Review) {
		for _, unread := range review.Draft.Unread {
			if line == nil || unread.Line >= *line && unread.Line <= last {
				review.Skipped = append(review.Skipped, unread.Line)
			}
		}
	}, "")
}

// acceptReview makes the draft a current plan, with what stands typed in the form beside the button. Officers only. What
// hinders it is said on the review page.
func (f *Feature) acceptReview(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	at, _ := parsePart(typed.Text("at"))
	seen := seenVersion(typed)
	if review, err := f.loadReview(r); err == nil && review.PlanID == "" { // once it is a plan nothing more is saved
		if err := f.savePart(r, typed, ""); err != nil {
			return f.notSaved(w, r, at, typed, err)
		}
		if review, err = f.loadReview(r); err != nil {
			return err
		}
		seen = review.Version
	}
	var key string
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		key, err = AcceptReview(r.Context(), tx, r.PathValue("id"), seen, f.Links)
		return err
	})
	var own *i18n.Error
	switch {
	case errors.Is(err, ErrSavedMeanwhile):
		return f.changeAndGoOn(w, r, typed, func(*Review) {}, "")
	case errors.As(err, &own) && own.ID == "plan.draft.not_acceptable":
		return f.showObstacles(w, r, at)
	case err != nil:
		return err
	}
	http.Redirect(w, r, "/plan/"+key+"?done=accept", http.StatusSeeOther)
	return nil
}

// showObstacles lists everything that keeps the plan from being accepted.
func (f *Feature) showObstacles(w http.ResponseWriter, r *http.Request, at Part) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	v, found := viewReview(review, at, "")
	if !found {
		return i18n.Fail("plan.review.no_part").Because(store.ErrNotFound)
	}
	for _, obstacle := range review.Draft.Check() {
		v.Form.Refuse("", obstacle)
	}
	return web.Show(w, r, http.StatusUnprocessableEntity, reviewPage(v))
}

// askDiscard asks before a draft is taken away. Officers only.
func (f *Feature) askDiscard(w http.ResponseWriter, r *http.Request) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, discardPage(review))
}

// discardReview takes a draft away. Officers only.
func (f *Feature) discardReview(w http.ResponseWriter, r *http.Request) error {
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return DiscardReview(r.Context(), tx, r.PathValue("id"))
	}); err != nil && !errors.Is(err, store.ErrNotFound) { // a second click finds it gone
		return err
	}
	http.Redirect(w, r, "/plans", http.StatusSeeOther)
	return nil
}
