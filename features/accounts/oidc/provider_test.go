package oidc_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samverk/features/accounts/oidc"
	"samverk/features/accounts/oidc/oidctest"
)

const redirect = "http://127.0.0.1:1/sign-in/with/staff/callback"

// anna is known to the provider: some of it stands in the token, the rest is told at userinfo.
func anna() oidctest.Told {
	return oidctest.Told{ClientID: "samverk", Secret: "hemlig/+ %", Redirects: []string{redirect},
		InToken: map[string]map[string]any{"anna": {"name": "Anna Prov", "https://id.oidc.se/claim/orgAffiliation": "anna@exempel"}},
		AtUser:  map[string]map[string]any{"anna": {"name": "Någon Annan", "email": "anna@exempel.se", "email_verified": true}}}
}

func settings(t *testing.T, issuer, auth string, files map[string]string) *oidc.Provider {
	t.Helper()
	folder := t.TempDir()
	files["provider.toml"] = `[[provider]]
		key = "staff"
		name_sv = "Provmyndigheten"
		issuer = "` + issuer + `"
		client_id = "samverk"
		` + auth + `
		scopes = ["openid", "profile", "email"]
		audience = "staff"
		new_people = "none"
		claims.affiliation = "https://id.oidc.se/claim/orgAffiliation"`
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := oidc.Load(filepath.Join(folder, "provider.toml"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return oidc.NewProvider(s.Providers[0])
}

func withSecret(t *testing.T, issuer string) *oidc.Provider {
	t.Helper()
	return settings(t, issuer, `client_secret_file = "secret"`, map[string]string{"secret": "hemlig/+ %\n"})
}

func begin(t *testing.T, p *oidc.Provider) (string, oidc.Kept) {
	t.Helper()
	address, kept, err := p.Begin(t.Context(), redirect, "sv")
	if err != nil {
		t.Fatal(err)
	}
	return address, kept
}

// code goes through the provider and gives the code that it sends back.
func code(t *testing.T, at *oidctest.Process, address string, kept oidc.Kept) string {
	t.Helper()
	back := at.Identify(t, address, "anna")
	if !strings.HasPrefix(back.String(), redirect+"?") || back.Query().Get("state") != kept.State {
		t.Fatalf("the browser comes back to %s", back)
	}
	return back.Query().Get("code")
}

func TestWhoeverIdentifiesIsThePersonThatTheProviderSays(t *testing.T) {
	at := oidctest.Start(t)
	at.Tell(t, anna())
	p := withSecret(t, at.Issuer)
	address, kept := begin(t, p)
	person, err := p.Finish(t.Context(), redirect, code(t, at, address, kept), kept)
	want := oidc.Person{Subject: "anna", Name: "Anna Prov", Email: "anna@exempel.se", Affiliation: "anna@exempel"}
	if err != nil || person != want {
		t.Errorf("%+v, %v; want %+v", person, err, want)
	}
}

func TestAnAddressThatIsNotVerifiedIsNobodys(t *testing.T) {
	at := oidctest.Start(t)
	told := anna()
	told.AtUser["anna"]["email_verified"] = false
	at.Tell(t, told)
	p := withSecret(t, at.Issuer)
	address, kept := begin(t, p)
	if person, err := p.Finish(t.Context(), redirect, code(t, at, address, kept), kept); err != nil || person.Email != "" {
		t.Errorf("%+v, %v", person, err)
	}
}

func TestWhatDoesNotHoldIsRefused(t *testing.T) {
	at := oidctest.Start(t)
	at.Tell(t, anna())
	p := withSecret(t, at.Issuer)
	for _, fault := range []string{"nonce", "no nonce", "audience", "azp", "issuer", "expired", "no subject", "unsigned", "shared secret", "forged"} {
		told := anna()
		told.Fault = fault
		at.Tell(t, told)
		address, kept := begin(t, p)
		person, err := p.Finish(t.Context(), redirect, code(t, at, address, kept), kept)
		if !errors.Is(err, oidc.ErrRefused) || person != (oidc.Person{}) {
			t.Errorf("%s: %+v, %v", fault, person, err)
		}
	}
}

func TestACodeIsWorthNothingWithoutWhatWasKept(t *testing.T) {
	at := oidctest.Start(t)
	at.Tell(t, anna())
	p := withSecret(t, at.Issuer)
	for name, change := range map[string]func(*oidc.Kept){
		"verifier": func(k *oidc.Kept) { k.Verifier = strings.Repeat("v", 43) },
		"nonce":    func(k *oidc.Kept) { k.Nonce = "" },
	} {
		address, kept := begin(t, p)
		got := code(t, at, address, kept)
		change(&kept)
		if _, err := p.Finish(t.Context(), redirect, got, kept); !errors.Is(err, oidc.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	address, kept := begin(t, p)
	got := code(t, at, address, kept)
	if _, err := p.Finish(t.Context(), redirect+"/elsewhere", got, kept); !errors.Is(err, oidc.ErrRefused) {
		t.Errorf("with another redirect: %v", err)
	}
}

func TestTheProgramShowsWhoItIsWithAKey(t *testing.T) {
	at := oidctest.Start(t)
	private, public := newKey(t)
	_, other := newKey(t)
	p := settings(t, at.Issuer, `private_key_file = "key.pem"`, map[string]string{"key.pem": private})
	for _, c := range []struct {
		key   string
		right bool
	}{{public, true}, {other, false}} {
		told := anna()
		told.Secret, told.PublicKey = "", c.key
		at.Tell(t, told)
		address, kept := begin(t, p)
		person, err := p.Finish(t.Context(), redirect, code(t, at, address, kept), kept)
		if (err == nil) != c.right || (person.Subject == "anna") != c.right {
			t.Errorf("the right key: %t; %+v, %v", c.right, person, err)
		}
	}
}

func newKey(t *testing.T) (private, public string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	publicDER, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER}))
}

func TestAProviderThatIsDownIsToldOfAndAskedAgain(t *testing.T) {
	at := oidctest.Start(t)
	p := withSecret(t, at.Issuer)
	for _, fault := range []string{"down", "endless"} {
		at.Tell(t, oidctest.Told{Fault: fault})
		begun := time.Now()
		fresh := withSecret(t, at.Issuer)
		if _, _, err := fresh.Begin(t.Context(), redirect, "sv"); !errors.Is(err, oidc.ErrUnreachable) || time.Since(begun) > 5*time.Second {
			t.Errorf("%s: %v", fault, err)
		}
	}
	at.Tell(t, anna())
	address, kept := begin(t, p)
	got := code(t, at, address, kept)
	at.Stop()
	if _, err := p.Finish(context.WithoutCancel(t.Context()), redirect, got, kept); !errors.Is(err, oidc.ErrUnreachable) || strings.Contains(err.Error(), got) {
		t.Errorf("gone: %v", err)
	}
}

func TestTheTestsProviderIsNotInTheProgram(t *testing.T) {
	output, err := exec.Command("go", "list", "-deps", "samverk/cmd/samverk").Output()
	if err != nil || !strings.Contains(string(output), "samverk/app\n") {
		t.Fatalf("%v: %s", err, output)
	}
	for _, name := range []string{"github.com/zitadel/", "oidctest"} {
		if strings.Contains(string(output), name) {
			t.Errorf("the program holds %s", name)
		}
	}
}
