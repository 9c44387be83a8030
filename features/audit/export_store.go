package audit

import (
	"context"
	"encoding/json"
	"io"
	"strconv"

	"samverk/platform/sheet"
	"samverk/platform/store"
)

// exported is an entry as a file holds it: with everything that its hash is made of, so that the chain can be followed
// from the file alone.
type exported struct {
	Seq        int64  `json:"seq"` // 0: not sealed yet
	At         string `json:"at"`
	ActorKind  string `json:"actorKind"`
	ActorID    string `json:"actorId"`
	ActorName  string `json:"actorName"`
	Action     string `json:"action"`
	ObjectKind string `json:"objectKind"`
	ObjectID   string `json:"objectId"`
	Reason     string `json:"reason"`
	Before     string `json:"before"`
	After      string `json:"after"`
	ID         string `json:"id"`
	Previous   string `json:"previous"`
	Hash       string `json:"hash"`
}

var exportedColumns = []string{"seq", "at", "actor_kind", "actor_id", "actor_name", "action", "object_kind", "object_id", "reason",
	"before", "after", "id", "previous", "hash"}

func newExported(e *Entry) exported {
	at, _ := e.At.Value()
	text, _ := at.(string)
	return exported{e.Seq, text, string(e.ActorKind), e.ActorID, e.ActorName, e.Action, e.ObjectKind, e.ObjectID, e.Reason,
		e.Before, e.After, e.ID, e.Previous, e.Hash}
}

func (x *exported) row() []string {
	return []string{strconv.FormatInt(x.Seq, 10), x.At, x.ActorKind, x.ActorID, x.ActorName, x.Action, x.ObjectKind, x.ObjectID,
		x.Reason, x.Before, x.After, x.ID, x.Previous, x.Hash}
}

// ExportCSV writes what the filter chooses, the latest first, for spreadsheets. The filter's place is not looked at.
func ExportCSV(ctx context.Context, tx *store.Tx, f Filter, w io.Writer) error {
	out := sheet.NewCSV(w)
	if err := out.Write(exportedColumns); err != nil {
		return err
	}
	if err := export(ctx, tx, f, func(x *exported) error { return out.Write(x.row()) }); err != nil {
		return err
	}
	return out.Close()
}

// ExportJSON writes what the filter chooses as one JSON object on each line, the latest first.
func ExportJSON(ctx context.Context, tx *store.Tx, f Filter, w io.Writer) error {
	out := json.NewEncoder(w)
	return export(ctx, tx, f, func(x *exported) error { return out.Encode(x) })
}

func export(ctx context.Context, tx *store.Tx, f Filter, write func(*exported) error) error {
	query, args := f.all()
	words := f.words()
	var fault error
	err := eachEntry(ctx, tx, query, args, func(e Entry) bool {
		if has(e.Reason, words) {
			x := newExported(&e)
			fault = write(&x)
		}
		return fault == nil
	})
	if fault != nil {
		return fault
	}
	return err
}
