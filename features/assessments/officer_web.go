package assessments

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

func (f *Feature) showRounds(w http.ResponseWriter, r *http.Request) error {
	v := &roundsView{}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
		all, err := rounds(r.Context(), tx, time.Now())
		for i := range all {
			if all[i].state != grants.Scheduled && all[i].state != grants.Open {
				v.list = append(v.list, all[i])
			}
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, roundsPage(v))
}

// officerDones are the acts that an officer's page can say have just been done, with a number of what.
var officerDones = []string{"due", "assigned", "reminded", "locked", "ended", "sent_back", "recused"}

// round reads the call in the address.
func (f *Feature) round(r *http.Request) (*roundView, error) {
	v := &roundView{mayHandle: accounts.May(r.Context(), accounts.HandleApplications), today: today(), fault: form.Of()}
	v.me, _ = accounts.In(r.Context())
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.round, err = readRound(r.Context(), tx, r.PathValue("call"), time.Now()); err != nil {
			return err
		}
		return v.readFor(r.Context(), tx, v.me.ID)
	})
	v.counts = v.round.counts(i18n.In(r.Context()))
	day := ""
	if !v.dueOn.IsZero() {
		day = v.dueOn.String()
	}
	v.due = form.Of("seen", strconv.Itoa(v.version), "due_on", day)
	if done := r.URL.Query().Get("done"); slices.Contains(officerDones, done) {
		v.done = done
		v.number, _ = strconv.Atoi(r.URL.Query().Get("n"))
	}
	return v, err
}

func (f *Feature) showRound(w http.ResponseWriter, r *http.Request) error {
	v, err := f.round(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, roundPage(v))
}

// saveDue says which day is the last. Officers, managers and administrators only.
func (f *Feature) saveDue(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.round(r)
	if err != nil {
		return err
	}
	v.due = typed
	day := typed.Date("due_on")
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, roundPage(v))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return SetDue(r.Context(), tx, v.call.ID, day, typed.Seen(), time.Now()) })
	if errors.Is(err, ErrSavedMeanwhile) {
		if v, err = f.round(r); err != nil {
			return err
		}
		saved := v.due
		if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "assessment_round", v.call.ID, saved, typed, [][2]string{{"due_on", "assessments.due"}}); err != nil {
			return err
		}
		v.due = typed.Resent(strconv.Itoa(v.version))
		return web.Show(w, r, http.StatusConflict, roundPage(v))
	}
	if refuse(typed, "due_on", store.Mendable(err)) {
		return web.Show(w, r, http.StatusUnprocessableEntity, roundPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=due"))
}

// remind writes to everybody who has something left. Officers, managers and administrators only.
func (f *Feature) remind(w http.ResponseWriter, r *http.Request) error {
	return f.actOnRound(w, r, "reminded", func(v *roundView, tx *store.Tx) (int, error) {
		list, err := Remind(r.Context(), tx, v.call.ID, time.Now())
		if err != nil {
			return 0, err
		}
		for _, one := range list {
			if err := f.write(r, tx, one.AccountID, "reminded", &v.round, "count", one.Count, "link", web.Address(r, f.BaseURL)+"/my/assessments"); err != nil {
				return 0, err
			}
		}
		return len(list), nil
	})
}

// lock locks all that has been handed in. Officers, managers and administrators only.
func (f *Feature) lock(w http.ResponseWriter, r *http.Request) error {
	return f.actOnRound(w, r, "locked", func(v *roundView, tx *store.Tx) (int, error) {
		return Lock(r.Context(), tx, v.call.ID, time.Now())
	})
}

// actOnRound does something with a whole call; what is wrong is shown on its page.
func (f *Feature) actOnRound(w http.ResponseWriter, r *http.Request, done string, act func(*roundView, *store.Tx) (int, error)) error {
	v, err := f.round(r)
	if err != nil {
		return err
	}
	n := 0
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		n, err = act(v, tx)
		return err
	})
	if refuse(v.fault, "", store.Mendable(err)) {
		return web.Show(w, r, http.StatusUnprocessableEntity, roundPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done="+done+"&n="+strconv.Itoa(n)))
}

// letters is how the keys of what letters say begin.
const letters = "assessments.letter."

// write queues a letter to an assessor about a call.
func (f *Feature) write(r *http.Request, tx *store.Tx, accountID, key string, rd *round, pairs ...any) error {
	if !rd.dueOn.IsZero() {
		key += "_until"
		pairs = append(pairs, "day", rd.dueOn.String())
	}
	return f.Letters.To(r.Context(), tx, accountID, letters+key, append(pairs, "call", rd.call.Content.Title)...)
}

// application reads the application in the address, which must be of the call there.
func (f *Feature) application(r *http.Request) (*appView, error) {
	rv, err := f.round(r)
	v := &appView{roundView: *rv, assignForm: form.Of(), conflict: form.Of()}
	if err != nil {
		return v, err
	}
	at := slices.IndexFunc(v.applications, func(a applications.Application) bool { return a.ID == r.PathValue("application") })
	if at < 0 {
		return v, i18n.Fail("applications.unknown").Because(store.ErrNotFound)
	}
	v.application, v.candidates = v.applications[at], v.people
	v.application.Answers = nil
	for _, a := range v.all {
		if a.ApplicationID == v.application.ID {
			v.list = append(v.list, a)
		}
	}
	v.isRecused = v.recused[Pair{v.application.ID, v.me.ID}]
	if !v.isHidden(v.me.ID, v.application.ID) {
		v.standing, v.has = standing(v.call.Terms.Criteria, &v.application, v.list)
	}
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.recusals, err = RecusalsOf(r.Context(), tx, v.application.ID); err != nil {
			return err
		}
		v.hindered, v.tied, err = v.hindrances(r.Context(), tx, v.applications[at:at+1])
		return err
	})
	return v, err
}

func (f *Feature) showApplication(w http.ResponseWriter, r *http.Request) error {
	v, err := f.application(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, applicationPage(v))
}

// declareConflict keeps that the officer has a conflict of interest in an application. Officers, managers and administrators
// only.
func (f *Feature) declareConflict(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.application(r)
	if err != nil {
		return err
	}
	v.conflict = typed
	why := typed.Text("why")
	if wrong := checkReason(why, "assessments.recuse_why_missing"); wrong != nil {
		typed.RefuseFirst("why", wrong.Message)
		return web.Show(w, r, http.StatusUnprocessableEntity, applicationPage(v))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return Recuse(r.Context(), tx, v.application.ID, why) })
	return web.GoTo(w, r, err, v.href("?done=recused"))
}

// sendBack asks an assessor for more. Officers, managers and administrators only.
func (f *Feature) sendBack(w http.ResponseWriter, r *http.Request) error {
	return f.actOnOne(w, r, "sent_back", func(v *appView, tx *store.Tx, id, why string, seen int) error {
		a, isNew, err := SendBack(r.Context(), tx, id, why, seen)
		if err != nil || !isNew {
			return err
		}
		return f.write(r, tx, a.AssessorID, "sent_back", &v.round, "title", titleOf(i18n.In(r.Context()), &v.application), "why", why,
			"link", web.Address(r, f.BaseURL)+ownHref(a.ID))
	})
}

// end takes an assignment away. Officers, managers and administrators only.
func (f *Feature) end(w http.ResponseWriter, r *http.Request) error {
	return f.actOnOne(w, r, "ended", func(_ *appView, tx *store.Tx, id, why string, seen int) error {
		_, err := End(r.Context(), tx, id, why, seen)
		return err
	})
}

// actOnOne reads a reason and does something with the assessment in the address. What is wrong is shown beside the reason.
func (f *Feature) actOnOne(w http.ResponseWriter, r *http.Request, done string, act func(v *appView, tx *store.Tx, id, why string, seen int) error) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.application(r)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(v.list, func(a Assessment) bool { return a.ID == r.PathValue("id") })
	if at < 0 {
		return i18n.Fail("assessments.unknown").Because(store.ErrNotFound)
	}
	v.one, v.at = typed, v.list[at].ID+done
	why := typed.Text("why")
	if wrong := checkReason(why, "assessments.why_missing"); wrong != nil {
		typed.RefuseFirst("why", wrong.Message)
		return web.Show(w, r, http.StatusUnprocessableEntity, applicationPage(v))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return act(v, tx, v.list[at].ID, why, typed.Seen()) })
	if errors.Is(err, ErrSavedMeanwhile) {
		if v, err = f.application(r); err != nil {
			return err
		}
		if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "application_assessment", v.list[at].ID, form.Of(), form.Of(), nil); err != nil {
			return err
		}
		v.one, v.at = typed.Resent(strconv.Itoa(v.list[at].Version)), v.list[at].ID+done
		return web.Show(w, r, http.StatusConflict, applicationPage(v))
	}
	if refuse(typed, "why", store.Mendable(err)) {
		return web.Show(w, r, http.StatusUnprocessableEntity, applicationPage(v))
	}
	return web.GoTo(w, r, err, v.href("?done="+done))
}
