package audit_test

import (
	"context"
	"fmt"
	"testing"

	"samverk/features/audit"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Entries that are written together stand in the chain like those that are written one by one.
func TestManyEntriesHoldTheChain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
		one := audit.Change{Action: "record.added", ObjectKind: "record", ObjectID: "one"}
		var many []audit.Change
		for n := range 2500 {
			many = append(many, audit.Change{Action: "record.added", ObjectKind: "record", ObjectID: fmt.Sprintf("många %d", n), After: map[string]int{"n": n}})
		}
		if err := db.Write(ctx, func(tx *store.Tx) error {
			for _, some := range [][]audit.Change{{one}, nil, many, {one}} {
				if err := audit.AppendMany(ctx, tx, some); err != nil {
					return err
				}
			}
			return audit.Append(ctx, tx, one)
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := audit.SealAll(ctx, db); err != nil {
			t.Fatal(err)
		}
		report, err := audit.Verify(ctx, db, "")
		if err != nil || report.Sealed < 2503 || report.Unsealed > 0 {
			t.Errorf("got %+v, %v", report, err)
		}
		var ids []string
		if err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.Select(ctx, &ids, "SELECT object_id FROM audit_entry WHERE object_id LIKE 'många %' ORDER BY seq")
		}); err != nil || ids[0] != "många 0" || ids[2499] != "många 2499" {
			t.Errorf("they do not stand in order: %v", err)
		}
	})
}
