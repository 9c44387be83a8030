package evidence

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/platform/store"
)

// doneToRecords are what happens to one record. Of them only a correction takes links away, and its entry names them.
var doneToRecords = []string{"record.added", "record.file_added", "record.linked", "record.excluded", "record.included",
	"record.corrected", "record.voided"}

// TouchesRecord tells whether an entry of the trail is about one record and nothing else.
func TouchesRecord(e audit.Entry) bool {
	return e.ObjectKind == "record" && slices.Contains(doneToRecords, e.Action)
}

// IndicatorsTouched gives the indicators whose records or tallies the entries may have changed, in any order and some
// twice. Every entry is one that TouchesRecord.
func IndicatorsTouched(ctx context.Context, tx *store.Tx, entries []audit.Entry) ([]string, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	var touched []string
	places := make([]string, len(entries))
	keys := make([]any, len(entries))
	for i, e := range entries {
		places[i], keys[i] = "$"+strconv.Itoa(i+1), e.ObjectID
		if e.Action != "record.corrected" {
			continue
		}
		var before struct{ Links []Link }
		if err := json.Unmarshal([]byte(e.Before), &before); err != nil {
			return nil, err
		}
		for _, link := range before.Links {
			touched = append(touched, link.IndicatorID)
		}
	}
	var linked []string
	err := tx.Select(ctx, &linked, "SELECT indicator_id FROM record_link WHERE record_id IN ("+strings.Join(places, ", ")+")", keys...)
	return append(touched, linked...), err
}
