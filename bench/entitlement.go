package main

import (
	"time"

	"samverk/features/entitlement"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Of the register one in so many organisations has handed something in, each of so many years; of those one in so many waits.
const (
	oneFilesOf = 10
	yearsFiled = 3
	oneWaitsOf = 500
)

// measureEntitlement reads pages of the list of who is entitled, at depth and where few answer.
func measureEntitlement(db *store.DB) {
	today := calendar.Today(time.Now())
	fillEntitlement(db, today)
	var middle string
	must(db.Read(ctx, func(tx *store.Tx) error {
		return tx.Get(ctx, &middle, `SELECT o.id FROM organisation o WHERE EXISTS (SELECT 1 FROM entitlement_step s WHERE s.organisation_id = o.id)
			AND o.sort_key >= (SELECT sort_key FROM organisation WHERE place = (SELECT max(place) / 2 FROM organisation)) ORDER BY o.sort_key, o.id LIMIT 1`)
	}))
	for _, list := range []struct {
		what   string
		filter entitlement.Filter
	}{
		{"entitlement, the first page", entitlement.Filter{}},
		{"entitlement, a page in the middle", entitlement.Filter{After: middle}},
		{"entitlement, those who wait", entitlement.Filter{Show: "waiting"}},
		{"entitlement, those it lapses for soon", entitlement.Filter{Show: "soon"}},
		{"entitlement, those it was taken from", entitlement.Filter{Show: string(entitlement.TakenBack)}},
	} {
		list.filter.Day = today
		told(list.what, []string{""}, func(string) {
			must(db.Read(ctx, func(tx *store.Tx) error {
				_, _, err := entitlement.List(ctx, tx, list.filter)
				return err
			}))
		})
	}
}

// fillEntitlement lets organisations be entitled until some day of the coming year; a few have handed in anew and wait.
func fillEntitlement(db *store.DB, today calendar.Date) {
	must(db.Write(ctx, func(tx *store.Tx) error {
		var ids []string
		if err := tx.Select(ctx, &ids, "SELECT id FROM organisation WHERE place % $1 = 0 ORDER BY place", oneFilesOf); err != nil {
			return err
		}
		filings := store.NewBulk(tx, "entitlement_filing (id, organisation_id, year, met_on, stage, version)", "", 6)
		var happened [][]any
		steps := store.NewBulk(tx, "entitlement_step (id, filing_id, organisation_id, year, stage, day, until, message, done_by, done_at)", "", 10)
		for i, id := range ids {
			for ago := range yearsFiled {
				met := today.AddDays(-366*ago - 20 - i*7919%300)
				filing, stages := store.NewID(), []entitlement.Stage{entitlement.HandedIn, entitlement.Entitled}
				if ago == 0 && i%oneWaitsOf == 0 {
					stages = stages[:1]
				}
				if err := filings.Add(ctx, filing, id, met.Year(), met, stages[len(stages)-1], 1); err != nil {
					return err
				}
				for k, stage := range stages {
					var until any
					if stage == entitlement.Entitled {
						until = met.AddDays(480)
					}
					happened = append(happened, []any{store.NewID(), filing, id, met.Year(), stage, met.AddDays(k), until, "", "Mätning", store.Now()})
				}
			}
		}
		if err := filings.Flush(ctx); err != nil {
			return err
		}
		for _, step := range happened {
			if err := steps.Add(ctx, step...); err != nil {
				return err
			}
		}
		return steps.Flush(ctx)
	}))
	if db.Engine() == store.Postgres {
		must(db.Execute(ctx, "ANALYZE"))
	}
}
