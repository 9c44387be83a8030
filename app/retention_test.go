package app_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"samverk/app"
	"samverk/features/accounts"
	"samverk/platform/file"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Every kind that can be disposed of is declared so that both engines understand it, and goes all the way through the
// pages: a time is decided, what is due is shown, and the chosen goes.
func TestWhatIsDueIsDisposedOfThroughThePages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withKnown(t, db)
		administrator, auditor := as(t, db, accounts.Administrator), as(t, db, accounts.Auditor)
		for _, class := range app.Retention() {
			if !class.IsDisposable() {
				want(t, administrator.get("/retention/"+class.Kind), http.StatusNotFound)
				continue
			}
			at := "/retention/" + class.Kind
			old := store.TimeOf(time.Now().AddDate(-9, 0, 0))
			if err := db.Write(context.Background(), func(tx *store.Tx) error {
				_, err := tx.Exec(context.Background(), fmt.Sprintf("UPDATE %s SET %s = $1", class.Table, class.Since), old)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			want(t, administrator.get("/retention"), http.StatusOK, "Gallring", "Förslag")
			page := administrator.get(at)
			want(t, page, http.StatusOK, "Det finns inget beslut om gallring")
			if strings.Contains(page.Body.String(), `name="id"`) {
				t.Errorf("%s can be chosen before anybody has decided", class.Kind)
			}
			want(t, administrator.post(at+"/edit", "choice", "dispose", "months", "12", "ground", "Plan 4.2", "seen", "0"), http.StatusUnprocessableEntity, "Skriv ett skäl.", "Plan 4.2")
			want(t, administrator.post(at+"/edit", "choice", "dispose", "months", "12", "ground", "Plan 4.2", "reason", "Beslut 7", "seen", "0"), http.StatusSeeOther)
			want(t, administrator.post(at+"/edit", "choice", "dispose", "months", "24", "ground", "Plan 4.2", "reason", "Beslut 8", "seen", "0"), http.StatusConflict, "12", "24", "Beslut 8")
			page = administrator.get(at)
			keys := regexp.MustCompile(`name="id" value="([^"]+)"`).FindAllStringSubmatch(page.Body.String(), -1)
			if len(keys) == 0 {
				t.Fatalf("%s: none can be chosen", class.Kind)
			}
			all := []string{"decision", "dispose", "reason", "Genomgång"}
			for _, key := range keys {
				all = append(all, "id", key[1])
			}
			seen := auditor.get(at)
			want(t, seen, http.StatusOK, "Handlingar vars tid är ute")
			if strings.Contains(seen.Body.String(), "<form method=\"post\" action=\"/retention") {
				t.Error("the auditor is shown a form")
			}
			want(t, auditor.post(at, "id", keys[0][1], "decision", "dispose", "reason", "x"), http.StatusForbidden)
			want(t, administrator.post(at, "decision", "dispose", "reason", "Genomgång"), http.StatusUnprocessableEntity, "Välj minst en handling", "Genomgång")
			want(t, administrator.post(at, "id", keys[0][1], "reason", "Genomgång"), http.StatusUnprocessableEntity, "Välj om handlingarna ska gallras eller behållas.", "checked")
			want(t, administrator.post(at, "id", keys[0][1], "decision", "keep", "reason", "Genomgång"), http.StatusUnprocessableEntity, "Välj ett datum")
			want(t, administrator.post(at, all...), http.StatusSeeOther)
			want(t, administrator.get(at+"?done=disposed&count=1"), http.StatusOK, "1 handling är gallrad.", "Just nu finns det inget att gallra.")
		}
	})
}

// The content of a document that is disposed of goes with it, when nothing else refers to it, and not before.
func TestTheContentGoesWithTheLastThatRefersToIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withKnown(t, db) // its draft and its intake are the same file
		administrator, ctx := as(t, db, accounts.Administrator), context.Background()
		sum := strings.Repeat("a", 64)
		for _, step := range []struct {
			kind, table, since string
			left               int
		}{{"draft", "plan_draft", "discarded_at", 1}, {"intake", "plan_intake", "alive_at", 0}} {
			var key string
			if err := db.Write(ctx, func(tx *store.Tx) error {
				if _, err := tx.Exec(ctx, fmt.Sprintf("UPDATE %s SET %s = $1", step.table, step.since), store.TimeOf(time.Now().AddDate(-3, 0, 0))); err != nil {
					return err
				}
				return tx.Get(ctx, &key, "SELECT id FROM "+step.table+" WHERE document_sha256 = $1", sum)
			}); err != nil {
				t.Fatal(err)
			}
			administrator.post("/retention/"+step.kind+"/edit", "choice", "dispose", "months", "12", "ground", "x", "reason", "x", "seen", "0")
			want(t, administrator.post("/retention/"+step.kind, "id", key, "decision", "dispose", "reason", "Genomgång"), http.StatusSeeOther)
			if _, err := file.ForgetUploads(ctx, db, time.Now().Add(-3*24*time.Hour)); err != nil {
				t.Fatal(err)
			}
			var n int
			if err := db.Read(ctx, func(tx *store.Tx) error {
				return tx.Get(ctx, &n, "SELECT count(*) FROM file_content WHERE sha256 = $1", sum)
			}); err != nil {
				t.Fatal(err)
			}
			if n != step.left {
				t.Errorf("after the %s %d contents are left, want %d", step.kind, n, step.left)
			}
		}
	})
}
