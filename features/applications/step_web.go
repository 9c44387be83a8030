package applications

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"samverk/features/mandates"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// stepIn is the step in the address of an application that may be changed.
func (f *Feature) stepIn(r *http.Request) (*stepView, error) {
	own, err := f.own(r)
	if err != nil {
		return nil, err
	}
	v := &stepView{ownView: own}
	if v.section, v.at = own.form().Find(r.PathValue("section")); v.section == nil {
		return nil, i18n.Fail("applications.step_unknown").Because(store.ErrNotFound)
	}
	return v, nil
}

func (f *Feature) showStep(w http.ResponseWriter, r *http.Request) error {
	v, err := f.stepIn(r)
	if err != nil {
		return err
	}
	if !v.a.State.MayChange() {
		return web.GoTo(w, r, nil, v.href(""))
	}
	v.typed = v.savedForm()
	if v.steps[v.section.Key].Version > 0 { // what is wrong is told to whoever comes back to it
		v.form().Refuse(v.section, v.a.Answers, v.typed, false)
	}
	return web.Show(w, r, http.StatusOK, stepPage(v))
}

// saveStep keeps what was typed, also what is wrong, which is then told beside its field. "Save and go on" leads to the next
// step when nothing is wrong; what is missing can wait.
func (f *Feature) saveStep(w http.ResponseWriter, r *http.Request) error {
	v, err := f.stepIn(r) // before anything is read: only those who act for the organisation may send files
	if err != nil {
		return err
	}
	typed, err := file.ReadForm(w, r, file.LargestSending)
	if err != nil {
		return err
	}
	sent, err := filesIn(r, v.section, typed)
	if err != nil {
		return err
	}
	v.typed = typed
	kept := map[string][]file.File{}
	ctx := r.Context()
	err = f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if kept, err = keepSent(ctx, tx, sent); err != nil {
			return err
		}
		v.a, err = SaveStep(ctx, tx, Step{v.a.ID, v.me, v.section.Key, typed.Seen(), func(f *questions.Form, s *questions.Section, before questions.Answers) questions.Answers {
			return f.Read(s, typed, before, kept)
		}})
		return err
	})
	if errors.Is(err, ErrSavedMeanwhile) {
		return f.stepMeanwhile(w, r, v)
	}
	if err != nil {
		if refuse(typed, "", err) {
			return web.Show(w, r, http.StatusUnprocessableEntity, stepPage(v))
		}
		return err
	}
	v.form().Refuse(v.section, v.a.Answers, typed, true)
	if !typed.IsRight() {
		return f.savedWrong(w, r, v)
	}
	if typed.Text("go") == "on" {
		return web.GoTo(w, r, nil, v.nextHref())
	}
	return web.GoTo(w, r, nil, v.href("/steps/"+v.section.Key+"?done=saved"))
}

// savedWrong shows a step that was saved with something wrong in it.
func (f *Feature) savedWrong(w http.ResponseWriter, r *http.Request, v *stepView) error {
	now, err := f.stepIn(r)
	if err != nil {
		return err
	}
	now.typed, now.savedWrong = v.typed.Resent(strconv.Itoa(now.steps[now.section.Key].Version)), true
	for _, fault := range v.typed.Faults() {
		now.typed.Refuse(fault.Field, fault.Message)
	}
	return web.Show(w, r, http.StatusUnprocessableEntity, stepPage(now))
}

// filesIn are the files that came with a step, by their questions. What is wrong with one is said beside its question.
func filesIn(r *http.Request, s *questions.Section, typed *form.Form) (map[string][]file.New, error) {
	sent := map[string][]file.New{}
	for i := range s.Questions {
		q := &s.Questions[i]
		if q.Kind != questions.Files {
			continue
		}
		files, err := file.Sent(r, typed, q.Key)
		if err != nil {
			return nil, err
		}
		for _, one := range files {
			if err := mandates.CheckName(&one); refuse(typed, q.Key, err) {
				continue
			}
			sent[q.Key] = append(sent[q.Key], one)
		}
	}
	return sent, nil
}

func keepSent(ctx context.Context, tx *store.Tx, sent map[string][]file.New) (map[string][]file.File, error) {
	kept := map[string][]file.File{}
	for key, files := range sent {
		for _, one := range files {
			f, err := file.KeepChecked(ctx, tx, one)
			if err != nil {
				return nil, err
			}
			kept[key] = append(kept[key], f)
		}
	}
	return kept, nil
}

// stepMeanwhile shows what somebody else has saved of the step beside what was typed, which stays in the form.
func (f *Feature) stepMeanwhile(w http.ResponseWriter, r *http.Request, v *stepView) error {
	now, err := f.stepIn(r)
	if err != nil {
		return err
	}
	last := now.steps[now.section.Key]
	now.stale = &ui.Meanwhile{Who: last.By, When: calendar.Clock(last.SavedAt.Time)}
	saved, typed, language := now.savedForm(), v.typed, i18n.In(r.Context()).Language()
	for i := range now.section.Questions {
		q := &now.section.Questions[i]
		if before, after := answerTyped(saved, q), answerTyped(typed, q); before != after {
			now.stale.Differences = append(now.stale.Differences, ui.Difference{Label: q.Label.In(language), Saved: before, Typed: after})
		}
	}
	now.typed = typed.Resent(strconv.Itoa(last.Version))
	return web.Show(w, r, http.StatusConflict, stepPage(now))
}

// answerTyped is what a form holds of a question, in one text.
func answerTyped(f *form.Form, q *questions.Question) string {
	var texts []string
	for _, field := range f.Fields() {
		if field == q.Key || strings.HasPrefix(field, q.Key+".") && !strings.HasSuffix(field, ".gone") {
			for _, text := range f.All(field) {
				if text = strings.TrimSpace(oneEnd.Replace(text)); text != "" {
					texts = append(texts, text)
				}
			}
		}
	}
	return strings.Join(texts, "; ")
}

var oneEnd = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// showCheck shows all that will be sent, to whoever sends it and to those who sign it after.
func (f *Feature) showCheck(w http.ResponseWriter, r *http.Request) error {
	v, err := f.own(r)
	if err != nil {
		return err
	}
	if !v.a.State.MayChange() {
		return web.GoTo(w, r, nil, v.href(""))
	}
	return web.Show(w, r, http.StatusOK, checkPage(v, form.Of("sha256", v.hash)))
}

// send signs the application and hands it in when that is enough; else the others who may sign are written to.
func (f *Feature) send(w http.ResponseWriter, r *http.Request) error {
	at := f.received(r)
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.own(r)
	if err != nil {
		return err
	}
	var out Outcome
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		out, err = Send(r.Context(), tx, Sending{v.a.ID, v.me, typed.Text("sha256"), at})
		if err != nil {
			return err
		}
		return f.tellSent(r, tx, v, &out)
	})
	if err != nil {
		return f.notSent(w, r, typed, err)
	}
	done := "waiting"
	if out.Application.State.WasSent() && out.Application.State != CompletionRequested {
		done = "sent"
	}
	return web.GoTo(w, r, nil, v.href("?done="+done))
}

// tellSent writes the receipt to all who act for the organisation, or to those who have to sign too.
func (f *Feature) tellSent(r *http.Request, tx *store.Tx, v *ownView, out *Outcome) error {
	ctx, a, p := r.Context(), &out.Application, i18n.In(r.Context())
	more := []any{"call", v.call.Content.Title, "when", calendar.Clock(a.SubmittedAt), "late", v.lateText(p, a.DaysLate)}
	switch {
	case out.Sent && out.Version > 1:
		if err := f.Letters.ToAll(ctx, tx, a.OrganisationID, letters+"completed", f.pairs(r, a, ownHref(a.ID), more...)...); err != nil || a.OfficerID == "" {
			return err
		}
		return f.Letters.To(ctx, tx, a.OfficerID, letters+"completed_in", f.pairs(r, a, "/applications/"+a.ID)...)
	case out.Sent:
		return f.Letters.ToAll(ctx, tx, a.OrganisationID, letters+"receipt", f.pairs(r, a, ownHref(a.ID), more...)...)
	}
	for _, one := range out.Waiting {
		if err := f.Letters.To(ctx, tx, one, letters+"sign", f.pairs(r, a, ownHref(a.ID)+"/check", more...)...); err != nil {
			return err
		}
	}
	return nil
}

// notSent shows the check page once more with why nothing was sent.
func (f *Feature) notSent(w http.ResponseWriter, r *http.Request, typed *form.Form, err error) error {
	status := http.StatusUnprocessableEntity
	if errors.Is(err, ErrSavedMeanwhile) {
		status = http.StatusConflict
	}
	if !refuse(typed, "", err) {
		return err
	}
	v, failed := f.own(r)
	if failed != nil {
		return failed
	}
	again := form.Of("sha256", v.hash)
	for _, fault := range typed.Faults() {
		again.Refuse(fault.Field, fault.Message)
	}
	return web.Show(w, r, status, checkPage(v, again))
}
