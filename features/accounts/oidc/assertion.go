package oidc

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"
)

// signingKey is the key with which the program shows a provider that it is itself (private_key_jwt).
type signingKey struct {
	private crypto.Signer
	id      string
	by      jose.SignatureAlgorithm
}

// shortestRSA is the least size of an RSA key, in bits.
const shortestRSA = 2048

var errKey = errors.New("not a private key that can be used")

// readKey reads a private key in PEM: RSA, an elliptic curve of NIST, or Ed25519.
func readKey(content []byte, id string) (*signingKey, error) {
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, errKey
	}
	private, err := parseKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key := &signingKey{private: private, id: id, by: algorithm(private)}
	if key.by == "" {
		return nil, errKey
	}
	if key.id == "" {
		public := jose.JSONWebKey{Key: private.Public()}
		print, err := public.Thumbprint(crypto.SHA256)
		if err != nil {
			return nil, err
		}
		key.id = base64.RawURLEncoding.EncodeToString(print)
	}
	return key, nil
}

func parseKey(der []byte) (crypto.Signer, error) {
	if parsed, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		if signer, ok := parsed.(crypto.Signer); ok {
			return signer, nil
		}
		return nil, errKey
	}
	if private, err := x509.ParseECPrivateKey(der); err == nil {
		return private, nil
	}
	return x509.ParsePKCS1PrivateKey(der)
}

// algorithm is how the key signs; empty when it is of a kind or a size that is not used.
func algorithm(private crypto.Signer) jose.SignatureAlgorithm {
	switch key := private.(type) {
	case *rsa.PrivateKey:
		if key.N.BitLen() >= shortestRSA {
			return jose.RS256
		}
	case *ecdsa.PrivateKey:
		return map[string]jose.SignatureAlgorithm{"P-256": jose.ES256, "P-384": jose.ES384, "P-521": jose.ES512}[key.Params().Name]
	case ed25519.PrivateKey:
		return jose.EdDSA
	}
	return ""
}

// assertionKind is the form of the assertion below, as RFC 7523 names it.
const assertionKind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// assertionTime is how long an assertion can be used.
const assertionTime = time.Minute

// assertion is a JWT that says who the program is, for one use.
func (k *signingKey) assertion(clientID, audience string, now time.Time) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: k.by, Key: jose.JSONWebKey{Key: k.private, KeyID: k.id}},
		(&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	return jwt.Signed(signer).Claims(jwt.Claims{Issuer: clientID, Subject: clientID, Audience: jwt.Audience{audience}, ID: uuid.NewString(),
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(assertionTime))}).Serialize()
}
