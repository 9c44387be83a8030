package main

import (
	"fmt"
	"strings"
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
// bare engine doing the same inserts with the same durability.
func measureWrites(server *pgtemp.Server) {
	heading("Writes per second                 clients     samverk   bare engine    share")
	dbs, closeAll := databases(server, "writes")
	defer closeAll()
	today := calendar.MustDate("2020-09-30")
	for _, db := range dbs {
		p, _ := fill(db, 100)
		indicator := p.Indicators()[0].ID
		bare := &bareInserts{indicator: indicator}
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
			most := rate(clients, func(int) error { return db.Write(ctx, bare.insert) })
			fmt.Printf("%-28s %12d %11.0f %13.0f %7.0f%%\n", db.Engine(), clients, ours, most, 100*ours/most)
		}
	}
}

// bareInserts is what is inserted for a record, into the same tables with the same indexes, with nothing looked up,
// checked, chained or counted.
type bareInserts struct {
	indicator string
	n         atomic.Int64
}

func (b *bareInserts) insert(tx *store.Tx) error {
	if err := b.insertRecord(tx); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after)
		VALUES ($1, $2, 'program', 'bench', 'Mätning', 'record.added', 'record', $3, '', '', $4)`,
		store.NewID(), store.Now(), store.NewID(), bareAfter)
	return err
}

// insertRecord inserts everything but the entry in the trail.
func (b *bareInserts) insertRecord(tx *store.Tx) error {
	id, at, n := store.NewID(), store.Now(), b.n.Add(1)
	day := calendar.MustDate("2000-01-01").AddDays(int(n % 5000))
	for _, row := range []struct {
		statement string
		values    []any
	}{
		{`INSERT INTO record (id, kind, day, title, text, body, state, diary_number, organisations, network, tags, addresses,
			links_fixed, recorded_by, recorded_at) VALUES ($1, 'meeting', $2, 'Möte', '', '', '', '', 'null', '', 'null', 'null', $3, 'x', $4)`,
			[]any{id, day, true, at}},
		{`INSERT INTO record_link (indicator_id, record_id, origin, excluded, reason, decided_by, decided_at, day)
			VALUES ($1, $2, 'person', $3, '', 'x', $4, $5)`, []any{b.indicator, id, false, at, day}},
		{"INSERT INTO record_text (n, record_id, folded) VALUES ($1, $2, 'mote')", []any{-n, id}},
		{`INSERT INTO tally (indicator_id, counts_for, day, state, value, n, rated, numerator, denominator)
			VALUES ($1, $2, $2, $3, -1, 1, 0, 0, 0)`, []any{b.indicator, day, id}},
	} {
		if _, err := tx.Exec(ctx, row.statement, row.values...); err != nil {
			return err
		}
	}
	return nil
}

// bareAfter is about as long as what the trail keeps of a record.
var bareAfter = `{"kind":"meeting","day":"2020-09-30","title":"Möte"` + strings.Repeat(" ", 400) + "}"

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
