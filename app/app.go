// Package app knows every feature: it opens the database, joins the message catalogues, wires the features together
// and serves them. It holds no rules of its own.
package app

import (
	"context"
	"io/fs"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/awards"
	"samverk/features/cases"
	"samverk/features/entitlement"
	"samverk/features/events"
	"samverk/features/evidence"
	"samverk/features/feedback"
	"samverk/features/feeds"
	"samverk/features/followup"
	"samverk/features/mandates"
	"samverk/features/mapping"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/orgimport"
	"samverk/features/outbox"
	"samverk/features/personaldata"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/features/search"
	"samverk/features/staffing"
	"samverk/features/yearwheel"
	"samverk/migrations"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// Catalogue joins every package's messages with those of the program that is running.
func Catalogue(more ...fs.FS) *i18n.Catalogue {
	return i18n.NewCatalogue(append([]fs.FS{
		messages(), store.Messages(), web.Messages(), form.Messages(), file.Messages(), ui.Messages(), questions.Messages(),
		accounts.Messages(), audit.Messages(), plan.Messages(), planimport.Messages(), evidence.Messages(), followup.Messages(),
		search.Messages(), feedback.Messages(), outbox.Messages(), personaldata.Messages(), staffing.Messages(),
		organisations.Messages(), orgimport.Messages(), mapping.Messages(), feeds.Messages(), networks.Messages(), meetings.Messages(), events.Messages(),
		yearwheel.Messages(), mandates.Messages(), entitlement.Messages(), cases.Messages(), awards.Messages(),
	}, more...)...)
}

// OpenDatabase opens the database at the address and brings it to this program's version.
func OpenDatabase(ctx context.Context, address string) (*store.DB, store.Migrated, error) {
	db, err := store.Open(ctx, address)
	if err != nil {
		return nil, store.Migrated{}, err
	}
	done, err := db.Migrate(ctx, migrations.For(db.Engine()))
	if err != nil {
		db.Close() //nolint:errcheck // the first error is what matters
		return nil, done, err
	}
	return db, done, nil
}

// Check looks whether the database holds together: the engine's file, the audit trail, which must pass through the anchor
// of an earlier check when one is given, and what is counted.
func Check(ctx context.Context, db *store.DB, how audit.Checking) (audit.Report, error) {
	if err := db.CheckFile(ctx); err != nil {
		return audit.Report{}, err
	}
	report, err := audit.VerifyTelling(ctx, db, how)
	if err == nil {
		err = db.Read(ctx, func(tx *store.Tx) error { return evidence.CheckTallies(ctx, tx) })
	}
	return report, err
}

// RestoreDatabase fills the empty place at the address from a backup that this program's version or an older one made.
func RestoreDatabase(ctx context.Context, file, address string, keys store.Keys) error {
	return store.Restore(ctx, file, address, keys, migrations.For(store.EngineOf(address)))
}
