package oidc

import "strings"

// Person is what a provider says of somebody.
type Person struct {
	Subject        string
	Name           string
	Email          string // only when the provider has verified it
	Affiliation    string
	PersonalNumber string
}

// claimSet is what a token or an answer says.
type claimSet map[string]any

// text is a claim's words; a list's first. What is no text is left out.
func (c claimSet) text(name string) string {
	switch value := c[name].(type) {
	case string:
		return strings.TrimSpace(value)
	case []any:
		if len(value) > 0 {
			first, _ := value[0].(string)
			return strings.TrimSpace(first)
		}
	}
	return ""
}

// isTrue tells whether a claim is true; some providers write it as a text.
func (c claimSet) isTrue(name string) bool {
	switch value := c[name].(type) {
	case bool:
		return value
	case string:
		return value == "true"
	}
	return false
}

// lacks tells whether a claim that is read is not here.
func (c claimSet) lacks(names Claims) bool {
	for _, name := range []string{names.Name, names.Email, names.Affiliation, names.PersonalNumber} {
		if name != "" && c.text(name) == "" {
			return true
		}
	}
	return false
}

// person reads the claims by their names. An e-mail address is nobody's unless it is said to be verified, which the claim
// email_verified says of the claim email alone, or the provider's addresses are trusted.
func (c claimSet) person(names Claims, trustEmail bool) Person {
	p := Person{Subject: c.text(names.Subject), Name: c.text(names.Name), Affiliation: c.text(names.Affiliation),
		PersonalNumber: c.text(names.PersonalNumber)}
	if trustEmail || names.Email == "email" && c.isTrue("email_verified") {
		p.Email = c.text(names.Email)
	}
	return p
}
