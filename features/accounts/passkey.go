package accounts

import (
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

const (
	passkeyTime        = 10 * time.Minute // how long a browser may take to sign what it was asked
	longestPasskeyName = 60
)

// Passkey is a key pair that signs somebody in, of which the program has the public half.
type Passkey struct {
	ID      string
	Name    string
	AddedAt store.Time
	UsedAt  store.Time // zero when it has not been used

	CredentialID string
	Credential   string
}

// passkeyPlace is the site that passkeys are bound to: its name, and its address without a path.
type passkeyPlace struct{ name, origin string }

// passkeysAt tells which site passkeys are bound to. It is the address that the administrator has set, never what a
// request says, which anybody may have written; only on one's own machine it is enough. Told is whether it would help to set
// the address: browsers make no passkeys for a bare address on the network, nor without HTTPS.
func passkeysAt(set, asked string) (place passkeyPlace, offered, told bool) {
	at, err := url.Parse(set)
	if err != nil || set == "" {
		at = &url.URL{Scheme: "http", Host: asked}
		if name := at.Hostname(); !isOwnMachine(name) {
			return place, false, !isNumeric(name)
		}
	}
	name := strings.ToLower(at.Hostname())
	if isNumeric(name) || at.Scheme != "https" && !isOwnMachine(name) {
		return place, false, false
	}
	return passkeyPlace{name, at.Scheme + "://" + strings.ToLower(at.Host)}, true, false
}

// isOwnMachine is whether the name always means the machine one sits at (RFC 6761).
func isOwnMachine(name string) bool {
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

func isNumeric(name string) bool {
	_, err := netip.ParseAddr(name)
	return err == nil
}

// ceremony asks browsers and checks what they answer.
func (p passkeyPlace) ceremony() (*webauthn.WebAuthn, error) {
	return webauthn.New(&webauthn.Config{
		RPID: p.name, RPDisplayName: "Samverk", RPOrigins: []string{p.origin},
		AttestationPreference: protocol.PreferNoAttestation, // whichever device somebody has is right
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired},
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore, // some keepers of passwords add their own
	})
}

// passkeyOwner is an account as the library sees it.
type passkeyOwner struct {
	account     Account
	credentials []webauthn.Credential
}

// WebAuthnID is kept in the person's device and says nothing of them.
func (o *passkeyOwner) WebAuthnID() []byte                         { return []byte(o.account.ID) }
func (o *passkeyOwner) WebAuthnName() string                       { return o.account.Email }
func (o *passkeyOwner) WebAuthnDisplayName() string                { return o.account.Name }
func (o *passkeyOwner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }

// checkPasskeyName gives the fault of what somebody calls a passkey.
func checkPasskeyName(name string) error {
	switch length := utf8.RuneCountInString(name); {
	case length == 0:
		return i18n.Fail("accounts.passkey.name_missing")
	case length > longestPasskeyName:
		return i18n.Fail("accounts.passkey.name_long", "longest", longestPasskeyName)
	}
	return nil
}
