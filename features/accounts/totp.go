package accounts

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// One-time codes are those of RFC 6238, with the values that every app for them understands: six digits, thirty seconds,
// SHA-1. A code is taken one stretch early or late, since clocks differ.
const (
	codeLasts       = 30 * time.Second
	codeDrift       = 1
	recoveryCodes   = 10
	recoveryGroups  = 5 // in a code, of five characters each
	recoveryGroup   = 5
	unconfirmedTime = 15 * time.Minute // how long a secret that nobody has confirmed is shown
)

// codeSecret is a secret with what an app shows it as.
type codeSecret struct{ *otp.Key }

// newCodeSecret makes a secret for an account.
func newCodeSecret(site, email string) (codeSecret, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: site, AccountName: email})
	return codeSecret{key}, err
}

// keptCodeSecret is a secret that was made before.
func keptCodeSecret(site, email, secret string) (codeSecret, error) {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return codeSecret{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: site, AccountName: email, Secret: raw})
	return codeSecret{key}, err
}

// grouped is the secret in groups of four, for somebody who types it.
func (s codeSecret) grouped() string {
	var groups []string
	for text := s.Secret(); text != ""; {
		n := min(4, len(text))
		groups, text = append(groups, text[:n]), text[n:]
	}
	return strings.Join(groups, " ")
}

// stepOf is the stretch of thirty seconds that an instant is in.
func stepOf(now time.Time) int64 { return now.Unix() / int64(codeLasts.Seconds()) }

// matchingStep is the stretch whose code this is, after the last one used; 0 when it is none's.
func matchingStep(secret, code string, lastStep int64, now time.Time) int64 {
	for step := stepOf(now) - codeDrift; step <= stepOf(now)+codeDrift; step++ {
		right, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // no clock is before 1970
		if err == nil && right && step > lastStep {
			return step
		}
	}
	return 0
}

// bareCode is a code as it is compared: without the signs that people put between groups.
func bareCode(typed string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u2011", "", "\u2013", "", "\t", "", "\u00a0", "").Replace(typed))
}

// newRecoveryCodes makes codes of 125 random bits each. From 112 on, ASVS 6.5.2 lets them be kept as a quick hash: nobody who
// has got hold of the hash finds the code by trying.
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		text := rand.Text() // 26 characters of base32; it never fails, see crypto/rand
		groups := make([]string, recoveryGroups)
		for g := range groups {
			groups[g] = text[g*recoveryGroup : (g+1)*recoveryGroup]
		}
		codes[i] = strings.Join(groups, "-")
	}
	return codes
}
