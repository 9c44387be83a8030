package oidc

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Bounds of what a provider may do to the program.
const (
	answerTime    = 10 * time.Second // to answer a question
	largestAnswer = 1 << 20          // bytes
	retryAfter    = 5 * time.Second  // between two questions to one that does not answer
)

// Kinds of what goes wrong, for errors.Is.
var (
	ErrUnreachable = errors.New("the provider does not answer as it should")
	ErrRefused     = errors.New("the provider's answer is not to be trusted")
)

// Provider is one provider of identities. What it says of itself is asked for when it is first needed, and again when it
// did not answer, so that the program runs without it.
type Provider struct {
	Config

	client *http.Client

	mu      sync.Mutex
	found   *discovered
	failed  error
	askedAt time.Time
}

// discovered is what the provider says of itself.
type discovered struct {
	*oidc.Provider
	oauth2 oauth2.Config
}

// NewProvider makes a provider of its settings. It asks nobody anything.
func NewProvider(c Config) *Provider {
	return &Provider{Config: c, client: &http.Client{
		Timeout:       answerTime,
		Transport:     bounded{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a secret goes nowhere else
	}}
}

// bounded bounds how much of an answer is read.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = readCloser{io.LimitReader(answer.Body, largestAnswer), answer.Body}
	}
	return answer, err
}

type readCloser struct {
	io.Reader
	io.Closer
}

// discover gives what the provider says of itself.
func (p *Provider) discover(ctx context.Context) (*discovered, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	if p.failed != nil && time.Since(p.askedAt) < retryAfter {
		return nil, p.failed
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime) // others wait for the same answer
	defer cancel()
	at, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.Issuer)
	p.askedAt = time.Now()
	if err != nil {
		p.failed = fmt.Errorf("%w: %w", ErrUnreachable, bare(err))
		return nil, p.failed
	}
	p.found, p.failed = &discovered{at, p.oauth2(at)}, nil
	return p.found, nil
}

// oauth2 is how codes are fetched and exchanged there.
func (p *Provider) oauth2(at *oidc.Provider) oauth2.Config {
	var says struct {
		Ways []string `json:"token_endpoint_auth_methods_supported"`
	}
	at.Claims(&says) //nolint:errcheck // it has been read as JSON once already; what is not said is not known
	c := oauth2.Config{ClientID: p.ClientID, ClientSecret: p.secret, Endpoint: at.Endpoint(), Scopes: append([]string{oidc.ScopeOpenID}, p.Scopes...)}
	c.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if p.key != nil || len(says.Ways) > 0 && !slices.Contains(says.Ways, "client_secret_basic") {
		c.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return c
}

// Kept is what must be kept between beginning and finishing.
type Kept struct {
	State    string
	Nonce    string
	Verifier string
}

// Begin gives the address at the provider to which the browser is sent, and what must be kept until it comes back to
// redirect.
func (p *Provider) Begin(ctx context.Context, redirect, lang string) (address string, kept Kept, err error) {
	at, err := p.discover(ctx)
	if err != nil {
		return "", Kept{}, err
	}
	// A verifier is 256 random bits, which state and nonce are as well served by.
	kept = Kept{State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier()}
	c := at.oauth2
	c.RedirectURL = redirect
	return c.AuthCodeURL(kept.State, oidc.Nonce(kept.Nonce), oauth2.S256ChallengeOption(kept.Verifier),
		oauth2.SetAuthURLParam("ui_locales", lang)), kept, nil
}

// Finish exchanges the code for a signed ID token, checks it and gives the person it is about. The error is ErrUnreachable
// when the provider did not answer, and ErrRefused when what it answered does not hold.
func (p *Provider) Finish(ctx context.Context, redirect, code string, kept Kept) (Person, error) {
	at, err := p.discover(ctx)
	if err != nil {
		return Person{}, err
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.client), 3*answerTime) // code, keys and what is said of the person
	defer cancel()
	token, err := p.exchange(ctx, at, redirect, code, kept)
	if err != nil {
		return Person{}, err
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := at.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID, SupportedSigningAlgs: signatures}).Verify(ctx, raw)
	if err != nil {
		return Person{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	claims := claimSet{}
	if err := id.Claims(&claims); err != nil {
		return Person{}, fmt.Errorf("%w: the token's claims cannot be read", ErrRefused)
	}
	if err := p.check(id, claims, kept); err != nil {
		return Person{}, err
	}
	if err := p.ask(ctx, at, token, id.Subject, claims); err != nil {
		return Person{}, err
	}
	person := claims.person(p.Claims, p.TrustEmail)
	if person.Subject == "" {
		return Person{}, fmt.Errorf("%w: no claim %s", ErrRefused, p.Claims.Subject)
	}
	return person, nil
}

// signatures are those that somebody else than the program can have made: never none, never with a shared secret.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

func (p *Provider) exchange(ctx context.Context, at *discovered, redirect, code string, kept Kept) (*oauth2.Token, error) {
	c := at.oauth2
	c.RedirectURL = redirect
	options := []oauth2.AuthCodeOption{oauth2.VerifierOption(kept.Verifier)}
	if p.key != nil {
		audience := p.Issuer
		if p.AssertionAudience == forTokenEndpoint {
			audience = c.Endpoint.TokenURL
		}
		assertion, err := p.key.assertion(p.ClientID, audience, time.Now())
		if err != nil {
			return nil, err
		}
		options = append(options, oauth2.SetAuthURLParam("client_assertion_type", assertionKind), oauth2.SetAuthURLParam("client_assertion", assertion))
	}
	token, err := c.Exchange(ctx, code, options...)
	if err == nil {
		return token, nil
	}
	var told *oauth2.RetrieveError
	if errors.As(err, &told) && told.Response != nil && told.Response.StatusCode < http.StatusInternalServerError {
		return nil, fmt.Errorf("%w: %w", ErrRefused, bare(err))
	}
	return nil, fmt.Errorf("%w: %w", ErrUnreachable, bare(err))
}

// check holds the token against what was kept, beyond signature, issuer, audience and time. A token for several readers
// must have been made for this one.
func (p *Provider) check(id *oidc.IDToken, claims claimSet, kept Kept) error {
	if id.Nonce == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(kept.Nonce)) != 1 {
		return fmt.Errorf("%w: the nonce is another", ErrRefused)
	}
	if azp := claims.text("azp"); len(id.Audience) > 1 && azp == "" || azp != "" && azp != p.ClientID {
		return fmt.Errorf("%w: the token was made for somebody else", ErrRefused)
	}
	return nil
}

// ask adds what only the provider's userinfo address tells. It must speak of the person in the token, and never says
// anything else than the token does.
func (p *Provider) ask(ctx context.Context, at *discovered, token *oauth2.Token, subject string, claims claimSet) error {
	if !claims.lacks(p.Claims) || at.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := at.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreachable, bare(err))
	}
	if info.Subject != subject {
		return fmt.Errorf("%w: userinfo speaks of somebody else", ErrRefused)
	}
	more := claimSet{}
	if err := info.Claims(&more); err != nil {
		return fmt.Errorf("%w: userinfo cannot be read", ErrRefused)
	}
	for name, value := range more {
		if _, said := claims[name]; !said {
			claims[name] = value
		}
	}
	return nil
}

// bare leaves out what a provider wrote in an answer that was no answer: nobody knows whom it is about.
func bare(err error) error {
	var told *oauth2.RetrieveError
	switch {
	case errors.As(err, &told) && told.Response != nil:
		return fmt.Errorf("status %d, error %q", told.Response.StatusCode, told.ErrorCode)
	case errors.As(err, new(*oidc.IssuerMismatchError)):
		return err
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		if network, ok := inner.(interface{ Timeout() bool }); ok {
			return fmt.Errorf("network (out of time: %t): %w", network.Timeout(), inner)
		}
	}
	return fmt.Errorf("an answer that cannot be read (%T)", err)
}
