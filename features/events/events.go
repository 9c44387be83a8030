package events

import (
	"time"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of events and writes to those who register.
type Feature struct {
	DB      *store.DB
	BaseURL string          // where the site is reached, for links in mails
	Post    Post            // nil: the program can send no mails
	Words   *i18n.Catalogue // for mails in the language of whoever gets them; nil: that of whoever acts
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /events":                  f.showList,
		"GET /events/{id}":             f.showOne,
		"GET /events/{id}/evaluation":  f.showEvaluation,
		"GET /events/{id}/budget":      f.showBudget,
		"GET /events/{id}/budget.xlsx": f.downloadBudget,
	} {
		site.Handle(pattern, accounts.ReadEvents, handler)
	}
	for pattern, handler := range map[string]web.Handler{
		"GET /events/{id}/registrations":      f.showRegistrations,
		"GET /events/{id}/registrations.csv":  f.downloadCSV,
		"GET /events/{id}/registrations.xlsx": f.downloadXLSX,
		"GET /events/{id}/attendance":         f.showAttendance,
		"GET /events/{id}/badges":             f.showBadges,
	} {
		site.Handle(pattern, accounts.ReadRegistrations, handler)
	}
	for pattern, handler := range map[string]web.Handler{
		"GET /events/new":                                       f.showNew,
		"POST /events":                                          f.add,
		"GET /events/{id}/edit":                                 f.showEdit,
		"POST /events/{id}/edit":                                f.change,
		"GET /events/{id}/programme/edit":                       f.showProgramme,
		"POST /events/{id}/programme/edit":                      f.setProgramme,
		"POST /events/{id}/publish":                             f.publish,
		"POST /events/{id}/withdraw":                            f.withdraw,
		"GET /events/{id}/cancel":                               f.askWhy(cancelAct),
		"POST /events/{id}/cancel":                              f.actWhy(cancelAct),
		"GET /events/{id}/held/edit":                            f.showHeld,
		"POST /events/{id}/held/edit":                           f.hold,
		"GET /events/{id}/reopen":                               f.askWhy(reopenAct),
		"POST /events/{id}/reopen":                              f.actWhy(reopenAct),
		"GET /events/{id}/registrations/new":                    f.showNewRegistration,
		"POST /events/{id}/registrations":                       f.registerFor,
		"GET /events/{id}/registrations/{registration}/edit":    f.showRegistration,
		"POST /events/{id}/registrations/{registration}/edit":   f.changeRegistration,
		"POST /events/{id}/registrations/{registration}/cancel": f.cancelRegistration,
		"POST /events/{id}/registrations/{registration}/move":   f.moveRegistration,
		"POST /events/{id}/attendance":                          f.tick,
		"GET /events/{id}/attendance/new":                       f.showAtDoor,
		"GET /events/{id}/evaluation/edit":                      f.showQuestions,
		"POST /events/{id}/evaluation/edit":                     f.setQuestions,
		"POST /events/{id}/evaluation/send":                     f.ask,
		"GET /events/{id}/budget/new":                           f.showNewMoney,
		"POST /events/{id}/budget":                              f.addMoney,
		"GET /events/{id}/budget/{line}/edit":                   f.showMoney,
		"POST /events/{id}/budget/{line}/edit":                  f.changeMoney,
		"POST /events/{id}/budget/{line}/remove":                f.removeMoney,
	} {
		site.Handle(pattern, accounts.ManageEvents, handler)
	}
	f.mountPublic(site)
}

// mountPublic adds what anybody may do.
func (f *Feature) mountPublic(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /public/events":                              f.showPublicList,
		"GET /public/events/{id}":                         f.showPublic,
		"POST /public/events/{id}":                        f.register,
		"GET /public/events/received/{id}":                f.showReceived,
		"GET /public/events/registration/{token}":         f.showOwn,
		"POST /public/events/registration/{token}":        f.changeOwn,
		"POST /public/events/registration/{token}/cancel": f.cancelOwn,
		"GET /public/events/evaluation/{token}":           f.showAnswer,
		"POST /public/events/evaluation/{token}":          f.answer,
		"GET /public/events/thanks":                       f.showThanks,
	} {
		site.Handle(pattern, accounts.Anybody, handler)
	}
}

func today() calendar.Date { return calendar.Today(time.Now()) }
