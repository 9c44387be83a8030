package assessments

import (
	"samverk/features/accounts"
	"samverk/features/mandates"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of assessments.
type Feature struct {
	DB      *store.DB
	Letters mandates.Writer
	BaseURL string // where the site is reached; empty for what each request says
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	f.Letters.Kind = "assessment"
	site.Handle("GET /assessments", accounts.ReadApplications, f.showRounds)
	site.Handle("GET /assessments/{call}", accounts.ReadApplications, f.showRound)
	site.Handle("POST /assessments/{call}/due", accounts.HandleApplications, f.saveDue)
	site.Handle("POST /assessments/{call}/remind", accounts.HandleApplications, f.remind)
	site.Handle("POST /assessments/{call}/lock", accounts.HandleApplications, f.lock)
	site.Handle("GET /assessments/{call}/assign/new", accounts.HandleApplications, f.showAssign)
	site.Handle("POST /assessments/{call}/assign", accounts.HandleApplications, f.assign)
	site.Handle("GET /assessments/{call}/ranking", accounts.ReadApplications, f.showRanking)
	site.Handle("GET /assessments/{call}/ranking.csv", accounts.ReadApplications, f.downloadCSV)
	site.Handle("GET /assessments/{call}/ranking.xlsx", accounts.ReadApplications, f.downloadBook)
	site.Handle("GET /assessments/{call}/applications/{application}", accounts.ReadApplications, f.showApplication)
	site.Handle("POST /assessments/{call}/applications/{application}/assessors", accounts.HandleApplications, f.assignOne)
	site.Handle("POST /assessments/{call}/applications/{application}/conflict", accounts.HandleApplications, f.declareConflict)
	site.Handle("POST /assessments/{call}/applications/{application}/assessors/{id}/send-back", accounts.HandleApplications, f.sendBack)
	site.Handle("POST /assessments/{call}/applications/{application}/assessors/{id}/end", accounts.HandleApplications, f.end)

	site.Handle("GET /my/assessments", accounts.OwnAssessments, f.showMine)
	site.Handle("GET /my/assessments/{id}", accounts.OwnAssessments, f.showOne)
	site.Handle("POST /my/assessments/{id}", accounts.OwnAssessments, f.save)
	site.Handle("POST /my/assessments/{id}/free", accounts.OwnAssessments, f.declareFree)
	site.Handle("POST /my/assessments/{id}/conflict", accounts.OwnAssessments, f.recuse)
	site.Handle("GET /my/assessments/{id}/files/{file}", accounts.OwnAssessments, f.download)
}
