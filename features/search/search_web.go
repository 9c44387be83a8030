package search

import (
	"context"
	"net/http"
	"strings"

	"samverk/features/accounts"
	"samverk/features/evidence"
	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// Feature serves the search page.
type Feature struct {
	DB *store.DB
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /search", accounts.Anybody, f.showAnswers)
}

// showAnswers shows what is found. Anybody may search; what is looked through depends on who asks.
func (f *Feature) showAnswers(w http.ResponseWriter, r *http.Request) error {
	typed := strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), ""))
	a := &answers{Typed: typed, Query: fold.NewQuery(typed), Public: !accounts.May(r.Context(), accounts.ReadPlans)}
	if !a.Query.IsEmpty() {
		if err := f.DB.Read(r.Context(), func(tx *store.Tx) error { return a.find(r.Context(), tx) }); err != nil {
			return err
		}
	}
	shell := ui.ShellOf(r.Context())
	shell.Searched = typed
	return web.Show(w, r.WithContext(ui.WithShell(r.Context(), shell)), http.StatusOK, answersPage(a))
}

// find asks every feature whose things the reader may see.
func (a *answers) find(ctx context.Context, tx *store.Tx) error {
	p := i18n.In(ctx)
	parts, err := plan.FindParts(ctx, tx, a.Query, a.Public)
	if err != nil {
		return err
	}
	a.addParts(p, parts)
	if a.Public || accounts.May(ctx, accounts.ReadOrganisations) {
		found, err := organisations.Search(ctx, tx, organisations.Filter{Words: a.Typed, OnlyPublic: a.Public, WithEnded: true, Limit: mostShown + 1})
		if err != nil {
			return err
		}
		a.addOrganisations(p, found)
	}
	if a.Public || accounts.May(ctx, accounts.ReadNetworks) {
		if err := a.findNetworks(ctx, tx, p); err != nil {
			return err
		}
	}
	if a.Public {
		return nil
	}
	records, err := evidence.Search(ctx, tx, evidence.Filter{Words: a.Typed, Limit: mostShown})
	if err != nil {
		return err
	}
	a.addRecords(p, records)
	if accounts.May(ctx, accounts.WritePlans) {
		reviews, err := plan.FindReviews(ctx, tx, a.Query)
		if err != nil {
			return err
		}
		a.addReviews(p, reviews)
	}
	if accounts.May(ctx, accounts.ReadPeople) {
		people, err := accounts.FindPeople(ctx, tx, a.Query)
		if err != nil {
			return err
		}
		a.addPeople(p, people)
	}
	return nil
}

// findNetworks asks for networks and their meetings, the latest first.
func (a *answers) findNetworks(ctx context.Context, tx *store.Tx, p i18n.Printer) error {
	found, err := networks.Named(ctx, tx, a.Query, a.Public)
	if err != nil {
		return err
	}
	a.addNetworks(p, found)
	page, err := meetings.List(ctx, tx, meetings.Filter{Words: a.Typed, OnlyPublic: a.Public, Latest: true, Limit: mostShown})
	a.addMeetings(p, page)
	return err
}
