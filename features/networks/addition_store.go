package networks

import (
	"context"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// AddToOrganisation tells on an organisation's page which networks it belongs and has belonged to. Its form is organisations.Adding.
func AddToOrganisation(ctx context.Context, tx *store.Tx, o *organisations.Organisation) (added organisations.Addition, err error) {
	if !accounts.May(ctx, accounts.ReadNetworks) {
		return added, nil
	}
	all, err := memberships(ctx, tx, o.ID)
	if err != nil || len(all) == 0 {
		return added, err
	}
	p, day := i18n.In(ctx), today()
	var now []ui.Dated
	for i := range all {
		m, href := &all[i], "/networks/"+all[i].NetworkID
		if m.Belongs(day) {
			now = append(now, ui.Dated{Date: p.Date(m.From), Title: m.Network, Href: href, Text: m.Role.Name(p)})
		}
		added.Happened = append(added.Happened, organisations.Happening{Day: m.From, Title: p.T("networks.event.joined", "network", m.Network), Text: m.Role.Name(p), Href: href})
		if !m.Until.IsZero() {
			added.Happened = append(added.Happened, organisations.Happening{Day: m.Until, Title: p.T("networks.event.left", "network", m.Network), Text: m.EndedWhy, Href: href})
		}
	}
	if len(now) > 0 {
		added.Section = organisationSection(now)
	}
	return added, nil
}
