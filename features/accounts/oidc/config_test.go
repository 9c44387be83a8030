package oidc_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"samverk/features/accounts/oidc"
	"samverk/platform/i18n"
)

// lines are the settings of a provider in which one line is changed; the value "" leaves it out.
func lines(field, value string) string {
	text := "[[provider]]\n"
	changed := false
	for _, line := range [][2]string{{"key", `"staff"`}, {"name_sv", `"Provmyndigheten"`}, {"issuer", `"https://id.example.se/realm"`},
		{"client_id", `"samverk"`}, {"client_secret_file", `"secret"`}, {"audience", `"staff"`}, {"new_people", `"none"`}} {
		if line[0] == field {
			line[1], changed = value, true
		}
		if line[1] != "" {
			text += line[0] + " = " + line[1] + "\n"
		}
	}
	if !changed {
		text += field + " = " + value + "\n"
	}
	return text
}

func open(name string) ([]byte, error) {
	switch name {
	case "secret":
		return []byte("hemligt\n"), nil
	case "empty", "key.pem":
		return []byte("\n"), nil
	case "long":
		return []byte(strings.Repeat("a", 32)), nil
	}
	return nil, os.ErrNotExist
}

func TestEachFaultInTheSettingsNamesProviderAndField(t *testing.T) {
	for _, c := range []struct{ field, value, fault string }{
		{"key", "", "no_key"}, {"key", `"Staff/1"`, "key_wrong"}, {"name_sv", `" "`, "missing"}, {"issuer", "", "missing"},
		{"issuer", `"http://id.example.se"`, "issuer_wrong"}, {"issuer", `"id.example.se"`, "issuer_wrong"},
		{"issuer", `"https://id.example.se?x=1"`, "issuer_wrong"}, {"client_id", "", "missing"}, {"client_secret_file", "", "one_secret"},
		{"private_key_file", `"key.pem"`, "one_secret"}, {"client_secret_file", `"nowhere"`, "secret_unreadable"},
		{"client_secret_file", `"empty"`, "secret_empty"}, {"audience", `"all"`, "audience_wrong"}, {"new_people", "", "missing"},
		{"new_people", `"king"`, "role_wrong"}, {"scopes", `["profile email"]`, "scope_wrong"},
		{"assertion_audience", `"all"`, "assertion_audience_wrong"}, {"colour", `"blue"`, "unknown_field"}, {"claims.colour", `"blue"`, "unknown_field"},
		{"scopes", `"profile"`, "syntax"}, {"scopes", `[`, "syntax"},
	} {
		_, err := oidc.Read(lines(c.field, c.value), []string{"officer"}, open)
		var own *i18n.Error
		if !errors.As(err, &own) || own.ID != "accounts.provider_file."+c.fault {
			t.Errorf("%s = %s: %v, want %s", c.field, c.value, err, c.fault)
			continue
		}
		if c.fault == "syntax" || c.fault == "no_key" {
			continue
		}
		if field, _ := own.Args["field"].(string); own.Args["provider"] != strings.Trim(map[bool]string{true: c.value, false: "staff"}[c.field == "key"], `"`) ||
			!strings.HasSuffix(field, c.field) && c.fault != "one_secret" {
			t.Errorf("%s = %s: %v", c.field, c.value, own.Args)
		}
	}
	for text, fault := range map[string]string{
		"":                            "no_provider",
		lines("", "") + lines("", ""): "syntax",
		lines("key", `"a"`) + lines("key", `"a"`):                 "key_twice",
		"identity_key_file = \"empty\"\n" + lines("key", `"a"`):   "identity_key_short",
		"identity_key_file = \"nowhere\"\n" + lines("key", `"a"`): "unreadable",
	} {
		_, err := oidc.Read(text, nil, open)
		var own *i18n.Error
		if !errors.As(err, &own) || own.ID != "accounts.provider_file."+fault {
			t.Errorf("%s: %v, want %s", text, err, fault)
		}
	}
}

func TestWhatIsLeftOutHasItsUsualValue(t *testing.T) {
	s, err := oidc.Read("identity_key_file = \"long\"\n"+lines("scopes", `["openid", "email"]`)+lines("key", `"eid"`), []string{"officer"}, open)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Providers[0]
	if len(s.Providers) != 2 || len(s.IdentityKey) != 32 || p.Name(i18n.English) != "Provmyndigheten" || len(p.Scopes) != 1 ||
		p.Claims != (oidc.Claims{Subject: "sub", Name: "name", Email: "email"}) {
		t.Errorf("%+v", s)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(lines("scopes", `["email"]`))
	f.Add("identity_key_file = \"long\"\n" + lines("private_key_file", `"key.pem"`))
	f.Add("[[provider]]\nprovider.claims = 1")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := oidc.Read(text, []string{"officer"}, open)
		if err != nil {
			if !errors.As(err, new(*i18n.Error)) {
				t.Errorf("an error that is not for people: %v", err)
			}
			return
		}
		for _, p := range s.Providers {
			if p.Key == "" || p.Issuer == "" || p.Name(i18n.Swedish) == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}
