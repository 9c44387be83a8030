package app

import (
	"context"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/assessments"
	"samverk/features/entitlement"
	"samverk/features/followup"
	"samverk/features/mandates"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// waiting are the features that have something besides the plan waiting on the first page.
func waiting() []followup.Waiting {
	return []followup.Waiting{waitingApplications, waitingFilings, waitingMandates, waitingMeetings, waitingAssessments}
}

// waitingMandates tells officers of people who wait for an answer about an organisation that they represent.
func waitingMandates(ctx context.Context, tx *store.Tx, _ accounts.Account, _ calendar.Date) (list []followup.WaitingFor, err error) {
	if !accounts.May(ctx, accounts.ManageMandates) {
		return nil, nil
	}
	proofs, requests, err := mandates.Waits(ctx, tx)
	p := i18n.In(ctx)
	if proofs > 0 {
		list = append(list, followup.WaitingFor{Icon: ui.IconAccount, What: p.T("app.waiting.mandates", "count", proofs), Why: p.T("app.waiting.mandates_why"),
			Act: p.T("app.waiting.look"), Href: "/mandates", ActHref: "/mandates"})
	}
	if requests > 0 {
		list = append(list, followup.WaitingFor{Icon: ui.IconOrganisation, What: p.T("app.waiting.requests", "count", requests), Why: p.T("app.waiting.requests_why"),
			Act: p.T("app.waiting.look"), Href: "/mandates#requests", ActHref: "/mandates#requests"})
	}
	return list, err
}

// waitingApplications tells officers of applications that nobody handles.
func waitingApplications(ctx context.Context, tx *store.Tx, me accounts.Account, _ calendar.Date) ([]followup.WaitingFor, error) {
	if !accounts.May(ctx, accounts.HandleApplications) {
		return nil, nil
	}
	counts, err := applications.Counts(ctx, tx, "", me.ID)
	if err != nil || counts[applications.ShowNew] == 0 {
		return nil, err
	}
	p := i18n.In(ctx)
	return []followup.WaitingFor{{Icon: ui.IconGrants, What: p.T("app.waiting.applications", "count", counts[applications.ShowNew]), Why: p.T("app.waiting.applications_why"),
		Act: p.T("app.waiting.look"), Href: "/applications?show=new", ActHref: "/applications?show=new"}}, nil
}

// waitingFilings tells officers of organisations that wait to be examined.
func waitingFilings(ctx context.Context, tx *store.Tx, _ accounts.Account, _ calendar.Date) ([]followup.WaitingFor, error) {
	if !accounts.May(ctx, accounts.ManageEntitlement) {
		return nil, nil
	}
	n, err := entitlement.CountWaiting(ctx, tx)
	if err != nil || n == 0 {
		return nil, err
	}
	p := i18n.In(ctx)
	return []followup.WaitingFor{{Icon: ui.IconDone, What: p.T("app.waiting.filings", "count", n), Why: p.T("app.waiting.filings_why"), Act: p.T("app.waiting.look"),
		Href: "/entitlement?show=waiting", ActHref: "/entitlement?show=waiting"}}, nil
}

// waitingAssessments tells assessors of what they have left.
func waitingAssessments(ctx context.Context, tx *store.Tx, account accounts.Account, _ calendar.Date) ([]followup.WaitingFor, error) {
	if !accounts.May(ctx, accounts.OwnAssessments) {
		return nil, nil
	}
	n, err := assessments.CountOpen(ctx, tx, account.ID)
	if err != nil || n == 0 {
		return nil, err
	}
	p := i18n.In(ctx)
	return []followup.WaitingFor{{Icon: ui.IconRecords, What: p.T("app.waiting.assessments", "count", n), Why: p.T("app.waiting.assessments_why"), Act: p.T("app.waiting.look"),
		Href: "/my/assessments", ActHref: "/my/assessments"}}, nil
}

// home is where the first page of a representative or an assessor is: nothing of the plan waits there for one.
func home(ctx context.Context) string {
	account, _ := accounts.In(ctx)
	switch account.Role {
	case accounts.Representative:
		return "/my/organisations"
	case accounts.Assessor:
		return "/my/assessments"
	}
	return ""
}

// holdsMandate tells whether somebody is invited to act for an organisation. It is asked on every page, so a fault only hides
// the menu's item.
func holdsMandate(ctx context.Context, db *store.DB, account accounts.Account) (holds bool) {
	err := db.Glance(func(tx *store.Tx) (err error) {
		holds, err = mandates.HoldsAny(ctx, tx, account.ID)
		return err
	})
	return holds && err == nil
}
