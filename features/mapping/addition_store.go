package mapping

import (
	"context"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Add tells on an organisation's page what has been found of it, in which rounds it was asked, and whether a
// certification ends soon. Its form is organisations.Adding.
func Add(ctx context.Context, tx *store.Tx, o *organisations.Organisation) (added organisations.Addition, err error) {
	v := &sectionView{o: o, mayChange: accounts.May(ctx, accounts.ManageOrganisations) && !o.HasEnded()}
	if v.all, err = Assessments(ctx, tx, o.ID); err != nil {
		return added, err
	}
	rounds, err := roundsOf(ctx, tx, o.ID)
	if err != nil {
		return added, err
	}
	ending, err := EndingSoon(ctx, tx, today())
	if err != nil {
		return added, err
	}
	for _, one := range ending {
		if one.OrganisationID == o.ID { // of those merged into it too
			v.ending = append(v.ending, one)
		}
	}
	p := i18n.In(ctx)
	added.Section = section(v)
	for i := range v.all {
		added.Happened = append(added.Happened, organisations.Happening{Day: v.all[i].AssessedOn, Title: p.T("mapping.event.assessed", "outcome", v.all[i].Outcome().Name(p)), Text: p.T("mapping.by", "who", v.all[i].AssessedBy), Of: v.all[i].OrganisationID})
	}
	for _, one := range rounds {
		added.Happened = append(added.Happened, organisations.Happening{Day: one.AskedOn, Title: p.T("mapping.event.asked"), Text: one.Title, Href: "/mapping/" + one.ID, Of: one.OrganisationID})
		if !one.AnsweredOn.IsZero() {
			added.Happened = append(added.Happened, organisations.Happening{Day: one.AnsweredOn, Title: p.T("mapping.event.answered"), Text: one.Title, Href: "/mapping/" + one.ID, Of: one.OrganisationID})
		}
	}
	return added, nil
}
