package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"samverk/features/organisations"
	"samverk/features/organisations/madeup"
	"samverk/features/orgimport"
	"samverk/migrations"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// measureImport brings registers in from a file, step by step, beside what sqlite3's own .import takes to put the same rows
// into the same tables with the same indexes, as the file grows.
func measureImport(server *pgtemp.Server, rows int, quick bool) {
	sizes := []int{1000, 10_000, 100_000, 300_000}
	switch {
	case rows > 0:
		sizes = []int{rows}
	case quick:
		sizes = sizes[:2]
	}
	for _, size := range sizes {
		heading(fmt.Sprintf("a file of %d organisations                 rows per second", size))
		content := fileOf(madeup.Register(size))
		dbs, closeAll := databases(server, fmt.Sprintf("import_%d", size))
		for _, db := range dbs {
			fmt.Println(db.Engine())
			bringIn(db, content, size)
			if db.Engine() == store.SQLite {
				measureBareImport(db, size)
			}
		}
		closeAll()
	}
}

// fileOf is a register as a file.
func fileOf(register []organisations.Content) []byte {
	var file bytes.Buffer
	out := csv.NewWriter(&file)
	must(out.Write([]string{"Namn", "Organisationsnummer", "Juridisk form", "Säte"}))
	for i := range register {
		c := &register[i]
		must(out.Write([]string{c.Name, c.Number.String(), string(c.Form), c.Seat}))
	}
	out.Flush()
	must(out.Error())
	return file.Bytes()
}

func bringIn(db *store.DB, content []byte, size int) {
	id, seen := store.NewID(), orgimport.Counts{}
	towns, err := organisations.ReadMunicipalities("")
	must(err)
	ctx := i18n.With(ctx, i18n.NewCatalogue(organisations.Messages(), orgimport.Messages()).In(i18n.Swedish))
	var table *sheet.Table
	for _, step := range []struct {
		what string
		do   func(tx *store.Tx) error
	}{
		{"reading the file", func(*store.Tx) (err error) { table, err = sheet.Read(content); return err }},
		{"keeping its rows", func(tx *store.Tx) error { return orgimport.Bring(ctx, tx, id, "bench.csv", table) }},
		{"giving every row its fate", func(tx *store.Tx) error {
			return orgimport.Arrange(ctx, tx, id, orgimport.Guess(table.Head), true, towns)
		}},
		{"leaving out what is refused", func(tx *store.Tx) (err error) {
			if err = orgimport.LeaveOut(ctx, tx, id, towns); err == nil {
				seen, err = orgimport.Count(ctx, tx, id)
			}
			return err
		}},
		{"reading it into the register", func(tx *store.Tx) error { return orgimport.Run(ctx, tx, id, seen, towns) }},
	} {
		start := time.Now()
		must(db.Write(ctx, step.do))
		fmt.Printf("  %-44s %12.0f\n", step.what, float64(size)/time.Since(start).Seconds())
	}
	fmt.Printf("  of them added: %d\n", seen[orgimport.Added])
}

// measureBareImport copies the register's rows into empty tables with sqlite3's own .import.
func measureBareImport(db *store.DB, size int) {
	tool, err := exec.LookPath("sqlite3")
	if err != nil {
		fmt.Println("  sqlite3 is not installed: nothing to compare with")
		return
	}
	folder, err := os.MkdirTemp("", "samverk-import-")
	must(err)
	defer os.RemoveAll(folder) //nolint:errcheck // temporary
	empty := filepath.Join(folder, "empty.db")
	other, err := store.Open(ctx, empty)
	must(err)
	_, err = other.Migrate(ctx, migrations.For(store.SQLite))
	must(err)
	must(other.Close())
	var source struct{ File string }
	must(db.Read(ctx, func(tx *store.Tx) error {
		return tx.Get(ctx, &source, "SELECT file FROM pragma_database_list WHERE name = 'main'")
	}))
	tables := []string{"organisation", "organisation_municipality", "organisation_term", "organisation_stem", "organisation_posting"}
	load := []string{empty, ".mode csv", "PRAGMA foreign_keys = OFF"}
	for _, table := range tables {
		rows := filepath.Join(folder, table+".csv")
		must(exec.Command(tool, source.File, ".mode csv", ".once "+rows, "SELECT * FROM "+table).Run())
		load = append(load, ".import "+rows+" "+table)
	}
	start := time.Now()
	out, err := exec.Command(tool, load...).CombinedOutput()
	if err != nil {
		must(fmt.Errorf("%w: %s", err, out))
	}
	fmt.Printf("  %-44s %12.0f\n", "sqlite3 .import of the same rows and words", float64(size)/time.Since(start).Seconds())
}
