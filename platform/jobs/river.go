package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"samverk/platform/store"
)

func driver(engine store.Engine, pool *sql.DB) riverdriver.Driver[*sql.Tx] {
	if engine == store.SQLite {
		return riversqlite.New(pool)
	}
	return riverdatabasesql.New(pool)
}

// Tables is the migration that makes River's tables, as it has them in the version that the program is built with. A newer
// version of River that changes them needs another migration with the number it goes to.
func Tables(engine store.Engine, version int64, riverVersion int) *goose.Migration {
	up := func(ctx context.Context, tx *sql.Tx) error {
		migrator, err := rivermigrate.New(driver(engine, nil), &rivermigrate.Config{Logger: quiet()})
		if err != nil {
			return err
		}
		_, err = migrator.MigrateTx(ctx, tx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: riverVersion}) //nolint:staticcheck // what cannot share a transaction has a step of its own
		return err
	}
	return goose.NewGoMigration(version, &goose.GoFunc{RunTx: up}, nil)
}

// inserters queue jobs in any transaction of an engine; they do none.
var inserters = map[store.Engine]func() *river.Client[*sql.Tx]{
	store.SQLite:   sync.OnceValue(func() *river.Client[*sql.Tx] { return inserter(store.SQLite) }),
	store.Postgres: sync.OnceValue(func() *river.Client[*sql.Tx] { return inserter(store.Postgres) }),
}

func inserter(engine store.Engine) *river.Client[*sql.Tx] {
	client, err := river.NewClient(driver(engine, nil), &river.Config{Logger: quiet()})
	if err != nil {
		panic(err) // it has no settings that could be wrong
	}
	return client
}

// quiet is the program's log without what River tells of its own doings. Failures of jobs are told by the jobs, in the
// program's own words.
func quiet() *slog.Logger { return slog.New(onlyErrors{slog.Default().Handler()}) }

type onlyErrors struct{ slog.Handler }

func (h onlyErrors) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelError && h.Handler.Enabled(ctx, level)
}

func (h onlyErrors) WithAttrs(attrs []slog.Attr) slog.Handler {
	return onlyErrors{h.Handler.WithAttrs(attrs)}
}
func (h onlyErrors) WithGroup(name string) slog.Handler { return onlyErrors{h.Handler.WithGroup(name)} }
