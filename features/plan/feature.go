package plan

import (
	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages on which plans are read, reviewed, shown, changed and followed by their next edition.
type Feature struct {
	DB     *store.DB
	Reader Reader
	Links  Linker
	Follow Follower
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	reader := func(pattern string, h web.Handler) { site.Handle(pattern, accounts.Needs(accounts.Reader, h)) }
	officer := func(pattern string, h web.Handler) { site.Handle(pattern, accounts.Needs(accounts.Officer, h)) }
	reader("GET /plans", f.showPlans)
	officer("GET /plans/import", f.showImport)
	officer("POST /plans/import", f.importDocument)
	officer("GET /plans/import/{id}", f.showReview)
	officer("POST /plans/import/{id}", f.saveReview)
	officer("POST /plans/import/{id}/answer", f.answerQuestion)
	officer("POST /plans/import/{id}/skip", f.skipLine)
	officer("POST /plans/import/{id}/accept", f.acceptReview)
	officer("POST /plans/import/{id}/forget", f.forgetIntake)
	officer("GET /plans/import/{id}/discard", f.askDiscard)
	officer("POST /plans/import/{id}/discard", f.discardReview)
	reader("GET /plan/{key}", f.showPlan)
	reader("GET /plan/{key}/activity/{number}", f.showActivity)
}
