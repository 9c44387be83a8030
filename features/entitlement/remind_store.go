package entitlement

import (
	"context"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Reminders write before an entitlement lapses and when it has: to those who act for the organisation, to its contacts who
// have consented, and in one mail to officers.
type Reminders struct {
	DB        *store.DB
	Catalogue *i18n.Catalogue
	Post      accounts.Post
	Site      string // where the site is reached
}

// lapsing is an organisation to be reminded.
type lapsing struct {
	organisations.Organisation
	status   Status
	occasion Occasion
}

// Send queues today's reminders. What somebody has been reminded of is written down in the transaction that queues the mail.
func (f *Reminders) Send(ctx context.Context, now time.Time) error {
	today := calendar.Today(now)
	var list []lapsing
	var people []accounts.Account
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if people, err = accounts.List(ctx, tx); err == nil {
			list, err = toRemind(ctx, tx, today)
		}
		return err
	}); err != nil || len(list) == 0 {
		return err
	}
	for i := range list {
		if err := f.DB.Write(ctx, func(tx *store.Tx) error { return f.remindOrganisation(ctx, tx, &list[i], now) }); err != nil {
			return err
		}
	}
	for _, to := range people {
		if !to.Reminders || to.Closed || to.Role != accounts.Officer && to.Role != accounts.Manager {
			continue
		}
		if err := f.DB.Write(ctx, func(tx *store.Tx) error { return f.remindOfficer(ctx, tx, to, list, now) }); err != nil {
			return err
		}
	}
	return nil
}

// toRemind lists organisations whose entitlement lapses soon or has just lapsed, the first to lapse first.
func toRemind(ctx context.Context, tx *store.Tx, day calendar.Date) (list []lapsing, err error) {
	var ids []string
	if err := tx.Select(ctx, &ids, "SELECT "+organisations.Stands("o")+" FROM entitlement_step s JOIN organisation o ON o.id = s.organisation_id WHERE s.until >= $1 AND s.until <= $2 GROUP BY 1 ORDER BY max(s.until), 1",
		day.AddDays(-lapsedFor), day.AddDays(soon)); err != nil {
		return nil, err
	}
	for _, id := range ids {
		status, err := On(ctx, tx, id, day)
		if err != nil {
			return nil, err
		}
		occasion, is := occasionOn(&status, day)
		if !is {
			continue
		}
		o, err := organisations.Find(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if !o.HasEnded() {
			list = append(list, lapsing{o, status, occasion})
		}
	}
	return list, nil
}

// isNew writes down that somebody is reminded; false when that has been done.
func (l *lapsing) isNew(ctx context.Context, tx *store.Tx, recipient string, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO entitlement_reminder (filing_id, occasion, recipient, sent_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (filing_id, occasion, recipient) DO NOTHING`, l.status.FilingID, l.occasion, recipient, store.TimeOf(now))
	return n == 1, err
}

func (f *Reminders) remindOrganisation(ctx context.Context, tx *store.Tx, l *lapsing, now time.Time) error {
	acting, err := mandates.Acting(ctx, tx, l.ID, calendar.Today(now))
	if err != nil {
		return err
	}
	written := map[string]bool{} // somebody may be both
	for i := range acting {
		to, err := accounts.Find(ctx, tx, acting[i].AccountID)
		if err != nil {
			return err
		}
		written[to.Email] = true
		if !to.Reminders {
			continue
		}
		if err := f.remind(ctx, tx, l, to.ID, to, now); err != nil {
			return err
		}
	}
	contacts, err := organisations.Contacts(ctx, tx, l.ID)
	if err != nil {
		return err
	}
	for _, c := range contacts {
		address := strings.ToLower(c.Email)
		if address == "" || c.Consent == "" || written[address] {
			continue
		}
		written[address] = true
		if err := f.remind(ctx, tx, l, c.ID, accounts.Account{Name: c.Name, Email: c.Email, Language: i18n.Swedish}, now); err != nil {
			return err
		}
	}
	return nil
}

func (f *Reminders) remind(ctx context.Context, tx *store.Tx, l *lapsing, recipient string, to accounts.Account, now time.Time) error {
	if is, err := l.isNew(ctx, tx, recipient, now); err != nil || !is {
		return err
	}
	p, key := f.Catalogue.In(to.Language), "before"
	if l.occasion == HasLapsed {
		key = "lapsed"
	}
	pairs := []any{"name", to.Name, "organisation", l.Name, "day", p.DateLong(l.status.Until), "link", f.Site + "/my/organisations"}
	return f.Post(ctx, tx, accounts.Letter{Kind: "entitlement", To: to, Subject: p.T(reminder+key+".subject", pairs...), Text: p.T(reminder+key+".text", pairs...)})
}

// remindOfficer writes one mail about what the officer has not been told of.
func (f *Reminders) remindOfficer(ctx context.Context, tx *store.Tx, to accounts.Account, list []lapsing, now time.Time) error {
	p, lines, count := f.Catalogue.In(to.Language), strings.Builder{}, 0
	for i := range list {
		l := &list[i]
		is, err := l.isNew(ctx, tx, to.ID, now)
		if err != nil {
			return err
		}
		if is {
			count++
			key := "line"
			if l.occasion == HasLapsed {
				key = "line_lapsed"
			}
			lines.WriteString(p.T(reminder+key, "organisation", l.Name, "day", p.DateLong(l.status.Until), "link", f.Site+"/organisations/"+l.ID) + "\n\n")
		}
	}
	if count == 0 {
		return nil
	}
	return f.Post(ctx, tx, accounts.Letter{Kind: "entitlement", To: to, Subject: p.T(reminder+"officer_subject", "count", count),
		Text: p.T(reminder+"officer_text", "name", to.Name, "lines", strings.TrimSpace(lines.String()), "list", f.Site+"/entitlement?show=soon", "link", f.Site+"/account#mail")})
}

// reminder is how the keys of what reminders say begin.
const reminder = "entitlement.reminder."
