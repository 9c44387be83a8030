package app

import (
	"context"

	"samverk/features/entitlement"
	"samverk/features/grants"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// judge tells what a call demands of an organisation and what of it the register says on a day. The form is
// applications.Judging. Amounts are told by the application itself.
func judge(ctx context.Context, tx *store.Tx, call *grants.Call, o *organisations.Organisation, day calendar.Date) ([]grants.Finding, error) {
	rules, acts := call.Terms.Rules, true // whoever sees the page has a confirmed mandate
	rules.Levels = nil
	facts := grants.Facts{LegalForm: string(o.Form), Mandate: &acts}
	if o.Class.Code != "" {
		facts.Classes, facts.KnowsClasses = []string{string(o.Class.Vocabulary) + " " + o.Class.Code}, true
	}
	status, err := entitlement.On(ctx, tx, o.ID, day)
	if err != nil {
		return nil, err
	}
	entitled := status.IsEntitled()
	facts.Entitled = &entitled
	if err := reach(ctx, tx, &facts, &status); err != nil {
		return nil, err
	}
	return grants.Judge(rules, facts), nil
}

// reach fills in how many municipalities have members and activity, by what was handed in last; nothing when nothing was.
func reach(ctx context.Context, tx *store.Tx, facts *grants.Facts, status *entitlement.Status) error {
	if status.FilingID == "" {
		return nil
	}
	filing, err := entitlement.Find(ctx, tx, status.FilingID)
	if err != nil {
		return err
	}
	members, active := 0, 0
	for _, place := range filing.Places {
		if place.Members > 0 {
			members++
		}
		if place.Active {
			active++
		}
	}
	facts.Members, facts.Activity = &members, &active
	return nil
}
