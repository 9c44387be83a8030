package main

import (
	"fmt"
	"strings"
	"time"

	"samverk/app/example"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// filled is a database with the example plan and many records.
type filled struct {
	db   *store.DB
	size int
	plan *plan.Plan
	rate float64 // records imported a second
}

// fillAll makes a database of each size on each engine.
func fillAll(server *pgtemp.Server, sizes []int) ([]filled, func()) {
	var all []filled
	var closing []func()
	for n, size := range sizes {
		dbs, closeAll := databases(server, fmt.Sprintf("records_%d", n))
		closing = append(closing, closeAll)
		for _, db := range dbs {
			p, rate := fill(db, size)
			all = append(all, filled{db, size, p, rate})
		}
	}
	return all, func() {
		for _, closeAll := range closing {
			closeAll()
		}
	}
}

// measureStatus judges every cell of the example plan with more and more records, beside a bare scan of those records.
func measureStatus(all []filled) {
	heading("Status of all 76 cells            records   status ms   bare scan ms   import rows/s")
	asOf := calendar.MustDate("2020-09-30")
	for _, f := range all {
		judge := median(5, func() {
			must(f.db.Read(ctx, func(tx *store.Tx) error {
				_, err := followup.On(ctx, tx, f.plan, asOf)
				return err
			}))
		})
		scan := median(3, func() { must(f.db.Read(ctx, bareScan)) })
		fmt.Printf("%-28s %12d %11.2f %14.2f %15.0f\n", f.db.Engine(), f.size, ms(judge), ms(scan), f.rate)
	}
}

// imported is how many records at most are imported; more are copies of them.
const imported = 20_000

// fill accepts the example plan and imports size records spread over its days, kinds and indicators.
func fill(db *store.DB, size int) (*plan.Plan, float64) {
	draft, err := planimport.NewReader().Read("plan.md", example.Document(), i18n.Printer{}, nil)
	must(err)
	var p *plan.Plan
	must(db.Write(ctx, func(tx *store.Tx) (err error) {
		if p, err = plan.Accept(ctx, tx, draft, nil, true); err != nil {
			return err
		}
		return plan.Take(ctx, tx, p.ID, plan.StepPublish, "", nil) // the public pages are measured too
	}))
	rows := min(size, imported)
	start := time.Now()
	must(db.Write(ctx, func(tx *store.Tx) error {
		_, err := evidence.ImportCSV(ctx, tx, p, records(0, rows), calendar.MustDate("2021-12-31"))
		return err
	}))
	rate := float64(rows) / time.Since(start).Seconds()
	if copies := size/rows - 1; copies > 0 {
		must(db.Write(ctx, func(tx *store.Tx) error { return multiply(tx, copies) }))
	}
	if db.Engine() == store.Postgres {
		_, err := audit.SealAll(ctx, db)
		must(err)
		must(db.Execute(ctx, "VACUUM ANALYZE")) // the server does so by itself, some minutes later
	}
	return p, rate
}

// multiply copies every record with its links and its entry in the trail so many times, which is quicker than to import
// them. The copied entries have no seals that hold; nothing here follows the chain.
func multiply(tx *store.Tx, copies int) error {
	const numbers = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < $1) "
	const key = "substr(%s, 1, 24) || substr(CAST(1000000000000 + copy.n AS text), 2)"
	newKey := func(column string) string { return fmt.Sprintf(key, column) }
	for _, statement := range []string{
		`INSERT INTO record (id, kind, day, title, text, body, state, diary_number, organisations, network, tags, addresses,
			links_fixed, recorded_by, recorded_at) ` + numbers + `SELECT ` + newKey("id") + `, kind, day, title, text, body, state, diary_number,
			organisations, network, tags, addresses, links_fixed, recorded_by, recorded_at FROM record, copy`,
		`INSERT INTO record_link (indicator_id, record_id, origin, excluded, counts_for, reason, decided_by, decided_at, day) ` + numbers +
			`SELECT indicator_id, ` + newKey("record_id") + `, origin, excluded, counts_for, reason, decided_by, decided_at, day FROM record_link, copy`,
		`INSERT INTO record_text (n, record_id, folded) ` + numbers + `SELECT record_text.n + copy.n, ` + newKey("record_id") + `, folded FROM record_text, copy`,
		`INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after,
			seq, previous, hash) ` + numbers + `SELECT ` + newKey("id") + `, at, actor_kind, actor_id, actor_name, action, object_kind,
			` + newKey("object_id") + `, reason, '', '', -1000000000 * CAST(copy.n AS bigint) - row_number() OVER (ORDER BY id), '', ''
			FROM audit_entry, copy WHERE object_kind = 'record'`,
	} {
		if _, err := tx.Exec(ctx, statement, copies); err != nil {
			return err
		}
	}
	return evidence.RecountAll(ctx, tx)
}

// records writes a file of records: every indicator and every day gets its share.
func records(from, n int) []byte {
	var out strings.Builder
	out.WriteString("date,kind,title,indicators,state,body,diary_number\n")
	first := calendar.MustDate("2018-01-01")
	for i := from; i < from+n; i++ {
		day := first.AddDays(i * 7 % 1461)
		fmt.Fprintf(&out, "%s,meeting,Möte %d,%d,submitted,,\n", day, i, i%33+1)
	}
	return []byte(out.String())
}

// bareScan reads the columns a status needs straight from the engine, for every record.
func bareScan(tx *store.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT l.indicator_id, r.day, r.state FROM record_link l JOIN record r ON r.id = l.record_id
		WHERE r.voided_at IS NULL AND NOT l.excluded`)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var indicator, state string
	var day calendar.Date
	for rows.Next() {
		if err := rows.Scan(&indicator, &day, &state); err != nil {
			return err
		}
	}
	return rows.Err()
}
