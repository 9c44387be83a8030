package audit_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// manyEntries writes entries by two people about two kinds of things; every seventh has a reason.
func manyEntries(t *testing.T, db *store.DB, n int) {
	t.Helper()
	for i := range n {
		actor := audit.Actor{Kind: audit.Account, ID: fmt.Sprintf("person-%d", i%2), Name: fmt.Sprintf("Person %d", i%2)}
		change := audit.Change{Action: "record.added", ObjectKind: []string{"record", "plan", "record"}[i%3], ObjectID: fmt.Sprint(i), After: map[string]any{"title": fmt.Sprintf("Nummer %d", i)}}
		if i%7 == 0 {
			change.Reason = fmt.Sprintf("Därför att nummer %d ÄNDRADES", i)
		}
		by := audit.As(ctx, actor)
		if err := db.Write(by, func(tx *store.Tx) error { return audit.Append(by, tx, change) }); err != nil {
			t.Fatal(err)
		}
	}
}

// walkAll follows a filter from page to page and gives the things in the order they came.
func walkAll(t *testing.T, db *store.DB, f audit.Filter) (ids, pages []string) {
	t.Helper()
	for range 100 {
		var page audit.Page
		if err := db.Read(ctx, func(tx *store.Tx) (err error) { page, err = audit.Search(ctx, tx, f); return err }); err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Entries {
			ids = append(ids, e.ObjectID)
		}
		if len(page.Entries) > 0 {
			pages = append(pages, page.Entries[0].ID)
		}
		if page.Older == "" {
			return ids, pages
		}
		f.After = page.Older
	}
	t.Fatal("the pages never end")
	return nil, nil
}

func TestTheTrailIsFoundByWhoWhatWhenAndWhy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const n = 230
		manyEntries(t, db, n)
		today := calendar.Today(store.Now().Time)
		for name, c := range map[string]struct {
			filter audit.Filter
			wants  func(i int) bool
		}{
			"all":           {audit.Filter{}, func(int) bool { return true }},
			"a person":      {audit.Filter{ActorID: "person-1"}, func(i int) bool { return i%2 == 1 }},
			"a kind":        {audit.Filter{ObjectKind: "plan"}, func(i int) bool { return i%3 == 1 }},
			"both":          {audit.Filter{ObjectKind: "record", ActorID: "person-0"}, func(i int) bool { return i%3 != 1 && i%2 == 0 }},
			"words":         {audit.Filter{Words: "andrades DÄRFÖR"}, func(i int) bool { return i%7 == 0 }},
			"one number":    {audit.Filter{Words: "nummer 49 "}, func(i int) bool { return i == 49 }},
			"today":         {audit.Filter{From: today.AddDays(-1), To: today.AddDays(1)}, func(int) bool { return true }},
			"before today":  {audit.Filter{To: today.AddDays(-2)}, func(int) bool { return false }},
			"no such words": {audit.Filter{Words: "ingenting"}, func(int) bool { return false }},
		} {
			got, _ := walkAll(t, db, c.filter)
			var want []string
			for i := n - 1; i >= 0; i-- {
				if c.wants(i) {
					want = append(want, fmt.Sprint(i))
				}
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s gives %v\nwant %v", name, got, want)
			}
		}
	})
}

func TestThePagesOfTheTrailLeadBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		manyEntries(t, db, 170)
		_, firsts := walkAll(t, db, audit.Filter{})
		for i := len(firsts) - 1; i > 0; i-- {
			var page audit.Page
			if err := db.Read(ctx, func(tx *store.Tx) (err error) {
				page, err = audit.Search(ctx, tx, audit.Filter{Before: firsts[i]})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if page.Entries[0].ID != firsts[i-1] || (page.Newer == "") != (i == 1) {
				t.Errorf("before page %d comes another than page %d, or it says wrongly whether more comes before", i, i-1)
			}
		}
		var page audit.Page
		if err := db.Read(ctx, func(tx *store.Tx) (err error) {
			page, err = audit.Search(ctx, tx, audit.Filter{After: "no such entry"})
			return err
		}); err != nil || page.Entries[0].ID != firsts[0] {
			t.Errorf("a place that is not there does not begin at the beginning: %v", err)
		}
	})
}

// The file holds all that a hash is made of: whoever has it can follow the chain without the program.
func TestTheFileOfTheTrailHoldsTheWholeChain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		manyEntries(t, db, 60)
		if _, err := audit.SealAll(ctx, db); err != nil {
			t.Fatal(err)
		}
		var lines, table bytes.Buffer
		if err := db.Read(ctx, func(tx *store.Tx) error {
			if err := audit.ExportCSV(ctx, tx, audit.Filter{ActorID: "person-0"}, &table); err != nil {
				return err
			}
			return audit.ExportJSON(ctx, tx, audit.Filter{}, &lines)
		}); err != nil {
			t.Fatal(err)
		}
		if rows := strings.Count(table.String(), "\r\n"); rows != 31 {
			t.Errorf("the table has %d rows", rows)
		}
		var last struct{ Hash, Previous string }
		decoder := json.NewDecoder(&lines)
		for n := 0; decoder.More(); n++ {
			var e struct{ Hash, Previous string }
			if err := decoder.Decode(&e); err != nil {
				t.Fatal(err)
			}
			if n > 0 && last.Previous != e.Hash {
				t.Fatalf("entry %d does not follow", n)
			}
			last = e
		}
		if last.Previous != "" {
			t.Error("the file does not begin where the chain does")
		}
	})
}

func TestLookingIsToldOnceADay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		by := audit.As(ctx, audit.Actor{Kind: audit.Account, ID: "a", Name: "A"})
		for range 3 {
			for _, thing := range []string{"x", "y"} {
				if err := audit.Seen(by, db, "trail.seen", "trail", thing); err != nil {
					t.Fatal(err)
				}
			}
		}
		if ids, _ := walkAll(t, db, audit.Filter{ObjectKind: "trail"}); len(ids) != 2 {
			t.Errorf("it is told %d times: %v", len(ids), ids)
		}
	})
}
