package cases_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"samverk/features/cases"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Fifty at once, some of whose transactions are rolled back, get numbers without gaps and without doubles.
func TestDiaryNumbersHaveNoGaps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, func(tx *store.Tx) error { return cases.SetSeries(ctx, tx, "PROV {year}:{n}") })
		refused(t, db, "cases.series_wrong", func(tx *store.Tx) error { return cases.SetSeries(ctx, tx, "PROV {year}") })
		var wait sync.WaitGroup
		var mutex sync.Mutex
		numbers := map[string]bool{}
		undone := errors.New("undone")
		for n := range 60 {
			wait.Go(func() {
				var c cases.Case
				err := db.Write(ctx, func(tx *store.Tx) (err error) {
					if c, err = cases.Propose(ctx, tx, cases.Proposal{Title: fmt.Sprint("Ärende ", n)}); err == nil && n%6 == 5 {
						err = undone
					}
					return err
				})
				mutex.Lock()
				defer mutex.Unlock()
				switch {
				case err == nil && numbers[c.DiaryNumber]:
					t.Errorf("%s is given twice", c.DiaryNumber)
				case err == nil:
					numbers[c.DiaryNumber] = true
				case !errors.Is(err, undone):
					t.Error(err)
				}
			})
		}
		wait.Wait()
		year := calendar.Today(store.Now().Time).Year()
		for n := 1; n <= 50; n++ {
			if number := fmt.Sprintf("PROV %d:%d", year, n); !numbers[number] {
				t.Errorf("%s is missing", number)
			}
		}
		id := store.NewID()
		var first, second cases.Case
		for _, at := range []*cases.Case{&first, &second} {
			write(t, db, func(tx *store.Tx) (err error) {
				*at, err = cases.Propose(ctx, tx, cases.Proposal{ID: id, Title: "Samma formulär"})
				return err
			})
		}
		if first.DiaryNumber != second.DiaryNumber || first.DiaryNumber != fmt.Sprintf("PROV %d:51", year) {
			t.Errorf("the same form sent twice gets %s and %s", first.DiaryNumber, second.DiaryNumber)
		}
	})
}
