package followup

import (
	"context"

	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages that tell where plans stand.
type Feature struct {
	DB *store.DB
	// Waiting tells what else waits for the reader; it stands first on the first page, since somebody waits for an answer.
	Waiting []Waiting
	// Home is where the first page of the reader is instead; empty for here. Without it everybody's is here.
	Home func(ctx context.Context) string
	// Together tells what belongs together with an indicator in features that are not known here; nil for nothing.
	Together Together

	memory memory
	pages  publicPages
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /{$}", accounts.Anybody, f.showStart)
	for pattern, handler := range map[string]web.Handler{
		"GET /plan/{key}/indicators":                f.showIndicators,
		"GET /plan/{key}/indicator/{number}":        f.showIndicator,
		"GET /plan/{key}/indicator/{number}/{file}": f.downloadRecords,
		"GET /plan/{key}/quarters":                  f.showQuarters,
		"GET /plan/{key}/quarters.csv":              f.downloadQuartersCSV,
		"GET /plan/{key}/quarters.xlsx":             f.downloadQuartersXLSX,
	} {
		site.Handle(pattern, accounts.ReadPlans, handler)
	}
	site.Handle("GET /plan/{key}/indicator/{number}/link", accounts.WriteRecords, f.chooseRecord)
	for pattern, handler := range map[string]web.Handler{
		"POST /plan/{key}/indicator/{number}/judge":   f.judge,
		"POST /plan/{key}/indicator/{number}/waive":   f.waive,
		"POST /plan/{key}/indicator/{number}/unwaive": f.unwaive,
	} {
		site.Handle(pattern, accounts.JudgeCells, handler)
	}
	site.Handle("GET /public/{key}", accounts.Anybody, f.showPublicPlan)
}
