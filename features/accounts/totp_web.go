package accounts

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image/png"
	"net/http"
	"time"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// codeAsked says that the password is right, and that a one-time code is needed as well.
type codeAsked struct{ step string }

func (*codeAsked) Error() string { return "a one-time code is needed" }

// errWrongCode says that a code is nobody's, or has been used.
var errWrongCode = errors.New("wrong one-time code")

// signInWithCode is the second step of signing in: the code after the password.
func (f *Feature) signInWithCode(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	begun, err := f.tryCode(r, typed.Typed("step"), typed.Text("code"))
	if status := notLetIn(w, typed, "code", err); status != 0 {
		return web.Show(w, r, status, codePage(typed))
	}
	if err != nil {
		return err
	}
	begun.give(w, r)
	http.Redirect(w, r, web.LocalPath(typed.Text("back")), http.StatusSeeOther)
	return nil
}

// tryCode begins a session when the code is right and there have not been too many attempts.
func (f *Feature) tryCode(r *http.Request, step, code string) (b begun, err error) {
	ctx, now := r.Context(), time.Now()
	var account Account
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		account, err = inSecondStep(ctx, tx, step, now)
		return err
	}); err != nil {
		return b, err
	}
	attempt, err := f.mayTry(r, account.Email)
	if err != nil {
		return b, err
	}
	err = f.DB.Write(asAccount(ctx, account), func(tx *store.Tx) error {
		right, err := useCode(asAccount(ctx, account), tx, account.ID, code, now)
		if err != nil {
			return err
		}
		if !right {
			return errWrongCode
		}
		if used, err := useLink(ctx, tx, step, secondStep, now); err != nil || !used {
			return errors.Join(err, errWrongCode)
		}
		b, err = letIn(r, tx, attempt, account, ByCode)
		return err
	})
	return b, err
}

// codeView is the page of one's own one-time code.
type codeView struct {
	Account  Account
	Form     *form.Form
	Secret   codeSecret // to put into an app; empty when none is being added
	Picture  string     // the secret as a QR code, for an img element
	Recovery []string   // codes to be shown this once
	Left     int        // recovery codes not used
	Done     string     // what has just been done, as the end of a message's key; empty for nothing
}

// showCode shows how it is with the reader's own one-time code, and the secret while one is being added.
func (f *Feature) showCode(w http.ResponseWriter, r *http.Request) error {
	v := codeView{Form: &form.Form{}}
	if r.URL.Query().Get("done") == "removed" {
		v.Done = "removed"
	}
	return f.codeAgain(w, r, http.StatusOK, v)
}

func (f *Feature) codeAgain(w http.ResponseWriter, r *http.Request, status int, v codeView) error {
	me, _ := In(r.Context())
	var row codeRow
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.Account, err = Find(r.Context(), tx, me.ID); err != nil {
			return err
		}
		if row, err = codeOf(r.Context(), tx, me.ID); err == nil {
			v.Left, err = recoveryCodesLeft(r.Context(), tx, me.ID)
		}
		return err
	}); err != nil {
		return err
	}
	if row.isShown(time.Now()) {
		var err error
		if v.Secret, err = keptCodeSecret("Samverk", me.Email, row.Secret); err != nil {
			return err
		}
		if v.Picture, err = v.Secret.picture(); err != nil {
			return err
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Show(w, r, status, ownCodePage(v))
}

// picture is the secret as a QR code, in an address that an img element takes.
func (s codeSecret) picture() (string, error) {
	image, err := s.Image(240, 240)
	if err != nil {
		return "", err
	}
	var content bytes.Buffer
	if err := png.Encode(&content, image); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(content.Bytes()), nil
}

// beginCode makes a secret to put into an app.
func (f *Feature) beginCode(w http.ResponseWriter, r *http.Request) error {
	me, _ := In(r.Context())
	secret, err := newCodeSecret("Samverk", me.Email)
	if err != nil {
		return err
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return BeginCode(r.Context(), tx, me.ID, secret.Secret(), time.Now())
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/account/code", http.StatusSeeOther)
	return nil
}

// confirmCode turns the code on. Its answer shows the recovery codes this once.
func (f *Feature) confirmCode(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	me, _ := In(r.Context())
	v := codeView{Form: typed, Done: "added"}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		v.Recovery, err = ConfirmCode(r.Context(), tx, me.ID, sessionToken(r), typed.Text("code"), time.Now())
		return err
	})
	if fault := asMessage(err); fault != nil {
		typed.Refuse("code", *fault)
		return f.codeAgain(w, r, http.StatusUnprocessableEntity, codeView{Form: typed})
	}
	if err != nil {
		return err
	}
	return f.codeAgain(w, r, http.StatusOK, v)
}

// renewRecoveryCodes makes new recovery codes and shows them this once.
func (f *Feature) renewRecoveryCodes(w http.ResponseWriter, r *http.Request) error {
	me, _ := In(r.Context())
	if !me.HasCode {
		return i18n.Fail("accounts.code.off")
	}
	v := codeView{Form: &form.Form{}}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		v.Recovery, err = NewRecoveryCodes(r.Context(), tx, me.ID)
		return err
	}); err != nil {
		return err
	}
	return f.codeAgain(w, r, http.StatusOK, v)
}

// removeOwnCode turns the reader's own code off. Who it is has just been asked for, with the code.
func (f *Feature) removeOwnCode(w http.ResponseWriter, r *http.Request) error {
	me, _ := In(r.Context())
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return RemoveCode(r.Context(), tx, me.ID) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/account/code?done=removed", http.StatusSeeOther)
	return nil
}

// removeCode takes the code away for somebody whose telephone is gone. Administrators only.
func (f *Feature) removeCode(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "code_removed", func(tx *store.Tx, id string) error {
		if _, err := Find(r.Context(), tx, id); err != nil {
			return err
		}
		return RemoveCode(r.Context(), tx, id)
	})
}
