package file_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

func TestAContentIsKeptOnceAndGivenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		if err := db.Write(ctx, func(tx *store.Tx) error {
			one, err := file.KeepChecked(ctx, tx, file.New{Name: `C:\mapp\ett  protokoll.pdf`, Content: []byte("%PDF-1.7\n")})
			if err != nil {
				return err
			}
			if one.Name != "ett protokoll.pdf" || one.Media != "application/pdf" || one.Size != 9 || one.Kind() != "PDF" {
				t.Errorf("kept as %+v", one)
			}
			again, err := file.Keep(ctx, tx, []byte("%PDF-1.7\n"))
			if err != nil || again != one.SHA256 {
				t.Errorf("the same content has another key: %q %v", again, err)
			}
			content, err := file.Content(ctx, tx, one.SHA256)
			if string(content) != "%PDF-1.7\n" {
				t.Errorf("the content is %q", content)
			}
			if _, err := file.Content(ctx, tx, strings.Repeat("0", 64)); i18n.In(ctx).Error(err) == "" {
				t.Error("a content that is not there is given")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzReadForm sends nonsense as a form with files: it is read or refused, and nothing breaks.
func FuzzReadForm(f *testing.F) {
	var whole bytes.Buffer
	parts := multipart.NewWriter(&whole)
	parts.SetBoundary("x")           //nolint:errcheck // it is a right one
	parts.WriteField("title", "Hej") //nolint:errcheck // to memory
	part, _ := parts.CreateFormFile("file", "a.pdf")
	part.Write([]byte("%PDF-1.7")) //nolint:errcheck // to memory
	parts.Close()                  //nolint:errcheck // to memory
	f.Add("multipart/form-data; boundary=x", whole.Bytes())
	f.Add("application/x-www-form-urlencoded", []byte("title=Hej"))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := httptest.NewRequest("POST", "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		if _, err := file.ReadForm(httptest.NewRecorder(), r, 1<<20); err != nil {
			return
		}
		if sent, there, err := file.One(r, "file"); err == nil && there {
			if media, err := sent.Check(); err == nil && (media == "" || len(sent.Content) == 0 || strings.ContainsAny(sent.Name, "/\\\n")) {
				t.Errorf("%q is taken as %q with %d bytes", sent.Name, media, len(sent.Content))
			}
		}
	})
}
