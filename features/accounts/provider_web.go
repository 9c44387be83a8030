package accounts

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"samverk/features/accounts/oidc"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// browserCookie tells the browser in which a sign-in begins.
const browserCookie = "samverk_sign_in"

// callback is the address that a provider sends the browser back to. It is the same to the letter each time.
func (f *Feature) callback(provider string) string {
	return f.BaseURL + "/sign-in/with/" + provider + "/callback"
}

// letFormsLead lets the page's buttons lead to the providers.
func (f *Feature) letFormsLead(w http.ResponseWriter) {
	if len(f.Providers) == 0 {
		return
	}
	sources := []string{"https:"}
	for _, p := range f.Providers {
		if at, err := url.Parse(p.Issuer); err == nil && at.Scheme == "http" { // on the same machine
			sources = append(sources, at.Scheme+"://"+at.Host)
		}
	}
	web.LetFormsLead(w.Header(), sources...)
}

// noProvider says that the settings name no such provider.
func noProvider() error { return i18n.Fail("accounts.provider.unknown").Because(store.ErrNotFound) }

// goToProvider sends whoever wants to sign in to the provider.
func (f *Feature) goToProvider(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p := f.provider(r.PathValue("provider"))
	if p == nil {
		return noProvider()
	}
	return f.leave(w, r, p, pending{Back: web.LocalPath(typed.Text("back"))})
}

// addOwnIdentity sends whoever is signed in to a provider, to come back with an identity for their account.
func (f *Feature) addOwnIdentity(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	p := f.provider(typed.Text("provider"))
	if p == nil {
		return noProvider()
	}
	me, _ := In(r.Context())
	return f.leave(w, r, p, pending{Back: "/account?done=identity_added", AccountID: &me.ID})
}

// leave keeps what must be kept and sends the browser to the provider.
func (f *Feature) leave(w http.ResponseWriter, r *http.Request, p *oidc.Provider, kept pending) error {
	address, secrets, err := p.Begin(r.Context(), f.callback(p.Key), string(i18n.In(r.Context()).Language()))
	if err != nil {
		return f.stop(w, r, p, kept, err)
	}
	kept.Provider, kept.Nonce, kept.Verifier = p.Key, secrets.Nonce, secrets.Verifier
	browser := browserToken(r)
	if browser == "" {
		browser = newToken()
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return keepPending(r.Context(), tx, secrets.State, browser, kept, time.Now())
	}); err != nil {
		return err
	}
	web.SetCookie(w, r, http.Cookie{Name: browserCookie, Value: browser, SameSite: http.SameSiteLaxMode, MaxAge: int(pendingTime.Seconds())})
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// browserToken is what the cookie says; it is kept while several windows are on their way.
func browserToken(r *http.Request) string { return web.Cookie(r, browserCookie) }

// Outcomes that are neither the store's nor the protocol's.
var (
	errCancelled = errors.New("the person cancelled")
	errOver      = errors.New("nothing is kept of the sign-in")
)

// comeBack finishes what began in leave. Anybody may come here; what lets them in is what was kept.
func (f *Feature) comeBack(w http.ResponseWriter, r *http.Request) error {
	p := f.provider(r.PathValue("provider"))
	if p == nil {
		return noProvider()
	}
	query := r.URL.Query()
	var kept pending
	err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		kept, err = takePending(r.Context(), tx, query.Get("state"), browserToken(r), p.Key, time.Now())
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return f.stop(w, r, p, pending{Back: "/"}, errOver)
	}
	if err != nil {
		return err
	}
	person, err := f.told(r.Context(), p, query, kept)
	if err != nil {
		return f.stop(w, r, p, kept, err)
	}
	if kept.AccountID != nil {
		return f.finishAdding(w, r, p, kept, person)
	}
	return f.finishSignIn(w, r, p, kept, person)
}

var goodError = regexp.MustCompile(`^[a-z_]{1,40}$`)

// told is the person that the provider tells about, or why it tells of nobody.
func (f *Feature) told(ctx context.Context, p *oidc.Provider, query url.Values, kept pending) (oidc.Person, error) {
	switch fault := query.Get("error"); {
	case fault == "access_denied":
		return oidc.Person{}, errCancelled
	case fault == "temporarily_unavailable", fault == "server_error":
		return oidc.Person{}, oidc.ErrUnreachable
	case fault != "" || query.Get("code") == "":
		if !goodError.MatchString(fault) {
			fault = "another error"
		}
		return oidc.Person{}, errors.Join(oidc.ErrRefused, errors.New(fault))
	}
	return p.Finish(ctx, f.callback(p.Key), query.Get("code"), oidc.Kept{Nonce: kept.Nonce, Verifier: kept.Verifier})
}

func (f *Feature) finishSignIn(w http.ResponseWriter, r *http.Request, p *oidc.Provider, kept pending, person oidc.Person) error {
	var b begun
	var identity Identity
	now := time.Now()
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		account, known, err := f.arrive(r.Context(), tx, &p.Config, person, now)
		if identity = known; err != nil {
			return err
		}
		b, err = letIn(r, tx, &attempt{}, account, ByProvider(p.Key))
		return err
	})
	if errors.Is(err, errUnknownPerson) {
		return f.stopped(w, r, stop{kind: "unknown", status: http.StatusForbidden, provider: p, back: kept.Back, reference: identity.reference()})
	}
	if err != nil {
		return f.stop(w, r, p, kept, err)
	}
	b.give(w, r)
	http.Redirect(w, r, web.LocalPath(kept.Back), http.StatusSeeOther)
	return nil
}

// finishAdding gives the identity to the account that asked for it, if it is still signed in.
func (f *Feature) finishAdding(w http.ResponseWriter, r *http.Request, p *oidc.Provider, kept pending, person oidc.Person) error {
	me, signedIn := In(r.Context())
	if !signedIn || me.ID != *kept.AccountID {
		return f.stop(w, r, p, kept, errOver)
	}
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		identity, err := f.identity(r.Context(), tx, &p.Config, person)
		if err != nil {
			return err
		}
		return AddIdentity(r.Context(), tx, me.ID, p.Key, identity.Subject, time.Now())
	})
	if err != nil {
		return f.stop(w, r, p, kept, err)
	}
	http.Redirect(w, r, kept.Back, http.StatusSeeOther)
	return nil
}

// stop is why somebody comes no further.
type stop struct {
	kind      string // the end of the messages' keys
	status    int
	provider  *oidc.Provider
	back      string // where they wanted to go
	adding    bool   // they were adding an identity to their account
	reference string // what an administrator needs to let them in; empty for nothing
}

// stop says in plain words why somebody comes no further. What only the administrators can mend is logged, without anything
// that the provider said of the person.
func (f *Feature) stop(w http.ResponseWriter, r *http.Request, p *oidc.Provider, kept pending, err error) error {
	s := stop{provider: p, back: kept.Back, adding: kept.AccountID != nil}
	fault := asMessage(err)
	switch {
	case errors.Is(err, errCancelled):
		s.kind, s.status = "cancelled", http.StatusOK
	case errors.Is(err, errOver):
		s.kind, s.status = "over", http.StatusBadRequest
	case errors.Is(err, errClosed):
		s.kind, s.status = "closed", http.StatusForbidden
	case errors.Is(err, errNotSaid):
		s.kind, s.status = "not_said", http.StatusForbidden
	case errors.Is(err, errAddressTaken):
		s.kind, s.status = "address_taken", http.StatusConflict
	case fault != nil && fault.ID == "accounts.identity.taken":
		s.kind, s.status = "taken", http.StatusConflict
	case errors.Is(err, oidc.ErrUnreachable):
		s.kind, s.status = "unreachable", http.StatusBadGateway
	case errors.Is(err, oidc.ErrRefused):
		s.kind, s.status = "refused", http.StatusBadRequest
	default:
		return err
	}
	if errors.Is(err, oidc.ErrUnreachable) || errors.Is(err, oidc.ErrRefused) || errors.Is(err, errNotSaid) {
		slog.WarnContext(r.Context(), "a sign-in at a provider came to nothing", "provider", p.Key, "error", err)
	}
	return f.stopped(w, r, s)
}

func (f *Feature) stopped(w http.ResponseWriter, r *http.Request, s stop) error {
	return web.Show(w, r, s.status, stoppedPage(s))
}

// providerChoices are the buttons with which somebody signs in, those for staff first.
func (f *Feature) providerChoices(lang i18n.Language, audience oidc.Audience) []ui.Option {
	var list []ui.Option
	for _, p := range f.Providers {
		if p.Audience == audience {
			list = append(list, ui.Option{Value: p.Key, Text: p.Name(lang)})
		}
	}
	return list
}
