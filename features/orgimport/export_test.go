package orgimport

import (
	"context"

	"samverk/platform/store"
)

// CellsOf lets a test read cells as they are kept.
var CellsOf = cellsOf

// QueueRun queues the reading in of an import, however small.
func QueueRun(ctx context.Context, tx *store.Tx, id string, seen Counts) error {
	return queue(ctx, tx, id, Running, asked{Seen: seen})
}

// QueueUndo queues the undoing of an import, however small.
func QueueUndo(ctx context.Context, tx *store.Tx, id string) error {
	return queue(ctx, tx, id, Undoing, asked{})
}
