package store_test

import (
	"testing"

	"samverk/migrations"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func TestADatabaseIsReadyWhenItAnswersAndHasEveryMigration(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		list := migrations.For(db.Engine())
		check(t, db.Ready(ctx, list))
		check(t, db.Execute(ctx, "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)"))
		if db.Ready(ctx, list) == nil {
			t.Error("a database that lacks a migration is called ready")
		}
		check(t, db.Close())
		if db.Ready(ctx, list) == nil {
			t.Error("a database that is closed is called ready")
		}
	})
}
