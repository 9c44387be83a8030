package accounts

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// The script asks for what the browser shall sign (begin), and sends the answer in an ordinary form. When begin refuses, it
// sends the form without an answer: the page that comes says what is wrong.

// passkeyCookie binds an answer to the browser that was asked.
const passkeyCookie = "samverk_passkey"

// refuse says on the page what an error tells a person; false for an error that is for nobody, or none.
func refuse(typed *form.Form, field string, err error) bool {
	message := asMessage(err)
	if message != nil {
		typed.Refuse(field, *message)
	}
	return message != nil
}

// passkeysHere is passkeysAt for what the administrator has set and the host that the request asks.
func (f *Feature) passkeysHere(r *http.Request) (place passkeyPlace, offered, told bool) {
	return passkeysAt(f.BaseURL, r.Host)
}

// passkeyCeremony is what browsers are asked with on this site; an error for people where passkeys cannot be used.
func (f *Feature) passkeyCeremony(r *http.Request) (*webauthn.WebAuthn, error) {
	place, offered, _ := f.passkeysHere(r)
	if !offered {
		return nil, i18n.Fail("accounts.passkey.not_here")
	}
	return place.ceremony()
}

// beginPasskey asks the reader's browser for a new passkey. Everybody signed in.
func (f *Feature) beginPasskey(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	if err := checkPasskeyName(typed.Text("name")); err != nil {
		return err
	}
	c, err := f.passkeyCeremony(r)
	if err != nil {
		return err
	}
	me, _ := In(r.Context())
	var owner *passkeyOwner
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		owner, err = ownerOf(r.Context(), tx, me)
		return err
	}); err != nil {
		return err
	}
	options, asked, err := c.BeginRegistration(owner, webauthn.WithExclusions(webauthn.Credentials(owner.credentials).CredentialDescriptors()))
	if err != nil {
		return err
	}
	return f.askBrowser(w, r, me.ID, options.Response, asked)
}

// beginPasskeySignIn asks a browser to sign in with whichever passkey it has for this site. Anybody may.
func (f *Feature) beginPasskeySignIn(w http.ResponseWriter, r *http.Request) error {
	c, err := f.passkeyCeremony(r)
	if err != nil {
		return err
	}
	options, asked, err := c.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return err
	}
	return f.askBrowser(w, r, "", options.Response, asked)
}

// askBrowser keeps what was asked and tells the script what to ask.
func (f *Feature) askBrowser(w http.ResponseWriter, r *http.Request, accountID string, options any, asked *webauthn.SessionData) error {
	var token string
	before := web.Cookie(r, passkeyCookie)
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		token, err = askPasskey(r.Context(), tx, before, accountID, asked, time.Now())
		return err
	}); err != nil {
		return err
	}
	web.SetCookie(w, r, http.Cookie{Name: passkeyCookie, Value: token, SameSite: http.SameSiteStrictMode, MaxAge: int(passkeyTime.Seconds())})
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(options)
}

// asked is what this browser was asked; it can be answered once.
func (f *Feature) asked(r *http.Request, accountID string) (asked webauthn.SessionData, err error) {
	token := web.Cookie(r, passkeyCookie)
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		asked, err = takeAsked(r.Context(), tx, token, accountID, time.Now())
		return err
	})
	return asked, err
}

// addPasskey keeps the passkey that the reader's browser has made.
func (f *Feature) addPasskey(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	err = checkPasskeyName(typed.Text("name"))
	if err == nil {
		err = f.keepPasskey(r, typed)
	}
	if refuse(typed, "name", err) {
		return f.ownPage(w, r, http.StatusUnprocessableEntity, ownView{Password: &form.Form{}, Passkey: typed})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/account?done=passkey_added#passkeys", http.StatusSeeOther)
	return nil
}

func (f *Feature) keepPasskey(r *http.Request, typed *form.Form) error {
	c, err := f.passkeyCeremony(r)
	if err != nil {
		return err
	}
	if typed.Typed("credential") == "" { // they have shown again who they are, and the browser is not asked yet
		return i18n.Fail("accounts.passkey.press_again")
	}
	me, _ := In(r.Context())
	asked, err := f.asked(r, me.ID)
	if err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes([]byte(typed.Typed("credential")))
	if err != nil {
		return i18n.Fail("accounts.passkey.refused").Because(err)
	}
	credential, err := c.CreateCredential(&passkeyOwner{account: me}, asked, answer)
	if err != nil {
		return i18n.Fail("accounts.passkey.refused").Because(err)
	}
	return f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return addPasskey(r.Context(), tx, me.ID, typed.Text("name"), credential, time.Now())
	})
}

// removePasskey removes one of the reader's passkeys.
func (f *Feature) removePasskey(w http.ResponseWriter, r *http.Request) error {
	me, _ := In(r.Context())
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return removePasskey(r.Context(), tx, me.ID, r.PathValue("id"), sessionToken(r), f.Post != nil)
	})
	typed := &form.Form{}
	if refuse(typed, "", err) {
		return f.ownPage(w, r, http.StatusUnprocessableEntity, ownView{Password: &form.Form{}, Passkey: typed})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/account?done=passkey_removed#passkeys", http.StatusSeeOther)
	return nil
}

// removeTheirPasskey takes a passkey away from somebody whose device is gone. Administrators only, who keep a way in and stay
// signed in here when the passkey is their own.
func (f *Feature) removeTheirPasskey(w http.ResponseWriter, r *http.Request) error {
	me, _ := In(r.Context())
	return f.act(w, r, "passkey_removed", func(tx *store.Tx, id string) error {
		if _, err := Find(r.Context(), tx, id); err != nil {
			return err
		}
		if id == me.ID {
			return removePasskey(r.Context(), tx, id, r.PathValue("passkey"), sessionToken(r), f.Post != nil)
		}
		return RemovePasskey(r.Context(), tx, id, r.PathValue("passkey"), "")
	})
}

// signInByPasskey begins a session for whoever has the passkey.
func (f *Feature) signInByPasskey(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	b, err := f.tryPasskey(r, typed.Typed("credential"))
	status := http.StatusUnprocessableEntity
	var wait *waitError
	switch {
	case errors.As(err, &wait):
		wait.tell(w)
		status = http.StatusTooManyRequests
		err = &i18n.Error{Message: wait.message("accounts.passkey.wait")}
	case errors.Is(err, errUnknownPasskey):
		err = i18n.Fail("accounts.passkey.unknown")
	}
	if refuse(typed, "", err) {
		return f.signInAgain(w, r, status, typed)
	}
	if err != nil {
		return err
	}
	b.give(w, r)
	http.Redirect(w, r, web.LocalPath(typed.Text("back")), http.StatusSeeOther)
	return nil
}

// tryPasskey begins a session when the answer is right and there have not been too many attempts. Nobody guesses a passkey, so
// attempts are counted as those with one-time links are, and others' failures with the password hinder nobody.
func (f *Feature) tryPasskey(r *http.Request, sent string) (b begun, err error) {
	c, err := f.passkeyCeremony(r)
	if err != nil {
		return b, err
	}
	attempt, err := f.mayTry(r, "")
	if err != nil {
		return b, err
	}
	asked, err := f.asked(r, "")
	if err != nil {
		return b, err
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes([]byte(sent))
	if err != nil {
		return b, i18n.Fail("accounts.passkey.refused").Because(err)
	}
	copied := false
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		var account Account
		account, copied, err = usePasskey(r.Context(), tx, c, asked, answer, time.Now())
		if err == nil && !copied {
			b, err = letIn(r, tx, attempt, account, ByPasskey)
		}
		return err
	})
	if err == nil && copied {
		err = i18n.Fail("accounts.passkey.copied")
	}
	return b, err
}
