package app

import (
	"context"
	"maps"
	"net/http"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/awards"
	"samverk/features/cases"
	"samverk/features/entitlement"
	"samverk/features/evidence"
	"samverk/features/feedback"
	"samverk/features/feeds"
	"samverk/features/followup"
	"samverk/features/mandates"
	"samverk/features/mapping"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/orgimport"
	"samverk/features/personaldata"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/features/search"
	"samverk/features/staffing"
	"samverk/features/yearwheel"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// Site mounts every feature's addresses. Requests pass from the outside in: forms sent from other sites are refused,
// the sender is recognised, and what stands around the pages is made ready.
func Site(db *store.DB, catalogue *i18n.Catalogue, settings Settings) http.Handler {
	site, people := mount(db, catalogue, settings)
	plans := &shelf{db: db}
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(withShell(plans, settings, site.Refuse(i18n.Fail("web.other_site").Because(web.ErrForbidden))))
	return origins.Handler(people.Recognise(withShell(plans, settings, site)))
}

// mount gives every address its handler.
func mount(db *store.DB, catalogue *i18n.Catalogue, settings Settings) (*web.Site, *accounts.Feature) {
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	site.Handle("GET "+ui.AssetsAt+"{name}", web.Anybody, func(w http.ResponseWriter, r *http.Request) error {
		ui.ServeAsset(w, r)
		return nil
	})
	if href := settings.Accent.Href(); href != "" {
		site.Handle("GET "+href, web.Anybody, func(w http.ResponseWriter, _ *http.Request) error {
			settings.Accent.Serve(w)
			return nil
		})
	}
	if contact, known := securityContact(settings.SecurityContact); known {
		site.Handle("GET /.well-known/security.txt", web.Anybody, showSecurityContact(contact))
	}
	site.Handle("GET /language/{lang}", web.Anybody, web.RememberLanguage)
	site.Handle("GET /gallery", accounts.SeeGallery, func(w http.ResponseWriter, r *http.Request) error {
		return web.Show(w, r, http.StatusOK, ui.Gallery())
	})
	people := &accounts.Feature{DB: db, BaseURL: settings.BaseURL, Proxies: settings.Proxies, Post: post(settings), Providers: settings.providers(),
		IdentityKey: settings.SignIn.IdentityKey}
	people.Mount(site)
	follow := &followup.Feature{DB: db, Waiting: waiting(), Home: home, Together: networks.OnIndicator}
	follow.Mount(site)
	(&plan.Feature{DB: db, Reader: planimport.NewReader(), Links: relinker{}, Follow: follow, Decisions: carrier{}, Previews: followup.Previewer{}}).Mount(site)
	(&evidence.Feature{DB: db, Source: recordSource}).Mount(site)
	(&staffing.Feature{DB: db, Words: Catalogue()}).Mount(site)
	(&organisations.Feature{DB: db, Municipalities: settings.Municipalities, Additions: []organisations.Adding{entitlement.Add, mandates.Add, mapping.Add, networks.AddToOrganisation},
		PublicFacts: map[string]organisations.PublicFact{"entitlement": entitlement.Fact}}).Mount(site)
	(&orgimport.Feature{DB: db, Municipalities: settings.Municipalities}).Mount(site)
	(&mapping.Feature{DB: db, Municipalities: settings.Municipalities}).Mount(site)
	(&feeds.Feature{DB: db, Words: catalogue, BaseURL: settings.BaseURL, Sources: calendarSources(),
		NetworkName: networkName, SeeNetworks: accounts.ReadNetworks, ManageNetworks: accounts.ManageNetworks}).Mount(site)
	(&networks.Feature{DB: db, Meetings: meetings.OnNetworks{}, Municipalities: settings.Municipalities}).Mount(site)
	(&meetings.Feature{DB: db, Around: aroundMeetings(settings, people.ThroughLink)}).Mount(site)
	eventsOf(db, settings, catalogue).Mount(site)
	(&yearwheel.Feature{DB: db}).Mount(site)
	letters := mandates.Writer{Post: post(settings), Catalogue: catalogue}
	(&mandates.Feature{DB: db, Letters: letters, BaseURL: settings.BaseURL, Municipalities: settings.Municipalities, Additions: []mandates.Adding{entitlement.AddOwn}}).Mount(site)
	(&entitlement.Feature{DB: db, Letters: letters, BaseURL: settings.BaseURL, Municipalities: settings.Municipalities}).Mount(site)
	desk := &awards.Desk{Words: catalogue, Letters: letters, Site: settings.BaseURL}
	desk.Letters.Kind = "award"
	(&awards.Feature{DB: db, Desk: desk, Municipalities: settings.Municipalities}).Mount(site)
	(&cases.Feature{DB: db, Words: catalogue, Site: settings.BaseURL, Hooks: cases.Hooks{awards.SourceKind: desk.Hook}}).Mount(site)
	(&search.Feature{DB: db}).Mount(site)
	(&feedback.Feature{DB: db, Contact: settings.contact()}).Mount(site)
	mails(db, settings).Mount(site)
	(&personaldata.Feature{DB: db, Sources: PersonalData(), Mentions: mentions, Classes: Retention(), Release: file.Release}).Mount(site)
	trail(db).Mount(site)
	return site, people
}

// trail shows the audit trail of every kind of thing that has a page.
func trail(db *store.DB) *audit.Feature {
	return &audit.Feature{
		DB:     db,
		See:    accounts.ReadTrail,
		SeeAll: accounts.SearchTrail,
		MaySee: maySeeTrail,
		People: people,
		Words:  trailWords(),
		Name:   evidence.TrailName,
		Onward: func(action, id string) (textKey, href string) {
			if action == "organisation.merged" {
				return "app.trail.merge", "/organisations/" + id + "#merged"
			}
			return "", ""
		},
		Href: func(kind, id string) string {
			switch kind {
			case "record":
				return "/records/" + id
			case "account":
				if store.IsID(id) { // failures to sign in may belong to nobody
					return "/people/" + id
				}
			case "retention":
				return "/retention/" + id
			case "staff":
				return "/staffing/people/" + id
			case "organisation", "organisation_contact":
				if store.IsID(id) { // people to turn to in many may be fetched at once
					return "/organisations/" + id
				}
				return "/organisations"
			case "organisation_import":
				return "/organisation-imports/" + id
			case "staffing":
				return "/staffing/" + id
			case "mapping_round":
				return "/mapping/" + id
			case "network":
				return "/networks/" + id
			case "meeting":
				return "/meetings/" + id
			case "event":
				return "/events/" + id
			case "mandate":
				return "/mandates/" + id
			case "entitlement":
				return "/entitlement/" + id
			case "entitlement_setting":
				return "/entitlement/criteria"
			case "case":
				return "/cases/" + id
			case "board":
				if store.IsID(id) { // how diary numbers are written is nobody's alone
					return "/boards/" + id
				}
				return "/boards"
			case "board_meeting":
				return "/board-meetings/" + id
			case "allocation":
				return "/awards/" + id
			}
			return ""
		},
	}
}

// trailWords tells where the words are that the fields of things may hold.
func trailWords() map[string]string {
	words := maps.Clone(evidence.TrailWords)
	words["way"], words["mailKind"] = "accounts.way", "outbox.kind"
	words["legalForm"], words["classVocabulary"], words["organisationRole"] = "organisations.form", "organisations.vocabulary", "organisations.role"
	words["filingStage"], words["documentKind"], words["documentKinds"] = "entitlement.stage", "entitlement.document", "entitlement.document"
	words["mandateState"], words["signs"] = "mandates.state", "mandates.signs"
	words["publicFields"] = "organisations.field"
	for _, field := range []string{"mappingGoal", "mappingResults", "mappingSurplus", "mappingOutcome"} {
		words[field] = "mapping.answer"
	}
	words["networkKind"], words["networkRole"], words["meetingState"] = "networks.kind", "networks.role", "meetings.state"
	words["meetingAnswer"] = "meetings.answer.is"
	words["eventKind"], words["eventState"], words["registrationState"], words["moneySide"] = "events.kind", "events.state", "events.standing", "events.money"
	words["caseState"], words["caseOutcome"], words["boardOffice"] = "cases.state", "cases.outcome", "cases.office"
	words["allocationState"] = "awards.state"
	words["shape"], words["who"] = "staffing.shape", "staffing.who"
	return words
}

// people are those whose doings can be looked for in the trail.
func people(ctx context.Context, tx *store.Tx) ([]audit.Person, error) {
	all, err := accounts.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	list := make([]audit.Person, len(all))
	for i, account := range all {
		list[i] = audit.Person{ID: account.ID, Name: account.Name}
	}
	return list, nil
}

// maySeeTrail asks for what the thing's own pages ask for.
func maySeeTrail(ctx context.Context, objectKind string) bool {
	switch objectKind {
	case "account":
		return accounts.May(ctx, accounts.ReadPeople)
	case "feedback":
		return accounts.May(ctx, accounts.ReadFeedback)
	case "mail":
		return accounts.May(ctx, accounts.ReadOutbox)
	case "retention":
		return accounts.May(ctx, accounts.ReadRetention)
	case "staff", "staffing":
		return accounts.May(ctx, accounts.ReadStaffing)
	case "organisation", "organisation_import", "mapping_round":
		return accounts.May(ctx, accounts.ReadOrganisations)
	case "case":
		return accounts.May(ctx, accounts.WriteCases) || accounts.May(ctx, accounts.SearchTrail) // drafts are not for everybody
	case "allocation":
		return accounts.May(ctx, accounts.ReadAwards)
	case "board", "board_meeting":
		return accounts.May(ctx, accounts.ReadCases)
	case "organisation_contact":
		return accounts.May(ctx, accounts.ReadContacts)
	case "network", "meeting":
		return accounts.May(ctx, accounts.ReadNetworks)
	case "event":
		return accounts.May(ctx, accounts.ReadEvents)
	case "mandate":
		return accounts.May(ctx, accounts.ReadMandates)
	case "entitlement", "entitlement_setting":
		return accounts.May(ctx, accounts.ReadEntitlement)
	case "plan_draft": // its lines may name people
		return accounts.May(ctx, accounts.WritePlans) || accounts.May(ctx, accounts.SearchTrail)
	}
	return true
}
