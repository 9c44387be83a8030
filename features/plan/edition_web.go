package plan

import (
	"errors"
	"net/http"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// askEdition asks for the title and the years of the next edition. Officers only.
func (f *Feature) askEdition(w http.ResponseWriter, r *http.Request) error {
	p, draft, err := f.findWithDraft(r)
	if err != nil {
		return err
	}
	if draft != "" {
		http.Redirect(w, r, "/plan/"+draft, http.StatusSeeOther)
		return nil
	}
	if !p.MayHaveEdition() {
		return i18n.Fail("plan.life.refused_edition", "title", p.Title).Because(ErrNotOpen)
	}
	return web.Show(w, r, http.StatusOK, editionPage(p, form.Of("id", store.NewID(), "title", p.Title,
		"from", p.Period.From.String(), "to", p.Period.To.String())))
}

// findWithDraft finds the plan in the address and the key of the draft that follows it.
func (f *Feature) findWithDraft(r *http.Request) (p *Plan, draft string, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if p, err = Find(r.Context(), tx, r.PathValue("key")); err != nil {
			return err
		}
		draft, err = draftAfter(r.Context(), tx, p.ID)
		return err
	})
	return p, draft, err
}

// beginEdition drafts the next edition. Officers only. The id was made with the form: sending it twice leads to the
// same draft.
func (f *Feature) beginEdition(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p, err := f.find(r)
	if err != nil {
		return err
	}
	title, period := typed.Required("title", "plan.fault.title_missing"), readPeriod(typed)
	if !typed.IsRight() || !store.IsID(typed.Text("id")) {
		return web.Show(w, r, http.StatusUnprocessableEntity, editionPage(p, typed))
	}
	var next *Plan
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		next, err = BeginEdition(r.Context(), tx, typed.Text("id"), p.ID, title, period)
		return err
	}); err != nil {
		return err
	}
	http.Redirect(w, r, next.href("?done=edition"), http.StatusSeeOther)
	return nil
}

func readPeriod(typed *form.Form) calendar.Span {
	period := calendar.Span{From: typed.Date("from"), To: typed.Date("to")}
	if typed.IsRight() && period.IsEmpty() {
		typed.Refuse("to", i18n.Msg("plan.fault.period_empty"))
	}
	if isTooLong(period) {
		typed.Refuse("to", i18n.Msg("plan.fault.too_many_years", "years", mostYears))
	}
	return period
}

// findWithPredecessor finds the plan in the address and the edition before it, which is nil for a first edition.
func (f *Feature) findWithPredecessor(r *http.Request) (p, before *Plan, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if p, err = Find(r.Context(), tx, r.PathValue("key")); err != nil || p.PredecessorID == "" {
			return err
		}
		if before, err = findPlan(r.Context(), tx, p.PredecessorID); err != nil {
			return err
		}
		return loadParts(r.Context(), tx, before)
	})
	return p, before, err
}

// askAdoption asks for the decision by which a draft edition is adopted. Officers only.
func (f *Feature) askAdoption(w http.ResponseWriter, r *http.Request) error {
	p, before, err := f.findWithPredecessor(r)
	if err != nil {
		return err
	}
	if p.Status != InDraft || before == nil {
		return refusedAdoption(p)
	}
	filled := []string{"adopted_by", before.AdoptedBy}
	if before.Period == p.Period { // it takes the place of the one before
		filled = append(filled, "archive", "yes")
		if before.IsPublished() {
			filled = append(filled, "publish", "yes")
		}
	}
	return web.Show(w, r, http.StatusOK, adoptPage(newAdoptView(p, before, form.Of(filled...))))
}

// refusedAdoption says that a plan is no draft of an edition.
func refusedAdoption(p *Plan) error {
	return i18n.Fail("plan.life.refused_adopt", "title", p.Title).Because(ErrNotOpen)
}

// adopt makes a draft edition current. Officers only. Sent twice it does nothing the second time.
func (f *Feature) adopt(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p, before, err := f.findWithPredecessor(r)
	if err != nil {
		return err
	}
	if before == nil {
		return refusedAdoption(p)
	}
	adoption := Adoption{On: typed.Date("adopted_on"), By: typed.Text("adopted_by"), Reason: typed.Text("reason"),
		ArchivePredecessor: typed.Chosen("archive", "yes"), Publish: typed.Chosen("publish", "yes")}
	if typed.IsRight() {
		for _, fault := range adoption.Check(calendar.Today(time.Now())) {
			typed.Refuse(fault.Field, fault.Message)
		}
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return Adopt(r.Context(), tx, p.ID, adoption, f.Links, f.Decisions)
		})
		var own *i18n.Error
		if errors.As(err, &own) && own.ID == "plan.draft.not_acceptable" {
			draft := p.Draft()
			for _, obstacle := range draft.Check() {
				typed.Refuse("", obstacle)
			}
		} else if err != nil {
			return err
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, adoptPage(newAdoptView(p, before, typed)))
	}
	http.Redirect(w, r, p.href("?done=adopt"), http.StatusSeeOther)
	return nil
}

// askReviewEdition asks which plan a document under review is the next edition of. Officers only.
func (f *Feature) askReviewEdition(w http.ResponseWriter, r *http.Request) error {
	review, err := f.loadReview(r)
	if err != nil {
		return err
	}
	if review.PlanID != "" {
		return f.toPlan(w, r, review.PlanID)
	}
	return f.showReviewEdition(w, r, http.StatusOK, review, &form.Form{})
}

func (f *Feature) showReviewEdition(w http.ResponseWriter, r *http.Request, status int, review *Review, typed *form.Form) error {
	var plans []Plan
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		plans, err = List(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, status, reviewEditionPage(review, plansToFollow(plans), typed))
}

// plansToFollow are the plans that a next edition can be begun from: those that no draft follows yet.
func plansToFollow(plans []Plan) []Plan {
	followed := map[string]bool{}
	for i := range plans {
		if plans[i].Status == InDraft {
			followed[plans[i].PredecessorID] = true
		}
	}
	var open []Plan
	for i := range plans {
		if plans[i].MayHaveEdition() && !followed[plans[i].ID] {
			open = append(open, plans[i])
		}
	}
	return open
}

// acceptReviewEdition makes a review the next edition of the chosen plan, as a draft to compare. Officers only.
func (f *Feature) acceptReviewEdition(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	predecessor := typed.Required("predecessor", "plan.edition.choose_plan")
	var key string
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
			key, err = AcceptReviewAsEdition(r.Context(), tx, r.PathValue("id"), seenVersion(typed), predecessor)
			return err
		})
	}
	var own *i18n.Error
	switch {
	case errors.As(err, &own) && own.ID == "plan.draft.not_acceptable":
		return f.showObstacles(w, r, Part{Kind: WholePlan})
	case errors.Is(err, ErrSavedMeanwhile):
		return f.changeAndGoOn(w, r, typed, func(*Review) {}, "")
	case err != nil:
		return err
	case !typed.IsRight():
		review, err := f.loadReview(r)
		if err != nil {
			return err
		}
		return f.showReviewEdition(w, r, http.StatusUnprocessableEntity, review, typed)
	}
	http.Redirect(w, r, "/plan/"+key+"/changes", http.StatusSeeOther)
	return nil
}
