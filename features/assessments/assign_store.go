package assessments

import (
	"context"
	"slices"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Candidates lists those who can assess, by name: assessors and officers whose accounts are open.
func Candidates(ctx context.Context, tx *store.Tx) (list []accounts.Account, err error) {
	all, err := accounts.List(ctx, tx)
	for _, account := range all {
		if account.Role.May(accounts.OwnAssessments) && !account.Closed && !account.Erased {
			list = append(list, account)
		}
	}
	slices.SortStableFunc(list, func(a, b accounts.Account) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}

// tiesTo tells what is known to tie each of some people to an organisation. Mandates count whether or not they were
// confirmed and have ended.
func tiesTo(ctx context.Context, tx *store.Tx, organisationID string, people []accounts.Account) (map[string]Tie, error) {
	ties := map[string]Tie{}
	contacts, err := organisations.Contacts(ctx, tx, organisationID)
	if err != nil {
		return nil, err
	}
	for _, c := range contacts {
		for _, person := range people {
			if c.Email != "" && strings.EqualFold(c.Email, person.Email) {
				ties[person.ID] = ByContact
			}
		}
	}
	held, err := mandates.OfOrganisation(ctx, tx, organisationID)
	for _, m := range held {
		ties[m.AccountID] = ByMandate
	}
	return ties, err
}

// assignable are the states in which an application can be given to assessors.
var assignable = []applications.State{applications.Admissible, applications.UnderAssessment}

// round is everything that is known of a call's assessments.
type round struct {
	call         grants.Call
	state        grants.CallState // by the clock
	isAssessed   bool
	applications []applications.Application
	all          []Assessment
	people       []accounts.Account
	recused      map[Pair]bool
	dueOn        calendar.Date
	version      int // of the last day; 0 when there is none
}

// readRound reads a call with its assessments.
func readRound(ctx context.Context, tx *store.Tx, callID string, now time.Time) (r round, err error) {
	if r.call, err = grants.FindCall(ctx, tx, callID); err != nil {
		return r, err
	}
	r.state = r.call.StateAt(now)
	programme, err := grants.FindProgramme(ctx, tx, r.call.ProgrammeID)
	if err != nil {
		return r, err
	}
	r.isAssessed = programme.IsAssessed
	if r.applications, err = applications.OfCall(ctx, tx, callID); err != nil {
		return r, err
	}
	if r.all, err = OfCall(ctx, tx, callID); err != nil {
		return r, err
	}
	if r.people, err = Candidates(ctx, tx); err != nil {
		return r, err
	}
	recusals, err := recusalsInCall(ctx, tx, callID)
	r.recused = map[Pair]bool{}
	for _, one := range recusals {
		r.recused[Pair{one.ApplicationID, one.AccountID}] = true
	}
	if err != nil {
		return r, err
	}
	r.dueOn, r.version, err = dueOn(ctx, tx, callID)
	return r, err
}

// readFor marks what somebody has a conflict of interest in by acting for an organisation now, besides what was declared.
func (r *round) readFor(ctx context.Context, tx *store.Tx, accountID string) error {
	held, err := mandates.OfAccount(ctx, tx, accountID)
	for _, m := range held {
		if state := m.State(calendar.Today(time.Now())); state == mandates.Ended || state == mandates.RunOut {
			continue
		}
		for i := range r.applications {
			if r.applications[i].OrganisationID == m.OrganisationID {
				r.recused[Pair{r.applications[i].ID, accountID}] = true
			}
		}
	}
	return err
}

// of gives an application's assessments that have not been taken away.
func (r *round) of(applicationID string) (list []Assessment) {
	for i := range r.all {
		if a := &r.all[i]; a.ApplicationID == applicationID && !a.HasEnded() {
			list = append(list, *a)
		}
	}
	return list
}

// hindrances tells who cannot assess which of some applications.
func (r *round) hindrances(ctx context.Context, tx *store.Tx, wanted []applications.Application) (map[Pair]obstacle, map[Pair]Tie, error) {
	hindered, tied := map[Pair]obstacle{}, map[Pair]Tie{}
	for i := range wanted {
		a := &wanted[i]
		ties, err := tiesTo(ctx, tx, a.OrganisationID, r.people)
		if err != nil {
			return nil, nil, err
		}
		for _, person := range r.people {
			pair := Pair{a.ID, person.ID}
			if tie := ties[person.ID]; tie != "" {
				hindered[pair], tied[pair] = isTied, tie
			}
			if r.recused[pair] {
				hindered[pair] = hasRecused
			}
		}
	}
	return hindered, tied, nil
}

// mayAssign refuses to assign in a call that is not assessed, or not now.
func (r *round) mayAssign() error {
	if err := refuseUnassessed(r.isAssessed); err != nil {
		return err
	}
	if r.state != grants.Closed && r.state != grants.InAssessment {
		return i18n.Fail("assessments.call_not_now").Because(ErrNotNow)
	}
	return nil
}

// Assign gives applications of a call to assessors: all of the pairs or none. What is assigned already stays as it is.
// Nobody is given an application of an organisation that they are tied to, or in which they have a conflict of interest.
func Assign(ctx context.Context, tx *store.Tx, callID string, pairs []Pair, now time.Time) (made []Assessment, err error) {
	if err := lock(ctx, tx, callID); err != nil {
		return nil, err
	}
	r, err := readRound(ctx, tx, callID, now)
	if err != nil {
		return nil, err
	}
	if err := r.mayAssign(); err != nil {
		return nil, err
	}
	if err := beginRound(ctx, tx, &r); err != nil {
		return nil, err
	}
	hindered, err := r.hindered(ctx, tx, pairs)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		one, isNew, err := r.assign(ctx, tx, pair, hindered)
		if err != nil {
			return nil, err
		}
		if isNew {
			made = append(made, one)
		}
	}
	return made, nil
}

// beginRound takes the call to its assessment, by the ways that the clock has already gone.
func beginRound(ctx context.Context, tx *store.Tx, r *round) error {
	for _, next := range []grants.CallState{grants.Open, grants.Closed, grants.InAssessment} {
		if _, is := grants.CallWays.Find(r.call.State, next); !is {
			continue
		}
		if err := grants.Become(ctx, tx, &r.call, next, ""); err != nil {
			return err
		}
	}
	return nil
}

// hindered tells who cannot assess the applications of some pairs. Whoever acts must have no conflict of interest in any.
func (r *round) hindered(ctx context.Context, tx *store.Tx, pairs []Pair) (map[Pair]obstacle, error) {
	var wanted []applications.Application
	for i := range r.applications {
		a := &r.applications[i]
		if !slices.ContainsFunc(pairs, func(p Pair) bool { return p.ApplicationID == a.ID }) {
			continue
		}
		if err := refuseRecused(ctx, tx, a.ID); err != nil {
			return nil, err
		}
		wanted = append(wanted, *a)
	}
	hindered, _, err := r.hindrances(ctx, tx, wanted)
	return hindered, err
}

func (r *round) assign(ctx context.Context, tx *store.Tx, pair Pair, hindered map[Pair]obstacle) (made Assessment, isNew bool, err error) {
	at := slices.IndexFunc(r.applications, func(a applications.Application) bool { return a.ID == pair.ApplicationID })
	who := slices.IndexFunc(r.people, func(p accounts.Account) bool { return p.ID == pair.AssessorID })
	if at < 0 || who < 0 {
		return made, false, i18n.Fail("assessments.pair_unknown")
	}
	application, person := &r.applications[at], &r.people[who]
	if !slices.Contains(assignable, application.State) {
		return made, false, i18n.Fail("assessments.not_assignable", "application", application.Title)
	}
	if why := hindered[pair]; why != "" {
		return made, false, i18n.Fail("assessments.hindered."+string(why), "person", person.Name, "organisation", application.Organisation)
	}
	before := slices.IndexFunc(r.all, func(a Assessment) bool {
		return a.ApplicationID == pair.ApplicationID && a.AssessorID == pair.AssessorID
	})
	switch {
	case before < 0:
		made, err = insert(ctx, tx, application, person)
		r.all = append(r.all, made)
	case r.all[before].HasEnded():
		made = r.all[before]
		made.EndedAt, made.EndedWhy = store.Time{}, ""
		err = write(ctx, tx, &r.all[before], &made, "assigned_again", "")
		r.all[before] = made
	default:
		return r.all[before], false, nil
	}
	if err == nil && application.State == applications.Admissible {
		err = applications.Become(ctx, tx, application, applications.UnderAssessment, "")
	}
	return made, true, err
}

func insert(ctx context.Context, tx *store.Tx, application *applications.Application, person *accounts.Account) (Assessment, error) {
	id, now := store.NewID(), store.Now()
	if _, err := tx.Exec(ctx, `INSERT INTO application_assessment (id, application_id, assessor_id, state, scores, comments, overall, sent_back_why, assigned_at, changed_at,
		ended_why, version) VALUES ($1, $2, $3, 'assigned', '{}', '{}', '', '', $4, $4, '', 1)`, id, application.ID, person.ID, now); err != nil {
		return Assessment{}, err
	}
	made, err := Find(ctx, tx, id)
	if err != nil {
		return made, err
	}
	after := made.told()
	after.Application = application.Title
	return made, audit.Append(ctx, tx, audit.Change{Action: "application_assessment.assigned", ObjectKind: "application_assessment", ObjectID: id, After: after})
}
