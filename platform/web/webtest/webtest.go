// Package webtest asks a site for pages as a browser without scripts does, and looks at what stands on them. It is for tests
// alone.
package webtest

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Visitor is somebody who comes to a site.
type Visitor struct {
	T    testing.TB
	Site http.Handler
	// Cookie is the name of the session's cookie, and Token its value; without a token the visitor has not signed in.
	Cookie, Token string
	// Keys are what the keys of messages begin with, such as "plan.": one that is seen on a page has no words.
	Keys []string
}

// As is the same site to somebody else.
func (v Visitor) As(token string) Visitor {
	v.Token = token
	return v
}

// Answer is what a request got.
type Answer struct {
	*httptest.ResponseRecorder
	Text string // what can be read on the page, with single spaces
}

// Page is the answer's content.
func (a *Answer) Page() string { return a.Body.String() }

// Ask sends a request in Swedish. A page that comes back is looked at: see Whole.
func (v Visitor) Ask(r *http.Request) *Answer {
	v.T.Helper()
	if r.Header.Get("Accept-Language") == "" {
		r.Header.Set("Accept-Language", "sv")
	}
	if v.Token != "" {
		r.AddCookie(&http.Cookie{Name: v.Cookie, Value: v.Token})
	}
	a := &Answer{ResponseRecorder: httptest.NewRecorder()}
	v.Site.ServeHTTP(a.ResponseRecorder, r)
	if strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
		a.Text = v.whole(r.Method+" "+r.URL.String(), a.Page())
	}
	return a
}

// Wants sends a request and wants a code and words, in the page's text or as they are written in its source; words that
// begin with "-" must stand in neither.
func (v Visitor) Wants(r *http.Request, code int, wanted ...string) *Answer {
	v.T.Helper()
	what, a := r.Method+" "+r.URL.String(), v.Ask(r)
	if a.Code != code {
		v.T.Fatalf("%s: %d to %q, want %d: %s", what, a.Code, a.Header().Get("Location"), code, a.Text)
	}
	v.holds(what, a.Page(), a.Text, wanted...)
	return a
}

// Holds looks for words on a page that was got earlier, as in Wants.
func (v Visitor) Holds(what, page string, wanted ...string) string {
	v.T.Helper()
	v.holds(what, page, v.whole(what, page), wanted...)
	return page
}

func (v Visitor) holds(what, page, text string, wanted ...string) {
	v.T.Helper()
	for _, words := range wanted {
		if not, absent := strings.CutPrefix(words, "-"); absent == (strings.Contains(text, not) || strings.Contains(page, not)) {
			v.T.Errorf("%s, want %q: %s", what, words, text)
		}
	}
}

// Send sends a form, or asks for a page, and wants a code and words as in Wants.
func (v Visitor) Send(method, address string, code int, fields url.Values, wanted ...string) *Answer {
	v.T.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.Wants(r, code, wanted...)
}

// Try sends a form of name, value pairs, or asks for a page, whatever it answers.
func (v Visitor) Try(method, address string, pairs ...string) *Answer {
	v.T.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(Fields(pairs...).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.Ask(r)
}

// File is a file that is sent with a form.
type File struct {
	Field, Name string
	Content     []byte
}

// SendFiles sends a form with files and wants a code and words as in Wants.
func (v Visitor) SendFiles(address string, code int, fields url.Values, files []File, wanted ...string) *Answer {
	v.T.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, value := range values {
			v.check(parts.WriteField(name, value))
		}
	}
	for _, f := range files {
		part, err := parts.CreateFormFile(f.Field, f.Name)
		v.check(err)
		_, err = part.Write(f.Content)
		v.check(err)
	}
	v.check(parts.Close())
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	return v.Wants(r, code, wanted...)
}

func (v Visitor) check(err error) {
	v.T.Helper()
	if err != nil {
		v.T.Fatal(err)
	}
}

// Get gives a page, which holds the wanted words and not those that begin with "-".
func (v Visitor) Get(address string, wanted ...string) string {
	v.T.Helper()
	return v.Send(http.MethodGet, address, http.StatusOK, nil, wanted...).Page()
}

// Post sends a form of name, value pairs. It gives where an answer leads, without what stands after ? and # and once the
// page there has been seen to be whole, or else the page.
func (v Visitor) Post(address string, code int, pairs ...string) string {
	v.T.Helper()
	a := v.Send(http.MethodPost, address, code, Fields(pairs...))
	if code != http.StatusSeeOther {
		return a.Page()
	}
	whole, _, _ := strings.Cut(a.Header().Get("Location"), "#")
	to, _, _ := strings.Cut(whole, "?")
	v.Get(whole)
	return to
}

// Follow sends a form of name, value pairs and gives where the answer leads, whole.
func (v Visitor) Follow(address string, pairs ...string) string {
	v.T.Helper()
	return v.Send(http.MethodPost, address, http.StatusSeeOther, Fields(pairs...)).Header().Get("Location")
}

// Refused sends a form of name, value pairs that is not taken, and looks for what the page says of it.
func (v Visitor) Refused(address, says string, pairs ...string) string {
	v.T.Helper()
	return v.Send(http.MethodPost, address, http.StatusUnprocessableEntity, Fields(pairs...), says).Page()
}

// Fields are the fields of a form, given as name, value pairs.
func Fields(pairs ...string) url.Values {
	fields := url.Values{}
	for pair := range slices.Chunk(pairs, 2) {
		fields.Add(pair[0], pair[1])
	}
	return fields
}

// whole gives a page's text, and complains of ids that stand twice, of style that the security policy forbids and of
// messages without words.
func (v Visitor) whole(what, page string) string {
	v.T.Helper()
	root, err := html.Parse(strings.NewReader(page))
	v.check(err)
	ids := map[string]bool{}
	var words []string
	for n := range root.Descendants() {
		switch {
		case n.Type == html.ElementNode:
			for _, attribute := range n.Attr {
				if attribute.Key == "style" || attribute.Key == "id" && ids[attribute.Val] {
					v.T.Errorf("%s: <%s> has %s=%q, again or at all", what, n.Data, attribute.Key, attribute.Val)
				}
				if attribute.Key == "id" {
					ids[attribute.Val] = true
				}
			}
		case n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style":
			words = append(words, strings.Fields(n.Data)...)
		}
	}
	for _, word := range words {
		if slices.ContainsFunc(v.Keys, func(key string) bool { return strings.HasPrefix(word, key) && len(word) > len(key) }) {
			v.T.Errorf("%s has no words for %s", what, word)
		}
	}
	return strings.Join(words, " ")
}
