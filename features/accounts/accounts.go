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
	site.Handle("GET /sign-in", f.showSignIn)
	site.Handle("POST /sign-in", f.signIn)
	site.Handle("POST /sign-out", f.signOut)
	site.Handle("GET /first/{token}", f.showFirst)
	site.Handle("POST /first/{token}", f.makeFirst)
	site.Handle("GET /password/{token}", f.showPassword)
	site.Handle("POST /password/{token}", f.setLinkedPassword)
	for pattern, handler := range map[string]web.Handler{
		"GET /account":               f.showOwn,
		"POST /account/name":         f.changeName,
		"POST /account/password":     f.changePassword,
		"POST /account/sessions/end": f.endSession,
	} {
		site.Handle(pattern, Needs(Reader, handler))
	}
	for pattern, handler := range map[string]web.Handler{
		"GET /people":              f.showPeople,
		"GET /people/new":          f.showNewPerson,
		"POST /people":             f.addPerson,
		"GET /people/{id}":         f.showPerson,
		"POST /people/{id}/role":   f.changeRole,
		"POST /people/{id}/close":  f.closeAccount,
		"POST /people/{id}/reopen": f.reopenAccount,
		"POST /people/{id}/link":   f.makeLink,
	} {
		site.Handle(pattern, Needs(Administrator, handler))
	}
}
