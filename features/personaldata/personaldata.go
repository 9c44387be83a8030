package personaldata

import (
	"samverk/features/accounts"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature hands out and erases what is kept about people, and disposes of documents whose time is out.
type Feature struct {
	DB      *store.DB
	Sources []Source
	// Mentions finds texts that people have written in which a name or an address stands.
	Mentions Mentioner
	Classes  []Class
	// Release throws contents of files away that nothing else refers to.
	Release Releaser
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /account/data", accounts.OwnAccount, f.showOwn)
	site.Handle("GET /account/data.json", accounts.OwnAccount, f.fetchOwn)
	site.Handle("GET /people/{id}/data", accounts.ManagePeople, f.showPerson)
	site.Handle("GET /people/{id}/data.json", accounts.ManagePeople, f.fetchPerson)
	site.Handle("GET /people/{id}/erase", accounts.ManagePeople, f.showErase)
	site.Handle("POST /people/{id}/erase", accounts.ManagePeople, f.erase)
	site.Handle("GET /retention", accounts.ReadRetention, f.showClasses)
	site.Handle("GET /retention/{kind}", accounts.ReadRetention, f.showDue)
	site.Handle("POST /retention/{kind}", accounts.ManageRetention, f.decideDue)
	site.Handle("GET /retention/{kind}/edit", accounts.ManageRetention, f.showPeriod)
	site.Handle("POST /retention/{kind}/edit", accounts.ManageRetention, f.decidePeriod)
}
