package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"samverk/migrations"
	"samverk/platform/store"
)

// What a register is made of, and what is written of it in the trail.
var (
	registerTables = []string{"organisation", "organisation_municipality", "organisation_term", "organisation_stem", "organisation_posting"}
	trailTables    = []string{"audit_entry"}
)

// measureBare puts the rows of a register into empty tables with the engine's own tool: .import of sqlite3, COPY of PostgreSQL.
func measureBare(db *store.DB, t *tellings) {
	folder, err := os.MkdirTemp("", "samverk-import-")
	must(err)
	defer os.RemoveAll(folder) //nolint:errcheck // temporary
	bare := bareSQLite
	if db.Engine() == store.Postgres {
		bare = barePostgres
	}
	for _, c := range []struct {
		what   string
		tables []string
	}{{bareRows, registerTables}, {bareRowsAndTrail, append(registerTables[:len(registerTables):len(registerTables)], trailTables...)}} {
		d, processor := bare(db, folder, c.tables)
		if d > 0 {
			t.took(c.what, d)
		}
		if processor > 0 {
			t.processor[c.what] = append(t.processor[c.what], processor)
		}
	}
}

// bareSQLite copies tables with sqlite3's .import, and gives what it took by the clock and of the processors; 0 when it is not
// installed.
func bareSQLite(db *store.DB, folder string, tables []string) (took, processor time.Duration) {
	tool, err := exec.LookPath("sqlite3")
	if err != nil {
		return 0, 0
	}
	empty := filepath.Join(folder, fmt.Sprintf("empty%d.db", len(tables)))
	other := emptied(empty)
	must(other.Close())
	var source struct{ File string }
	must(db.Read(ctx, func(tx *store.Tx) error {
		return tx.Get(ctx, &source, "SELECT file FROM pragma_database_list WHERE name = 'main'")
	}))
	load := []string{empty, ".mode csv", "PRAGMA foreign_keys = OFF"}
	for _, table := range tables {
		rows := filepath.Join(folder, table+".csv")
		must(exec.Command(tool, source.File, ".mode csv", ".once "+rows, "SELECT * FROM "+table).Run()) //nolint:gosec // a table of ours
		load = append(load, ".import "+rows+" "+table)
	}
	start, before := time.Now(), used(syscall.RUSAGE_CHILDREN)
	out, err := exec.Command(tool, load...).CombinedOutput() //nolint:gosec // the tool of the machine
	if err != nil {
		must(fmt.Errorf("%w: %s", err, out))
	}
	return time.Since(start), used(syscall.RUSAGE_CHILDREN) - before
}

// barePostgres copies tables into empty ones of another database with COPY, in one transaction, by PostgreSQL's own client; 0
// when that is not installed.
func barePostgres(db *store.DB, folder string, tables []string) (took, processor time.Duration) {
	tool, err := exec.LookPath("psql")
	if err != nil {
		return 0, 0
	}
	name := fmt.Sprintf("bare_%d", time.Now().UnixNano())
	must(db.Execute(ctx, "CREATE DATABASE "+name))
	address := sibling(db.Address(), name)
	other := emptied(address)
	must(other.Close())
	load := []string{"-q", "-v", "ON_ERROR_STOP=1", "-1", "-d", address}
	for _, table := range tables {
		rows := filepath.Join(folder, table+".copy")
		must(exec.Command(tool, "-q", "-d", db.Address(), "-c", "\\copy "+table+" TO '"+rows+"'").Run()) //nolint:gosec // a table of ours
		load = append(load, "-c", "\\copy "+table+" FROM '"+rows+"'")
	}
	start := time.Now()
	out, err := exec.Command(tool, load...).CombinedOutput() //nolint:gosec // the tool of the machine
	if err != nil {
		must(fmt.Errorf("%w: %s", err, out))
	}
	return time.Since(start), 0
}

// sibling is the address of another database of the same server.
func sibling(address, name string) string {
	at, err := url.Parse(address)
	must(err)
	at.Path = "/" + name
	return at.String()
}

// emptied is a new database with its tables.
func emptied(address string) *store.DB {
	other, err := store.Open(context.Background(), address)
	must(err)
	_, err = other.Migrate(ctx, migrations.For(other.Engine()))
	must(err)
	return other
}
