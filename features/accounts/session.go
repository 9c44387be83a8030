package accounts

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// How long somebody stays signed in: idle bounds the time without a request, whole the time in all. A working day and
// a working week suit people who have the program open all day.
const (
	idleTime  = 10 * time.Hour
	wholeTime = 7 * 24 * time.Hour
	// touchEvery keeps most requests from writing: the time last seen is only kept this exactly.
	touchEvery = 5 * time.Minute
	// LinkTime is how long a one-time link works.
	LinkTime = 24 * time.Hour
)

// Way is how somebody showed who they are.
type Way string

// The ways.
const (
	ByPassword Way = "password"
	ByLink     Way = "link" // a one-time link from an administrator
	ByCode     Way = "password_and_code"
	ByMail     Way = "mail" // a one-time link sent by e-mail
	ByPasskey  Way = "passkey"
)

// newToken gives a secret of 256 random bits for a cookie or a link.
func newToken() string {
	var secret [32]byte
	rand.Read(secret[:]) // it never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

// hashToken gives what is stored of a token. A plain hash is enough: the token itself cannot be guessed.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
