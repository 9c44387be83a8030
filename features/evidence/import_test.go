package evidence_test

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func importing(p *plan.Plan, file string, done *evidence.Imported) func(tx *store.Tx) error {
	return func(tx *store.Tx) (err error) {
		*done, err = evidence.ImportCSV(ctx, tx, p, []byte(file), today)
		return err
	}
}

func rowsIn(t fataler, db *store.DB, table string) (n int) {
	t.Helper()
	check(t, db.Read(ctx, func(tx *store.Tx) error { return tx.Get(ctx, &n, "SELECT count(*) FROM "+table) }))
	return n
}

func TestAFileIsImportedWholeOrNotAtAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, i := withPlan(t, db, "Plan")
		before := rowsIn(t, db, "audit_entry")
		var done evidence.Imported
		bad := head + "\n2019-05-05,meeting,Träff,,,,\n2019-05-05,fest,Träff,,,,\n2019-05-05,meeting,,,,,\n"
		refused(t, db, "evidence.import.refused", importing(p, bad, &done))
		if len(done.Problems) != 2 || done.Problems[1].Line != 4 || rowsIn(t, db, "record")+rowsIn(t, db, "evidence_import") != 0 {
			t.Errorf("%+v", done)
		}
		good := head + "\n2019-05-05,meeting,Träff,,,,\n2017-05-05,meeting,Tidig,,,,\n2019-05-05,trip,Resa,1.1 1.5,,,\n"
		write(t, db, importing(p, good, &done))
		if done.Rows != 3 || done.Uncounted != 1 || len(done.Problems) != 0 || len(done.Warnings) != 1 || done.Warnings[0].Line != 3 {
			t.Errorf("%+v", done)
		}
		if countOf(t, db, i[1].ID) != 2 || countOf(t, db, i[5].ID) != 1 {
			t.Error("the rows do not count as they should")
		}
		if got := rowsIn(t, db, "audit_entry") - before; got != 4 {
			t.Errorf("%d entries in the trail for three records and a file", got)
		}
		check(t, db.Read(ctx, func(tx *store.Tx) error {
			trail, err := audit.Of(ctx, tx, "plan", p.ID)
			if last := trail[len(trail)-1]; last.Action != "evidence.imported" || !strings.Contains(last.After, `"rows":3`) {
				t.Errorf("%+v", last)
			}
			return err
		}))
	})
}

func TestTheSameFileIsNotImportedTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, i := withPlan(t, db, "Plan A")
		other, _ := withPlan(t, db, "Plan B")
		file := head + "\n2019-05-05,meeting,Träff,,,,RS 1\n2019-06-05,trip,Resa,1.1 1.5,,,\n2019-07-05,meeting,Fika,none,,,\n"
		var done evidence.Imported
		write(t, db, importing(p, file, &done))
		refused(t, db, "evidence.import.same_file", importing(p, file, &done))
		write(t, db, importing(other, strings.ReplaceAll(file, "2019", "2020"), &done))
		if len(done.Warnings) != 0 {
			t.Errorf("other days: %+v", done.Warnings)
		}
		more := head + "\n2019-05-05,meeting,Träff,,,,RS 2\n2019-05-05,meeting,Träff,1.1,,,RS 1\n2019-05-05,meeting, Träff,,,,RS 1\n" +
			"2019-06-05,trip,Resa,5 1.1,,,\n2019-07-05,meeting,Fika,none,,,\n2019-07-05,meeting,Fika,,,,\n2019-07-05,meeting,Fika,,,,\n"
		write(t, db, importing(p, more, &done))
		var got []string
		for _, w := range done.Warnings {
			got = append(got, fmt.Sprint(w.Line, " ", w.Message.ID))
		}
		want := []string{"4 evidence.warning.recorded_already", "5 evidence.warning.recorded_already", "6 evidence.warning.recorded_already", "8 evidence.warning.same_row"}
		if !reflect.DeepEqual(got, want) || done.Rows != 7 {
			t.Errorf("got %v", got)
		}
		countOf(t, db, i[1].ID)
	})
}

func TestTwoWhoImportTheSameFileAtOnceCountItOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, i := withPlan(t, db, "Plan")
		file := head + "\n2019-05-05,meeting,Träff,,,,\n"
		errs := make(chan error, 4)
		for range cap(errs) {
			go func() {
				var done evidence.Imported
				errs <- db.Write(ctx, importing(p, file, &done))
			}()
		}
		refusals := 0
		for range cap(errs) {
			if err := <-errs; err != nil {
				refusals++
				if !strings.HasPrefix(err.Error(), "evidence.import.same_file") {
					t.Error(err)
				}
			}
		}
		if refusals != cap(errs)-1 || countOf(t, db, i[1].ID) != 1 {
			t.Errorf("%d refusals", refusals)
		}
	})
}

func TestNothingIsImportedWithoutAnActor(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	p, _ := withPlan(t, db, "Plan")
	nobody := context.Background()
	err := db.Write(nobody, func(tx *store.Tx) error {
		_, err := evidence.ImportCSV(nobody, tx, p, []byte(head+"\n2019-05-05,meeting,Träff,,,,\n"), today)
		return err
	})
	wantMessage(t, err, "audit.no_actor")
	if rowsIn(t, db, "record") != 0 {
		t.Error("something was imported")
	}
}

func exported(t fataler, db *store.DB, p *plan.Plan) string {
	t.Helper()
	var file bytes.Buffer
	check(t, db.Read(ctx, func(tx *store.Tx) error { return evidence.ExportCSV(ctx, tx, p, &file) }))
	return file.String()
}

func TestAnExportSaysWhatIsNeeded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p, i := withPlan(t, db, "Plan")
		n := record(plan.Meeting, "2019-05-05")
		n.Title, n.Text, n.HeadCount, n.Organisations = "=HYPERLINK(1)", "Rad \"ett\"\nrad två", new(3), []string{"A"}
		add(t, db, n)
		n = record(plan.Meeting, "2019-05-06")
		n.Network = "Norra nätverket"
		add(t, db, n)
		excluded := add(t, db, record(plan.Meeting, "2019-05-07"))
		placed := add(t, db, record(plan.Report, "2019-05-08"))
		n = record(plan.Requirement, "2019-05-09")
		n.Numerator, n.Denominator, n.Value = thousandths(0.5), thousandths(1), thousandths(2)
		add(t, db, n)
		add(t, db, record(plan.Trip, "2019-05-10"))
		add(t, db, record(plan.Trip, "2017-05-10"))
		void := add(t, db, record(plan.Meeting, "2019-05-11"))
		write(t, db, func(tx *store.Tx) error {
			if err := evidence.Exclude(ctx, tx, excluded.ID, i[1].ID, "x"); err != nil {
				return err
			}
			if err := evidence.Void(ctx, tx, void.ID, "x"); err != nil {
				return err
			}
			return evidence.LinkByHand(ctx, tx, placed.ID, i[8].ID, date("2018-05-05"), "sen")
		})
		want := head + `,numerator,denominator,value,text,head_count,organisations
2019-05-05,meeting,'=HYPERLINK(1),,,,,,,,"Rad ""ett""
rad två",3,1 | A
2019-05-06,meeting,Träff,1.1 1.7,,,,,,,,,
2019-05-07,meeting,Träff,none,,,,,,,,,
2019-05-08,report,Träff,1.8@2018-01-01,,,,,,,,,
2019-05-09,requirement,Träff,,,,,0.5,1,2,,,
2019-05-10,trip,Träff,,,,,,,,,,
`
		if got := exported(t, db, p); got != want {
			t.Errorf("got\n%s", got)
		}
	})
}
