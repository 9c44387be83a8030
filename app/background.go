package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/mapping"
	"samverk/features/orgimport"
	"samverk/features/outbox"
	"samverk/platform/i18n"
	"samverk/platform/jobs"
	"samverk/platform/store"
)

// Background is what the running program does beside answering: it sends mails, and does what comes back.
func Background(db *store.DB, catalogue *i18n.Catalogue, settings Settings) *jobs.Work {
	work := jobs.New(db)
	mails(db, settings).Work(work)
	(&orgimport.Tasks{DB: db, Catalogue: catalogue, Municipalities: settings.Municipalities}).Work(work)
	work.At("cleaning", jobs.Periodic{When: jobs.Every(time.Hour), Do: func(ctx context.Context) error {
		sessions := db.Write(ctx, func(tx *store.Tx) error { return accounts.EndOver(ctx, tx, time.Now()) })
		ctx = audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "cleaning", Name: "Samverk"})
		imports := db.Write(ctx, func(tx *store.Tx) error {
			return orgimport.Forget(ctx, tx, time.Now().Add(-orgimport.KeptAsDraft))
		})
		return errors.Join(sessions, imports, orgimport.Recover(ctx, db), evidence.CleanUploads(ctx, db))
	}})
	work.At(checkJob, jobs.Periodic{When: jobs.Daily(3, 0), Do: func(ctx context.Context) error {
		return CheckNightly(ctx, db, catalogue, settings, time.Now())
	}})
	if deliver := post(settings); deliver != nil {
		reminders := &followup.Reminders{DB: db, Catalogue: catalogue, Post: deliver, Site: settings.BaseURL}
		work.At("reminders", jobs.Periodic{When: jobs.OnWeekdays(7, 0), Do: func(ctx context.Context) error {
			return reminders.Send(audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "reminders", Name: "Samverk"}), time.Now())
		}})
		certifications := &mapping.Reminders{DB: db, Catalogue: catalogue, Post: deliver, Site: settings.BaseURL}
		work.At("certifications", jobs.Periodic{When: jobs.OnWeekdays(7, 0), Do: func(ctx context.Context) error {
			return certifications.Send(audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "certifications", Name: "Samverk"}), time.Now())
		}})
	}
	return work
}

// TakeUp tells of work that was broken off with the program that did it, for those who asked for it.
func TakeUp(ctx context.Context, db *store.DB) {
	if err := orgimport.Recover(ctx, db); err != nil && ctx.Err() == nil {
		slog.Error("what was broken off could not be told of", "error", err)
	}
}

// mails is the feature that sends mails and shows them.
func mails(db *store.DB, settings Settings) *outbox.Feature {
	return &outbox.Feature{DB: db, Server: settings.MailServer, Words: func(periodic string) string { return "app.periodic." + periodic }}
}

// post queues letters to people; nil when they could not be sent.
func post(settings Settings) accounts.Post {
	if settings.MailServer == nil {
		return nil
	}
	return func(ctx context.Context, tx *store.Tx, l accounts.Letter) error {
		return outbox.Queue(ctx, tx, outbox.Draft{Kind: l.Kind, To: l.To.Email, AccountID: l.To.ID, Subject: l.Subject, Text: l.Text})
	}
}
