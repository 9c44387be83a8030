package followup

import (
	"context"
	"strconv"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// CountsTowards tells what a record counts towards in the plans in force, and how far each has come with it: "Räknas till
// indikator 25: 4 av 4 stormöten 2019".
func CountsTowards(ctx context.Context, tx *store.Tx, recordID string, asOf calendar.Date) ([]ui.Link, error) {
	record, err := evidence.Find(ctx, tx, recordID)
	if err != nil || record.IsVoided() {
		return nil, err
	}
	links, err := evidence.Links(ctx, tx, recordID)
	if err != nil {
		return nil, err
	}
	plans := map[string]*plan.Plan{}
	var list []ui.Link
	for _, link := range links {
		if !link.InForce || link.Excluded {
			continue
		}
		if plans[link.PlanKey] == nil {
			if plans[link.PlanKey], err = plan.Find(ctx, tx, link.PlanKey); err != nil {
				return nil, err
			}
		}
		day := record.Day
		if !link.CountsFor.IsZero() {
			day = link.CountsFor
		}
		for _, indicator := range plans[link.PlanKey].Indicators() {
			if indicator.ID != link.IndicatorID {
				continue
			}
			text, err := countsText(ctx, tx, indicator, day, asOf)
			if err != nil {
				return nil, err
			}
			list = append(list, ui.Link{Text: text, Href: "/plan/" + link.PlanKey + "/indicator/" + strconv.Itoa(link.Number)})
		}
	}
	return list, nil
}

// countsText says how far the cell of a day has come.
func countsText(ctx context.Context, tx *store.Tx, indicator *plan.Indicator, day, asOf calendar.Date) (text string, err error) {
	var facts Facts
	if facts.Tallies, err = evidence.TalliesOf(ctx, tx, indicator.ID); err != nil {
		return "", err
	}
	if facts.Assessments, facts.Waivers, err = judgementsOf(ctx, tx, indicator.ID); err != nil {
		return "", err
	}
	p := i18n.In(ctx)
	for _, cell := range Evaluate(indicator.Rule, facts, asOf) {
		switch {
		case !cell.Span.Contains(day) && !indicator.Rule.IsDelivery():
		case indicator.Rule.IsCount():
			return p.T("followup.counts.count", "label", printed(indicator), "so_far", soFar(p, cell), "thing", thing(p, &indicator.Rule, int(cell.Target)), "period", spanName(p, cell.Span)), nil
		default:
			return p.T("followup.counts.standing", "label", printed(indicator), "status", small(statusWord(p, cell.Status)), "period", spanName(p, cell.Span)), nil
		}
	}
	return p.T("followup.counts.outside", "label", printed(indicator)), nil
}
