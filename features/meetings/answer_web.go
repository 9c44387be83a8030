package meetings

import (
	"bytes"
	"net/http"
	"time"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ical"
	"samverk/platform/store"
	"samverk/platform/web"
)

// mountAnswers adds the addresses behind the links in mails. Whoever has the link needs no account.
func (f *Feature) mountAnswers(site *web.Site) {
	site.Handle("GET /invitation/{secret}", accounts.Anybody, f.showAnswer)
	site.Handle("POST /invitation/{secret}", accounts.Anybody, f.answer)
	site.Handle("GET /invitation/{secret}/event.ics", accounts.Anybody, f.downloadEvent)
}

// keepOut keeps an address with a secret out of search engines and of what other sites are told.
func keepOut(w http.ResponseWriter) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.Header().Set("Referrer-Policy", "no-referrer")
}

// through gives what the secret in the address leads to.
func (f *Feature) through(w http.ResponseWriter, r *http.Request) (l linked, err error) {
	keepOut(w)
	find := func(tx *store.Tx) (err error) {
		l, err = findLink(r.Context(), tx, r.PathValue("secret"), time.Now())
		return err
	}
	if f.ThroughLink == nil {
		return l, f.DB.Read(r.Context(), find)
	}
	return l, f.ThroughLink(w, r, find)
}

// showAnswer shows the meeting and the buttons that answer. Coming here answers nothing: programs that look through mail
// open links.
func (f *Feature) showAnswer(w http.ResponseWriter, r *http.Request) error {
	l, err := f.through(w, r)
	if err != nil {
		return err
	}
	if l.isToMinutes() {
		return f.showLinkedMinutes(w, r, &l.Meeting)
	}
	v, err := f.answerView(r, &l)
	if err != nil {
		return err
	}
	v.form = form.Of("note", l.Invitation.AnswerNote)
	v.saved = r.URL.Query().Has("saved")
	return web.Show(w, r, http.StatusOK, answerPage(v))
}

func (f *Feature) answerView(r *http.Request, l *linked) (*answerView, error) {
	v := &answerView{m: l.Meeting, i: l.Invitation, path: r.URL.Path, mayFile: true}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.titles, err = agendaOf(r.Context(), tx, v.m.ID)
		return err
	})
	return v, err
}

// showLinkedMinutes shows a draft of the minutes to those who came.
func (f *Feature) showLinkedMinutes(w http.ResponseWriter, r *http.Request, m *Meeting) error {
	v, err := f.minutesView(r, m)
	if err != nil {
		return err
	}
	if !v.protocol.isOpenToInvited() {
		return i18n.Fail("meetings.answer.link_gone").Because(store.ErrNotFound)
	}
	v.outside = true
	return web.Show(w, r, http.StatusOK, protocolPage(v))
}

// answer keeps what whoever has the link says.
func (f *Feature) answer(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	l, err := f.through(w, r)
	if err != nil {
		return err
	}
	if l.isToMinutes() {
		return i18n.Fail("meetings.answer.link_gone").Because(store.ErrNotFound)
	}
	if err := f.keepAnswer(r, typed, &l.Meeting, &l.Invitation); err != nil {
		return err
	}
	if !typed.IsRight() {
		v, err := f.answerView(r, &l)
		if err != nil {
			return err
		}
		v.form = typed
		return web.Show(w, r, http.StatusUnprocessableEntity, answerPage(v))
	}
	http.Redirect(w, r, r.URL.Path+"?saved", http.StatusSeeOther)
	return nil
}

// keepAnswer keeps the answer of a form, or says on the form what is wrong.
func (f *Feature) keepAnswer(r *http.Request, typed *form.Form, m *Meeting, i *Invitation) error {
	answer, note := Answer(typed.Text("answer")), typed.Text("note")
	refuseSlips(typed, checkAnswer(answer, note))
	if !typed.IsRight() {
		return nil
	}
	ctx := asInvitee(r.Context())
	err := f.DB.Write(ctx, func(tx *store.Tx) error { return GiveAnswer(ctx, tx, m.ID, i.ID, answer, note, time.Now()) })
	if err == nil || refuseOwn(typed, err) {
		return nil
	}
	return err
}

// downloadEvent gives the meeting as a file for calendar programs.
func (f *Feature) downloadEvent(w http.ResponseWriter, r *http.Request) error {
	l, err := f.through(w, r)
	if err != nil {
		return err
	}
	words := letterWords{meeting: &l.Meeting, why: inviting}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		words.titles, err = agendaOf(r.Context(), tx, l.Meeting.ID)
		return err
	}); err != nil {
		return err
	}
	file := ical.Calendar{Name: l.Meeting.Title, Events: []ical.Event{l.Meeting.event(words.text(i18n.In(r.Context())), f.Site+"/invitation/"+r.PathValue("secret"))}}
	content := file.Bytes()
	web.Attach(w, "text/calendar; charset=utf-8", "mote.ics", int64(len(content)), bytes.NewReader(content))
	return nil
}
