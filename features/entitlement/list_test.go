package entitlement_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/entitlement"
	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// shownBy are the names that a list shows, read two at a time.
func shownBy(t *testing.T, db *store.DB, f entitlement.Filter) (names []string) {
	t.Helper()
	f.Limit = 2
	write(t, db, func(tx *store.Tx) error {
		for more := true; more; {
			rows, next, err := entitlement.List(ctx, tx, f)
			if err != nil {
				return err
			}
			for i := range rows {
				names, f.After = append(names, rows[i].Name), rows[i].ID
			}
			more = next
		}
		return nil
	})
	return names
}

// However the list looks for them, it shows those whose status on the day is the one that is chosen, and all of them, also on
// days after which more has happened.
func TestTheListShowsWhoStandsWhereOnADay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		defer entitlement.ManyFilersFrom(8000)
		var ids []string
		for n := range 9 {
			id := store.NewID()
			ids = append(ids, id)
			write(t, db, func(tx *store.Tx) error {
				return organisations.Add(ctx, tx, id, organisations.Content{Name: fmt.Sprintf("Förening %d", n)})
			})
		}
		stages := []entitlement.Stage{entitlement.HandedIn, entitlement.Completion, entitlement.Entitled, entitlement.Refused, entitlement.Withdrawn}
		rapid.Check(t, func(rt *rapid.T) {
			write(t, db, func(tx *store.Tx) error {
				for _, table := range []string{"entitlement_step", "entitlement_filing"} {
					if _, err := tx.Exec(ctx, "DELETE FROM "+table); err != nil {
						return err
					}
				}
				for _, id := range ids[1:] { // the first has never handed anything in
					for year := range rapid.IntRange(0, 2).Draw(rt, "filings") {
						filing, day := store.NewID(), today.AddDays(400*(year-1))
						if _, err := tx.Exec(ctx, "INSERT INTO entitlement_filing (id, organisation_id, year, stage, version) VALUES ($1, $2, $3, 'draft', 1)", filing, id, day.Year()+year); err != nil {
							return err
						}
						for _, stage := range rapid.SliceOfN(rapid.SampledFrom(stages), 0, 3).Draw(rt, "stages") {
							day = day.AddDays(rapid.IntRange(0, 90).Draw(rt, "later"))
							var until any
							if stage == entitlement.Entitled {
								until = day.AddDays(rapid.IntRange(0, 450).Draw(rt, "until"))
							}
							if _, err := tx.Exec(ctx, `INSERT INTO entitlement_step (id, filing_id, organisation_id, year, stage, day, until, message, done_by, done_at)
								VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', $8)`, store.NewID(), filing, id, day.Year()+year, stage, day, until, store.TimeOf(day.Begins())); err != nil {
								return err
							}
							if _, err := tx.Exec(ctx, "UPDATE entitlement_filing SET stage = $2 WHERE id = $1", filing, stage); err != nil {
								return err
							}
						}
					}
				}
				return nil
			})
			day := today.AddDays(rapid.IntRange(-450, 800).Draw(rt, "day"))
			entitlement.ManyFilersFrom(rapid.SampledFrom([]int{0, 8000}).Draw(rt, "many from"))
			for _, show := range []string{"", "waiting", "soon", "entitled", "handed_in", "completion", "lapsed", "refused", "withdrawn"} {
				var want []string
				for n, id := range ids {
					write(t, db, func(tx *store.Tx) error {
						s, err := entitlement.On(ctx, tx, id, day)
						is := map[string]bool{"": s.Standing != entitlement.Never, "soon": s.LapsesSoon(day), "waiting": s.Standing == entitlement.Waiting || s.Pending == entitlement.HandedIn}
						if is[show] || show != "" && string(s.Standing) == show {
							want = append(want, fmt.Sprintf("Förening %d", n))
						}
						return err
					})
				}
				if got := shownBy(t, db, entitlement.Filter{Day: day, Show: show}); !slices.Equal(got, want) {
					rt.Fatalf("on %s %q shows %q, want %q", day, show, got, want)
				}
			}
		})
	})
}
