package entitlement

import (
	"context"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// Add tells on an organisation's page whether it may have grants, and what has happened. Its form is organisations.Adding.
func Add(ctx context.Context, tx *store.Tx, o *organisations.Organisation) (added organisations.Addition, err error) {
	v := &sectionView{o: o, day: today(), mayRead: accounts.May(ctx, accounts.ReadEntitlement)}
	steps, err := Steps(ctx, tx, o.ID)
	if err != nil {
		return added, err
	}
	v.status = StatusOn(steps, v.day)
	if v.filings, err = FilingsOf(ctx, tx, o.ID); err != nil {
		return added, err
	}
	p := i18n.In(ctx)
	for i := range steps {
		h := organisations.Happening{Day: steps[i].Day, Title: steps[i].told(p)}
		if v.mayRead {
			h.Text, h.Href = steps[i].Message, "/entitlement/"+steps[i].FilingID
		}
		added.Happened = append(added.Happened, h)
	}
	if v.status.Standing == Lapsed {
		added.Happened = append(added.Happened, organisations.Happening{Day: v.status.Until, Title: p.T("entitlement.event.lapsed")})
	}
	added.Section = section(v)
	return added, nil
}

// AddOwn tells on the page of one's own organisation where it stands and what is to be done. Its form is mandates.Adding.
func AddOwn(ctx context.Context, tx *store.Tx, o *organisations.Organisation, _ *mandates.Mandate) (templ.Component, error) {
	status, err := On(ctx, tx, o.ID, today())
	return ownSection(o.ID, &status, today()), err
}

// Fact tells everybody until when an organisation may have grants, when that is public. Its form is organisations.PublicFact.
func Fact(ctx context.Context, tx *store.Tx, o *organisations.Organisation) (ui.Definition, error) {
	status, err := On(ctx, tx, o.ID, today())
	p := i18n.In(ctx)
	d := ui.Definition{Term: p.T("organisations.field.entitlement")}
	if status.IsEntitled() {
		d.Text = p.T("entitlement.until", "day", p.DateLong(status.Until))
	}
	return d, err
}

// told says in words what a step was.
func (s *Step) told(p i18n.Printer) string {
	return p.T("entitlement.event."+string(s.Stage), "year", s.Year, "day", p.DateLong(latestOf(s.Until, s.DueOn)))
}

func latestOf(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}
