// Package icaltest reads calendars in tests with another program than the one that wrote them: ical.js, run by Node.
package icaltest

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Calendar is what the other program reads in a file.
type Calendar struct {
	Method, Name, Text, URL string
	Refresh                 int // seconds
	Zones                   int
	Events                  []Event
}

// Event is what it reads of one event. Starts and Ends are worked out by the rules for summer time in the file itself.
type Event struct {
	UID, Status, Transparency, Title, Text, Place, URL string
	Sequence                                           int
	Starts, Ends, Stamp, Changed                       time.Time
	Zone                                               string
	Organizer, Attendee                                Person
}

// Person is an address with its name.
type Person struct{ Name, Address string }

//go:embed read.cjs
var script string

// reader is Node with ical.js, started once and asked again and again.
type reader struct {
	sync.Mutex
	ask    *json.Encoder
	answer *bufio.Reader
}

var started = sync.OnceValues(func() (*reader, error) {
	folder, err := npmFolder()
	if err != nil {
		return nil, err
	}
	node := exec.Command("node", "-e", script)
	node.Dir, node.Stderr = folder, os.Stderr
	in, err := node.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := node.StdoutPipe()
	if err != nil {
		return nil, err
	}
	// It ends with the tests, when its input does.
	return &reader{ask: json.NewEncoder(in), answer: bufio.NewReader(out)}, node.Start()
})

// npmFolder is where ical.js is installed, found from any package's folder.
func npmFolder() (string, error) {
	folder, err := os.Getwd()
	for ; err == nil; folder = filepath.Dir(folder) {
		if _, missing := os.Stat(filepath.Join(folder, "go.mod")); missing == nil {
			folder = filepath.Join(folder, "e2e")
			if _, err = os.Stat(filepath.Join(folder, "node_modules", "ical.js")); err != nil {
				return "", fmt.Errorf("ical.js is missing; fetch it with: npm ci, in the folder e2e (make test does): %w", err)
			}
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return "", errors.New("no go.mod in this folder or above it")
		}
	}
	return "", err
}

// Read reads a file, and fails the test when the other program does not take it.
func Read(t testing.TB, file []byte) Calendar {
	t.Helper()
	c, err := Try(file)
	if err != nil {
		t.Fatalf("%v in:\n%s", err, file)
	}
	return c
}

// Try is Read without a test.
func Try(file []byte) (c Calendar, err error) {
	r, err := started()
	if err != nil {
		return c, err
	}
	r.Lock()
	defer r.Unlock()
	if err := r.ask.Encode(string(file)); err != nil {
		return c, err
	}
	line, err := r.answer.ReadBytes('\n')
	if err != nil {
		return c, fmt.Errorf("ical.js gives no answer: %w", err)
	}
	var answer struct {
		Fault    string
		Calendar Calendar
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		return c, err
	}
	if answer.Fault != "" {
		return c, errors.New(answer.Fault)
	}
	return answer.Calendar, nil
}
