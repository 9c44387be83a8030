package accounts

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// deviceCookie tells that somebody has signed in in this browser before.
const deviceCookie = "samverk_device"

// mayTry counts an attempt to show who one is, and stands before anything is compared, in every way of signing in. The
// email is what was typed; it is empty for one-time links. A *waitError says that it is too early to try. The attempt
// counts as failed until letIn or succeeded is called with it; nothing need be called when it fails.
func (f *Feature) mayTry(r *http.Request, email string) (*attempt, error) {
	a := &attempt{email: foldEmail(email), at: store.Now()}
	var opens time.Time
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if a.keys, err = f.keysOf(r, tx, a); err == nil {
			opens, err = a.isRefused(r.Context(), tx)
		}
		return err
	}); err != nil {
		return nil, err
	}
	if opens.IsZero() {
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
			opens, err = a.reserve(r.Context(), tx)
			return err
		}); err != nil {
			return nil, err
		}
	}
	if !opens.IsZero() {
		return nil, &waitError{opens}
	}
	return a, nil
}

// keysOf gives the sides from which an attempt is counted.
func (f *Feature) keysOf(r *http.Request, tx *store.Tx, a *attempt) ([]attemptKey, error) {
	from := neighbourhood(web.ClientAddress(r, f.Proxies...))
	if a.email == "" {
		return []attemptKey{keyOf(perLink, from)}, nil
	}
	if me, signedIn := In(r.Context()); signedIn && me.Email == a.email {
		return []attemptKey{keyOf(perDevice, sessionToken(r))}, nil
	}
	device := deviceToken(r)
	known, err := knowsDevice(r.Context(), tx, a.email, device, a.at.Time)
	if err != nil {
		return nil, err
	}
	if known {
		return []attemptKey{keyOf(perDevice, a.email+" "+device)}, nil
	}
	return []attemptKey{keyOf(perAccount, a.email), keyOf(perAddress, from)}, nil
}

func deviceToken(r *http.Request) string { return web.Cookie(r, deviceCookie) }

// waitError says that there were too many failures, and when to try again.
type waitError struct{ opens time.Time }

func (e *waitError) Error() string { return "too many attempts" }

// message tells a person when to try again, to the minute.
func (e *waitError) message(id string) i18n.Message {
	return i18n.Msg(id, "time", e.opens.Add(time.Minute-1).In(calendar.Stockholm()).Format("15:04"))
}

// tell tells a program when to try again.
func (e *waitError) tell(w http.ResponseWriter) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int(time.Until(e.opens).Seconds())+1)))
}

// begun is what a browser gets when somebody has signed in there.
type begun struct{ session, device string }

// letIn begins a session for an account after an attempt that succeeded, in place of the one that the browser had. What it
// gives is given to the browser when the transaction has been kept.
func letIn(r *http.Request, tx *store.Tx, a *attempt, account Account, way Way) (b begun, err error) {
	ctx, now := asAccount(r.Context(), account), time.Now()
	if err := a.succeeded(ctx, tx); err != nil {
		return b, err
	}
	if b.device, err = rememberDevice(ctx, tx, account.ID, deviceToken(r), now); err != nil {
		return b, err
	}
	if err := End(ctx, tx, sessionToken(r)); err != nil {
		return b, err
	}
	b.session, err = Begin(ctx, tx, account.ID, way, now)
	return b, err
}

// give sets the cookies.
func (b begun) give(w http.ResponseWriter, r *http.Request) {
	giveSession(w, r, b.session)
	web.SetCookie(w, r, http.Cookie{Name: deviceCookie, Value: b.device, SameSite: http.SameSiteLaxMode, MaxAge: int(deviceTime.Seconds())})
}

// LinkFinder looks up what a secret in an address leads to.
type LinkFinder func(w http.ResponseWriter, r *http.Request, find func(tx *store.Tx) error) error

// ThroughLink is a LinkFinder that counts links that lead nowhere as failures, beside those of links that sign in: whoever
// tries many has to wait.
func (f *Feature) ThroughLink(w http.ResponseWriter, r *http.Request, find func(tx *store.Tx) error) error {
	return f.throughLink(w, r, find)
}

// throughLink looks up what a one-time link leads to. Links that lead nowhere are counted as failures.
func (f *Feature) throughLink(w http.ResponseWriter, r *http.Request, find func(tx *store.Tx) error) error {
	a, err := f.mayTry(r, "")
	var wait *waitError
	if errors.As(err, &wait) {
		wait.tell(w)
		return (&i18n.Error{Message: wait.message("accounts.attempts.wait_link")}).Because(web.ErrTooMany)
	}
	if err != nil {
		return err
	}
	if err := f.DB.Read(r.Context(), find); err != nil {
		return err
	}
	return f.DB.Write(r.Context(), func(tx *store.Tx) error { return a.succeeded(r.Context(), tx) })
}
