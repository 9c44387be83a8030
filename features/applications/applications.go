package applications

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of applications.
type Feature struct {
	DB      *store.DB
	Letters mandates.Writer
	BaseURL string // where the site is reached; empty for what each request says
	// Municipalities are those whose names are known. None: those of the example.
	Municipalities organisations.Municipalities
	Recusals       Recusals         // nil: nobody is recused
	Judge          Judging          // nil: nothing is known of who may apply
	Additions      []Adding         // what other features show on an application's page
	Now            func() time.Time // nil: the clock
}

// Recusals tells who has a conflict of interest (jäv) in an application: such a person reads no more than a summary of it and
// does nothing with it.
type Recusals interface {
	IsRecused(ctx context.Context, tx *store.Tx, accountID, applicationID string) (bool, error)
}

// Judging tells what a call demands of an organisation, and what of it is met on a day.
type Judging func(ctx context.Context, tx *store.Tx, call *grants.Call, o *organisations.Organisation, day calendar.Date) ([]grants.Finding, error)

// Adding gives what another feature shows on the page of an application that has been sent, to its organisation or to officers;
// nil for nothing.
type Adding func(ctx context.Context, tx *store.Tx, a *Application, own bool) (templ.Component, error)

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	if len(f.Municipalities) == 0 {
		f.Municipalities, _ = organisations.ReadMunicipalities("") // the example's are right
	}
	f.Letters.Kind = "application"
	site.Handle("GET /my/applications", accounts.OwnApplications, f.showMine)
	site.Handle("GET /my/organisations/{organisation}/applications/{call}", accounts.OwnApplications, f.showBegin)
	site.Handle("POST /my/organisations/{organisation}/applications/{call}", accounts.OwnApplications, f.begin)
	site.Handle("GET /my/applications/{id}", accounts.OwnApplications, f.showOwn)
	site.Handle("GET /my/applications/{id}/steps/{section}", accounts.OwnApplications, f.showStep)
	site.Handle("POST /my/applications/{id}/steps/{section}", accounts.OwnApplications, f.saveStep)
	site.Handle("GET /my/applications/{id}/check", accounts.OwnApplications, f.showCheck)
	site.Handle("POST /my/applications/{id}/check", accounts.OwnApplications, f.send)
	site.Handle("GET /my/applications/{id}/versions/{number}", accounts.OwnApplications, f.showOwnVersion)
	site.Handle("GET /my/applications/{id}/files/{hash}", accounts.OwnApplications, f.downloadOwn)
	site.Handle("POST /my/applications/{id}/messages", accounts.OwnApplications, f.writeOwn)
	site.Handle("GET /my/applications/{id}/withdraw", accounts.OwnApplications, f.showWithdraw)
	site.Handle("POST /my/applications/{id}/withdraw", accounts.OwnApplications, f.withdraw)

	site.Handle("GET /applications", accounts.ReadApplications, f.showQueue)
	site.Handle("GET /applications.csv", accounts.ReadApplications, f.downloadCSV)
	site.Handle("GET /applications.xlsx", accounts.ReadApplications, f.downloadBook)
	site.Handle("GET /applications/{id}", accounts.ReadApplications, f.showOne)
	site.Handle("GET /applications/{id}/versions/{number}", accounts.ReadApplications, f.showVersion)
	site.Handle("GET /applications/{id}/compare", accounts.ReadApplications, f.showComparison)
	site.Handle("GET /applications/{id}/files/{hash}", accounts.ReadApplications, f.download)
	site.Handle("POST /applications/{id}/assign", accounts.HandleApplications, f.assign)
	site.Handle("POST /applications/{id}/decide", accounts.HandleApplications, f.decide)
	site.Handle("POST /applications/{id}/late", accounts.HandleApplications, f.takeLate)
	site.Handle("POST /applications/{id}/checks", accounts.HandleApplications, f.saveChecks)
	site.Handle("POST /applications/{id}/notes", accounts.HandleApplications, f.addNote)
	site.Handle("POST /applications/{id}/messages", accounts.HandleApplications, f.write)
}

func (f *Feature) now() time.Time {
	if f.Now != nil {
		return f.Now()
	}
	return time.Now()
}

func (f *Feature) today() calendar.Date { return calendar.Today(f.now()) }
