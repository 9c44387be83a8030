package app

import (
	"context"
	"maps"
	"net/http"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/feedback"
	"samverk/features/followup"
	"samverk/features/grants"
	"samverk/features/mapping"
	"samverk/features/organisations"
	"samverk/features/orgimport"
	"samverk/features/personaldata"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/features/search"
	"samverk/features/staffing"
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
	follow := &followup.Feature{DB: db}
	follow.Mount(site)
	(&plan.Feature{DB: db, Reader: planimport.NewReader(), Links: relinker{}, Follow: follow, Decisions: carrier{}, Previews: followup.Previewer{}}).Mount(site)
	(&evidence.Feature{DB: db}).Mount(site)
	(&staffing.Feature{DB: db, Words: Catalogue()}).Mount(site)
	(&organisations.Feature{DB: db, Municipalities: settings.Municipalities, Additions: []organisations.Adding{mapping.Add}}).Mount(site)
	(&orgimport.Feature{DB: db, Municipalities: settings.Municipalities}).Mount(site)
	(&mapping.Feature{DB: db, Municipalities: settings.Municipalities}).Mount(site)
	(&grants.Feature{DB: db}).Mount(site)
	(&applications.Feature{DB: db}).Mount(site)
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
	words["publicFields"] = "organisations.field"
	for _, field := range []string{"mappingGoal", "mappingResults", "mappingSurplus", "mappingOutcome"} {
		words[field] = "mapping.answer"
	}
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
	case "organisation_contact":
		return accounts.May(ctx, accounts.ReadContacts)
	case "plan_draft": // its lines may name people
		return accounts.May(ctx, accounts.WritePlans) || accounts.May(ctx, accounts.SearchTrail)
	}
	return true
}
