package plan

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

const (
	// patience is how long whoever sends a document waits for the page; most documents are read in less.
	patience = 3 * time.Second
	// pulse is how often a reading tells how far it has come.
	pulse = 2 * time.Second
)

// begin reads a document in the background, whatever becomes of the request. The channel gives what went wrong, or a
// message without key when the draft is there for review.
func (f *Feature) begin(ctx context.Context, intake *Intake, document Document) <-chan i18n.Message {
	ctx = context.WithoutCancel(ctx)
	ended := make(chan i18n.Message, 1)
	go func() {
		fault := f.readIn(ctx, intake, document)
		if fault.ID != "" {
			f.keep(ctx, func(tx *store.Tx) error { return intake.Fail(ctx, tx, fault) })
		}
		ended <- fault
	}()
	return ended
}

// readIn reads the document and makes it ready for review.
func (f *Feature) readIn(ctx context.Context, intake *Intake, document Document) (fault i18n.Message) {
	defer func() {
		if trouble := recover(); trouble != nil { // a document must not take the program down
			slog.Error("a document could not be read", "error", trouble, "stack", string(debug.Stack()))
			fault = i18n.Msg("plan.intake.fault")
		}
	}()
	var at atomic.Value
	at.Store(Progress{})
	stop := f.keepAlive(ctx, intake, &at)
	f.reading.Lock() // one document at a time: a large one takes much memory
	defer f.reading.Unlock()
	draft, err := f.Reader.Read(document.Name, document.Content, i18n.In(ctx), func(p Progress) { at.Store(p) })
	stop()
	var own *i18n.Error
	switch {
	case errors.As(err, &own):
		return own.Message
	case err != nil:
		slog.Error("a document could not be read", "error", err)
		return i18n.Msg("plan.intake.fault")
	}
	if !f.keep(ctx, func(tx *store.Tx) error { return intake.Finish(ctx, tx, draft, document) }) {
		return i18n.Msg("plan.intake.fault")
	}
	return i18n.Message{}
}

// keepAlive tells in the database how far the reading has come, until it is stopped.
func (f *Feature) keepAlive(ctx context.Context, intake *Intake, at *atomic.Value) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(pulse):
				f.keep(ctx, func(tx *store.Tx) error { return intake.Tell(ctx, tx, at.Load().(Progress)) })
			}
		}
	}()
	return func() { cancel(); <-ended }
}

// keep writes in the background, where nobody can be told of an error but the log.
func (f *Feature) keep(ctx context.Context, write func(*store.Tx) error) bool {
	err := f.DB.Write(ctx, write)
	if err != nil && ctx.Err() == nil {
		slog.Error("what is known of a document could not be saved", "error", err)
	}
	return err == nil
}

// showIntake shows how far the reading of a document has come, or why it could not be read. A reading that was broken
// off begins again.
func (f *Feature) showIntake(w http.ResponseWriter, r *http.Request) error {
	intake, err := f.loadIntake(r)
	if err != nil {
		return err
	}
	if intake.IsBrokenOff(time.Now()) {
		if err := f.resume(r.Context(), intake); err != nil {
			return err
		}
	}
	if intake.Failure.ID == "" {
		w.Header().Set("Refresh", "2")
	}
	return web.Show(w, r, http.StatusOK, intakePage(intake))
}

func (f *Feature) loadIntake(r *http.Request) (intake *Intake, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		intake, err = FindIntake(r.Context(), tx, r.PathValue("id"))
		return err
	})
	return intake, err
}

func (f *Feature) resume(ctx context.Context, intake *Intake) error {
	var document *Document
	err := f.DB.Write(ctx, func(tx *store.Tx) (err error) {
		document, err = intake.TakeOver(ctx, tx)
		return err
	})
	if err == nil && document != nil {
		f.begin(ctx, intake, *document)
	}
	return err
}

// forgetIntake takes a document away that could not be read. Officers only.
func (f *Feature) forgetIntake(w http.ResponseWriter, r *http.Request) error {
	intake := &Intake{ID: r.PathValue("id")}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return intake.Forget(r.Context(), tx) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/plans/import", http.StatusSeeOther)
	return nil
}
