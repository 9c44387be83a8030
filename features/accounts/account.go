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
	ID          string        `json:"id"`
	Name        string        `json:"name"`
	Email       string        `json:"-"` // lower case, unique; not in the trail, which cannot be weeded
	Role        Role          `json:"role"`
	HasPassword bool          `json:"hasPassword"` // without one nobody can sign in as this account
	HasIdentity bool          `json:"-"`           // somebody can sign in as it at a provider
	HasPasskey  bool          `json:"-"`           // somebody's device can sign in as it
	HasCode     bool          `json:"hasCode"`     // a one-time code is asked for beside the password
	Closed      bool          `json:"closed"`      // nobody can sign in as this account until it is opened again
	Erased      bool          `json:"-"`           // what it said of a person has been taken away
	Reminders   bool          `json:"reminders"`   // wants to be reminded by e-mail
	Language    i18n.Language `json:"language"`    // of e-mail
	CreatedAt   store.Time    `json:"createdAt"`
}

// reachedAt is the address for people to read; empty when it leads nowhere.
func (a *Account) reachedAt() string {
	if a.Erased {
		return ""
	}
	return a.Email
}

// rules is whether somebody can sign in as this account and manage the others.
func (a *Account) rules() bool { return a.Role == Administrator && a.HasPassword && !a.Closed }

// hasWayIn is whether somebody can sign in as this account. Mails is whether the program sends links that sign in.
func (a *Account) hasWayIn(mails bool) bool {
	return a.HasPassword || a.HasIdentity || a.HasPasskey || mails && slices.Contains(byMail, a.Role)
}

// longestName bounds a name, in characters; longestEmail an address, in bytes (RFC 5321).
const (
	longestName  = 200
	longestEmail = 254
)

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

// CheckEmail refuses what is no address.
func CheckEmail(email string) error { return checkAccount("-", foldEmail(email), Reader) }

func roleList() string {
	names := make([]string, len(Roles))
	for i, role := range Roles {
		names[i] = string(role)
	}
	return strings.Join(names, ", ")
}
