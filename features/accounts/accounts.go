package accounts

import (
	"net/netip"

	"samverk/features/accounts/oidc"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature lets people sign in and out, manage their own account, and administrators everybody's.
type Feature struct {
	DB      *store.DB
	Post    Post           // nil when the program cannot send mails
	BaseURL string         // where the site is reached; empty for what each request says
	Proxies []netip.Prefix // those that say truly where a request came from, besides those on the same machine

	Providers   []*oidc.Provider // where people can show who they are besides here; those need BaseURL
	IdentityKey []byte           // with which personal numbers are hashed; empty for one that the program makes

	sessions keptSessions
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /sign-in", Anybody, f.showSignIn)
	site.Handle("POST /sign-in", Anybody, f.signIn)
	if f.Post != nil {
		site.Handle("GET /sign-in/link", Anybody, f.showMailLink)
		site.Handle("POST /sign-in/link", Anybody, f.sendMailLink)
		site.Handle("GET /sign-in/link/{token}", Anybody, f.showLinkedSignIn)
		site.Handle("POST /sign-in/link/{token}", Anybody, f.signInByLink)
	}
	site.Handle("POST /sign-in/code", Anybody, f.signInWithCode)
	site.Handle("POST /sign-in/passkey/begin", Anybody, f.beginPasskeySignIn)
	site.Handle("POST /sign-in/passkey", Anybody, f.signInByPasskey)
	site.Handle("POST /sign-out", Anybody, f.signOut)
	site.Handle("POST /sign-in/with/{provider}", Anybody, f.goToProvider)
	site.Handle("GET /sign-in/with/{provider}/callback", Anybody, f.comeBack)
	site.Handle("GET /first/{token}", Anybody, f.showFirst)
	site.Handle("POST /first/{token}", Anybody, f.makeFirst)
	site.Handle("GET /password/{token}", Anybody, f.showPassword)
	site.Handle("POST /password/{token}", Anybody, f.setLinkedPassword)
	for pattern, handler := range map[string]web.Handler{
		"GET /account":                         f.showOwn,
		"POST /account/name":                   f.changeName,
		"POST /account/password":               f.changePassword,
		"POST /account/mail":                   f.wishMail,
		"GET /account/code":                    f.showCode,
		"POST /account/code":                   Proved(f.beginCode),
		"POST /account/code/confirm":           Proved(f.confirmCode),
		"POST /account/code/recovery":          Proved(f.renewRecoveryCodes),
		"POST /account/code/remove":            Proved(f.removeOwnCode),
		"POST /account/sessions/end":           Proved(f.endSession),
		"POST /account/sessions/end-elsewhere": Proved(f.endOwnElsewhere),
		"POST /account/identities":             Proved(f.addOwnIdentity),
		"POST /account/identities/remove":      Proved(f.removeOwnIdentity),
		"POST /account/passkeys/begin":         Proved(f.beginPasskey),
		"POST /account/passkeys":               Proved(f.addPasskey),
		"POST /account/passkeys/{id}/remove":   Proved(f.removePasskey),
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
		"GET /people/new":                             f.showNewPerson,
		"POST /people":                                Proved(f.addPerson),
		"POST /people/{id}/role":                      Proved(f.changeRole),
		"POST /people/{id}/close":                     Proved(f.closeAccount),
		"POST /people/{id}/reopen":                    Proved(f.reopenAccount),
		"POST /people/{id}/code/remove":               Proved(f.removeCode),
		"POST /people/{id}/link":                      Proved(f.makeLink),
		"POST /people/{id}/sign-out":                  Proved(f.endEverywhere),
		"POST /people/{id}/identities":                Proved(f.addIdentity),
		"POST /people/{id}/identities/remove":         Proved(f.removeIdentity),
		"POST /people/{id}/passkeys/{passkey}/remove": Proved(f.removeTheirPasskey),
	} {
		site.Handle(pattern, ManagePeople, handler)
	}
}
