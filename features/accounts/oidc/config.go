package oidc

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"samverk/platform/i18n"
)

// Audience is whom a provider is for.
type Audience string

// The audiences.
const (
	Staff   Audience = "staff"   // the authority's own people
	Citizen Audience = "citizen" // everybody with an e-identification
)

// Nobody says that an identity that is not known gets no account of its own.
const Nobody = "none"

// Where the JWT with which the program shows who it is says that it is to be read.
const (
	forIssuer        = "issuer"
	forTokenEndpoint = "token_endpoint"
)

// Claims are the names of the claims that are read. An empty name is not read.
type Claims struct {
	Subject        string `toml:"subject"`
	Name           string `toml:"name"`
	Email          string `toml:"email"`
	Affiliation    string `toml:"affiliation"`     // what somebody is in an organisation
	PersonalNumber string `toml:"personal_number"` // a personnummer or samordningsnummer
}

// Config is one provider's settings.
type Config struct {
	Key               string   `toml:"key"` // stands in addresses, and with each identity: never changed
	NameSV            string   `toml:"name_sv"`
	NameEN            string   `toml:"name_en"`
	Issuer            string   `toml:"issuer"`
	ClientID          string   `toml:"client_id"`
	ClientSecretFile  string   `toml:"client_secret_file"`
	PrivateKeyFile    string   `toml:"private_key_file"`
	KeyID             string   `toml:"key_id"`             // the private key's name at the provider; its thumbprint when empty
	AssertionAudience string   `toml:"assertion_audience"` // issuer or token_endpoint
	Scopes            []string `toml:"scopes"`             // besides openid
	Audience          Audience `toml:"audience"`
	NewPeople         string   `toml:"new_people"`    // the role of whoever is not known, or none
	LinkByEmail       bool     `toml:"link_by_email"` // a verified e-mail address finds its account
	TrustEmail        bool     `toml:"trust_email"`   // every address from here is verified, though nothing says so
	Claims            Claims   `toml:"claims"`

	secret string
	key    *signingKey
}

// Settings is the whole file of settings.
type Settings struct {
	IdentityKeyFile string   `toml:"identity_key_file"`
	Providers       []Config `toml:"provider"`

	IdentityKey []byte `toml:"-"` // what the file holds; empty without one
}

// shortestKey is how many bytes a file with a key must hold.
const shortestKey = 32

// Load reads the file of settings, and the files it names: their paths begin where the file itself is. roles are those
// that new people can be given.
func Load(path string, roles []string) (Settings, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Settings{}, i18n.Fail("accounts.provider_file.unreadable", "file", path).Because(err)
	}
	return Read(string(text), roles, func(name string) ([]byte, error) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(path), name)
		}
		return os.ReadFile(name)
	})
}

// Read reads settings in TOML. open gives what the files that they name hold.
func Read(text string, roles []string, open func(name string) ([]byte, error)) (Settings, error) {
	var s Settings
	meta, err := toml.Decode(text, &s)
	if err != nil {
		return Settings{}, i18n.Fail("accounts.provider_file.syntax", "fault", syntaxFault(err)).Because(err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return Settings{}, i18n.Fail("accounts.provider_file.unknown_field", "field", unknown[0].String(), "provider", owner(text, unknown[0]))
	}
	if len(s.Providers) == 0 {
		return Settings{}, i18n.Fail("accounts.provider_file.no_provider")
	}
	seen := map[string]bool{}
	for i := range s.Providers {
		c := &s.Providers[i]
		if err := c.check(i+1, roles); err != nil {
			return Settings{}, err
		}
		if seen[c.Key] {
			return Settings{}, c.fault("key_twice", "key")
		}
		seen[c.Key] = true
		c.fill()
		if err := c.readKeys(open); err != nil {
			return Settings{}, err
		}
	}
	return s, s.readIdentityKey(open)
}

// syntaxFault is the line and the fault of a text that is not TOML.
func syntaxFault(err error) string {
	var fault toml.ParseError
	if errors.As(err, &fault) {
		return fmt.Sprintf("%d: %s", fault.Position.Line, fault.Message)
	}
	return err.Error()
}

// owner is the key of the first provider that has the field, or of none.
func owner(text string, field toml.Key) string {
	var tree struct {
		Providers []map[string]any `toml:"provider"`
	}
	toml.Decode(text, &tree) //nolint:errcheck // it has been decoded once already
	for _, provider := range tree.Providers {
		in := any(provider)
		for _, part := range field[1:] {
			table, _ := in.(map[string]any)
			in = table[part]
		}
		if key, isText := provider["key"].(string); in != nil && isText {
			return key
		}
	}
	return "–"
}

func (s *Settings) readIdentityKey(open func(string) ([]byte, error)) error {
	if s.IdentityKeyFile == "" {
		return nil
	}
	key, err := open(s.IdentityKeyFile)
	if err != nil {
		return i18n.Fail("accounts.provider_file.unreadable", "file", s.IdentityKeyFile).Because(err)
	}
	if len(strings.TrimSpace(string(key))) < shortestKey {
		return i18n.Fail("accounts.provider_file.identity_key_short", "file", s.IdentityKeyFile, "shortest", shortestKey)
	}
	s.IdentityKey = []byte(strings.TrimSpace(string(key)))
	return nil
}

// goodKey is what can stand in an address and in a trail without more ado.
var goodKey = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// check finds the first fault in what is written, but for the files it names.
func (c *Config) check(place int, roles []string) error {
	if c.Key == "" {
		return i18n.Fail("accounts.provider_file.no_key", "place", place)
	}
	for _, f := range []struct{ field, value string }{
		{"name_sv", c.NameSV}, {"issuer", c.Issuer}, {"client_id", c.ClientID}, {"audience", string(c.Audience)}, {"new_people", c.NewPeople},
	} {
		if strings.TrimSpace(f.value) == "" {
			return c.fault("missing", f.field)
		}
	}
	switch {
	case !goodKey.MatchString(c.Key):
		return c.fault("key_wrong", "key")
	case !isIssuer(c.Issuer):
		return c.fault("issuer_wrong", "issuer")
	case c.Audience != Staff && c.Audience != Citizen:
		return c.fault("audience_wrong", "audience")
	case c.NewPeople != Nobody && !slices.Contains(roles, c.NewPeople):
		return i18n.Fail("accounts.provider_file.role_wrong", "provider", c.Key, "field", "new_people", "roles", strings.Join(roles, ", "))
	case (c.ClientSecretFile == "") == (c.PrivateKeyFile == ""):
		return c.fault("one_secret", "client_secret_file")
	case !slices.Contains([]string{"", forIssuer, forTokenEndpoint}, c.AssertionAudience):
		return c.fault("assertion_audience_wrong", "assertion_audience")
	case slices.ContainsFunc(c.Scopes, func(s string) bool { return s == "" || strings.ContainsAny(s, " \t\r\n") }):
		return c.fault("scope_wrong", "scopes")
	}
	return nil
}

// fault names the provider and the field.
func (c *Config) fault(kind, field string) error {
	return i18n.Fail("accounts.provider_file."+kind, "provider", c.Key, "field", field)
}

// isIssuer tells whether the address can be an issuer: over HTTPS, or on the same machine where nobody listens between.
func isIssuer(address string) bool {
	at, err := url.Parse(address)
	if err != nil || at.Host == "" || at.User != nil || at.RawQuery+at.Fragment != "" {
		return false
	}
	return at.Scheme == "https" || at.Scheme == "http" && isLoopback(at.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// fill gives what was left out its usual value.
func (c *Config) fill() {
	for _, f := range []struct {
		at    *string
		usual string
	}{{&c.NameEN, c.NameSV}, {&c.AssertionAudience, forIssuer}, {&c.Claims.Subject, "sub"}, {&c.Claims.Name, "name"}, {&c.Claims.Email, "email"}} {
		if *f.at == "" {
			*f.at = f.usual
		}
	}
	c.Scopes = slices.DeleteFunc(slices.Clone(c.Scopes), func(s string) bool { return s == "openid" })
}

func (c *Config) readKeys(open func(string) ([]byte, error)) error {
	name, field := c.ClientSecretFile, "client_secret_file"
	if name == "" {
		name, field = c.PrivateKeyFile, "private_key_file"
	}
	content, err := open(name)
	if err != nil {
		return i18n.Fail("accounts.provider_file.secret_unreadable", "provider", c.Key, "field", field, "file", name).Because(err)
	}
	if field == "client_secret_file" {
		if c.secret = strings.TrimSpace(string(content)); c.secret == "" {
			return c.fault("secret_empty", field)
		}
		return nil
	}
	if c.key, err = readKey(content, c.KeyID); err != nil {
		return c.fault("private_key_wrong", field)
	}
	return nil
}

// Name is what the provider is called.
func (c *Config) Name(lang i18n.Language) string {
	if lang == i18n.English {
		return c.NameEN
	}
	return c.NameSV
}
