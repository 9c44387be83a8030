package events

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

func (f *Feature) showEvaluation(w http.ResponseWriter, r *http.Request) error {
	v, err := f.withPeople(r)
	if err != nil {
		return err
	}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
		answers, err := Answers(r.Context(), tx, v.ID)
		v.answered, v.results = len(answers), Results(v.Questions, answers)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, evaluationPage(v))
}

func (f *Feature) showQuestions(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	text := questionsText(v.Questions)
	if text == "" {
		text = i18n.T(r.Context(), "events.evaluation.usual")
	}
	return web.Show(w, r, http.StatusOK, questionsPage(v, form.Of("seen", strconv.Itoa(v.Version), "questions", text), nil))
}

// setQuestions keeps the questions. Officers, managers and administrators only.
func (f *Feature) setQuestions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if _, wrong := parseQuestions(typed.Text("questions"), v.Questions); wrong != nil {
		typed.Refuse("questions", wrong.Message)
	}
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error { return f.SetQuestions(ctx, tx, v.ID, typed.Text("questions"), typed.Seen()) })
		if errors.Is(err, errSavedMeanwhile) {
			saved := form.Of("questions", strings.TrimSpace(questionsText(v.Questions)))
			stale, err := audit.Meanwhile(ctx, f.DB, "event", v.ID, saved, typed, [][2]string{{"questions", "events.evaluation.questions"}})
			if err != nil {
				return err
			}
			return web.Show(w, r, http.StatusConflict, questionsPage(v, typed.Resent(strconv.Itoa(v.Version)), stale))
		}
		refuseError(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, questionsPage(v, typed, nil))
	}
	return web.GoTo(w, r, err, v.href("/evaluation?done=questions"))
}

// ask mails the evaluation to those who came. Officers, managers and administrators only.
func (f *Feature) ask(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return f.Ask(r.Context(), tx, id, time.Now()) })
	return web.GoTo(w, r, err, "/events/"+id+"/evaluation?done=sent")
}

// evaluatedIn reads the event that the link in the address asks about.
func (f *Feature) evaluatedIn(r *http.Request) (e Event, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		e, err = evaluated(r.Context(), tx, r.PathValue("token"))
		return err
	})
	return e, err
}

// showAnswer shows the evaluation's questions. Whoever has a link may see them.
func (f *Feature) showAnswer(w http.ResponseWriter, r *http.Request) error {
	e, err := f.evaluatedIn(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, answerPage(&e, r.URL.Path, form.Of()))
}

// answer keeps an answer. Whoever has a link may give one; nothing tells who it was.
func (f *Feature) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := nobody(context.WithoutCancel(r.Context()))
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	e, err := f.evaluatedIn(r)
	if errors.Is(err, store.ErrNotFound) {
		return web.GoTo(w, r, nil, "/public/events/thanks") // the same form was sent before
	}
	if err != nil {
		return err
	}
	a := Answer{}
	for _, q := range e.Questions {
		a[q.ID] = typed.Text(q.ID)
	}
	refuseAll(typed, checkAnswer(a, e.Questions))
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, answerPage(&e, r.URL.Path, typed))
	}
	err = f.DB.Write(ctx, func(tx *store.Tx) error { return Evaluate(ctx, tx, r.PathValue("token"), a) })
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return web.GoTo(w, r, err, "/public/events/thanks")
}

func (f *Feature) showThanks(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, thanksPage())
}
