package accounts

import (
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature lets people sign in and out, manage their own account, and administrators everybody's.
type Feature struct {
	DB *store.DB

	sessions keptSessions
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /sign-in", Anybody, f.showSignIn)
	site.Handle("POST /sign-in", Anybody, f.signIn)
	site.Handle("POST /sign-out", Anybody, f.signOut)
	site.Handle("GET /first/{token}", Anybody, f.showFirst)
	site.Handle("POST /first/{token}", Anybody, f.makeFirst)
	site.Handle("GET /password/{token}", Anybody, f.showPassword)
	site.Handle("POST /password/{token}", Anybody, f.setLinkedPassword)
	for pattern, handler := range map[string]web.Handler{
		"GET /account":               f.showOwn,
		"POST /account/name":         f.changeName,
		"POST /account/password":     f.changePassword,
		"POST /account/sessions/end": f.endSession,
	} {
		site.Handle(pattern, OwnAccount, handler)
	}
	for pattern, handler := range map[string]web.Handler{
		"GET /people":      f.showPeople,
		"GET /people/{id}": f.showPerson,
	} {
		site.Handle(pattern, ReadPeople, handler)
	}
	for pattern, handler := range map[string]web.Handler{
		"GET /people/new":          f.showNewPerson,
		"POST /people":             f.addPerson,
		"POST /people/{id}/role":   f.changeRole,
		"POST /people/{id}/close":  f.closeAccount,
		"POST /people/{id}/reopen": f.reopenAccount,
		"POST /people/{id}/link":   f.makeLink,
	} {
		site.Handle(pattern, ManagePeople, handler)
	}
}
