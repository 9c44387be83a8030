package accounts

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"

	"samverk/features/accounts/oidc"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// pendingTime is how long somebody may be away at a provider.
const pendingTime = 10 * time.Minute

// wayAtProvider begins the way of a session that began at a provider; the provider's key follows.
const wayAtProvider = "provider:"

// ByProvider is the way of those who have shown who they are at a provider.
func ByProvider(key string) Way { return Way(wayAtProvider + key) }

// Identity is who an account is at a provider.
type Identity struct {
	ID        string
	AccountID string
	Provider  string // its key
	Subject   string // what stands for the person there; see identityOf
	AddedAt   store.Time
}

// reference is how somebody names an identity to an administrator.
func (i *Identity) reference() string { return i.Provider + ":" + i.Subject }

// hashMark begins a subject of which only a keyed hash is kept.
const hashMark = "hmac-sha256:"

// longestSubject bounds what a provider calls somebody, in bytes. OpenID Connect bounds a subject to 255, an affiliation
// may be longer.
const longestSubject = 500

// identityOf is what stands for the person, as it is stored: the affiliation for staff and the personal number, where the
// settings name a claim for it, else the subject. It is empty when the provider does not say it.
func identityOf(c *oidc.Config, p oidc.Person, key []byte) string {
	text, secret := p.Subject, false
	switch {
	case c.Audience == oidc.Staff && c.Claims.Affiliation != "":
		text = p.Affiliation
	case c.Claims.PersonalNumber != "":
		text, secret = p.PersonalNumber, true
	}
	if text == "" || len(text) > longestSubject {
		return ""
	}
	if secret {
		return hashed(c.Key, text, key)
	}
	return storedSubject(c.Key, text, key)
}

// storedSubject is a subject as it may be stored. What holds a personal number is hashed, and so is what looks like a hash,
// which only this program may make.
func storedSubject(provider, text string, key []byte) string {
	if HoldsPersonalNumber(text) || strings.HasPrefix(text, hashMark) {
		return hashed(provider, text, key)
	}
	return text
}

func hashed(provider, text string, key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(provider + "\x00" + text)) // a hash never fails to take what is written
	return hashMark + hex.EncodeToString(mac.Sum(nil))
}

var goodHash = regexp.MustCompile("^" + hashMark + "[0-9a-f]{64}$")

// subjectTyped is the subject that an administrator has typed, as it is stored: a hash that this program once showed is
// taken as it is.
func subjectTyped(provider, text string, key []byte) string {
	if goodHash.MatchString(text) {
		return text
	}
	return storedSubject(provider, text, key)
}

// digitRuns finds digits that stand together.
var digitRuns = regexp.MustCompile("[0-9]+")

// longestSign is how many bytes may stand between a date and its last four digits: a hyphen of any kind, a plus, a space.
const longestSign = 3

// HoldsPersonalNumber tells whether a text holds what can be a Swedish personnummer or samordningsnummer, with or without
// century and hyphen: a date, whose day may be raised by sixty, three digits and the check digit that belongs to them. Too
// much found does no harm, since such a text is only hashed.
func HoldsPersonalNumber(text string) bool {
	runs := digitRuns.FindAllStringIndex(text, -1)
	for i, run := range runs {
		digits := text[run[0]:run[1]]
		if i+1 < len(runs) && runs[i+1][1]-runs[i+1][0] == 4 && runs[i+1][0]-run[1] <= longestSign && isPersonalNumber(digits+text[runs[i+1][0]:runs[i+1][1]]) {
			return true
		}
		if isPersonalNumber(digits) {
			return true
		}
	}
	return false
}

// isPersonalNumber checks ten digits, or twelve with the century: month, day and the check digit (Luhn).
func isPersonalNumber(digits string) bool {
	if len(digits) == 12 {
		digits = digits[2:]
	}
	if len(digits) != 10 {
		return false
	}
	month := int(digits[2]-'0')*10 + int(digits[3]-'0')
	day := (int(digits[4]-'0')*10 + int(digits[5]-'0'))
	if day > 60 {
		day -= 60
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	sum := 0
	for i := range digits {
		value := int(digits[i] - '0')
		if i%2 == 0 {
			value *= 2
		}
		sum += value/10 + value%10
	}
	return sum%10 == 0
}

// newcomer is the account that somebody who is not known gets; false when the provider does not say enough, or says what may
// not be stored.
func newcomer(c *oidc.Config, p oidc.Person) (name, email string, enough bool) {
	name, email = p.Name, foldEmail(p.Email)
	if HoldsPersonalNumber(email) {
		return "", "", false
	}
	if name == "" || HoldsPersonalNumber(name) {
		name = email
	}
	return name, email, c.NewPeople != oidc.Nobody && checkAccount(name, email, Role(c.NewPeople)) == nil
}

// provider is the provider with this key; nil when the settings name none.
func (f *Feature) provider(key string) *oidc.Provider {
	if i := slices.IndexFunc(f.Providers, func(p *oidc.Provider) bool { return p.Key == key }); i >= 0 {
		return f.Providers[i]
	}
	return nil
}

// providerName is what a provider is called; its key when the settings no longer name it.
func (f *Feature) providerName(lang i18n.Language, key string) string {
	if p := f.provider(key); p != nil {
		return p.Name(lang)
	}
	return key
}

// wayName says how somebody showed who they are.
func (f *Feature) wayName(p i18n.Printer, way Way) string {
	if key, at := strings.CutPrefix(string(way), wayAtProvider); at {
		return f.providerName(p.Language(), key)
	}
	return p.T("accounts.way." + string(way))
}

// RolesForNewPeople are the roles that somebody who is not known can be given. Nobody becomes an administrator unseen.
func RolesForNewPeople() []string {
	var list []string
	for _, role := range Roles {
		if role != Administrator {
			list = append(list, string(role))
		}
	}
	return list
}
