package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// keys sign the tokens.
type keys struct {
	id      string
	private *rsa.PrivateKey
}

func newKeys() (*keys, error) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	return &keys{uuid.NewString(), private}, err
}

func (k *keys) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k *keys) Key() any                                    { return k.private }
func (k *keys) ID() string                                  { return k.id }

type public struct{ *keys }

func (k public) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k public) Use() string                        { return "sig" }
func (k public) Key() any                           { return &k.private.PublicKey }

// request is somebody on their way in.
type request struct {
	*oidc.AuthRequest
	id      string
	subject string
	at      time.Time
}

func (r *request) GetID() string                      { return r.id }
func (r *request) GetACR() string                     { return "" }
func (r *request) GetAMR() []string                   { return nil }
func (r *request) GetAudience() []string              { return []string{r.ClientID} }
func (r *request) GetAuthTime() time.Time             { return r.at }
func (r *request) GetClientID() string                { return r.ClientID }
func (r *request) GetNonce() string                   { return r.Nonce }
func (r *request) GetResponseMode() oidc.ResponseMode { return r.ResponseMode }
func (r *request) GetScopes() []string                { return r.Scopes }
func (r *request) GetSubject() string                 { return r.subject }
func (r *request) Done() bool                         { return r.subject != "" }
func (r *request) GetCodeChallenge() *oidc.CodeChallenge {
	if r.CodeChallenge == "" {
		return nil
	}
	return &oidc.CodeChallenge{Challenge: r.CodeChallenge, Method: r.CodeChallengeMethod}
}

// storage is op's memory. What it does not carry out of op.Storage is never asked for.
type storage struct {
	op.Storage
	p    *provider
	keys *keys

	mu       sync.Mutex
	requests map[string]*request
	codes    map[string]string // request by code
	tokens   map[string]string // subject by access token
}

var errNothing = errors.New("there is no such thing")

func (s *storage) believe(id, subject string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if asked := s.requests[id]; asked != nil {
		asked.subject, asked.at = subject, time.Now()
	}
}

func (s *storage) CreateAuthRequest(_ context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if asked.CodeChallengeMethod != oidc.CodeChallengeMethodS256 {
		return nil, oidc.ErrInvalidRequest().WithDescription("PKCE with S256 is asked for")
	}
	r := &request{AuthRequest: asked, id: uuid.NewString()}
	s.requests[r.id] = r
	return r, nil
}

func (s *storage) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.requests[id]; r != nil {
		return r, nil
	}
	return nil, errNothing
}

func (s *storage) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	s.mu.Lock()
	id := s.codes[code]
	s.mu.Unlock()
	return s.AuthRequestByID(ctx, id)
}

func (s *storage) SaveAuthCode(_ context.Context, id, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = id
	return nil
}

func (s *storage) DeleteAuthRequest(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.requests, id)
	return nil
}

func (s *storage) CreateAccessToken(_ context.Context, asked op.TokenRequest) (string, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := uuid.NewString()
	s.tokens[id] = asked.GetSubject()
	return id, time.Now().Add(time.Minute), nil
}

func (s *storage) SigningKey(context.Context) (op.SigningKey, error) { return s.keys, nil }
func (s *storage) KeySet(context.Context) ([]op.Key, error)          { return []op.Key{public{s.keys}}, nil }
func (s *storage) Health(context.Context) error                      { return nil }

func (s *storage) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}

func (s *storage) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if known := s.p.now(); id == known.ClientID {
		return client{known}, nil
	}
	return nil, errNothing
}

func (s *storage) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	if known := s.p.now(); id == known.ClientID && secret == known.Secret && secret != "" {
		return nil
	}
	return errNothing
}

func (s *storage) GetKeyByIDAndClientID(_ context.Context, keyID, _ string) (*jose.JSONWebKey, error) {
	block, _ := pem.Decode([]byte(s.p.now().PublicKey))
	if block == nil {
		return nil, errNothing
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	return &jose.JSONWebKey{Key: key, KeyID: keyID}, err
}

func (s *storage) SetUserinfoFromScopes(context.Context, *oidc.UserInfo, string, string, []string) error {
	return nil
}

func (s *storage) SetUserinfoFromRequest(_ context.Context, info *oidc.UserInfo, asked op.IDTokenRequest, _ []string) error {
	info.Subject = asked.GetSubject()
	say(info, s.p.now().InToken[info.Subject])
	return nil
}

func (s *storage) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, _, subject, _ string) error {
	info.Subject = subject
	say(info, s.p.now().AtUser[subject])
	return nil
}

func say(info *oidc.UserInfo, claims map[string]any) {
	for name, value := range claims {
		info.AppendClaims(name, value)
	}
}

// client is the program, as the provider knows it.
type client struct{ told }

func (c client) GetID() string                       { return c.ClientID }
func (c client) RedirectURIs() []string              { return c.Redirects }
func (c client) PostLogoutRedirectURIs() []string    { return nil }
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}
func (c client) GrantTypes() []oidc.GrantType        { return []oidc.GrantType{oidc.GrantTypeCode} }
func (c client) LoginURL(id string) string           { return "/login?id=" + id }
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }
func (c client) IDTokenLifetime() time.Duration      { return time.Minute }
func (c client) DevMode() bool                       { return true } // callbacks on the same machine, without HTTPS
func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string { //nolint:staticcheck // op names it so
	return every
}
func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string {
	return every
}
func (c client) IsScopeAllowed(string) bool           { return true }
func (c client) IDTokenUserinfoClaimsAssertion() bool { return false }
func (c client) ClockSkew() time.Duration             { return 0 }
func (c client) AuthMethod() oidc.AuthMethod {
	if c.PublicKey != "" {
		return oidc.AuthMethodPrivateKeyJWT
	}
	return oidc.AuthMethodBasic
}

func every(scopes []string) []string { return scopes }
