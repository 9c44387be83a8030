// Package storetest gives every store test a fresh, migrated database on both engines.
package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"samverk/migrations"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// AddressVariable names the environment variable that holds the address of a PostgreSQL server for tests. Without it
// the tests start one from the installed binaries, and fail when there are none: an engine is never left out.
const AddressVariable = "SAMVERK_TEST_POSTGRES"

// Engines lists what every store test runs on.
var Engines = []store.Engine{store.SQLite, store.Postgres}

// Each runs test on both engines, each time with a new migrated database.
func Each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	for _, engine := range Engines {
		t.Run(string(engine), func(t *testing.T) { test(t, Open(t, engine)) })
	}
}

// Open gives a new migrated database that is closed and removed with the test.
func Open(tb testing.TB, engine store.Engine) *store.DB {
	tb.Helper()
	return open(tb, Address(tb, engine))
}

// Address is the address of a new migrated database that is removed with the test.
func Address(tb testing.TB, engine store.Engine) string {
	tb.Helper()
	if engine == store.Postgres {
		return newPostgres(tb, "TEMPLATE "+postgresTemplate(tb))
	}
	path := filepath.Join(tb.TempDir(), "samverk.db")
	check(tb, os.WriteFile(path, sqliteTemplate(), 0o600))
	return path
}

// Empty is the address of a new database without tables.
func Empty(tb testing.TB, engine store.Engine) string {
	tb.Helper()
	if engine == store.Postgres {
		return newPostgres(tb, "")
	}
	return filepath.Join(tb.TempDir(), "samverk.db")
}

func open(tb testing.TB, address string) *store.DB {
	tb.Helper()
	db, err := store.Open(context.Background(), address)
	check(tb, err)
	tb.Cleanup(func() { db.Close() }) //nolint:errcheck // the database is thrown away
	return db
}

// sqliteTemplate is the content of a migrated file: copying it is quicker than migrating.
var sqliteTemplate = sync.OnceValue(func() []byte {
	folder, err := os.MkdirTemp("", "samverk-template-")
	must(err)
	defer os.RemoveAll(folder) //nolint:errcheck // temporary
	path := filepath.Join(folder, "template.db")
	migrate(path)
	data, err := os.ReadFile(path)
	must(err)
	return data
})

func migrate(address string) {
	ctx := context.Background()
	db, err := store.Open(ctx, address)
	must(err)
	_, err = db.Migrate(ctx, migrations.For(db.Engine()))
	must(err)
	must(db.Close())
}

var (
	ownServer     = sync.OnceValues(startOwnServer)
	ownStarted    *pgtemp.Server
	templateOnce  sync.Once
	templateName  string
	databaseCount int
	countLock     sync.Mutex
)

func startOwnServer() (*pgtemp.Server, error) {
	server, err := pgtemp.Start(pgtemp.Fast)
	ownStarted = server
	return server, err
}

func serverAddress(tb testing.TB) string {
	tb.Helper()
	if address := os.Getenv(AddressVariable); address != "" {
		return address
	}
	server, err := ownServer()
	check(tb, err)
	return server.Address("postgres")
}

// Stop ends a server that this test process started itself; call it from TestMain. Without the call the server would
// outlive the tests.
func Stop() {
	if ownStarted != nil {
		ownStarted.Stop() //nolint:errcheck // temporary
	}
}

func postgresTemplate(tb testing.TB) string {
	tb.Helper()
	templateOnce.Do(func() {
		templateName = nextName()
		execute(tb, "CREATE DATABASE "+templateName)
		migrate(databaseAddress(tb, templateName))
	})
	return templateName
}

func newPostgres(tb testing.TB, options string) string {
	tb.Helper()
	name := nextName()
	execute(tb, "CREATE DATABASE "+name+" "+options)
	tb.Cleanup(func() { execute(tb, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return databaseAddress(tb, name)
}

func nextName() string {
	countLock.Lock()
	defer countLock.Unlock()
	databaseCount++
	return fmt.Sprintf("samverk_%d_%d", os.Getpid(), databaseCount)
}

func databaseAddress(tb testing.TB, name string) string {
	tb.Helper()
	address, err := url.Parse(serverAddress(tb))
	check(tb, err)
	address.Path = "/" + name
	return address.String()
}

func execute(tb testing.TB, statement string) {
	tb.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, serverAddress(tb))
	check(tb, err)
	defer db.Close() //nolint:errcheck // nothing to lose
	check(tb, db.Execute(ctx, statement))
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
