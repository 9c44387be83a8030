package orgimport

import (
	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages where registers are read in.
type Feature struct {
	DB *store.DB
	// Municipalities are those that can be named. None: those of the example.
	Municipalities organisations.Municipalities
}

// home is where the list of imports is.
const home = "/organisation-imports"

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	if len(f.Municipalities) == 0 {
		f.Municipalities, _ = organisations.ReadMunicipalities("") // the example's are right
	}
	site.Handle("GET "+home, accounts.ReadOrganisations, f.showList)
	site.Handle("GET "+home+"/new", accounts.ManageOrganisations, f.showNew)
	site.Handle("POST "+home, accounts.ManageOrganisations, f.bring)
	site.Handle("GET "+home+"/{id}", accounts.ReadOrganisations, f.showOne)
	site.Handle("GET "+home+"/{id}/columns/edit", accounts.ManageOrganisations, f.showColumns)
	site.Handle("POST "+home+"/{id}/columns/edit", accounts.ManageOrganisations, f.arrange)
	site.Handle("GET "+home+"/{id}/rows/{line}/edit", accounts.ManageOrganisations, f.showLine)
	site.Handle("POST "+home+"/{id}/rows/{line}/edit", accounts.ManageOrganisations, f.correct)
	site.Handle("POST "+home+"/{id}/leave-out", accounts.ManageOrganisations, f.leaveOut)
	site.Handle("POST "+home+"/{id}/run", accounts.ManageOrganisations, f.run)
	site.Handle("GET "+home+"/{id}/undo", accounts.ManageOrganisations, f.showUndo)
	site.Handle("POST "+home+"/{id}/undo", accounts.ManageOrganisations, f.undo)
	site.Handle("POST "+home+"/{id}/discard", accounts.ManageOrganisations, f.discard)
}
