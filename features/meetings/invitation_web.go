package meetings

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// mountInvitations adds the addresses of invitations and answers.
func (f *Feature) mountInvitations(site *web.Site) {
	site.Handle("GET /meetings/{id}/invitations/new", accounts.ManageNetworks, f.showInvite)
	site.Handle("POST /meetings/{id}/invitations", accounts.ManageNetworks, f.invite)
	site.Handle("POST /meetings/{id}/invitations/change", accounts.ManageNetworks, f.sent("change_sent", f.SendChange))
	site.Handle("POST /meetings/{id}/invitations/remind", accounts.ManageNetworks, f.sent("reminded", f.Remind))
	site.Handle("GET /meetings/{id}/invitations/{invitation}/edit", accounts.ManageNetworks, f.showNote)
	site.Handle("POST /meetings/{id}/invitations/{invitation}/edit", accounts.ManageNetworks, f.note)
	f.mountAnswers(site)
}

// inviting reads the meeting in the address and whom can still be asked.
func (f *Feature) inviting(r *http.Request, typed *form.Form) (*inviteView, error) {
	v := &inviteView{form: typed, canMail: f.Post != nil}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.m, err = Find(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		if !v.m.mayInvite(time.Now()) {
			return i18n.Fail("meetings.invitation.too_late")
		}
		members, err := membersOn(r.Context(), tx, v.m.NetworkID, v.m.Day())
		if err != nil {
			return err
		}
		invited, err := Invitations(r.Context(), tx, v.m.ID)
		v.members = uninvited(members, invited)
		return err
	})
	return v, err
}

// showInvite shows the form with all who can be written to ticked.
func (f *Feature) showInvite(w http.ResponseWriter, r *http.Request) error {
	v, err := f.inviting(r, nil)
	if err != nil {
		return err
	}
	var pairs []string
	for i := range v.members {
		if v.members[i].Email != "" {
			pairs = append(pairs, "member", v.members[i].ID)
		}
	}
	v.form = form.Of(pairs...)
	return web.Show(w, r, http.StatusOK, invitePage(v))
}

// whoIn reads who was chosen.
func whoIn(typed *form.Form) Inviting {
	guests, wrong := ParseGuests(typed.Text("others"))
	if wrong != nil {
		typed.Refuse("others", wrong.Message)
	}
	who := Inviting{MemberIDs: slices.Concat(typed.All("member"), typed.All("told")), Guests: guests}
	if wrong == nil && len(who.MemberIDs)+len(who.Guests) == 0 {
		typed.Refuse("", i18n.Msg("meetings.invitation.nobody"))
	}
	return who
}

// invite shows what is to be sent and to whom, and sends it. Officers, managers and administrators only.
func (f *Feature) invite(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.inviting(r, typed)
	if err != nil {
		return err
	}
	who := whoIn(typed)
	switch {
	case !typed.IsRight():
		return web.Show(w, r, http.StatusUnprocessableEntity, invitePage(v))
	case typed.Text("step") == "change":
		return web.Show(w, r, http.StatusOK, invitePage(v))
	case typed.Text("step") != "send":
		if err := f.preview(r.Context(), v, &who); err != nil {
			return err
		}
		return web.Show(w, r, http.StatusOK, previewPage(v))
	}
	var done invited
	if err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		done, err = f.Invite(r.Context(), tx, v.m.ID, who, time.Now())
		return err
	}); err != nil {
		if !refuseOwn(typed, err) {
			return err
		}
		return web.Show(w, r, web.Refused(r, err), invitePage(v))
	}
	http.Redirect(w, r, doneAt(&v.m, "invited", done.Invited)+"#invited", http.StatusSeeOther)
	return nil
}

// preview words the letter as the first of those who are chosen gets it, and lists who gets it.
func (f *Feature) preview(ctx context.Context, v *inviteView, who *Inviting) error {
	add := func(name, email string) {
		if f.Post != nil && email != "" {
			v.mails = append(v.mails, name)
		} else {
			v.told = append(v.told, name)
		}
	}
	for i := range v.members {
		if one := &v.members[i]; slices.Contains(who.MemberIDs, one.ID) {
			add(called(one.Name, one.Organisation, one.Email), one.Email)
		}
	}
	for _, g := range who.Guests {
		add(called(g.Name, g.Organisation, g.Email), g.Email)
	}
	p := i18n.In(ctx)
	if f.Words != nil {
		p = f.Words.In(i18n.Swedish)
	}
	words := letterWords{meeting: &v.m, to: &Invitation{Name: p.T("meetings.invitation.somebody")}, why: inviting, link: p.T("meetings.invitation.own_link")}
	words.by, words.byEmail = signer(ctx)
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		words.titles, err = agendaOf(ctx, tx, v.m.ID)
		return err
	})
	v.subject, v.letter = words.subject(p), words.letter(p)
	return err
}

// sent writes to those who are invited. Officers, managers and administrators only.
func (f *Feature) sent(done string, act func(context.Context, *store.Tx, string, time.Time) (invited, error)) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		m := Meeting{ID: r.PathValue("id")}
		var n invited
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
			n, err = act(r.Context(), tx, m.ID, time.Now())
			return err
		}); err != nil {
			return err
		}
		http.Redirect(w, r, doneAt(&m, done, n.Mails)+"#invited", http.StatusSeeOther)
		return nil
	}
}

// doneAt is the meeting's page, which says what has been done.
func doneAt(m *Meeting, what string, n int) string {
	return fmt.Sprintf("%s?around=%s&n=%d", m.at(""), what, n)
}

// heard takes up what an address says has been done; words of no meaning are passed over.
func (v *aroundView) heard(query map[string][]string) {
	known := []string{"invited", "change_sent", "reminded", "noted", "held", "corrected", "reopened", "minutes_saved", "minutes_sent", "minutes_adjusted", "minutes_unlocked", "minutes_opened",
		"minutes_closed", "action_added", "action_changed", "action_done", "action_undone"}
	if said := query["around"]; len(said) == 1 && slices.Contains(known, said[0]) {
		v.done = said[0]
	}
	if said := query["n"]; len(said) == 1 {
		if n, err := strconv.Atoi(said[0]); err == nil && n >= 0 && n <= mostPeople {
			v.doneCount = n
		}
	}
}

// noted reads the invitation in the address.
func (f *Feature) noted(r *http.Request) (m Meeting, i Invitation, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if m, err = Find(r.Context(), tx, r.PathValue("id")); err == nil {
			i, err = FindInvitation(r.Context(), tx, m.ID, r.PathValue("invitation"))
		}
		return err
	})
	return m, i, err
}

func (f *Feature) showNote(w http.ResponseWriter, r *http.Request) error {
	m, i, err := f.noted(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, notePage(&m, &i, form.Of("answer", string(i.Answer), "note", i.AnswerNote)))
}

// note keeps an answer that came in another way. Officers, managers and administrators only.
func (f *Feature) note(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m, i, err := f.noted(r)
	if err != nil {
		return err
	}
	answer, note := Answer(typed.Text("answer")), typed.Text("note")
	refuseSlips(typed, checkAnswer(answer, note))
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return GiveAnswer(r.Context(), tx, m.ID, i.ID, answer, note, time.Now()) })
		if err != nil && !refuseOwn(typed, err) {
			return err
		}
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), notePage(&m, &i, typed))
	}
	http.Redirect(w, r, doneAt(&m, "noted", 1)+"#invited", http.StatusSeeOther)
	return nil
}

// refuseOwn shows on the form what a person can mend; false for anything else.
func refuseOwn(typed *form.Form, err error) bool {
	own := store.Mendable(err)
	if own == nil {
		return false
	}
	typed.Refuse("", own.Message)
	return true
}

// refuseSlips puts what is wrong beside its fields; of a field only the first.
func refuseSlips(typed *form.Form, slips []slip) {
	for _, wrong := range slips {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
}

// formID is the key that a form was given when it was shown; a new one when it cannot be read.
func formID(typed *form.Form) string {
	if id := typed.Text("id"); store.IsID(id) {
		return id
	}
	return store.NewID()
}
