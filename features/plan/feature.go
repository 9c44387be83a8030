package plan

import (
	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/web"
	"sync"
)

// Feature serves the pages on which plans are read, reviewed, shown, changed and followed by their next edition.
type Feature struct {
	DB     *store.DB
	Reader Reader
	Links  Linker
	Follow Follower
	// Decisions hands over what people decided about a plan's indicators to its next edition.
	Decisions Carrier
	// Previews foresees what a rule would say before it is saved.
	Previews Previewer

	reading sync.Mutex
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	reader := func(pattern string, h web.Handler) { site.Handle(pattern, accounts.ReadPlans, h) }
	officer := func(pattern string, h web.Handler) { site.Handle(pattern, accounts.WritePlans, h) }
	reader("GET /plans", f.showPlans)
	officer("GET /plans/import", f.showImport)
	officer("POST /plans/import", f.importDocument)
	officer("GET /plans/import/{id}", f.showReview)
	officer("POST /plans/import/{id}", f.saveReview)
	officer("POST /plans/import/{id}/order", f.moveDraftPart)
	officer("POST /plans/import/{id}/place", f.placeDraftPart)
	officer("GET /plans/import/{id}/remove", f.askRemoveDraftPart)
	officer("POST /plans/import/{id}/remove", f.removeDraftPart)
	officer("POST /plans/import/{id}/answer", f.answerQuestion)
	officer("POST /plans/import/{id}/skip", f.skipLine)
	officer("POST /plans/import/{id}/accept", f.acceptReview)
	officer("POST /plans/import/{id}/forget", f.forgetIntake)
	officer("GET /plans/import/{id}/edition", f.askReviewEdition)
	officer("POST /plans/import/{id}/edition", f.acceptReviewEdition)
	officer("GET /plans/import/{id}/discard", f.askDiscard)
	officer("POST /plans/import/{id}/discard", f.discardReview)
	reader("GET /plan/{key}", f.showPlan)
	reader("GET /plan/{key}/activity/{number}", f.showActivity)
	f.mountLife(reader, officer)
	f.mountEdit(officer)
}

// mountLife adds the pages on which a plan is followed by its next edition, published and ended.
func (f *Feature) mountLife(reader, officer func(pattern string, h web.Handler)) {
	reader("GET /plans/choose/{key}", f.choosePlan)
	reader("GET /plan/{key}/changes", f.showChanges)
	officer("GET /plan/{key}/changes/{part}", f.askPair)
	officer("POST /plan/{key}/changes/{part}", f.setPair)
	officer("GET /plan/{key}/edition", f.askEdition)
	officer("POST /plan/{key}/edition", f.beginEdition)
	officer("GET /plan/{key}/adopt", f.askAdoption)
	officer("POST /plan/{key}/adopt", f.adopt)
	for _, step := range Steps {
		officer("GET /plan/{key}/"+string(step), f.askStep(step))
		officer("POST /plan/{key}/"+string(step), f.takeStep(step))
	}
}
