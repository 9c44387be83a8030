package grants

import (
	"time"

	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of programmes and calls.
type Feature struct {
	DB *store.DB
	// Now is the moment; nil for the clock's own.
	Now func() time.Time
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /grants":                               f.showAll,
		"GET /grants/{id}":                          f.showProgramme,
		"GET /grants/{id}/guidelines":               f.showGuidelines,
		"GET /calls/{id}":                           f.showCall,
		"GET /grants/{id}/form/{part}":              f.showForm,
		"GET /grants/{id}/form/{part}/preview":      f.showPreview,
		"GET /grants/{id}/form/{part}/form.json":    f.downloadForm,
		"GET /grants/de-minimis/rates":              f.showRates,
		"GET /grants/de-minimis/organisations/{id}": f.showAid,
	} {
		site.Handle(pattern, accounts.ReadGrants, handler)
	}
	f.mountProgrammes(site)
	f.mountForms(site)
	f.mountCalls(site)
	for pattern, handler := range map[string]web.Handler{
		"GET /public/grants":            f.showPublicList,
		"GET /public/grants/{id}":       f.showPublic,
		"GET /public/grants/{id}/check": f.check,
	} {
		site.Handle(pattern, accounts.Anybody, handler)
	}
}

func (f *Feature) mountProgrammes(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /grants/new":                                      f.askProgramme,
		"POST /grants":                                         f.addProgramme,
		"GET /grants/{id}/edit":                                f.askChange,
		"POST /grants/{id}/edit":                               f.changeProgramme,
		"GET /grants/{id}/end":                                 f.askEnd,
		"POST /grants/{id}/end":                                f.endProgramme,
		"GET /grants/{id}/rules/edit":                          f.askRules,
		"POST /grants/{id}/rules/edit":                         f.setRules,
		"GET /grants/{id}/criteria/edit":                       f.askCriteria,
		"POST /grants/{id}/criteria/edit":                      f.setCriteria,
		"GET /grants/{id}/pots/edit":                           f.askPots,
		"POST /grants/{id}/pots/edit":                          f.setPots,
		"GET /grants/{id}/guidelines/new":                      f.askGuideline,
		"POST /grants/{id}/guidelines":                         f.addGuideline,
		"GET /grants/{id}/guidelines/{guideline}/edit":         f.askChangeGuideline,
		"POST /grants/{id}/guidelines/{guideline}/edit":        f.changeGuideline,
		"GET /grants/{id}/guidelines/{guideline}/propose":      f.askProposeGuideline,
		"POST /grants/{id}/guidelines/{guideline}/propose":     f.proposeGuideline,
		"GET /grants/{id}/guidelines/{guideline}/take-back":    f.askTakeBack,
		"POST /grants/{id}/guidelines/{guideline}/take-back":   f.takeBack,
		"POST /grants/de-minimis/rates":                        f.setRate,
		"POST /grants/de-minimis/organisations/{id}":           f.addAid,
		"GET /grants/de-minimis/organisations/{id}/{aid}/end":  f.askRemoveAid,
		"POST /grants/de-minimis/organisations/{id}/{aid}/end": f.removeAid,
	} {
		site.Handle(pattern, accounts.ManageGrants, handler)
	}
}

func (f *Feature) mountForms(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /grants/{id}/form/{part}/sections/new":          f.askSection,
		"POST /grants/{id}/form/{part}/sections":             f.putSection,
		"GET /grants/{id}/form/{part}/sections/{key}/edit":   f.askSection,
		"POST /grants/{id}/form/{part}/sections/{key}/edit":  f.putSection,
		"GET /grants/{id}/form/{part}/sections/{key}/new":    f.askQuestion,
		"POST /grants/{id}/form/{part}/sections/{key}/new":   f.putQuestion,
		"GET /grants/{id}/form/{part}/questions/{key}/edit":  f.askQuestion,
		"POST /grants/{id}/form/{part}/questions/{key}/edit": f.putQuestion,
		"POST /grants/{id}/form/{part}/{what}/{key}/move":    f.movePart,
		"GET /grants/{id}/form/{part}/import":                f.askImport,
		"POST /grants/{id}/form/{part}/import":               f.importForm,
	} {
		site.Handle(pattern, accounts.ManageGrants, handler)
	}
}

func (f *Feature) mountCalls(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /grants/{id}/calls/new":    f.askCall,
		"POST /grants/{id}/calls":       f.addCall,
		"POST /calls/{id}/copy":         f.copyCall,
		"GET /calls/{id}/edit":          f.askChangeCall,
		"POST /calls/{id}/edit":         f.changeCall,
		"GET /calls/{id}/propose":       f.askPropose,
		"POST /calls/{id}/propose":      f.propose,
		"POST /calls/{id}/schedule":     f.schedule,
		"GET /calls/{id}/move/{state}":  f.askMove,
		"POST /calls/{id}/move/{state}": f.move,
	} {
		site.Handle(pattern, accounts.ManageGrants, handler)
	}
}

func (f *Feature) now() time.Time {
	if f.Now != nil {
		return f.Now()
	}
	return time.Now()
}
