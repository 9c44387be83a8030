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

const (
	Administrator Role = "administrator" // users, roles, settings, backups
	Officer       Role = "officer"       // works with the plan and its records
	Reader        Role = "reader"        // reads everything, changes nothing
)

// Roles lists every role, the most trusted first.
var Roles = []Role{Administrator, Officer, Reader}

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

// longestPassword bounds the work of hashing.
const longestPassword = 256

// foldEmail gives the form in which an e-mail address is stored and compared.
func foldEmail(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

func checkAccount(name, email string, role Role) error {
	if strings.TrimSpace(name) == "" {
		return i18n.Fail("accounts.name_missing")
	}
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email || !strings.Contains(email, "@") {
		return i18n.Fail("accounts.email_wrong", "email", email)
	}
	if !slices.Contains(Roles, role) {
		return i18n.Fail("accounts.role_unknown", "role", string(role))
	}
	return nil
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
