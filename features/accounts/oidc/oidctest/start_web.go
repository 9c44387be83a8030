// Package oidctest starts the provider of identities that tests sign in with, in a process of its own, and goes through its
// pages as a person does. Only tests import it.
package oidctest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Told is what the provider is told: the program as its client, what it knows of people by subject, and which fault to make.
type Told struct {
	ClientID  string                    `json:"clientId"`
	Secret    string                    `json:"secret"`
	PublicKey string                    `json:"publicKey"` // PEM; then the client has no secret
	Redirects []string                  `json:"redirects"`
	InToken   map[string]map[string]any `json:"inToken"`
	AtUser    map[string]map[string]any `json:"atUserinfo"`
	Fault     string                    `json:"fault"` // see the provider's faults_web.go; empty for none
}

// Process is a provider that runs.
type Process struct {
	Issuer string
	Stop   func()
}

// Start starts a provider that ends with the test.
func Start(t *testing.T) *Process {
	t.Helper()
	command := exec.Command("go", "run", "samverk/features/accounts/oidc/provider")
	command.Stderr = os.Stderr
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &Process{Stop: sync.OnceFunc(func() {
		input.Close()  //nolint:errcheck // it ends when its input does
		command.Wait() //nolint:errcheck // how it ends says nothing
	})}
	t.Cleanup(p.Stop)
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider does not start: %v", err)
	}
	p.Issuer = strings.TrimSpace(line)
	return p
}

// Tell replaces everything the provider has been told.
func (p *Process) Tell(t *testing.T, told Told) {
	t.Helper()
	body, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(p.Issuer+"/told", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("the provider did not understand: %s", answer.Status)
	}
}

// Identify goes from the address at the provider, where the program sent the browser, through the provider's page, and
// gives the address that the provider sends the browser back to. subject is who the person says they are; with "" they
// press cancel.
func (p *Process) Identify(t *testing.T, address, subject string) (back *url.URL) {
	t.Helper()
	login := p.next(t, address, nil)
	answer := url.Values{"id": {login.Query().Get("id")}, "subject": {subject}, "answer": {"yes"}}
	if subject == "" {
		answer.Set("answer", "no")
	}
	back = p.next(t, login.String(), answer)
	if strings.HasPrefix(back.String(), p.Issuer) {
		back = p.next(t, back.String(), nil)
	}
	return back
}

// next is where the provider leads from an address; with a form it is sent there.
func (p *Process) next(t *testing.T, address string, form url.Values) *url.URL {
	t.Helper()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var answer *http.Response
	var err error
	if form == nil {
		answer, err = browser.Get(address)
	} else {
		answer, err = browser.PostForm(address, form)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read
	to, err := answer.Location()
	if err != nil {
		said, _ := io.ReadAll(answer.Body)
		t.Fatalf("%s leads nowhere: %s %s", address, answer.Status, said)
	}
	return to
}
