package accounts

import (
	"context"
	"slices"

	"samverk/platform/web"
)

// What addresses ask of whoever comes there. Rules about one thing (one's own organisation, one's own assessment, a
// conflict of interest) stand with the feature that owns the thing.
const (
	Anybody                       = web.Anybody
	OwnAccount     web.Permission = "own_account"     // change one's own name, password and sign-ins
	ReadPlans      web.Permission = "read_plans"      // plans, indicators and records, published or not
	WritePlans     web.Permission = "write_plans"     // read in, change, adopt, publish and end plans
	WriteRecords   web.Permission = "write_records"   // record what was done, correct, void, count by hand
	JudgeCells     web.Permission = "judge_cells"     // sign assessments, declare cells not applicable
	ReadTrail      web.Permission = "read_trail"      // the history of a thing
	SearchTrail    web.Permission = "search_trail"    // the whole audit trail, and what one person has done
	ReadPeople     web.Permission = "read_people"     // who may sign in, and as what
	ManagePeople   web.Permission = "manage_people"   // add, close, change roles
	ReadFeedback   web.Permission = "read_feedback"   // what people have told about faults
	HandleFeedback web.Permission = "handle_feedback" // mark it as done
	ReadOutbox     web.Permission = "read_outbox"     // what the program has sent, and what it does by itself
	HandleOutbox   web.Permission = "handle_outbox"   // send again, cancel
	ReadStaffing   web.Permission = "read_staffing"   // who carries the plan out, hours, estimates and order
	ManageStaffing web.Permission = "manage_staffing" // change them
	// The register of organisations. People to turn to in them are seen by fewer.
	ReadOrganisations   web.Permission = "read_organisations"
	ReadContacts        web.Permission = "read_contacts"
	ManageOrganisations web.Permission = "manage_organisations"
	// Events for many. Those who have registered are seen by fewer.
	ReadEvents        web.Permission = "read_events"
	ReadRegistrations web.Permission = "read_registrations"
	ManageEvents      web.Permission = "manage_events"

	// Networks and their meetings.
	ReadNetworks   web.Permission = "read_networks"   // networks, meetings, who was invited and who came
	ManageNetworks web.Permission = "manage_networks" // members, meetings, invitations, minutes
	OwnMeetings    web.Permission = "own_meetings"    // the meetings one is invited to, and what one took upon oneself there
	// Who acts for organisations, and whether those may have grants. One's own organisations are seen by everybody who has
	// a mandate for one; which those are the mandates say (mandates).
	OwnOrganisations  web.Permission = "own_organisations"
	ReadMandates      web.Permission = "read_mandates"
	ManageMandates    web.Permission = "manage_mandates"
	ReadEntitlement   web.Permission = "read_entitlement"
	ManageEntitlement web.Permission = "manage_entitlement"

	// What is put to the politicians.
	ReadCases       web.Permission = "read_cases"       // cases, papers, boards and their meetings
	WriteCases      web.Permission = "write_cases"      // open, change, present, submit and withdraw cases
	DecideCases     web.Permission = "decide_cases"     // record what a meeting decided; boards, members and minutes
	DeclareConflict web.Permission = "declare_conflict" // say that a case concerns oneself

	// How the money of calls is divided.
	ReadAwards   web.Permission = "read_awards"
	ManageAwards web.Permission = "manage_awards" // propose amounts, check what another has proposed, put it to the board
	DecideAwards web.Permission = "decide_awards" // decide by delegation

	SeeGallery      web.Permission = "see_gallery"      // the components that the pages are built of
	ReadRetention   web.Permission = "read_retention"   // how long documents are kept, and what may be disposed of
	ManageRetention web.Permission = "manage_retention" // decide how long, and dispose of it
)

// everyRole may do what asks for no more than an account.
var everyRole = Roles

// rights is the one table of who may do what. A permission that is not here is nobody's.
var rights = map[web.Permission][]Role{
	OwnAccount:          everyRole,
	ReadPlans:           {Administrator, Manager, Officer, Economist, Elected, Auditor, Reader},
	WritePlans:          {Administrator, Manager, Officer},
	WriteRecords:        {Administrator, Manager, Officer},
	JudgeCells:          {Administrator, Manager, Officer},
	ReadTrail:           {Administrator, Manager, Officer, Economist, Elected, Auditor, Reader},
	SearchTrail:         {Administrator, Auditor},
	ReadPeople:          {Administrator, Auditor},
	ManagePeople:        {Administrator},
	ReadFeedback:        {Administrator, Auditor},
	HandleFeedback:      {Administrator},
	ReadOutbox:          {Administrator, Auditor},
	HandleOutbox:        {Administrator},
	ReadStaffing:        {Administrator, Manager, Officer, Auditor},
	ManageStaffing:      {Administrator, Manager},
	ReadOrganisations:   {Administrator, Manager, Officer, Economist, Elected, Auditor, Reader},
	ReadContacts:        {Administrator, Manager, Officer, Auditor},
	ManageOrganisations: {Administrator, Manager, Officer},
	ReadNetworks:        {Administrator, Manager, Officer, Economist, Elected, Auditor, Reader},
	ManageNetworks:      {Administrator, Manager, Officer},
	OwnMeetings:         everyRole,
	ReadEvents:          {Administrator, Manager, Officer, Economist, Elected, Auditor, Reader},
	ReadRegistrations:   {Administrator, Manager, Officer, Auditor},
	ManageEvents:        {Administrator, Manager, Officer},
	OwnOrganisations:    everyRole,
	ReadMandates:        {Administrator, Manager, Officer, Auditor},
	ManageMandates:      {Administrator, Manager, Officer},
	ReadEntitlement:     {Administrator, Manager, Officer, Economist, Auditor},
	ManageEntitlement:   {Administrator, Manager, Officer},
	ReadCases:           {Administrator, Manager, Officer, Economist, Elected, Auditor, Reader},
	WriteCases:          {Administrator, Manager, Officer},
	DecideCases:         {Administrator, Manager, Officer},
	DeclareConflict:     {Elected},
	ReadAwards:          {Administrator, Manager, Officer, Economist, Elected, Auditor, Reader},
	ManageAwards:        {Administrator, Manager, Officer},
	DecideAwards:        {Administrator, Manager},
	SeeGallery:          {Administrator, Auditor},
	ReadRetention:       {Administrator, Auditor},
	ManageRetention:     {Administrator},
}

// Permissions lists every permission that the table knows, in alphabetical order.
func Permissions() []web.Permission {
	all := make([]web.Permission, 0, len(rights))
	for permission := range rights {
		all = append(all, permission)
	}
	slices.Sort(all)
	return all
}

// May tells whether the role is given the permission.
func (r Role) May(permission web.Permission) bool {
	return permission == Anybody || slices.Contains(rights[permission], r)
}

// May tells whether whoever acts in this context is given the permission. Those who have not signed in are the public:
// they may what anybody may.
func May(ctx context.Context, permission web.Permission) bool {
	account, signedIn := In(ctx)
	return permission == Anybody || signedIn && account.Role.May(permission)
}
