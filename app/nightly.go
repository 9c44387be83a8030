package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/outbox"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/jobs"
	"samverk/platform/store"
)

// checkJob is the name of the nightly check among the jobs.
const checkJob = "check"

// CheckNightly looks whether the database holds together. When it does not, the error says so to people, and administrators get
// a mail: one each and night, however often it is tried again.
func CheckNightly(ctx context.Context, db *store.DB, catalogue *i18n.Catalogue, settings Settings, now time.Time) error {
	_, err := Check(ctx, db, audit.Checking{})
	if err == nil || ctx.Err() != nil { // a program that stops has found nothing
		return err
	}
	told := errors.New(catalogue.In(i18n.Swedish).Error(err)) // it stands at /outbox, where people read it
	if settings.MailServer == nil {
		return told
	}
	ctx = audit.As(ctx, audit.Actor{Kind: audit.Program, ID: checkJob, Name: "Samverk"})
	unsent := db.Write(ctx, func(tx *store.Tx) error { return warnAdministrators(ctx, tx, catalogue, settings.BaseURL, err, now) })
	return errors.Join(told, unsent)
}

// warnAdministrators queues the mails that tell of a check that failed, each in the language of whoever gets it.
func warnAdministrators(ctx context.Context, tx *store.Tx, catalogue *i18n.Catalogue, site string, failure error, now time.Time) error {
	all, err := accounts.List(ctx, tx)
	if err != nil {
		return err
	}
	night := calendar.Today(now)
	for i := range all {
		to := &all[i]
		if to.Role != accounts.Administrator || to.Closed {
			continue
		}
		p := catalogue.In(to.Language)
		if err := outbox.Queue(ctx, tx, outbox.Draft{Once: fmt.Sprintf("check %s %s", night, to.ID), Kind: "check_failed", To: to.Email, AccountID: to.ID,
			Subject: p.T("app.check.subject"), Text: p.T("app.check.text", "name", to.Name, "fault", p.Error(failure), "link", site+"/outbox#periodic")}); err != nil {
			return err
		}
	}
	return nil
}

// checkFailed tells whether the latest nightly check failed, and when. A fault in reading that is told as no failure: the page
// itself will say what is wrong.
func checkFailed(ctx context.Context, db *store.DB) (at time.Time, failed bool) {
	var all []jobs.Standing
	if err := db.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = jobs.Standings(ctx, tx)
		return err
	}); err != nil {
		return at, false
	}
	for i := range all {
		if all[i].Name == checkJob && all[i].Error != "" {
			return all[i].EndedAt.Time, true
		}
	}
	return at, false
}
