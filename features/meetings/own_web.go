package meetings

import (
	"bytes"
	"net/http"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// mountOwn adds the addresses of one's own meetings. Each shows only what concerns whoever is signed in.
func (f *Feature) mountOwn(site *web.Site) {
	site.Handle("GET /my/meetings", accounts.OwnMeetings, f.showOwn)
	site.Handle("GET /my/meetings/{id}", accounts.OwnMeetings, f.showOwnMeeting)
	site.Handle("POST /my/meetings/{id}/answer", accounts.OwnMeetings, f.answerOwn)
	site.Handle("GET /my/meetings/{id}/minutes", accounts.OwnMeetings, f.showOwnMinutes)
	site.Handle("GET /my/meetings/{id}/documents/{document}", accounts.OwnMeetings, f.downloadOwn)
	site.Handle("POST /my/meetings/{id}/actions/{action}/done", accounts.OwnMeetings, f.finishOwn)
}

// ownView is the list of one's own meetings and of what one is to do.
type ownView struct {
	coming, past []OwnMeeting
	actions      []Action
	today        calendar.Date
	done         bool
}

func (f *Feature) showOwn(w http.ResponseWriter, r *http.Request) error {
	me, _ := accounts.In(r.Context())
	v := &ownView{today: dayNow(), done: r.URL.Query().Has("done")}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
		all, err := Own(r.Context(), tx, me.Email, v.today)
		if err != nil {
			return err
		}
		v.coming, v.past = divided(all, v.today)
		v.actions, err = ActionsOf(r.Context(), tx, me.ID)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, ownPage(v))
}

// ownMeetingView is one of one's own meetings.
type ownMeetingView struct {
	answerView
	items     []Item
	documents []Document
	protocol  Protocol
}

func (f *Feature) ownMeetingView(r *http.Request) (*ownMeetingView, error) {
	me, _ := accounts.In(r.Context())
	v := &ownMeetingView{}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.m, v.i, err = ownMeeting(r.Context(), tx, r.PathValue("id"), me.Email); err != nil {
			return err
		}
		if v.items, err = itemsOf(r.Context(), tx, v.m.ID); err != nil {
			return err
		}
		if v.documents, err = documentsOf(r.Context(), tx, v.m.ID); err != nil {
			return err
		}
		v.protocol, err = protocolOf(r.Context(), tx, &v.m)
		return err
	})
	v.path = "/my/meetings/" + v.m.ID + "/answer"
	v.form = form.Of("note", v.i.AnswerNote)
	return v, err
}

func (f *Feature) showOwnMeeting(w http.ResponseWriter, r *http.Request) error {
	v, err := f.ownMeetingView(r)
	if err != nil {
		return err
	}
	v.saved = r.URL.Query().Has("saved")
	return web.Show(w, r, http.StatusOK, ownMeetingPage(v))
}

// answerOwn keeps what whoever is signed in answers. Whoever is invited only.
func (f *Feature) answerOwn(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.ownMeetingView(r)
	if err != nil {
		return err
	}
	if v.i.ID == "" {
		return i18n.Fail("meetings.invitation.unknown").Because(store.ErrNotFound)
	}
	if err := f.keepAnswer(r, typed, &v.m, &v.i); err != nil {
		return err
	}
	if v.form = typed; !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, ownMeetingPage(v))
	}
	http.Redirect(w, r, "/my/meetings/"+v.m.ID+"?saved", http.StatusSeeOther)
	return nil
}

// showOwnMinutes shows minutes that whoever is invited may read.
func (f *Feature) showOwnMinutes(w http.ResponseWriter, r *http.Request) error {
	own, err := f.ownMeetingView(r)
	if err != nil {
		return err
	}
	if !own.protocol.isOpenToInvited() {
		return i18n.Fail("meetings.own.no_minutes").Because(store.ErrNotFound)
	}
	v, err := f.minutesView(r, &own.m)
	if err != nil {
		return err
	}
	v.outside = true
	return web.Show(w, r, http.StatusOK, protocolPage(v))
}

// downloadOwn gives a document of a meeting that whoever is signed in is invited to. It is never shown by the browser itself.
func (f *Feature) downloadOwn(w http.ResponseWriter, r *http.Request) error {
	me, _ := accounts.In(r.Context())
	var name, media string
	var content []byte
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) error {
		m, _, err := ownMeeting(r.Context(), tx, r.PathValue("id"), me.Email)
		if err != nil {
			return err
		}
		name, media, content, err = readDocument(r.Context(), tx, m.ID, r.PathValue("document"))
		return err
	}); err != nil {
		return err
	}
	web.Attach(w, media, name, int64(len(content)), bytes.NewReader(content))
	return nil
}

// finishOwn says that something one took upon oneself is done. Only its owner.
func (f *Feature) finishOwn(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	me, _ := accounts.In(r.Context())
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		a, err := FindAction(r.Context(), tx, r.PathValue("id"), r.PathValue("action"))
		if err != nil {
			return err
		}
		if a.AccountID != me.ID {
			return i18n.Fail("meetings.action.unknown").Because(store.ErrNotFound)
		}
		return FinishAction(r.Context(), tx, a.MeetingID, a.ID, dayNow(), typed.Text("note"), dayNow())
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/my/meetings?done#actions", http.StatusSeeOther)
	return nil
}
