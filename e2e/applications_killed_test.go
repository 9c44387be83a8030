package e2e

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// killedEvenings is how many times the program is killed while applications are sent, and applicants how many are sent in all.
const (
	killedEvenings = 5
	applicants     = 240
)

// The program is killed while many applicants send on the last evening. Each who was told that the application had been received
// has a diary number and the version that was sent, and the numbers have no gaps.
func TestWhatApplicantsWereToldWasReceivedIsThereAfterAKill(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			d := newDesk(t, engine)
			s := d.start()
			c := newClerk(t, s)
			ready := d.withApplications(applicants)
			var next atomic.Int64
			var told sync.Map
			for range killedEvenings {
				sendUntilKilled(s, c, ready, &next, &told)
				s = d.start()
			}
			s.stop()
			d.must("check")
			acknowledged := 0
			told.Range(func(id, _ any) bool { acknowledged++; d.isReceived(id.(string)); return true })
			received, last := d.received()
			t.Logf("%d were told, %d received", acknowledged, received)
			if received != last || acknowledged == 0 || received < acknowledged {
				t.Errorf("%d were received and told of %d; the last number is %d", received, acknowledged, last)
			}
		})
	}
}

// sendUntilKilled lets eight send until the program is killed, at some moment after the first was received.
func sendUntilKilled(s *server, c *clerk, ready []string, next *atomic.Int64, told *sync.Map) {
	ctx, cancel := context.WithCancel(c.t.Context())
	defer cancel()
	first := make(chan struct{})
	var once sync.Once
	var people sync.WaitGroup
	for range 8 {
		people.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(ready) {
					return
				}
				if !c.sendApplication(ctx, s.address+"/my/applications/"+ready[i]+"/check") {
					return
				}
				told.Store(ready[i], true)
				once.Do(func() { close(first) })
			}
		})
	}
	select {
	case <-first:
		time.Sleep(rand.N(200 * time.Millisecond))
	case <-time.After(10 * time.Second):
	}
	s.process.Process.Kill() //nolint:errcheck // the next line waits for its end
	<-s.ended
	cancel()
	people.Wait()
	c.client.CloseIdleConnections()
}

var shownHash = regexp.MustCompile(`name="sha256" value="([0-9a-f]{64})"`)

// sendApplication reads the page where an application is checked and sends it; true when the program said that it was received.
func (c *clerk) sendApplication(ctx context.Context, page string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, page, http.NoBody)
	if err != nil {
		return false
	}
	response, err := c.client.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close() //nolint:errcheck // only read
	body, err := io.ReadAll(response.Body)
	hash := shownHash.FindSubmatch(body)
	if err != nil || hash == nil {
		return false
	}
	status, err := c.send(ctx, page, url.Values{"sha256": {string(hash[1])}})
	return err == nil && status == http.StatusSeeOther
}

// withApplications makes applications that are ready to be sent by the administrator, who signs alone for each organisation.
func (d desk) withApplications(n int) (ready []string) {
	d.t.Helper()
	call := d.withOpenCall(time.Now().Add(24 * time.Hour))
	answers := `{"name":{"texts":["Förening"]},"contact":{"texts":["Berit"]},"title":{"texts":["Odling"]},"level":{"texts":["prestudy"]},"amount":{"texts":["1 000"]},"hours":{"texts":["10"]}}`
	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		ready = nil
		var me struct{ ID string }
		if err := tx.Get(ctx, &me, "SELECT id FROM account WHERE email = $1", address); err != nil {
			return err
		}
		now := store.Now()
		for i := range n {
			id := store.NewID()
			ready = append(ready, id)
			for _, row := range []struct {
				statement string
				values    []any
			}{
				{`INSERT INTO organisation (id, place, name, sort_key, former_names, legal_form, svb, class_vocabulary, class_code, seat, web, email, telephone, address, is_public, public_fields, note, ended_why, added_at, version)
					VALUES ($1, $2, $3, $4, '[]', '61', $5, '', '', '', '', '', '', '', $5, '[]', '', '', $6, 1)`, []any{id, 1_000_000 + i, fmt.Sprint("Förening ", i), []byte(id), false, now}},
				{`INSERT INTO mandate (id, organisation_id, account_id, invited_by, invited_at, signs, handed_in_at, decision, decided_by, decided_at, reason, starts_on, ended_by, ended_why, version)
					VALUES ($1, $1, $2, '', $3, 'alone', $3, 'confirmed', '', $3, '', '2020-01-01', '', '', 1)`, []any{id, me.ID, now}},
				{`INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, days_late, late_taken, begun_at, changed_at, version)
					VALUES ($1, $2, $1, 'draft', 'Odling', $3, 100000, 0, '', $4, $4, 1)`, []any{id, call, answers, now}},
			} {
				if _, err := tx.Exec(ctx, row.statement, row.values...); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return ready
}

// isReceived sees that an application has a diary number and one version.
func (d desk) isReceived(id string) {
	d.t.Helper()
	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		var row struct {
			Number   string
			Versions int
		}
		err := tx.Get(ctx, &row, "SELECT COALESCE(a.diary_number, '') AS number, (SELECT count(*) FROM application_version v WHERE v.application_id = a.id) AS versions FROM application a WHERE a.id = $1", id)
		if row.Versions != 1 || !strings.HasPrefix(row.Number, "RS ") {
			d.t.Errorf("%s was said to be received and has the number %q and %d versions", id, row.Number, row.Versions)
		}
		return err
	})
}

// received is how many applications have a diary number, and the last number that was given.
func (d desk) received() (n, last int) {
	d.t.Helper()
	d.inDatabase(func(ctx context.Context, tx *store.Tx) error {
		var row struct{ N, Last int }
		err := tx.Get(ctx, &row, "SELECT (SELECT count(*) FROM application WHERE diary_number IS NOT NULL) AS n, (SELECT max(last) FROM diary_number) AS last")
		n, last = row.N, row.Last
		return err
	})
	return n, last
}
