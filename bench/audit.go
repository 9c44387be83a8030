package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// measureTrail measures what the audit trail costs a write, and what it costs to read and check as it grows.
func measureTrail(server *pgtemp.Server, only int, quick bool) {
	measureAppend(server)
	sizes := []int{10_000, 1_000_000, 10_000_000}
	switch {
	case only > 0:
		sizes = []int{only}
	case quick:
		sizes = sizes[:2]
	}
	heading("Reading the trail, ms       entries     one thing   a person   middle   kind+person   no match   words   check s   entries/s")
	for n, size := range sizes {
		dbs, closeAll := databases(server, fmt.Sprintf("trail_%d", n))
		fillTrail(dbs[0], size)
		copyTrail(dbs[0], dbs[1])
		for _, db := range dbs {
			measureReads(db, size)
		}
		closeAll()
	}
}

// measureAppend makes the same writes with and without their entry in the trail: every other by one client, so that
// nothing else differs, and then by eight in turns.
func measureAppend(server *pgtemp.Server) {
	heading("Writes with the trail             clients     without        with    the trail's share")
	dbs, closeAll := databases(server, "append")
	defer closeAll()
	after := json.RawMessage(bareAfter)
	for _, db := range dbs {
		p, _ := fill(db, 100)
		inserts := &bareInserts{indicator: p.Indicators()[0].ID}
		bare := func(int) error { return db.Write(ctx, inserts.insertRecord) }
		told := func(int) error {
			return db.Write(ctx, func(tx *store.Tx) error {
				if err := inserts.insertRecord(tx); err != nil {
					return err
				}
				return audit.Append(ctx, tx, audit.Change{Action: "record.added", ObjectKind: "record", ObjectID: "x", After: after})
			})
		}
		without, with := everyOther(bare, told)
		fmt.Printf("%-28s %12d %8.2f ms %8.2f ms %19.0f%%\n", db.Engine(), 1, without, with, 100*(1-without/with))
		without, with = 0, 0
		for range turns {
			without += rate(eight, bare) / turns
			with += rate(eight, told) / turns
		}
		fmt.Printf("%-28s %12d %9.0f/s %9.0f/s %20.0f%%\n", db.Engine(), eight, without, with, 100*(1-with/without))
	}
}

const eight, turns = 8, 3

// everyOther does one and the other in turn and gives the middle time of each, in milliseconds.
func everyOther(one, other func(int) error) (oneMs, otherMs float64) {
	var times [2][]time.Duration
	for start := time.Now(); time.Since(start) < 2*measured; {
		for n, do := range []func(int) error{one, other} {
			begun := time.Now()
			must(do(0))
			times[n] = append(times[n], time.Since(begun))
		}
	}
	slices.Sort(times[0])
	slices.Sort(times[1])
	return ms(times[0][len(times[0])/2]), ms(times[1][len(times[1])/2])
}

// The trail that is filled in: each thing has this many entries, spread over the whole trail. People and kinds go
// together, so that somebody has never touched most kinds.
const (
	entriesOfThing = 20
	trailPeople    = 50
)

var trailKinds = []string{"record", "plan", "indicator", "goal", "activity"}

func trailPerson(n int) string { return fmt.Sprintf("person-%02d", n%trailPeople) }

// fillTrail writes size entries, each in the way that every change is written.
func fillTrail(db *store.DB, size int) {
	const batch = 10_000
	things := size / entriesOfThing
	for begin := 0; begin < size; begin += batch {
		must(db.Write(ctx, func(tx *store.Tx) error {
			for n := begin; n < begin+batch; n++ {
				by := audit.As(ctx, audit.Actor{Kind: audit.Account, ID: trailPerson(n), Name: "Person"})
				change := audit.Change{
					Action: "record.corrected", ObjectKind: trailKinds[n%len(trailKinds)], ObjectID: fmt.Sprintf("thing-%d", n%things),
					Before: map[string]any{"title": "Möte", "number": n}, After: map[string]any{"title": "Samråd", "number": n + 1},
				}
				if n%10 == 0 {
					change.Reason = fmt.Sprintf("Rättat efter samtal %d", n)
				}
				if err := audit.Append(by, tx, change); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// copyTrail takes the chain over to PostgreSQL as it is, where sealing ten million entries would take longest of all.
func copyTrail(from, to *store.DB) {
	const batch = 5000
	for last := int64(0); ; {
		var rows []map[string]any
		must(from.Read(ctx, func(tx *store.Tx) error {
			var entries []audit.Entry
			err := tx.Select(ctx, &entries, "SELECT * FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2", last, batch)
			for i := range entries {
				rows = append(rows, columnsOf(&entries[i]))
				last = entries[i].Seq
			}
			return err
		}))
		if len(rows) == 0 {
			break
		}
		data, err := json.Marshal(rows)
		must(err)
		must(to.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO audit_entry SELECT * FROM json_populate_recordset(NULL::audit_entry, $1)", string(data))
			return err
		}))
	}
	must(to.Execute(ctx, `UPDATE audit_head SET seq = l.seq, hash = l.hash FROM (SELECT seq, hash FROM audit_entry
		ORDER BY seq DESC LIMIT 1) l`))
	must(to.Execute(ctx, "VACUUM ANALYZE")) // the server does so by itself, some minutes later
}

func columnsOf(e *audit.Entry) map[string]any {
	at, err := e.At.Value()
	must(err)
	return map[string]any{"id": e.ID, "at": at, "actor_kind": e.ActorKind, "actor_id": e.ActorID, "actor_name": e.ActorName,
		"action": e.Action, "object_kind": e.ObjectKind, "object_id": e.ObjectID, "reason": e.Reason, "before": e.Before,
		"after": e.After, "seq": e.Seq, "previous": e.Previous, "hash": e.Hash}
}

// measureReads reads a filled trail in every way that the pages do, and checks the whole of it.
func measureReads(db *store.DB, size int) {
	read := func(do func(tx *store.Tx) error) float64 {
		return ms(median(5, func() { must(db.Read(ctx, do)) }))
	}
	search := func(f audit.Filter) float64 {
		return read(func(tx *store.Tx) error { _, err := audit.Search(ctx, tx, f); return err })
	}
	var middle string
	must(db.Read(ctx, func(tx *store.Tx) error {
		return tx.Get(ctx, &middle, "SELECT id FROM audit_entry WHERE seq = $1", size/2)
	}))
	thing := read(func(tx *store.Tx) error {
		entries, err := audit.Of(ctx, tx, trailKinds[7%len(trailKinds)], "thing-7")
		if err == nil && len(entries) != entriesOfThing {
			err = fmt.Errorf("a thing has %d entries", len(entries))
		}
		return err
	})
	today := calendar.Today(time.Now())
	person := search(audit.Filter{ActorID: trailPerson(0)})
	page := search(audit.Filter{After: middle})
	both := search(audit.Filter{ActorID: trailPerson(0), ObjectKind: trailKinds[0], From: today.AddDays(-1), To: today})
	none := search(audit.Filter{ActorID: trailPerson(0), ObjectKind: trailKinds[1]})
	words := search(audit.Filter{Words: "finns inte", ActorID: trailPerson(1)})
	start := time.Now()
	report, err := audit.Verify(ctx, db, "")
	must(err)
	took := time.Since(start).Seconds()
	fmt.Printf("%-24s %10s %11.1f %10.1f %8.1f %13.1f %10.1f %7.1f %9.1f %11.0f\n", db.Engine(), fmt.Sprint(report.Sealed),
		thing, person, page, both, none, words, took, float64(report.Sealed)/took)
}
