package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// measured is how long each rate is measured.
const measured = 3 * time.Second

// measureWrites adds records one by one, each in its own durable transaction with links, tallies and audit, beside the
// bare engine inserting the same number of rows with the same durability.
func measureWrites(server *pgtemp.Server) {
	heading("Writes per second                 clients     samverk   bare engine    share")
	dbs, closeAll := databases(server, "writes")
	defer closeAll()
	today := calendar.MustDate("2020-09-30")
	for _, db := range dbs {
		p, _ := fill(db, 100)
		indicator := p.Indicators()[0].ID
		must(db.Execute(ctx, `CREATE TABLE bare (id text PRIMARY KEY, n bigint, a text, b text, c text)`))
		for _, clients := range []int{1, 8, 32} {
			ours := rate(clients, func(i int) error {
				return db.Write(ctx, func(tx *store.Tx) error {
					_, err := evidence.Add(ctx, tx, evidence.NewRecord{
						Content:    evidence.Content{Kind: plan.Meeting, Day: today.AddDays(-i % 900), Title: "Möte"},
						Indicators: []evidence.Placing{{IndicatorID: indicator}},
					}, today)
					return err
				})
			})
			bare := rate(clients, func(int) error { return db.Write(ctx, bareInserts) })
			fmt.Printf("%-28s %12d %11.0f %13.0f %7.0f%%\n", db.Engine(), clients, ours, bare, 100*ours/bare)
		}
	}
}

// bareInserts writes as many rows as a record does: the record, its link, its tally, its audit entry.
func bareInserts(tx *store.Tx) error {
	for range 4 {
		if _, err := tx.ExecContext(ctx, "INSERT INTO bare (id, n, a, b, c) VALUES ($1, $2, $3, $4, $5)",
			store.NewID(), 1, "meeting", "2020-09-30", `{"title":"Möte","kind":"meeting"}`); err != nil {
			return err
		}
	}
	return nil
}

// rate runs do by so many clients at once and gives how often it was done in a second.
func rate(clients int, do func(i int) error) float64 {
	var count atomic.Int64
	var group sync.WaitGroup
	start := time.Now()
	for c := range clients {
		group.Go(func() {
			for i := c; time.Since(start) < measured; i += clients {
				must(do(i))
				count.Add(1)
			}
		})
	}
	group.Wait()
	return float64(count.Load()) / time.Since(start).Seconds()
}
