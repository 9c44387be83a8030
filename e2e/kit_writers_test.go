package e2e

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

// clerk signs in without a browser and saves records through the form, as fast as the program answers. The session lasts
// over restarts of the program.
type clerk struct {
	t      *testing.T
	client *http.Client
}

// newClerk makes the first administrator with the link that the program printed.
func newClerk(t *testing.T, s *server) *clerk {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &clerk{t, &http.Client{Jar: jar, Timeout: 15 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 16},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	link := s.address + firstLinkOf(t, s)
	status, err := c.send(t.Context(), link, url.Values{"name": {administrator}, "email": {address}, "password": {password}, "again": {password}})
	if err != nil || status != http.StatusSeeOther {
		t.Fatalf("the first administrator is not made: %d %v", status, err)
	}
	return c
}

// send sends a form and gives the status of the answer, which has come whole.
func (c *clerk) send(ctx context.Context, to string, form url.Values) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := c.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close() //nolint:errcheck // only read
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}

// ledger is what the program has been asked to save and what it said that it saved, by title.
type ledger struct {
	mutex       sync.Mutex
	asked, kept map[string]bool
}

func newLedger() *ledger { return &ledger{asked: map[string]bool{}, kept: map[string]bool{}} }

// save saves one record and tells whether the program said so.
func (l *ledger) save(ctx context.Context, c *clerk, site, plan, title string) bool {
	l.mutex.Lock()
	l.asked[title] = true
	l.mutex.Unlock()
	status, err := c.send(ctx, site+"/records/new", url.Values{"key": {uuid.NewString()}, "plan": {plan}, "kind": {"meeting"},
		"date": {fmt.Sprintf("2023-%02d-%02d", rand.IntN(12)+1, rand.IntN(28)+1)}, "title": {title}, "head_count": {"7"}})
	if err != nil || status != http.StatusSeeOther {
		return false
	}
	l.mutex.Lock()
	l.kept[title] = true
	l.mutex.Unlock()
	return true
}

// compare holds the ledger against what the program exports: what was said to be saved is there, nothing twice, and
// nothing that nobody asked for.
func (l *ledger) compare(d desk) {
	d.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(d.must("evidence", "export"))).ReadAll()
	if err != nil {
		d.t.Fatal(err)
	}
	there := map[string]int{}
	for _, row := range rows[1:] {
		for _, field := range row {
			if strings.HasPrefix(field, "Prov ") {
				there[field]++
			}
		}
	}
	for title := range l.kept {
		if there[title] == 0 {
			d.t.Errorf("%q was said to be saved and is gone", title)
		}
	}
	for title, times := range there {
		if times != 1 || !l.asked[title] {
			d.t.Errorf("%q is there %d times (asked for: %v)", title, times, l.asked[title])
		}
	}
	if len(rows)-1 != len(there) {
		d.t.Errorf("%d records are there, and %d of them are ours", len(rows)-1, len(there))
	}
}
