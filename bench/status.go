package main

import (
	"fmt"
	"strings"
	"time"

	"samverk/app/example"
	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// measureStatus judges every cell of the example plan with more and more records, beside a bare scan of those records.
func measureStatus(server *pgtemp.Server, sizes []int) {
	heading("Status of all 76 cells            records   status ms   bare scan ms   import rows/s")
	asOf := calendar.MustDate("2020-09-30")
	for n, size := range sizes {
		dbs, closeAll := databases(server, fmt.Sprintf("status_%d", n))
		for _, db := range dbs {
			p, rate := fill(db, size)
			judge := median(5, func() {
				must(db.Read(ctx, func(tx *store.Tx) error {
					_, err := followup.On(ctx, tx, p, asOf)
					return err
				}))
			})
			scan := median(3, func() { must(db.Read(ctx, bareScan)) })
			fmt.Printf("%-28s %12d %11.2f %14.2f %15.0f\n", db.Engine(), size, judge.Seconds()*1000, scan.Seconds()*1000, rate)
		}
		closeAll()
	}
}

// fill accepts the example plan and imports size records spread over its days, kinds and indicators.
func fill(db *store.DB, size int) (*plan.Plan, float64) {
	draft, err := planimport.NewReader().Read("plan.md", example.Document(), i18n.Printer{}, nil)
	must(err)
	var p *plan.Plan
	must(db.Write(ctx, func(tx *store.Tx) (err error) {
		p, err = plan.Accept(ctx, tx, draft, nil, true)
		return err
	}))
	start := time.Now()
	const part = 250_000
	for from := 0; from < size; from += part {
		content := records(from, min(part, size-from))
		must(db.Write(ctx, func(tx *store.Tx) error {
			_, err := evidence.ImportCSV(ctx, tx, p, content, calendar.MustDate("2021-12-31"))
			return err
		}))
	}
	return p, float64(size) / time.Since(start).Seconds()
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
