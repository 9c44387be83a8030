package store_test

import (
	"fmt"
	"sync"
	"testing"

	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Statements come back from many places at once; whatever is prepared meanwhile, each gives what its own text asks for,
// nobody waits for ever, and texts without end do not pile up.
func TestStatementsThatComeBackGiveTheSameAsBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withTable(t, db)
		const writers, rounds = 8, 60
		var group sync.WaitGroup
		for w := range writers {
			group.Go(func() {
				for i := range rounds {
					id := fmt.Sprintf("%d-%d", w, i)
					check(t, db.Write(ctx, func(tx *store.Tx) error {
						for n := range 3 { // the third time it is prepared in the transaction itself
							if _, err := tx.Exec(ctx, "INSERT INTO thing (id, amount) VALUES ($1, $2)", fmt.Sprintf("%s-%d", id, n), n); err != nil {
								return err
							}
						}
						return nil
					}))
					var sum, other int
					check(t, db.Read(ctx, func(tx *store.Tx) error {
						if err := tx.Get(ctx, &sum, "SELECT sum(amount) FROM thing WHERE id LIKE $1", id+"-%"); err != nil {
							return err
						}
						return tx.Get(ctx, &other, fmt.Sprintf("SELECT %d FROM thing LIMIT 1", w*rounds+i))
					}))
					if sum != 3 || other != w*rounds+i {
						t.Errorf("%s adds up to %d and %d", id, sum, other)
					}
				}
			})
		}
		group.Wait()
	})
}

// A statement that cannot be prepared tells so each time, and spoils nothing for those after it.
func TestAStatementThatCannotBePreparedTellsSoEachTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withTable(t, db)
		for range 4 {
			if err := db.Write(ctx, func(tx *store.Tx) error { _, err := tx.Exec(ctx, "INSERT INTO nowhere VALUES (1)"); return err }); err == nil {
				t.Error("a table that is not there was written to")
			}
			check(t, db.Write(ctx, func(tx *store.Tx) error {
				_, err := tx.Exec(ctx, "INSERT INTO thing (id) VALUES ($1)", store.NewID())
				return err
			}))
		}
		check(t, db.Execute(ctx, "CREATE TABLE nowhere (n bigint)"))
		for range 4 {
			check(t, db.Write(ctx, func(tx *store.Tx) error { _, err := tx.Exec(ctx, "INSERT INTO nowhere VALUES (1)"); return err }))
		}
	})
}
