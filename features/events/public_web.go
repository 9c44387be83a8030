package events

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showPublicList shows everybody the events that are for everybody.
func (f *Feature) showPublicList(w http.ResponseWriter, r *http.Request) error {
	return f.listed(w, r, true)
}

// anybody is who acts when somebody without an account does.
func anybody(ctx context.Context) context.Context {
	if _, signedIn := accounts.In(ctx); signedIn {
		return ctx
	}
	return nobody(ctx)
}

// nobody is who acts when it should not be known who does.
func nobody(ctx context.Context) context.Context {
	return audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "events", Name: i18n.T(ctx, "events.anybody")})
}

// lookPublic reads the event in the address as anybody may see it. A draft is not there, nor one for invited people without the
// invitation.
func (f *Feature) lookPublic(r *http.Request, invitation string) (*publicView, error) {
	v := &publicView{now: time.Now(), invitation: invitation, mails: f.Post != nil}
	return v, f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Event, err = Find(r.Context(), tx, r.PathValue("id")); err != nil {
			return err
		}
		if !v.maySee(invitation) {
			return i18n.Fail("events.unknown").Because(store.ErrNotFound)
		}
		v.counts, err = countsOf(r.Context(), tx, v.ID)
		return err
	})
}

// maySee tells whether somebody with an invitation, or without one, may see the event.
func (e *Event) maySee(invitation string) bool {
	isInvited := subtle.ConstantTimeCompare([]byte(invitation), []byte(e.Invitation)) == 1
	return e.State != Draft && e.WasPublished && (!e.InvitedOnly || isInvited)
}

// showPublic shows everybody an event, and the form with which people register.
func (f *Feature) showPublic(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookPublic(r, r.URL.Query().Get("invitation"))
	if err != nil {
		return err
	}
	v.form = form.Of("id", store.NewID())
	return web.Show(w, r, http.StatusOK, publicPage(v))
}

// register registers whoever sends the form. Anybody may.
func (f *Feature) register(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.lookPublic(r, typed.Text("invitation"))
	if err != nil {
		return err
	}
	v.form = typed
	person := personIn(typed, v.ID)
	if v.found, err = f.likest(r.Context(), person.Organisation, true); err != nil {
		return err
	}
	if typed.Text("act") == "find" {
		v.searched = true
		return web.Show(w, r, http.StatusOK, publicPage(v))
	}
	placeIn(&person, typed.Text("organisation_id"), v.found)
	person.tidy()
	refuseAll(typed, person.check())
	if typed.Text("consent") == "" {
		typed.Refuse("consent", i18n.Msg("events.registration.consent_missing"))
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, publicPage(v))
	}
	return f.enterPublic(w, r, v, person)
}

// enterPublic registers somebody, or says why that cannot be. The answer is the same when the address is registered already:
// nobody finds out who is by trying. What has become of it, and the link, are in the mail.
func (f *Feature) enterPublic(w http.ResponseWriter, r *http.Request, v *publicView, person Registration) error {
	ctx := anybody(r.Context())
	err := f.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := f.Register(ctx, tx, person, v.now)
		return err
	})
	switch {
	case errors.Is(err, errRegisteredAlready):
		err = f.sendLink(r.Context(), v, person.Email)
	case errors.Is(err, errTooMany):
		v.form.Refuse("", asFault(err).Message)
		w.Header().Set("Retry-After", strconv.Itoa(int(window.Seconds())))
		return web.Show(w, r, http.StatusTooManyRequests, publicPage(v))
	case asFault(err) != nil:
		v.form.Refuse("", asFault(err).Message)
		return web.Show(w, r, http.StatusUnprocessableEntity, publicPage(v))
	}
	return web.GoTo(w, r, err, v.receivedHref())
}

// sendLink mails the link of a registration to the address that it has.
func (f *Feature) sendLink(ctx context.Context, v *publicView, email string) error {
	ctx = nobody(ctx)
	return f.DB.Write(ctx, func(tx *store.Tx) error {
		before, err := oneRegistration(ctx, tx, "r.event_id = $1 AND r.email = $2 AND r.state <> $3", v.ID, email, Withdrew)
		if err != nil {
			return err
		}
		return f.RemindOfLink(ctx, tx, &v.Event, &before, v.now)
	})
}

// showReceived says that a registration has come in, whatever it led to.
func (f *Feature) showReceived(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lookPublic(r, r.URL.Query().Get("invitation"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, receivedPage(v))
}

// receivedHref is the page after a registration, with the invitation where the event needs one.
func (e *Event) receivedHref() string {
	at := "/public/events/received/" + e.ID
	if e.InvitedOnly {
		at += "?invitation=" + url.QueryEscape(e.Invitation)
	}
	return at
}

// own reads the registration that somebody's own link is about, with its event. Whoever has the link may see and change it.
func (f *Feature) own(r *http.Request) (*ownView, error) {
	v := &ownView{now: time.Now(), mails: f.Post != nil}
	if done := r.URL.Query().Get("done"); slices.Contains([]string{"own_changed", "withdrew"}, done) {
		v.done = done
	}
	return v, f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.one, err = FindByToken(r.Context(), tx, r.PathValue("token")); err != nil {
			return err
		}
		if v.Event, err = Find(r.Context(), tx, v.one.EventID); err != nil || v.one.State != Waiting {
			return err
		}
		v.ahead, err = aheadOf(r.Context(), tx, &v.one)
		return err
	})
}

func (f *Feature) showOwn(w http.ResponseWriter, r *http.Request) error {
	v, err := f.own(r)
	if err != nil {
		return err
	}
	v.form = personForm(&v.one, true)
	return web.Show(w, r, http.StatusOK, ownPage(v))
}

// changeOwn changes one's own registration. Whoever has the link may.
func (f *Feature) changeOwn(w http.ResponseWriter, r *http.Request) error {
	r = r.WithContext(anybody(r.Context()))
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.own(r)
	if err != nil {
		return err
	}
	v.form = typed
	return f.changePerson(w, r, v.one, typed, true, v.one.href("?done=own_changed"), func(status int, found []organisations.Organisation, searched bool) error {
		v.found, v.searched = found, searched
		if status == http.StatusConflict {
			v.form = typed.Resent(strconv.Itoa(v.one.Version))
			v.form.Refuse("", i18n.Msg("events.registration.meanwhile"))
		}
		return web.Show(w, r, status, ownPage(v))
	})
}

// cancelOwn takes one's own registration back. Whoever has the link may.
func (f *Feature) cancelOwn(w http.ResponseWriter, r *http.Request) error {
	ctx := anybody(r.Context())
	v, err := f.own(r)
	if err != nil {
		return err
	}
	err = f.DB.Write(ctx, func(tx *store.Tx) error { return f.WithdrawRegistration(ctx, tx, v.ID, v.one.ID, false) })
	return web.GoTo(w, r, err, v.one.href("?done=withdrew"))
}

// publicHref is where anybody sees the event, with the invitation where it needs one.
func (e *Event) publicHref() string {
	if e.InvitedOnly {
		return "/public/events/" + e.ID + "?invitation=" + url.QueryEscape(e.Invitation)
	}
	return "/public/events/" + e.ID
}
