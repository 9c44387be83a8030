package web

import "net/http"

// bound begins the names of cookies that belong to this host and to HTTPS; browsers keep no other host from setting the rest.
const bound = "__Host-"

// SetCookie gives the browser a cookie for the whole site that no script reads. Over HTTPS its name is bound to the host.
// MaxAge and SameSite are the caller's.
func SetCookie(w http.ResponseWriter, r *http.Request, cookie http.Cookie) {
	cookie.Path, cookie.HttpOnly = "/", true
	if IsSecure(r) {
		cookie.Name, cookie.Secure = bound+cookie.Name, true
	}
	http.SetCookie(w, &cookie)
}

// Cookie is the value of a cookie that SetCookie set; empty when there is none. Over HTTPS only the bound name counts: the
// other may have been set by a neighbouring host, or by whoever listened on the way.
func Cookie(r *http.Request, name string) string {
	if IsSecure(r) {
		name = bound + name
	}
	if cookie, err := r.Cookie(name); err == nil {
		return cookie.Value
	}
	return ""
}

// DropCookie lets the browser forget a cookie, by whichever name it was set.
func DropCookie(w http.ResponseWriter, name string) {
	for _, name := range []string{name, bound + name} {
		http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: name[0] == '_'})
	}
}
