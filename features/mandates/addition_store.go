package mandates

import (
	"context"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Adding reads what another feature lets somebody do for an organisation that the person acts for. It stands on the
// organisation's own page; nil for nothing.
type Adding func(ctx context.Context, tx *store.Tx, o *organisations.Organisation, m *Mandate) (templ.Component, error)

// Add tells on an organisation's page who acts for it, to those who may see people to turn to. Its form is
// organisations.Adding.
func Add(ctx context.Context, tx *store.Tx, o *organisations.Organisation) (added organisations.Addition, err error) {
	if !accounts.May(ctx, accounts.ReadMandates) {
		return added, nil
	}
	v := &sectionView{o: o, day: today(), mayChange: accounts.May(ctx, accounts.ManageMandates) && !o.HasEnded()}
	if v.all, err = OfOrganisation(ctx, tx, o.ID); err != nil {
		return added, err
	}
	if v.requests, err = RequestsOf(ctx, tx, o.ID); err != nil {
		return added, err
	}
	p := i18n.In(ctx)
	for i := range v.all {
		m, href := &v.all[i], "/mandates/"+v.all[i].ID
		happened := func(day calendar.Date, key, text string) {
			added.Happened = append(added.Happened, organisations.Happening{Day: day, Title: p.T("mandates.event."+key, "person", m.Person), Text: text, Href: href})
		}
		happened(calendar.Today(m.InvitedAt.Time), "invited", p.T("mandates.by", "who", m.InvitedBy))
		switch m.Decision {
		case Confirm:
			happened(calendar.Today(m.DecidedAt.Time), "confirmed", p.T("mandates.by", "who", m.DecidedBy))
		case Refuse:
			happened(calendar.Today(m.DecidedAt.Time), "refused", m.Reason)
		}
		if !m.EndedAt.IsZero() {
			happened(calendar.Today(m.EndedAt.Time), "ended", m.EndedWhy)
		} else if m.State(v.day) == RunOut {
			happened(m.Until, "run_out", "")
		}
	}
	added.Section = section(v)
	return added, nil
}

// Waits counts what waits for an officer: documents that prove mandates, and requests.
func Waits(ctx context.Context, tx *store.Tx) (mandates, requests int, err error) {
	if err = tx.Get(ctx, &mandates, "SELECT count(*) FROM mandate WHERE decision = '' AND ended_at IS NULL AND handed_in_at IS NOT NULL"); err != nil {
		return 0, 0, err
	}
	return mandates, requests, tx.Get(ctx, &requests, "SELECT count(*) FROM organisation_request WHERE decision = ''")
}
