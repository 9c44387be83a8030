package mandates

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showWaiting lists what waits for an officer.
func (f *Feature) showWaiting(w http.ResponseWriter, r *http.Request) error {
	v := &waitingView{after: r.URL.Query().Get("after")}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.list, v.more, err = Waiting(r.Context(), tx, v.after); err == nil {
			v.requests, err = WaitingRequests(r.Context(), tx)
		}
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, waitingPage(v))
}

// dones are the acts that an officer's page can say have just been done.
var dones = []string{"invited", "invited_again", "confirmed", "refused", "ended"}

// look reads the mandate in the address.
func (f *Feature) look(r *http.Request) (*oneView, error) {
	v := &oneView{day: today(), mayChange: accounts.May(r.Context(), accounts.ManageMandates)}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.m, err = Find(r.Context(), tx, r.PathValue("id")); err == nil {
			v.documents, err = Documents(r.Context(), tx, v.m.ID)
		}
		return err
	})
	me, _ := accounts.In(r.Context())
	v.isOwn = me.ID == v.m.AccountID
	if v.m.State(v.day) == Invited { // what has been sent is the person's own until it is handed in
		v.documents = nil
	}
	seen := strconv.Itoa(v.m.Version)
	v.confirm = form.Of("seen", seen, "signs", string(v.m.Signs), "from", v.day.String())
	v.refuse, v.end = form.Of("seen", seen), form.Of("seen", seen)
	if done := r.URL.Query().Get("done"); slices.Contains(dones, done) {
		v.done = done
	}
	return v, err
}

func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, onePage(v))
}

// download gives a document that proves a mandate. That somebody has read it stands in the trail.
func (f *Feature) download(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(v.documents, func(d Document) bool { return d.ID == r.PathValue("file") }) {
		return i18n.Fail("file.unknown").Because(store.ErrNotFound)
	}
	if err := audit.Seen(r.Context(), f.DB, "mandate.document_seen", "mandate", v.m.ID); err != nil {
		return err
	}
	return f.give(w, r, v.m.ID)
}

func (f *Feature) give(w http.ResponseWriter, r *http.Request, mandateID string) error {
	var d Document
	var content []byte
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		d, content, err = OpenDocument(r.Context(), tx, mandateID, r.PathValue("file"))
		return err
	}); err != nil {
		return err
	}
	web.Attach(w, d.Media, d.Name, d.Size, bytes.NewReader(content))
	return nil
}

// confirm says that a mandate's document shows what it should. Officers, managers and administrators only.
func (f *Feature) confirm(w http.ResponseWriter, r *http.Request) error {
	return f.decide(w, r, "confirmed", func(v *oneView, typed *form.Form, seen int) func(tx *store.Tx) (Mandate, error) {
		v.confirm = typed
		t := Term{Signs(typed.Text("signs")), typed.Date("from"), typed.Date("until")}
		refuseAll(typed, t.check())
		return func(tx *store.Tx) (Mandate, error) { return Approve(r.Context(), tx, v.m.ID, t, seen) }
	})
}

// refuse says that it does not. Officers, managers and administrators only.
func (f *Feature) refuse(w http.ResponseWriter, r *http.Request) error {
	return f.decide(w, r, "refused", func(v *oneView, typed *form.Form, seen int) func(tx *store.Tx) (Mandate, error) {
		v.refuse = typed
		why := typed.Text("why")
		refuse(typed, "why", checkReason(why))
		return func(tx *store.Tx) (Mandate, error) { return Reject(r.Context(), tx, v.m.ID, why, seen) }
	})
}

// end ends a mandate before its time. Officers, managers and administrators only.
func (f *Feature) end(w http.ResponseWriter, r *http.Request) error {
	return f.decide(w, r, "ended", func(v *oneView, typed *form.Form, seen int) func(tx *store.Tx) (Mandate, error) {
		v.end = typed
		why := typed.Text("end_why")
		refuse(typed, "end_why", checkReason(why))
		return func(tx *store.Tx) (Mandate, error) { return Finish(r.Context(), tx, v.m.ID, why, seen) }
	})
}

// decide reads a form, acts and writes to the person. What is wrong is shown on the mandate's page.
func (f *Feature) decide(w http.ResponseWriter, r *http.Request, done string, prepare func(*oneView, *form.Form, int) func(*store.Tx) (Mandate, error)) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	seen, _ := strconv.Atoi(typed.Text("seen"))
	act := prepare(v, typed, seen)
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	ctx, site := r.Context(), web.Address(r, f.BaseURL)
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		m, err := act(tx)
		switch {
		case err != nil:
			return err
		case done == "ended":
			return f.Letters.To(ctx, tx, m.AccountID, letters+"ended", "organisation", m.Organisation, "reason", m.EndedWhy)
		}
		return f.Letters.decided(ctx, tx, &m, site)
	})
	if errors.Is(err, ErrSavedMeanwhile) {
		if v.stale, err = audit.Meanwhile(ctx, f.DB, "mandate", v.m.ID, form.Of(), form.Of(), nil); err != nil {
			return err
		}
		return web.Show(w, r, http.StatusConflict, onePage(v))
	}
	if refuse(typed, "", err) {
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	return web.GoTo(w, r, err, v.href("?done="+done))
}

// inviteAgain sends an invitation once more, with a new link. Officers, managers and administrators only.
func (f *Feature) inviteAgain(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	var i invited
	ctx, now, site := r.Context(), time.Now(), web.Address(r, f.BaseURL)
	err = f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if i, err = InviteAgain(ctx, tx, v.m.ID, now); err == nil {
			err = f.Letters.invite(ctx, tx, &i, site, now)
		}
		return err
	})
	if refuse(v.end, "", err) {
		return web.Show(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	return f.invitedTo(w, r, &i, err, site, v.href("?done=invited_again"))
}

// inviteView is the form of an invitation.
type inviteView struct {
	o      organisations.Organisation
	form   *form.Form
	mine   bool // a representative invites
	crumbs []ui.Link
}

func (v *inviteView) action() string {
	if v.mine {
		return "/my/organisations/" + v.o.ID + "/mandates"
	}
	return "/organisations/" + v.o.ID + "/mandates"
}

func (v *inviteView) back() string {
	if v.mine {
		return "/my/organisations/" + v.o.ID
	}
	return "/organisations/" + v.o.ID
}

// organisationToInvite reads the organisation that an officer invites for.
func (f *Feature) organisationToInvite(r *http.Request) (*inviteView, error) {
	v := &inviteView{}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.o, err = organisations.Find(r.Context(), tx, r.PathValue("id"))
		return err
	})
	p := i18n.In(r.Context())
	v.crumbs = []ui.Link{{Text: p.T("organisations.title"), Href: "/organisations"}, {Text: v.o.Name, Href: v.back()}}
	v.form = form.Of("id", store.NewID())
	return v, err
}

func (f *Feature) showInvite(w http.ResponseWriter, r *http.Request) error {
	v, err := f.organisationToInvite(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, invitePage(v))
}

// invite asks somebody to act for an organisation. Officers, managers and administrators only.
func (f *Feature) invite(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.organisationToInvite(r)
	if err != nil {
		return err
	}
	return f.inviteAs(w, r, v, typed, func(m *Mandate) string { return "/mandates/" + m.ID + "?done=invited" })
}

// inviteAs is what officers and representatives have in common.
func (f *Feature) inviteAs(w http.ResponseWriter, r *http.Request, v *inviteView, typed *form.Form, to func(*Mandate) string) error {
	v.form = typed
	in := Invitation{ID: store.GivenID(typed.Text("id")), OrganisationID: v.o.ID, Name: typed.Required("name", "mandates.name_missing"), Email: typed.Required("email", "mandates.email_missing")}
	if in.Email != "" {
		refuse(typed, "email", accounts.CheckEmail(in.Email))
	}
	if organisations.HoldsPersonalNumber(in.Name) {
		typed.Refuse("name", i18n.Msg("organisations.personal_number"))
	}
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, invitePage(v)) }
	if !typed.IsRight() {
		return again()
	}
	var i invited
	ctx, now, site := r.Context(), time.Now(), web.Address(r, f.BaseURL)
	err := f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if i, err = Invite(ctx, tx, in, now); err == nil {
			err = f.Letters.invite(ctx, tx, &i, site, now)
		}
		return err
	})
	if refuse(typed, "email", err) {
		return again()
	}
	return f.invitedTo(w, r, &i, err, site, to(&i.Mandate))
}

// invitedTo goes on after an invitation. Where no mail can be sent, the link is shown, this once.
func (f *Feature) invitedTo(w http.ResponseWriter, r *http.Request, i *invited, err error, site, to string) error {
	if err == nil && i.Token != "" && f.Letters.Post == nil {
		return web.Show(w, r, http.StatusCreated, linkPage(i, site+"/password/"+i.Token, to))
	}
	return web.GoTo(w, r, err, to)
}

// refuseAll puts what is wrong beside its fields; of a field only the first.
func refuseAll(typed *form.Form, faults []fault) {
	for _, wrong := range faults {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
}
