package mapping

import (
	"context"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// remindBefore is how many days before its end a certification is shown and reminded of: time enough to renew it.
const remindBefore = 90

// Ending is a certification that ends soon.
type Ending struct {
	RoleID, OrganisationID, Name, Certifier, Certificate string
	EndsOn                                               calendar.Date
}

// EndingSoon lists certifications that end within the days of a reminder, of organisations that go on; the first to end
// first. One that is followed by another certification is left out.
func EndingSoon(ctx context.Context, tx *store.Tx, day calendar.Date) (all []Ending, err error) {
	return all, tx.Select(ctx, &all, `SELECT r.id AS role_id, o.id AS organisation_id, o.name, r.certifier, r.certificate, r.ends_on FROM organisation_role r
		JOIN organisation o ON o.id = r.held_by
		WHERE r.role = $1 AND r.ends_on >= $2 AND r.ends_on <= $3 AND r.starts_on <= $2 AND o.ended_on IS NULL
		AND NOT EXISTS (SELECT 1 FROM organisation_role n WHERE n.held_by = r.held_by AND n.role = r.role AND (n.ends_on IS NULL OR n.ends_on > r.ends_on))
		ORDER BY r.ends_on, o.sort_key, r.id`, organisations.Certified, day, day.AddDays(remindBefore))
}

// Reminders write to officers and managers about certifications that end soon.
type Reminders struct {
	DB        *store.DB
	Catalogue *i18n.Catalogue
	Post      accounts.Post
	Site      string // where the site is reached
}

// Send queues today's reminders: one mail to each about what the person has not been reminded of.
func (f *Reminders) Send(ctx context.Context, now time.Time) error {
	var list []Ending
	var people []accounts.Account
	if err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if people, err = accounts.List(ctx, tx); err == nil {
			list, err = EndingSoon(ctx, tx, calendar.Today(now))
		}
		return err
	}); err != nil || len(list) == 0 {
		return err
	}
	for _, to := range people {
		if !to.Reminders || to.Closed || to.Role != accounts.Officer && to.Role != accounts.Manager {
			continue
		}
		if err := f.DB.Write(ctx, func(tx *store.Tx) error { return f.remind(ctx, tx, to, list, now) }); err != nil {
			return err
		}
	}
	return nil
}

func (f *Reminders) remind(ctx context.Context, tx *store.Tx, to accounts.Account, list []Ending, now time.Time) error {
	p := f.Catalogue.In(to.Language)
	var text strings.Builder
	count := 0
	for _, one := range list {
		n, err := tx.Exec(ctx, "INSERT INTO certification_reminder (account_id, role_id, ends_on, sent_at) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, role_id, ends_on) DO NOTHING",
			to.ID, one.RoleID, one.EndsOn, store.TimeOf(now))
		if err != nil {
			return err
		}
		if n == 1 {
			count++
			text.WriteString("\n" + p.T("mapping.reminder.line", "name", one.Name, "certifier", one.Certifier, "day", p.DateLong(one.EndsOn), "link", f.Site+"/organisations/"+one.OrganisationID) + "\n")
		}
	}
	if count == 0 {
		return nil
	}
	return f.Post(ctx, tx, accounts.Letter{Kind: "reminder", To: to, Subject: p.T("mapping.reminder.subject", "count", count),
		Text: p.T("mapping.reminder.begins", "name", to.Name) + "\n" + text.String() + "\n" + p.T("mapping.reminder.ends", "link", f.Site+"/account#mail")})
}
