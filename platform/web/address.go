package web

import "net/http"

// Address is where the site is reached, without a slash at its end: what the settings say, else what the request says.
func Address(r *http.Request, setting string) string {
	if setting != "" {
		return setting
	}
	if IsSecure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
