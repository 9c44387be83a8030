package evidence_test

import (
	"testing"
	"time"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/file"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestFilesOfUnfinishedFormsAreThrownAwayInTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withPlan(t, db, "Plan")
		sent := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
		keep := func(content string, when time.Time) (hash string) {
			write(t, db, func(tx *store.Tx) (err error) {
				hash, err = file.KeepUpload(ctx, tx, []byte(content), when)
				return err
			})
			return hash
		}
		forgotten, finished := keep("aldrig sparad", sent), keep("hej", sent)
		again, later := keep("skickad igen", sent), keep("nyss skickad", sent.AddDate(0, 0, 2))
		keep("skickad igen", sent.AddDate(0, 0, 2))
		n := record(plan.Meeting, "2019-05-05")
		n.Files = []evidence.NewFile{{Name: "a.txt", Content: []byte("hej")}}
		added := add(t, db, n)

		forget := func(before time.Time, want int) {
			t.Helper()
			thrown, err := file.ForgetUploads(ctx, db, before)
			check(t, err)
			if thrown != want {
				t.Errorf("%d files were thrown away, want %d", thrown, want)
			}
		}
		forget(sent, 0)
		forget(sent.AddDate(0, 0, 1), 1)
		forget(sent.AddDate(0, 0, 1), 0)
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			var there []string
			if err := tx.Select(ctx, &there, "SELECT sha256 FROM file_content"); err != nil {
				return err
			}
			left := map[string]bool{}
			for _, hash := range there {
				left[hash] = true
			}
			if left[forgotten] || !left[finished] || !left[again] || !left[later] {
				t.Errorf("left are %q", there)
			}
			_, content, err := evidence.OpenFile(ctx, tx, added.ID, 1)
			if string(content) != "hej" {
				t.Errorf("the record's file says %q", content)
			}
			return err
		}))
		forget(sent.AddDate(0, 0, 9), 2)
	})
}
