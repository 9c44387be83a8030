package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"samverk/app"
	"samverk/app/example"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

type nowhere struct{ h http.Header }

func (n *nowhere) Header() http.Header         { return n.h }
func (n *nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n *nowhere) WriteHeader(int)             {}

func benchPage(b *testing.B, path string, signedIn bool, each bool) {
	for _, engine := range storetest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			db := storetest.Open(b, engine)
			ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
			p, err := example.Load(ctx, db, i18n.Printer{})
			if err != nil {
				b.Fatal(err)
			}
			_ = p
			var token string
			db.Write(ctx, func(tx *store.Tx) error {
				a, _ := accounts.Add(ctx, tx, "Strateg", email, accounts.Officer)
				token, err = accounts.Begin(ctx, tx, a.ID, time.Now())
				return err
			})
			site := app.Site(db, app.Catalogue())
			var key string
			db.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &key, "SELECT key FROM plan") })
			r := httptest.NewRequest("GET", map[bool]string{true: path, false: "/plan/" + key + path}[path == "/"], nil)
			if signedIn {
				r.Header.Set("Cookie", "samverk_session="+token)
			}
			w := httptest.NewRecorder()
			site.ServeHTTP(w, r)
			if w.Code != 200 {
				b.Fatal(w.Code)
			}
			b.ReportAllocs()
			for b.Loop() {
				site.ServeHTTP(&nowhere{http.Header{}}, r)
			}
		})
	}
}

func BenchmarkQuarters(b *testing.B)  { benchPage(b, "/quarters", true, false) }
func BenchmarkLaget(b *testing.B)     { benchPage(b, "/", true, false) }
func BenchmarkIndicator(b *testing.B) { benchPage(b, "/indicator/1", true, false) }
func BenchmarkPublic(b *testing.B)    { benchPage(b, "/", false, false) }
