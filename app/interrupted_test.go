package app_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"samverk/app"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Whoever has not signed in gets back what they wrote, but no more than a form may hold, whatever it is made of.
func TestAFormOfSomebodyUnknownCostsLittle(t *testing.T) {
	site := app.Site(storetest.Open(t, store.SQLite), app.Catalogue(), app.Settings{})
	for name, add := range map[string]func(*multipart.Writer){
		"names without values": func(m *multipart.Writer) {
			for range 3000 {
				m.WriteField(strings.Repeat("&", 4000), "") //nolint:errcheck // a buffer never fails
			}
		},
		"many small fields": func(m *multipart.Writer) {
			for range 100_000 {
				m.WriteField("a", "b") //nolint:errcheck // a buffer never fails
			}
		},
		"names of files": func(m *multipart.Writer) {
			for range 3000 {
				m.CreateFormFile("files", strings.Repeat("x", 4000)) //nolint:errcheck // a buffer never fails
			}
		},
	} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		add(form)
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/records/new", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != http.StatusUnauthorized || w.Body.Len() > 100<<10 {
			t.Errorf("%s: %d with %d bytes", name, w.Code, w.Body.Len())
		}
	}
}
