package orgimport

import (
	"context"
	"sync"
	"sync/atomic"
)

// Stage is what is being done with rows.
type Stage string

// The stages.
const (
	Judged   Stage = "judged"
	Read     Stage = "read"
	TakenOut Stage = "taken_out"
)

// Progress is how far work has come.
type Progress struct {
	Stage Stage
	Done  int // rows
}

// What is under way is in one transaction, so how far it has come cannot be told by the database. It is kept here, for the
// pages of the same program; those of another copy say only that it is under way.
var underWay sync.Map // by the import's key: *atomic.Pointer[Progress]

type progressKey struct{}

// telling gives a context in which work on an import tells how far it has come; ended forgets it.
func telling(ctx context.Context, id string) (_ context.Context, ended func()) {
	at := &atomic.Pointer[Progress]{}
	underWay.Store(id, at)
	return context.WithValue(ctx, progressKey{}, at), func() { underWay.Delete(id) }
}

// tellOf gives what tells how far the context's work has come. Nobody may be listening.
func tellOf(ctx context.Context) func(stage Stage, done int) {
	at, _ := ctx.Value(progressKey{}).(*atomic.Pointer[Progress])
	return func(stage Stage, done int) {
		if at != nil {
			at.Store(&Progress{stage, done})
		}
	}
}

// progressOf is how far work on an import has come; nothing when this program does not do it.
func progressOf(id string) Progress {
	if at, is := underWay.Load(id); is {
		if p := at.(*atomic.Pointer[Progress]).Load(); p != nil {
			return *p
		}
	}
	return Progress{}
}
