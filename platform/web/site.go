// Package web carries requests to handlers: the mux, the language of each request, security headers, and one place
// where an error becomes a page.
package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
	"golang.org/x/text/language"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

//go:embed messages/*.toml
var messageFiles embed.FS

// Messages is the package's part of the catalogue.
func Messages() fs.FS { return i18n.Folder(messageFiles) }

// Handler answers a request. An error it returns becomes a page: an *i18n.Error is shown as it is, with status 404
// when it was caused by store.ErrNotFound, 403 by ErrForbidden, 429 by ErrTooMany, 413 by a request that was too large and 400 otherwise;
// anything else is logged under a short reference and shown as a fault of ours.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ErrorPage renders an error for a person.
type ErrorPage func(status int, message string) templ.Component

// ErrForbidden is the cause of an *i18n.Error that answers with status 403: the reader may not do this.
var ErrForbidden = errors.New("not allowed")

// ErrTooMany is the cause of an *i18n.Error that answers with status 429: the reader has to wait. The header Retry-After is
// set before.
var ErrTooMany = errors.New("too many attempts")

// Permission is what an address asks of whoever comes there.
type Permission string

// Anybody is asked for nothing.
const Anybody Permission = "anybody"

// Guard lets through to a handler those who have the permission, and answers the others.
type Guard func(Permission, Handler) Handler

// Route is an address that is mounted: a pattern of net/http's mux and what it asks for.
type Route struct {
	Pattern string
	Asks    Permission
}

// Site is the set of addresses that the features mount.
type Site struct {
	mux       *http.ServeMux
	routes    []Route
	catalogue *i18n.Catalogue
	errorPage ErrorPage
	guard     Guard
}

// NewSite makes a site without addresses. Every address that asks for more than Anybody stands behind the guard.
func NewSite(catalogue *i18n.Catalogue, errorPage ErrorPage, guard Guard) *Site {
	s := &Site{mux: http.NewServeMux(), catalogue: catalogue, errorPage: errorPage, guard: guard}
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, s.nothingHere(w, r)) })
	return s
}

// Refuse answers a request with an error's page, as a handler would that returned it.
func (s *Site) Refuse(err error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		SetSecurityHeaders(w.Header(), IsSecure(r))
		s.fail(w, r.WithContext(i18n.With(r.Context(), s.catalogue.In(wantedLanguage(r)))), err)
	})
}

// errMethod is the cause of an *i18n.Error that answers with status 405.
var errMethod = errors.New("the address does not take this method")

// nothingHere tells an address that takes only forms, or shows only a page, from one that does not exist.
func (s *Site) nothingHere(w http.ResponseWriter, r *http.Request) error {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := s.mux.Handler(other); pattern != "/" {
			w.Header().Set("Allow", method)
			return i18n.Fail("web.other_method").Because(errMethod)
		}
	}
	return i18n.Fail("web.no_such_page").Because(store.ErrNotFound)
}

// Handle mounts a handler at a pattern of net/http's mux, for those who have the permission. A panic in it becomes an
// error page too.
func (s *Site) Handle(pattern string, asks Permission, handler Handler) {
	s.routes = append(s.routes, Route{pattern, asks})
	if asks != Anybody {
		handler = s.guard(asks, handler)
	}
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		visitOf(r).arrived(pattern, r)
		err := checkAddress(r)
		if err == nil {
			err = carefully(handler, w, r)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// checkAddress refuses an address with bytes that are no text, or with the byte 0, which no database keeps in a text.
func checkAddress(r *http.Request) error {
	isText := func(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
	if !isText(r.URL.Path) {
		return i18n.Fail("web.unreadable_address")
	}
	for name, values := range r.URL.Query() {
		if !isText(name) || !isText(strings.Join(values, " ")) {
			return i18n.Fail("web.unreadable_address")
		}
	}
	return nil
}

func carefully(handler Handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if r.MultipartForm != nil {
			r.MultipartForm.RemoveAll() //nolint:errcheck // temporary; the server itself forgets those of a request with a context of ours
		}
		if fault := recover(); fault != nil {
			if fault == http.ErrAbortHandler { //nolint:errorlint // the server's own sign, never wrapped
				panic(fault)
			}
			err = fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
		}
	}()
	return handler(w, r)
}

// Routes lists what is mounted, in that order.
func (s *Site) Routes() []Route { return slices.Clone(s.routes) }

// ServeHTTP answers with the language chosen and the security headers set.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	SetSecurityHeaders(w.Header(), IsSecure(r))
	s.mux.ServeHTTP(w, r.WithContext(i18n.With(r.Context(), s.catalogue.In(wantedLanguage(r)))))
}

func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the reader has gone away; there is nobody to tell
	}
	printer := i18n.In(r.Context())
	status, message := statusOf(err), printer.T("web.no_such_page")
	var own *i18n.Error
	switch {
	case status == http.StatusInternalServerError:
		reference := visitOf(r).reference
		message = printer.T("web.fault") + " " + printer.T("web.reference", "reference", reference)
		slog.Error("a request failed", "method", r.Method, "path", visitOf(r).path(r), "reference", reference, "error", err)
	case errors.As(err, &own):
		message = printer.Text(own.Message)
		tellStorage(r, err)
	}
	Show(w, r, status, s.errorPage(status, message)) //nolint:errcheck // a fault in the error page itself leaves nothing to show
}

// Refused is the status with which a form comes back that could not be saved. When it is the storage that failed, that is
// logged, since whoever sent the form cannot mend it.
func Refused(r *http.Request, err error) int {
	if errors.Is(err, store.ErrStorage) {
		tellStorage(r, err)
		return http.StatusServiceUnavailable
	}
	return http.StatusUnprocessableEntity
}

func tellStorage(r *http.Request, err error) {
	if errors.Is(err, store.ErrStorage) {
		slog.Error("the storage failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
}

// statusOf is the status with which an error answers.
func statusOf(err error) int {
	var own *i18n.Error
	var tooLarge *http.MaxBytesError
	isOwn := errors.As(err, &own)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case isOwn && errors.Is(err, store.ErrStorage):
		return http.StatusServiceUnavailable
	case isOwn && errors.Is(err, ErrForbidden):
		return http.StatusForbidden
	case isOwn && errors.Is(err, ErrTooMany):
		return http.StatusTooManyRequests
	case isOwn && errors.Is(err, errMethod):
		return http.StatusMethodNotAllowed
	case isOwn && errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case isOwn:
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// largestKept bounds the room that is kept for the next page, in bytes.
const largestKept = 1 << 20

// bodies are room for pages, used again and again.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Show writes a page. It is rendered whole before anything is sent, so a fault in it still becomes an error page; a
// reader who has gone away is no fault.
func Show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	body := bodies.Get().(*bytes.Buffer) // the pool holds nothing else
	defer func() {
		if body.Cap() <= largestKept {
			bodies.Put(body)
		}
	}()
	body.Reset()
	if err := page.Render(r.Context(), body); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(body.Bytes()) //nolint:errcheck // the reader has gone away
	return nil
}

// languageCookie keeps a reader's choice of language.
const languageCookie = "samverk_lang"

// wantedLanguage is what the address asks for (?lang=en), else the reader's earlier choice, else what the browser
// prefers, else Swedish.
func wantedLanguage(r *http.Request) i18n.Language {
	if wanted := r.URL.Query().Get("lang"); wanted != "" {
		return i18n.Language(wanted)
	}
	if chosen := Choice(r, languageCookie); chosen != "" {
		return i18n.Language(chosen)
	}
	_, index := language.MatchStrings(spoken, r.Header.Get("Accept-Language"))
	return i18n.Languages[index]
}

var spoken = language.NewMatcher([]language.Tag{language.Swedish, language.English})

// RememberLanguage handles "GET /language/{lang}": it keeps the choice and goes back to where the reader was.
func RememberLanguage(w http.ResponseWriter, r *http.Request) error {
	KeepChoice(w, r, languageCookie, r.PathValue("lang"))
	http.Redirect(w, r, LocalPath(r.URL.Query().Get("back")), http.StatusSeeOther)
	return nil
}

// LocalPath keeps a redirect on this site: an address elsewhere becomes the start page. Browsers leave out control
// characters and take a backslash for a slash, so none of them may stand in it.
func LocalPath(path string) string {
	at, err := url.Parse(path)
	if err != nil || at.Scheme != "" || at.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") ||
		strings.ContainsFunc(path, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }) {
		return "/"
	}
	return path
}

// GoTo leads to another page when nothing went wrong, and gives the error otherwise.
func GoTo(w http.ResponseWriter, r *http.Request, err error, to string) error {
	if err == nil {
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
	return err
}
