package networks

import (
	"context"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// OnIndicator gives the types of meetings that count towards an indicator, with where their year is seen.
func OnIndicator(ctx context.Context, tx *store.Tx, indicator *plan.Indicator) (list []ui.Linked, err error) {
	if !accounts.May(ctx, accounts.ReadNetworks) {
		return nil, nil
	}
	all, err := All(ctx, tx)
	if err != nil {
		return nil, err
	}
	types, err := AllTypes(ctx, tx)
	one := []plan.CountingIndicator{{ID: indicator.ID, Rule: indicator.Rule}}
	for i := range all {
		for k := range types {
			n, t := &all[i], &types[k]
			if t.NetworkID == n.ID && !n.HasEnded() && !t.HasEnded() && len(t.counting(n.Name, one)) > 0 {
				list = append(list, ui.Linked{Link: ui.Link{Text: t.Name + ", " + n.Name, Href: "/year-wheel?network=" + n.ID}, Text: i18n.T(ctx, "networks.counts_here")})
			}
		}
	}
	return list, err
}
