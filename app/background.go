package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/cases"
	"samverk/features/entitlement"
	"samverk/features/events"
	"samverk/features/followup"
	"samverk/features/grants"
	"samverk/features/mapping"
	"samverk/features/meetings"
	"samverk/features/organisations"
	"samverk/features/orgimport"
	"samverk/features/outbox"
	"samverk/platform/calendar"
	"samverk/platform/file"
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
		invitations := db.Write(ctx, func(tx *store.Tx) error { return meetings.Forget(ctx, tx, time.Now()) })
		weeded := db.Write(ctx, func(tx *store.Tx) error { return eventsOf(db, settings, catalogue).Weed(ctx, tx, time.Now()) })
		return errors.Join(sessions, imports, orgimport.Recover(ctx, db), weeded, invitations, file.CleanUploads(ctx, db))
	}})
	work.At("organisation_keys", jobs.Periodic{When: jobs.Every(time.Hour), Do: func(ctx context.Context) error {
		return organisations.CatchUp(ctx, db)
	}})
	work.At(checkJob, jobs.Periodic{When: jobs.Daily(3, 0), Do: func(ctx context.Context) error {
		return CheckNightly(ctx, db, catalogue, settings, time.Now())
	}})
	work.At("legal_force", jobs.Periodic{When: jobs.OnWeekdays(6, 0), Do: func(ctx context.Context) error {
		return cases.TakeForce(audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "legal_force", Name: "Samverk"}), db, calendar.Today(time.Now()))
	}})
	work.At("grant_calls", jobs.Periodic{When: jobs.Every(5 * time.Minute), Do: func(ctx context.Context) error {
		return grants.OpenAndClose(audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "grant_calls", Name: "Samverk"}), db, time.Now())
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
		actions := &meetings.ActionReminders{DB: db, Catalogue: catalogue, Post: deliver, Site: settings.BaseURL}
		work.At("actions", jobs.Periodic{When: jobs.OnWeekdays(7, 0), Do: func(ctx context.Context) error {
			return actions.Send(audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "actions", Name: "Samverk"}), time.Now())
		}})
		entitlements := &entitlement.Reminders{DB: db, Catalogue: catalogue, Post: deliver, Site: settings.BaseURL}
		work.At("entitlements", jobs.Periodic{When: jobs.OnWeekdays(7, 0), Do: func(ctx context.Context) error {
			return entitlements.Send(audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "entitlements", Name: "Samverk"}), time.Now())
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

// eventsOf is the feature of events. Without a mail server it can write to nobody.
func eventsOf(db *store.DB, settings Settings, catalogue *i18n.Catalogue) *events.Feature {
	f := &events.Feature{DB: db, BaseURL: settings.BaseURL, Words: catalogue}
	if settings.MailServer != nil {
		f.Post = func(ctx context.Context, tx *store.Tx, l events.Letter) error {
			return outbox.Queue(ctx, tx, outbox.Draft{Once: l.Once, Kind: l.Kind, To: l.To, Subject: l.Subject, Text: l.Text})
		}
	}
	return f
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
