package evidence_test

import (
	"bytes"
	"fmt"
	"testing"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func BenchmarkAdd(b *testing.B) {
	for _, engine := range storetest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			db := storetest.Open(b, engine)
			withPlan(b, db, "Plan")
			for b.Loop() {
				add(b, db, record(plan.Meeting, "2019-05-05"))
			}
		})
	}
}

func BenchmarkImport100000(b *testing.B) {
	var file bytes.Buffer
	file.WriteString(head + "\n")
	for n := range 100_000 {
		fmt.Fprintf(&file, "%s,meeting,Träff nummer %d,,,Styrelsen,RS 2019-%d\n", date("2018-01-01").AddDays(n%1200), n, n)
	}
	for _, engine := range storetest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				db := storetest.Open(b, engine)
				p, _ := withPlan(b, db, "Plan")
				b.StartTimer()
				write(b, db, func(tx *store.Tx) error {
					_, err := evidence.ImportCSV(ctx, tx, p, file.Bytes(), today)
					return err
				})
			}
			b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkCheckContent(b *testing.B) {
	n := record(plan.Meeting, "2019-05-05")
	period := paperPlan().Period
	for b.Loop() {
		n.Check(today, period)
	}
}

func BenchmarkForeseeRuleOf100000(b *testing.B) {
	var file bytes.Buffer
	file.WriteString(head + "\n")
	for n := range 100_000 {
		fmt.Fprintf(&file, "%s,meeting,Träff nummer %d,,,Styrelsen,RS 2019-%d\n", date("2018-01-01").AddDays(n%1200), n, n)
	}
	for _, engine := range storetest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			db := storetest.Open(b, engine)
			p, _ := withPlan(b, db, "Plan")
			write(b, db, func(tx *store.Tx) error {
				_, err := evidence.ImportCSV(ctx, tx, p, file.Bytes(), today)
				return err
			})
			rule := p.Indicators()[0].Rule
			rule.Evidence = []plan.EvidenceKind{plan.Meeting, plan.Seminar}
			for b.Loop() {
				write(b, db, func(tx *store.Tx) error {
					_, err := evidence.ForeseeRule(ctx, tx, p.Indicators()[0], rule)
					return err
				})
			}
		})
	}
}
