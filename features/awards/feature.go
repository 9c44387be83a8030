package awards

import (
	"time"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of proposals and decisions.
type Feature struct {
	DB *store.DB
	*Desk
	Funder Funder
	// Municipalities are those whose names are known. None: those of the example.
	Municipalities organisations.Municipalities
	Today          func() calendar.Date // nil: the clock's
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	if len(f.Municipalities) == 0 {
		f.Municipalities, _ = organisations.ReadMunicipalities("") // the example's are right
	}
	f.Letters.Kind = "award"
	site.Handle("GET /awards", accounts.ReadAwards, f.showList)
	site.Handle("POST /awards", accounts.ManageAwards, f.begin)
	site.Handle("GET /awards/{id}", accounts.ReadAwards, f.showTable)
	site.Handle("POST /awards/{id}", accounts.ManageAwards, f.save)
	site.Handle("GET /awards/{id}/table.csv", accounts.ReadAwards, f.downloadCSV)
	site.Handle("GET /awards/{id}/table.xlsx", accounts.ReadAwards, f.downloadBook)
	site.Handle("GET /awards/{id}/formula", accounts.ReadAwards, f.showFormula)
	site.Handle("POST /awards/{id}/formula", accounts.ManageAwards, f.tryFormula)
	site.Handle("GET /awards/{id}/letters", accounts.ReadAwards, f.showLetters)
	site.Handle("POST /awards/{id}/letters", accounts.ManageAwards, f.saveWordings)
	site.Handle("GET /awards/{id}/letters/{application}/letter.pdf", accounts.ReadAwards, f.downloadLetter)
	site.Handle("POST /awards/{id}/check", accounts.ManageAwards, f.check)
	site.Handle("POST /awards/{id}/submit", accounts.ManageAwards, f.submit)
	site.Handle("POST /awards/{id}/take-back", accounts.ManageAwards, f.takeBack)
	site.Handle("POST /awards/{id}/decide", accounts.DecideAwards, f.decide)
	site.Handle("GET /awards/{id}/changes", accounts.ReadAwards, f.showChanges)
	site.Handle("POST /awards/{id}/changes", accounts.DecideCases, f.saveChanges)

	site.Handle("GET /my/awards/{application}", accounts.OwnOrganisations, f.showOwn)
	site.Handle("GET /my/awards/{application}/letter.pdf", accounts.OwnOrganisations, f.downloadOwn)

	site.Handle("GET /public/grants/awards", accounts.Anybody, f.showPublic)
	site.Handle("GET /public/grants/awards.json", accounts.Anybody, f.publish360)
	site.Handle("GET /public/grants/awards.csv", accounts.Anybody, f.publishCSV)
}

func (f *Feature) today() calendar.Date {
	if f.Today != nil {
		return f.Today()
	}
	return calendar.Today(time.Now())
}
