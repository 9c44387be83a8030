package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// Two copies of the program send mails from one PostgreSQL; on SQLite there is one, which is started again. A copy is killed
// in the midst of sending. Every mail of a form that was answered arrives; what arrives twice can only be what the killed
// copy had in its hands, and is recognised by its Message-ID.
func TestNoMailIsLostWhenACopyIsKilled(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			const mails, inHand = 48, 4
			d, post := newDesk(t, engine), smtptest.Start(t, "", "")
			first := d.start(mailing(post)...)
			c := newClerk(t, first)
			var survivor *server
			if engine == store.Postgres {
				survivor = d.start(mailing(post)...)
			}
			answered := map[string]bool{}
			for i := range mails {
				to := fmt.Sprintf("%smottagare%d@exempel.se", smtptest.Slow, i)
				status, err := c.send(t.Context(), first.address+"/people", url.Values{"name": {"Prov"}, "email": {to}, "role": {"reader"}, "send": {"yes"}})
				if err != nil || status != http.StatusSeeOther {
					t.Fatalf("the form was answered %d: %v", status, err)
				}
				answered[to] = true
				if i == mails*2/3 && !waitFor(30*time.Second, func() bool { return len(post.Received(t)) > 0 }) {
					t.Fatal("nothing is sent")
				}
			}
			first.process.Process.Kill() //nolint:errcheck // the next line waits for its end
			<-first.ended
			before := len(post.Received(t))
			if engine == store.SQLite {
				survivor = d.start(mailing(post)...)
			}
			arrived := func() map[string]map[string]int { // by recipient and key
				by := map[string]map[string]int{}
				for _, m := range post.Received(t) {
					if by[m.Recipient] == nil {
						by[m.Recipient] = map[string]int{}
					}
					by[m.Recipient][m.Header.Get("Message-Id")]++
				}
				return by
			}
			if !waitFor(4*time.Minute, func() bool { return waiting(t, d) == 0 }) {
				t.Errorf("%d mails still wait\n%s", waiting(t, d), survivor.out)
			}
			if len(arrived()) != mails {
				t.Errorf("%d of %d mails have arrived, %d before the kill", len(arrived()), mails, before)
			}
			twice := 0
			for to, keys := range arrived() {
				if !answered[to] || len(keys) != 1 {
					t.Errorf("to %s came mails with the keys %v", to, keys)
				}
				for _, times := range keys {
					twice += times - 1
				}
			}
			if twice > inHand {
				t.Errorf("%d mails came twice", twice)
			}
			t.Logf("%d mails, %d before the kill, %d twice", mails, before, twice)
			if before == mails {
				t.Error("everything had been sent before the kill: the test says nothing")
			}
		})
	}
}

// waiting counts the mails that are not known to have gone.
func waiting(t *testing.T, d desk) (mails int) {
	t.Helper()
	db, err := store.Open(t.Context(), d.database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // only read
	if err := db.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Get(t.Context(), &mails, "SELECT count(*) FROM mail WHERE state = 'waiting'")
	}); err != nil {
		t.Fatal(err)
	}
	return mails
}

// waitFor looks again and again until something holds, or the time is out.
func waitFor(limit time.Duration, holds func() bool) bool {
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if holds() {
			return true
		}
	}
	return holds()
}
