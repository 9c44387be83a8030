package assessments

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/web"
)

func today() calendar.Date { return calendar.Today(time.Now()) }

// minesOf reads somebody's own assessments by call, those of the call with the nearest last day first.
func minesOf(ctx context.Context, tx *store.Tx, accountID string) (calls []mineOfCall, err error) {
	all, err := OfAssessor(ctx, tx, accountID)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		at := slices.IndexFunc(calls, func(c mineOfCall) bool { return c.call.ID == a.CallID })
		if at < 0 {
			at = len(calls)
			c := mineOfCall{}
			if c.call, err = grants.FindCall(ctx, tx, a.CallID); err != nil {
				return nil, err
			}
			if c.dueOn, _, err = dueOn(ctx, tx, a.CallID); err != nil {
				return nil, err
			}
			calls = append(calls, c)
		}
		m := mine{Assessment: a}
		if m.application, err = applications.Find(ctx, tx, a.ApplicationID); err != nil {
			return nil, err
		}
		calls[at].list = append(calls[at].list, m)
	}
	slices.SortStableFunc(calls, func(a, b mineOfCall) int {
		if (a.left() > 0) != (b.left() > 0) { // what has something left comes first
			return b.left() - a.left()
		}
		return b.dueOn.DaysUntil(a.dueOn)
	})
	return calls, nil
}

func (f *Feature) showMine(w http.ResponseWriter, r *http.Request) error {
	v := &mineView{today: today()}
	me, _ := accounts.In(r.Context())
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.calls, err = minesOf(r.Context(), tx, me.ID)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, minePage(v))
}

// ownDones are the acts that an assessor's page can say have just been done.
var ownDones = []string{"free", "saved", "submitted", "recused"}

// look reads the assessment in the address, which must be the reader's own. What may not be read is not fetched.
func (f *Feature) look(r *http.Request) (*oneView, error) {
	v := &oneView{}
	ctx := r.Context()
	me, _ := accounts.In(ctx)
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.Assessment, err = Own(ctx, tx, me.ID, r.PathValue("id")); err != nil {
			return err
		}
		if v.application, err = applications.Find(ctx, tx, v.ApplicationID); err != nil {
			return err
		}
		v.application.Answers = nil
		if v.call, err = grants.FindCall(ctx, tx, v.CallID); err != nil {
			return err
		}
		if v.dueOn, _, err = dueOn(ctx, tx, v.CallID); err != nil {
			return err
		}
		return v.readRest(ctx, tx)
	})
	v.typed = typedOf(v.criteria(), &v.Draft, v.Version)
	v.conflict = form.Of("seen", strconv.Itoa(v.Version))
	if done := r.URL.Query().Get("done"); slices.Contains(ownDones, done) {
		v.done = done
	}
	return v, err
}

// readRest reads what depends on how far the assessor has come.
func (v *oneView) readRest(ctx context.Context, tx *store.Tx) error {
	recusals, err := RecusalsOf(ctx, tx, v.ApplicationID)
	if err != nil {
		return err
	}
	for _, one := range recusals {
		if one.AccountID == v.AssessorID {
			v.recusal = one
		}
	}
	if v.barred, err = IsRecused(ctx, tx, v.AssessorID, v.ApplicationID); err != nil {
		return err
	}
	if v.ReadsAll() && !v.barred {
		if v.sent, v.answers, err = applications.LatestSent(ctx, tx, v.ApplicationID); err != nil {
			return err
		}
	}
	if v.State == assessment.Locked && !v.barred {
		all, err := OfApplication(ctx, tx, v.ApplicationID)
		if err != nil {
			return err
		}
		v.together, _ = standing(v.criteria(), &v.application, all)
	}
	calls, err := minesOf(ctx, tx, v.AssessorID)
	for i := range calls {
		for n := range calls[i].list {
			if m := &calls[i].list[n]; calls[i].call.ID == v.CallID && m.ID != v.ID && m.waits() && v.next == nil {
				v.next = m
			}
		}
	}
	return err
}

func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, onePage(v))
}

// download gives an attachment of an application that the reader may read.
func (f *Feature) download(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	sent, found := attachment(v.answers, r.PathValue("file"))
	if !found {
		return i18n.Fail("file.unknown").Because(store.ErrNotFound)
	}
	var content []byte
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		content, err = file.Content(r.Context(), tx, sent.SHA256)
		return err
	}); err != nil {
		return err
	}
	web.Attach(w, sent.Media, sent.Name, sent.Size, bytes.NewReader(content))
	return nil
}

// attachment finds a file among answers by its checksum.
func attachment(answers questions.Answers, hash string) (file.File, bool) {
	for _, answer := range answers {
		for _, sent := range answer.Files {
			if sent.SHA256 == hash {
				return sent, true
			}
		}
	}
	return file.File{}, false
}

// declareFree keeps that the assessor has no conflict of interest.
func (f *Feature) declareFree(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		_, err := DeclareFree(r.Context(), tx, v.ID)
		return err
	})
	if refuse(v.conflict, "", store.Mendable(err)) {
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	return web.GoTo(w, r, err, ownHref(v.ID)+"?done=free")
}

// recuse keeps that the assessor has one.
func (f *Feature) recuse(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	v.conflict = typed
	why := typed.Text("why")
	if wrong := checkReason(why, "assessments.recuse_why_missing"); wrong != nil {
		typed.RefuseFirst("why", wrong.Message)
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Recuse(r.Context(), tx, v.ApplicationID, why) })
	return web.GoTo(w, r, err, ownHref(v.ID)+"?done=recused")
}

// save keeps what the assessor has written, and hands it in when that is what was pressed. What lacks a score is kept too.
func (f *Feature) save(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	v.typed = typed
	draft := draftIn(typed, v.criteria())
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	submits, isMissing, ctx := typed.Text("act") == "submit", false, r.Context()
	var saved Assessment
	err = f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if submits {
			saved, err = Submit(ctx, tx, v.ID, draft, typed.Seen())
			isMissing = errors.Is(err, ErrMissing)
		}
		if !submits || isMissing {
			saved, err = Save(ctx, tx, v.ID, draft, typed.Seen())
		}
		return err
	})
	if errors.Is(err, ErrSavedMeanwhile) || errors.Is(err, ErrNotNow) {
		return f.savedMeanwhile(w, r, typed, draft)
	}
	if refuse(typed, "", store.Mendable(err)) {
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	if err == nil && isMissing {
		v.Assessment, v.typed = saved, typed.Resent(strconv.Itoa(saved.Version))
		for i, c := range v.criteria() {
			if _, given := draft.Scores[c.Key]; !given {
				v.typed.RefuseFirst(scoreField(i), i18n.Msg("assessments.score_missing", "criterion", nameOf(&c)))
			}
		}
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	done := "saved"
	if submits {
		done = "submitted"
	}
	return web.GoTo(w, r, err, ownHref(v.ID)+"?done="+done)
}

// savedMeanwhile shows what has been saved in another window beside what was typed in this one.
func (f *Feature) savedMeanwhile(w http.ResponseWriter, r *http.Request, typed *form.Form, draft Draft) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "application_assessment", v.ID, form.Of(), form.Of(), nil); err != nil {
		return err
	}
	v.stale.Differences = differences(i18n.In(r.Context()), v.criteria(), &v.Draft, &draft)
	v.typed, v.lost = typed.Resent(strconv.Itoa(v.Version)), !v.mayScore()
	return web.Show(w, r, http.StatusConflict, onePage(v))
}
