package followup

import (
	"context"
	"time"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Reminders write to those who work with plans in force about cells that end soon, and once about those that ended without
// being met.
type Reminders struct {
	DB        *store.DB
	Catalogue *i18n.Catalogue
	Post      accounts.Post
	Site      string // where the site is reached
}

// Send queues today's reminders. What somebody has been reminded of is written down in the transaction that queues their
// mail: nobody is reminded twice, whoever runs it and how often.
func (f *Reminders) Send(ctx context.Context, now time.Time) error {
	today := calendar.Today(now)
	var list []Reminded
	var people []accounts.Account
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if people, err = accounts.List(ctx, tx); err == nil {
			list, err = allToRemind(ctx, tx, today)
		}
		return err
	}); err != nil || len(list) == 0 {
		return err
	}
	for i := range people {
		if !wantsReminders(&people[i]) {
			continue
		}
		if err := f.DB.Write(ctx, func(tx *store.Tx) error { return f.remind(ctx, tx, people[i], list, now) }); err != nil {
			return err
		}
	}
	return nil
}

// allToRemind lists what there is to remind of in every plan in force.
func allToRemind(ctx context.Context, tx *store.Tx, today calendar.Date) ([]Reminded, error) {
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	var list []Reminded
	for i := range plans {
		if plans[i].Status != plan.Current {
			continue
		}
		whole, err := plan.Find(ctx, tx, plans[i].Key)
		if err != nil {
			return nil, err
		}
		status, err := On(ctx, tx, whole, today)
		if err != nil {
			return nil, err
		}
		list = append(list, toRemind(whole, status, today)...)
	}
	return list, nil
}

// remind queues one mail about what the person has not been reminded of; none when there is nothing new.
func (f *Reminders) remind(ctx context.Context, tx *store.Tx, to accounts.Account, list []Reminded, now time.Time) error {
	var news []Reminded
	for _, one := range list {
		n, err := tx.Exec(ctx, `INSERT INTO reminder (account_id, indicator_id, cell_to, occasion, sent_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (account_id, indicator_id, cell_to, occasion) DO NOTHING`,
			to.ID, one.Indicator.ID, one.Cell.To, one.Occasion, store.TimeOf(now))
		if err != nil {
			return err
		}
		if n == 1 {
			news = append(news, one)
		}
	}
	if len(news) == 0 {
		return nil
	}
	subject, text := reminderText(f.Catalogue.In(to.Language), to, news, f.Site)
	return f.Post(ctx, tx, accounts.Letter{Kind: "reminder", To: to, Subject: subject, Text: text})
}
