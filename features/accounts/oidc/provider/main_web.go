// Command provider is a provider of identities for the tests: a real one, built from zitadel/oidc, in a process of its own.
// It believes whoever says who they are. A test tells it over HTTP what it knows of people, and which fault to make in its
// tokens. It owns nothing that lasts and is no part of the program.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// told is what a test tells with POST /told.
type told struct {
	ClientID  string                    `json:"clientId"`
	Secret    string                    `json:"secret"`
	PublicKey string                    `json:"publicKey"` // PEM; then the client shows who it is with private_key_jwt
	Redirects []string                  `json:"redirects"`
	InToken   map[string]map[string]any `json:"inToken"`    // what the ID token says, by subject
	AtUser    map[string]map[string]any `json:"atUserinfo"` // what userinfo says, by subject
	Fault     string                    `json:"fault"`
}

// provider holds what it was told.
type provider struct {
	mu   sync.Mutex
	told told
}

func (p *provider) now() told {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.told
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers until its input is closed, so that it never outlives the test.
func serve() error {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	issuer := "http://" + listener.Addr().String()
	p := &provider{}
	keys, err := newKeys()
	if err != nil {
		return err
	}
	storage := &storage{p: p, keys: keys, requests: map[string]*request{}, codes: map[string]string{}, tokens: map[string]string{}}
	handler, err := op.NewProvider(&op.Config{CryptoKey: sha256.Sum256([]byte(issuer)), CodeMethodS256: true, AuthMethodPost: true, AuthMethodPrivateKeyJWT: true},
		storage, op.StaticIssuer(issuer), op.WithAllowInsecure())
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /told", p.listen)
	mux.HandleFunc("GET /login", showLogin)
	mux.HandleFunc("POST /login", storage.login(handler))
	mux.Handle("/", p.withFaults(keys, handler))
	fmt.Println(issuer)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	go server.Serve(listener) //nolint:errcheck // it ends with the process
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func (p *provider) listen(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = told{}
	if err := json.NewDecoder(r.Body).Decode(&p.told); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func showLogin(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!DOCTYPE html><html lang="sv"><link rel="icon" href="data:,"><title>Legitimera dig</title><h1>Legitimera dig</h1><form method="post" action="/login">
		<input type="hidden" name="id" value="%s"><label>Vem är du? <input name="subject"></label>
		<button name="answer" value="yes">Legitimera</button><button name="answer" value="no">Avbryt</button></form></html>`,
		html.EscapeString(r.URL.Query().Get("id")))
}

// login believes what is typed.
func (s *storage) login(handler *op.Provider) http.HandlerFunc {
	issued := op.NewIssuerInterceptor(handler.IssuerFromRequest)
	return issued.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.FormValue("id")
		if r.FormValue("answer") == "no" {
			asked, err := s.AuthRequestByID(r.Context(), id)
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			op.AuthRequestError(w, r, asked, oidc.ErrAccessDenied(), handler)
			return
		}
		s.believe(id, r.FormValue("subject"))
		http.Redirect(w, r, op.AuthCallbackURL(handler)(r.Context(), id), http.StatusFound)
	})
}
