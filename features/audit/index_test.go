package audit_test

import (
	"strings"
	"testing"

	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// What is asked for of a long trail is found by an index that has it in order: no page reads the whole trail, nor sorts it.
func TestNoPageReadsTheWholeTrail(t *testing.T) {
	indexes := map[string]string{ // where another index has the order too, and more to read
		"of a thing": "audit_entry_object", "the last of a thing": "audit_entry_object", "of a person and a kind": "audit_entry_actor_kind",
		"reasons of a person": "audit_entry_reason_actor", "reasons of a kind": "audit_entry_reason_kind",
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for name, query := range map[string]string{
			"of a thing":             "SELECT * FROM audit_entry WHERE object_kind = 'record' AND object_id = 'a' ORDER BY at, id",
			"the last of a thing":    "SELECT * FROM audit_entry WHERE object_kind = 'record' AND object_id = 'a' ORDER BY at DESC, id DESC LIMIT 1",
			"of a kind":              "SELECT * FROM audit_entry WHERE object_kind = 'record' ORDER BY at DESC, id DESC LIMIT 50",
			"of a person":            "SELECT * FROM audit_entry WHERE actor_id = 'a' ORDER BY at DESC, id DESC LIMIT 50",
			"of a person and a kind": "SELECT * FROM audit_entry WHERE actor_id = 'a' AND object_kind = 'record' ORDER BY at DESC, id DESC LIMIT 50",
			"reasons of a person":    "SELECT * FROM audit_entry WHERE actor_id = 'a' AND reason <> '' ORDER BY at DESC, id DESC LIMIT 50",
			"reasons of a kind":      "SELECT * FROM audit_entry WHERE object_kind = 'record' AND reason <> '' ORDER BY at DESC, id DESC LIMIT 50",
			"everything":             "SELECT * FROM audit_entry ORDER BY at DESC, id DESC LIMIT 50",
		} {
			var plan []string
			check(t, db.Write(ctx, func(tx *store.Tx) error {
				explain := "EXPLAIN QUERY PLAN "
				if db.Engine() == store.Postgres {
					if _, err := tx.Exec(ctx, "SET LOCAL enable_seqscan = off"); err != nil { // an empty table is quickest read whole
						return err
					}
					explain = "EXPLAIN "
				}
				rows, err := tx.QueryContext(ctx, explain+query)
				if err != nil {
					return err
				}
				defer rows.Close() //nolint:errcheck // only read
				columns, err := rows.Columns()
				for err == nil && rows.Next() {
					row, into := make([]any, len(columns)), make([]any, len(columns))
					for i := range row {
						into[i] = &row[i]
					}
					if err = rows.Scan(into...); err == nil {
						line, _ := row[len(row)-1].(string)
						plan = append(plan, line)
					}
				}
				return err
			}))
			said := strings.Join(plan, "\n")
			if !strings.Contains(strings.ToUpper(said), "INDEX") || strings.Contains(said, "TEMP B-TREE") || strings.Contains(said, "Sort") {
				t.Errorf("%s: the engine does this:\n%s", name, said)
			}
			if index := indexes[name]; !strings.Contains(said, index) {
				t.Errorf("%s is not found by %s:\n%s", name, index, said)
			}
		}
	})
}
