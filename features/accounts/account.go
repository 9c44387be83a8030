package accounts

import (
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Role is what somebody is trusted with.
type Role string

// The public is nobody of these: it has not signed in.
const (
	Administrator  Role = "administrator"  // people, roles, settings, backups
	Manager        Role = "manager"        // decides what has to wait, and says why
	Officer        Role = "officer"        // works with the plan and its records
	Economist      Role = "economist"      // pays out and follows up money
	Elected        Role = "elected"        // member of the board: reads status and cases, decides
	Auditor        Role = "auditor"        // reads everything and the audit trail, changes nothing
	Assessor       Role = "assessor"       // assesses the applications assigned to them
	Representative Role = "representative" // acts for an association through a mandate
	Partner        Role = "partner"        // takes part in common work: a municipality, a member of a partnership
	Reader         Role = "reader"         // reads what the authority's own people read, changes nothing
)

// Roles lists every role, those of the authority first.
var Roles = []Role{Administrator, Manager, Officer, Economist, Elected, Auditor, Assessor, Representative, Partner, Reader}

// Account is somebody who may sign in.
type Account struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Email       string     `json:"email"` // lower case, unique
	Role        Role       `json:"role"`
	HasPassword bool       `json:"hasPassword"` // without one nobody can sign in as this account
	Closed      bool       `json:"closed"`      // nobody can sign in as this account until it is opened again
	CreatedAt   store.Time `json:"createdAt"`
}

// rules is whether somebody can sign in as this account and manage the others.
func (a *Account) rules() bool { return a.Role == Administrator && a.HasPassword && !a.Closed }

// shortestPassword follows NIST SP 800-63B-4, which asks for fifteen characters where a password stands alone.
const shortestPassword = 15

// longestName bounds a name, in characters; longestEmail an address, in bytes (RFC 5321).
const (
	longestName  = 200
	longestEmail = 254
)

// longestPassword bounds the work of hashing.
const longestPassword = 256

// foldEmail gives the form in which an e-mail address is stored and compared.
func foldEmail(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

func checkAccount(name, email string, role Role) error {
	if utf8.RuneCountInString(name) > longestName {
		return i18n.Fail("accounts.name_long", "longest", longestName)
	}
	if strings.TrimSpace(name) == "" {
		return i18n.Fail("accounts.name_missing")
	}
	address, err := mail.ParseAddress(email)
	if err != nil || len(email) > longestEmail || address.Address != email || !strings.Contains(email, "@") {
		return i18n.Fail("accounts.email_wrong", "email", email)
	}
	if !slices.Contains(Roles, role) {
		return i18n.Fail("accounts.role_unknown", "role", string(role), "roles", roleList())
	}
	return nil
}

func roleList() string {
	names := make([]string, len(Roles))
	for i, role := range Roles {
		names[i] = string(role)
	}
	return strings.Join(names, ", ")
}

func checkPassword(password string) error {
	switch length := utf8.RuneCountInString(password); {
	case length < shortestPassword:
		return i18n.Fail("accounts.password_short", "shortest", shortestPassword)
	case length > longestPassword:
		return i18n.Fail("accounts.password_long", "longest", longestPassword)
	}
	return nil
}
