package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// withFaults answers as the handler does, but for the fault that a test asked for.
func (p *provider) withFaults(keys *keys, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault := p.now().Fault
		switch {
		case fault == "down":
			http.Error(w, "closed for the night", http.StatusServiceUnavailable)
			return
		case fault == "endless":
			w.Header().Set("Content-Type", "application/json")
			for range 4 << 10 {
				if _, err := w.Write([]byte(strings.Repeat(" ", 1<<10))); err != nil {
					return
				}
			}
			return
		case fault == "" || r.URL.Path != "/oauth/token":
			next.ServeHTTP(w, r)
			return
		}
		kept := httptest.NewRecorder()
		next.ServeHTTP(kept, r)
		var answer map[string]any
		if kept.Code != http.StatusOK || json.Unmarshal(kept.Body.Bytes(), &answer) != nil {
			w.WriteHeader(kept.Code)
			w.Write(kept.Body.Bytes()) //nolint:errcheck // the reader has gone away
			return
		}
		raw, _ := answer["id_token"].(string)
		changed, err := keys.faulty(raw, fault)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		answer["id_token"] = changed
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(answer) //nolint:errcheck // the reader has gone away
	})
}

// faulty makes the fault in a token; but for the faults of the signature it is signed with the right key.
func (k *keys) faulty(raw, fault string) (string, error) {
	parts := strings.Split(raw, ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return "", err
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		return "", err
	}
	switch fault {
	case "nonce":
		claims["nonce"] = "another"
	case "no nonce":
		delete(claims, "nonce")
	case "audience":
		claims["aud"] = []string{"somebody-else"}
	case "azp":
		claims["aud"], claims["azp"] = []any{"somebody-else", claims["aud"].([]any)[0]}, "somebody-else"
	case "issuer":
		claims["iss"] = "https://somebody-else.example"
	case "expired":
		claims["iat"], claims["exp"] = time.Now().Add(-2*time.Hour).Unix(), time.Now().Add(-time.Hour).Unix()
	case "no subject":
		claims["sub"] = ""
	}
	if payload, err = json.Marshal(claims); err != nil {
		return "", err
	}
	switch fault {
	case "unsigned":
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload) + ".", nil
	case "shared secret":
		return signed(payload, jose.SigningKey{Algorithm: jose.HS256, Key: []byte(strings.Repeat("secret", 10))})
	case "forged":
		other, err := newKeys()
		if err != nil {
			return "", err
		}
		other.id = k.id
		return other.sign(payload)
	}
	return k.sign(payload)
}

func (k *keys) sign(payload []byte) (string, error) {
	return signed(payload, jose.SigningKey{Algorithm: k.SignatureAlgorithm(), Key: jose.JSONWebKey{Key: k.private, KeyID: k.id}})
}

func signed(payload []byte, key jose.SigningKey) (string, error) {
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		return "", err
	}
	token, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return token.CompactSerialize()
}
