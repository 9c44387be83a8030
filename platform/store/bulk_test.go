package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Many rows read back as they were given, whichever way they went in.
func TestRowsThatGoInTogetherReadBackAlike(t *testing.T) {
	type thing struct {
		ID     string
		At     store.Time
		Day    *string
		Amount int64
		Yes    bool
		Bytes  []byte
		List   store.JSON[[]string]
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withTable(t, db)
		const rows = 10_001
		one := func(n int, id string) []any {
			if n%3 == 0 {
				return []any{id, store.Time{}, nil, n, n%2 == 0, []byte{0, byte(n)}, store.AsJSON([]string{"ö", fmt.Sprint(n)})}
			}
			return []any{id, store.TimeOf(time.Date(2019, 3, 31, 2, 30, n%60, 123456789, time.UTC)), fmt.Sprintf("2019-01-%02d", 1+n%31), n, n%2 == 0, []byte{0, byte(n)}, store.AsJSON([]string{"ö", fmt.Sprint(n)})}
		}
		for _, clash := range []string{"", " ON CONFLICT (id) DO NOTHING"} {
			check(t, db.Write(ctx, func(tx *store.Tx) error {
				bulk := store.NewBulk(tx, "thing (id, at, day, amount, yes, bytes, list)", clash, 7)
				for n := range rows {
					if err := bulk.Add(ctx, one(n, fmt.Sprintf("%s%06d", clash, n))...); err != nil {
						return err
					}
				}
				return bulk.Flush(ctx)
			}))
			var all []thing
			check(t, db.Read(ctx, func(tx *store.Tx) error {
				return tx.Select(ctx, &all, "SELECT id, at, CAST(day AS text) AS day, amount, yes, bytes, list FROM thing WHERE length(id) = $1 ORDER BY id", len(clash)+6)
			}))
			if len(all) != rows {
				t.Fatalf("%d rows of %d", len(all), rows)
			}
			for n := range all {
				want := one(n, all[n].ID)
				if got := all[n]; got.At != want[1] || (got.Day == nil) != (want[2] == nil) || got.Day != nil && *got.Day != want[2] || got.Amount != int64(n) || got.Yes != want[4] || got.Bytes[1] != byte(n) || got.List.V[1] != fmt.Sprint(n) {
					t.Fatalf("row %d is %+v, want %+v", n, got, want)
				}
			}
		}
		err := db.Write(ctx, func(tx *store.Tx) error {
			bulk := store.NewBulk(tx, "thing (id)", "", 1)
			return errors.Join(bulk.Add(ctx, "twice"), bulk.Add(ctx, "twice"), bulk.Flush(ctx))
		})
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("the same key twice: %v", err)
		}
	})
}
