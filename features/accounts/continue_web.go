package accounts

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/web"
)

// When a session has ended while somebody wrote, what they send is answered with a page where they sign in. The page
// holds everything they wrote and sends it to the same address again, with e-mail and password beside it: Recognise
// takes those away and lets the rest go on as if the session had never ended. Only forms of this site come so far; the
// others are refused before.
const (
	continuing    = "sign-in" // in the address: the form holds the two fields below
	continueEmail = "sign-in-email"
	continueWord  = "sign-in-password"
)

// Bounds of what is kept of a form: its fields, and what is read past to find them behind files.
const (
	longestKept = 1 << 20
	longestRead = 32 << 20
	perPart     = 100 // what a part takes besides its words
)

// interrupted is a form from somebody who is not signed in.
type interrupted struct {
	To       string // where it was sent, and is sent again
	Fields   []keptField
	Files    []string // names of the files that were sent and could not be kept
	TooLarge bool     // nothing was kept
}

type keptField struct{ Name, Value string }

// askToContinue answers a form from somebody who is not signed in.
func askToContinue(w http.ResponseWriter, r *http.Request) error {
	sent := interrupted{To: withContinuing(r.URL)}
	err := sent.read(w, r)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		sent = interrupted{TooLarge: true}
	case err != nil:
		return i18n.Fail("form.unreadable").Because(err)
	}
	status, typed := http.StatusUnauthorized, failedIn(r.Context())
	if typed == nil {
		typed = &form.Form{}
		w.Header().Set("WWW-Authenticate", `Cookie realm="Samverk"`)
	} else {
		status = http.StatusUnprocessableEntity
	}
	return web.Show(w, r, status, continuePage(typed, sent))
}

func withContinuing(at *url.URL) string {
	query := at.Query()
	query.Set(continuing, "1")
	return (&url.URL{Path: at.Path, RawPath: at.RawPath, RawQuery: query.Encode()}).RequestURI()
}

// read takes what was written, but no more than may be kept.
func (sent *interrupted) read(w http.ResponseWriter, r *http.Request) error {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		return sent.readParts(w, r)
	}
	if r.PostForm == nil {
		r.Body = http.MaxBytesReader(w, r.Body, longestKept)
		if err := r.ParseForm(); err != nil {
			return err
		}
	}
	names := make([]string, 0, len(r.PostForm))
	for name := range r.PostForm {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range r.PostForm[name] {
			sent.keep(name, value)
		}
	}
	return nil
}

// readParts reads a form that may hold files: their names are told, their content is not kept.
func (sent *interrupted) readParts(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestRead)
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	left := int64(longestKept)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		left -= int64(len(part.FormName()) + len(part.FileName()) + perPart)
		if part.FileName() != "" && left >= 0 {
			sent.Files = append(sent.Files, part.FileName())
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, max(left, 0)+1))
		if err != nil {
			return err
		}
		if left -= int64(len(value)); left < 0 {
			return &http.MaxBytesError{Limit: longestKept}
		}
		sent.keep(part.FormName(), string(value))
	}
}

func (sent *interrupted) keep(name, value string) {
	if name != "" && !strings.HasPrefix(name, continuing) {
		sent.Fields = append(sent.Fields, keptField{name, value})
	}
}

type failedKey struct{}

// failedIn is what was typed to sign in and go on, when it was wrong; nil when nobody tried.
func failedIn(ctx context.Context) *form.Form {
	typed, _ := ctx.Value(failedKey{}).(*form.Form)
	return typed
}

// signInToContinue signs in whoever sends a form from the page above. The request that it gives no longer holds the
// fields for signing in. token is empty when the sign-in failed; what to say about it is then in the context.
func (f *Feature) signInToContinue(w http.ResponseWriter, r *http.Request) (next *http.Request, token string) {
	r.Body = http.MaxBytesReader(w, r.Body, longestKept+4<<10)
	if err := r.ParseForm(); err != nil {
		return r, "" // the handler finds the same fault, and says so
	}
	email, password := r.PostForm.Get(continueEmail), r.PostForm.Get(continueWord)
	next = withoutContinuing(r)
	token, err := f.tryToSignIn(r.Context(), email, password)
	if err == nil {
		return next, token
	}
	typed := form.Of(continueEmail, email)
	if errors.Is(err, errWrongPassword) {
		typed.Refuse(continueEmail, i18n.Msg("accounts.page.wrong"))
	} else {
		slog.Error("somebody could not sign in", "error", err)
		typed.Refuse("", i18n.Msg("web.fault"))
	}
	return next.WithContext(context.WithValue(next.Context(), failedKey{}, typed)), ""
}

// withoutContinuing takes the fields for signing in away from a request, and from its address.
func withoutContinuing(r *http.Request) *http.Request {
	next := r.Clone(r.Context())
	for _, values := range []url.Values{next.Form, next.PostForm} {
		values.Del(continueEmail)
		values.Del(continueWord)
		values.Del(continuing)
	}
	query := next.URL.Query()
	query.Del(continuing)
	next.URL.RawQuery = query.Encode()
	next.RequestURI = next.URL.RequestURI()
	return next
}
