package accounts

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
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
	continuing    = "sign-in" // in the address: the form holds fields of those below
	continueEmail = "sign-in-email"
	continueWord  = "sign-in-password"
	continueStep  = "sign-in-step" // what was shown before the code
	continueCode  = "sign-in-code"
	continueAs    = "sign-in-as" // who the password is of, for the browser that remembers it
)

// Bounds of what is kept of a form: its fields, and what is read past to find them behind files.
const (
	longestKept = 1 << 20
	longestRead = 32 << 20
	perPart     = 100 // what a part takes besides its words
)

// interrupted is a form from somebody who is not signed in, or who has to show once more who they are.
type interrupted struct {
	Step     string  // the password was right; a code is asked for
	Who      Account // who has to show it again; nobody when somebody has to sign in
	To       string  // where it was sent, and is sent again
	Fields   []keptField
	Files    []string // names of the files that were sent and could not be kept
	TooLarge bool     // nothing was kept
}

type keptField struct{ Name, Value string }

// askToContinue answers a form from somebody who is not signed in, or who has to show once more who they are.
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
	sent.Who, _ = In(r.Context())
	failed := failedIn(r.Context())
	if failed == nil {
		failed = &failedAttempt{typed: &form.Form{}, status: http.StatusUnauthorized}
		w.Header().Set("WWW-Authenticate", `Cookie realm="Samverk"`)
	}
	sent.Step = failed.step
	return web.Show(w, r, failed.status, continuePage(failed.typed, sent))
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

// failedAttempt is what was typed to sign in and go on, with what is wrong with it, and the answer's status.
type failedAttempt struct {
	typed  *form.Form
	status int
	step   string // a code is asked for as well
}

// failedIn is the attempt that failed; nil when nobody tried.
func failedIn(ctx context.Context) *failedAttempt {
	failed, _ := ctx.Value(failedKey{}).(*failedAttempt)
	return failed
}

// signInToContinue signs in whoever sends a form from the page above. The request that it gives no longer holds the
// fields for signing in. token is empty when the sign-in failed; what to say about it is then in the context.
func (f *Feature) signInToContinue(w http.ResponseWriter, r *http.Request) (next *http.Request, token string) {
	r.Body = http.MaxBytesReader(w, r.Body, longestKept+4<<10)
	if err := r.ParseForm(); err != nil {
		return r, "" // the handler finds the same fault, and says so
	}
	email, step := r.PostForm.Get(continueEmail), r.PostForm.Get(continueStep)
	field := continueEmail
	var begun begun
	var err error
	if step == "" {
		begun, err = f.tryToSignIn(r, email, r.PostForm.Get(continueWord))
	} else {
		field = continueCode
		begun, err = f.tryCode(r, step, r.PostForm.Get(continueCode))
	}
	next = withoutContinuing(r)
	if err == nil {
		begun.give(w, r)
		return next, begun.session
	}
	failed := &failedAttempt{typed: form.Of(continueEmail, email), step: step}
	var asked *codeAsked
	if errors.As(err, &asked) {
		failed.status, failed.step = http.StatusUnauthorized, asked.step
	} else if failed.status = notLetIn(w, failed.typed, field, err); failed.status == 0 {
		slog.Error("somebody could not sign in", "error", err)
		failed.typed.Refuse("", i18n.Msg("web.fault"))
		failed.status = http.StatusUnprocessableEntity
	}
	return next.WithContext(context.WithValue(next.Context(), failedKey{}, failed)), ""
}

// withoutContinuing takes the fields for signing in away from a request, and from its address.
func withoutContinuing(r *http.Request) *http.Request {
	next := r.Clone(r.Context())
	for _, values := range []url.Values{next.Form, next.PostForm} {
		maps.DeleteFunc(values, func(name string, _ []string) bool { return strings.HasPrefix(name, continuing) })
	}
	query := next.URL.Query()
	query.Del(continuing)
	next.URL.RawQuery = query.Encode()
	next.RequestURI = next.URL.RequestURI()
	return next
}
