package cases

import (
	"time"

	"samverk/features/accounts"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of cases, boards and their meetings.
type Feature struct {
	DB    *store.DB
	Words *i18n.Catalogue // of the papers, which are in Swedish whoever makes them
	Site  string          // where the program is reached, for links from papers; empty for nowhere
	Hooks Hooks
	// Today is the date in Stockholm; nil for the clock's own.
	Today func() calendar.Date
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	f.mountReading(site)
	f.mountCases(site)
	f.mountMeetings(site)
	site.Handle("GET /board-meetings/{id}/items/{item}/conflict/new", accounts.DeclareConflict, f.askConflict)
	site.Handle("POST /board-meetings/{id}/items/{item}/conflict", accounts.DeclareConflict, f.declare)
	site.Handle("POST /board-meetings/{id}/items/{item}/conflict/remove", accounts.DeclareConflict, f.takeBack)
	site.Handle("GET /public/decisions", accounts.Anybody, f.showPublic)
}

func (f *Feature) mountReading(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /cases":                               f.showAll,
		"GET /cases/{id}":                          f.showOne,
		"GET /cases/{id}/paper":                    f.showPaper,
		"GET /cases/{id}/paper.docx":               f.downloadDOCX,
		"GET /cases/{id}/paper.pdf":                f.downloadPDF,
		"GET /cases/{id}/files/{round}/{position}": f.downloadFile,
		"GET /boards":                              f.showBoards,
		"GET /boards/{id}":                         f.showBoard,
		"GET /board-meetings/{id}":                 f.showMeeting,
	} {
		site.Handle(pattern, accounts.ReadCases, handler)
	}
}

func (f *Feature) mountCases(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /cases/new":                           f.askNew,
		"POST /cases":                              f.open,
		"GET /cases/{id}/edit":                     f.askEdit,
		"POST /cases/{id}/edit":                    f.change,
		"POST /cases/{id}/files":                   f.addFiles,
		"POST /cases/{id}/files/{position}/remove": f.removeFile,
		"GET /cases/{id}/present/new":              f.askPresent,
		"POST /cases/{id}/present":                 f.present,
		"GET /cases/{id}/submit/new":               f.askSubmit,
		"POST /cases/{id}/submit":                  f.submit,
		"GET /cases/{id}/withdraw/new":             f.askWithdraw,
		"POST /cases/{id}/withdraw":                f.withdraw,
	} {
		site.Handle(pattern, accounts.WriteCases, handler)
	}
}

func (f *Feature) mountMeetings(site *web.Site) {
	for pattern, handler := range map[string]web.Handler{
		"GET /boards/new":                                       f.askBoard,
		"POST /boards":                                          f.addBoard,
		"GET /boards/{id}/edit":                                 f.askRename,
		"POST /boards/{id}/edit":                                f.rename,
		"GET /boards/series/edit":                               f.askSeries,
		"POST /boards/series/edit":                              f.setSeries,
		"GET /boards/{id}/members/new":                          f.askMember,
		"POST /boards/{id}/members":                             f.addMember,
		"GET /boards/{id}/members/{member}/end":                 f.askEndMember,
		"POST /boards/{id}/members/{member}/end":                f.endMember,
		"GET /boards/{id}/meetings/new":                         f.askMeeting,
		"POST /boards/{id}/meetings":                            f.addMeeting,
		"GET /board-meetings/{id}/edit":                         f.askChangeMeeting,
		"POST /board-meetings/{id}/edit":                        f.changeMeeting,
		"GET /board-meetings/{id}/present/edit":                 f.askWhoIsThere,
		"POST /board-meetings/{id}/present":                     f.whoIsThere,
		"POST /board-meetings/{id}/items/{item}/up":             f.moveUp,
		"GET /board-meetings/{id}/items/{item}/ruling/edit":     f.askRuling,
		"POST /board-meetings/{id}/items/{item}/ruling":         f.record,
		"GET /board-meetings/{id}/items/{item}/reservation/new": f.askReservation,
		"POST /board-meetings/{id}/items/{item}/reservation":    f.reserve,
		"GET /board-meetings/{id}/adjust/new":                   f.askAdjust,
		"POST /board-meetings/{id}/adjust":                      f.adjust,
		"GET /board-meetings/{id}/post/new":                     f.askPost,
		"POST /board-meetings/{id}/post":                        f.post,
		"GET /board-meetings/{id}/down/new":                     f.askDown,
		"POST /board-meetings/{id}/down":                        f.down,
		"GET /cases/{id}/agenda/new":                            f.askAgenda,
		"POST /cases/{id}/agenda":                               f.agree,
		"GET /cases/{id}/appeal/new":                            f.askAppeal,
		"POST /cases/{id}/appeal":                               f.appeal,
		"GET /cases/{id}/verdict/new":                           f.askVerdict,
		"POST /cases/{id}/verdict":                              f.judge,
	} {
		site.Handle(pattern, accounts.DecideCases, handler)
	}
}

func (f *Feature) today() calendar.Date {
	if f.Today != nil {
		return f.Today()
	}
	return calendar.Today(time.Now())
}

// press makes papers in the authority's language.
func (f *Feature) press() Press { return Press{Words: f.Words.In(i18n.Swedish), Site: f.Site} }
