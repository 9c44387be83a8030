package evidence

import (
	"time"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of records.
type Feature struct {
	DB *store.DB
	// Today is the date in Stockholm; nil for the clock's own.
	Today func() calendar.Date
	// Source tells in words what a record was made of, and where that is. Nil: no record is made of anything.
	Source func(source string) Source
}

// Source is what a record was made of, such as a meeting: what is said of it, and where it is.
type Source struct {
	Text i18n.Message // "Händelsen kommer från ett möte."
	Act  i18n.Message // "Öppna mötet"
	Href string
}

// sourceOf is what the record was made of; false when a person wrote it.
func (f *Feature) sourceOf(r *Record) (Source, bool) {
	if f.Source == nil || r.Source == "" {
		return Source{}, false
	}
	return f.Source(r.Source), true
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /records":                       f.showList,
		"GET /records.csv":                   f.downloadCSV,
		"GET /records/{id}":                  f.showRecord,
		"GET /records/{id}/files/{position}": f.downloadFile,
	} {
		site.Handle(pattern, accounts.ReadPlans, handler)
	}
	for pattern, handler := range map[string]web.Handler{
		"GET /records/new":              f.showNew,
		"POST /records/new":             f.addRecord,
		"GET /records/{id}/edit":        f.unlessMade(f.showEdit),
		"POST /records/{id}/edit":       f.unlessMade(f.correctRecord),
		"POST /records/{id}/files":      f.addFiles,
		"GET /records/{id}/exclude":     f.askDecision(excludeAct),
		"POST /records/{id}/exclude":    f.decide(excludeAct),
		"GET /records/{id}/include":     f.askDecision(includeAct),
		"POST /records/{id}/include":    f.decide(includeAct),
		"GET /records/{id}/count":       f.askDecision(countAct),
		"POST /records/{id}/count":      f.decide(countAct),
		"GET /records/{id}/void":        f.unlessMade(f.askDecision(voidAct)),
		"POST /records/{id}/void":       f.unlessMade(f.decide(voidAct)),
		"GET /records/import":           f.showImport,
		"POST /records/import":          f.receiveImport,
		"GET /records/import/foreseen":  f.showForeseen,
		"POST /records/import/foreseen": f.carryOutImport,
	} {
		site.Handle(pattern, accounts.WriteRecords, handler)
	}
}

func (f *Feature) today() calendar.Date {
	if f.Today != nil {
		return f.Today()
	}
	return calendar.Today(time.Now())
}
