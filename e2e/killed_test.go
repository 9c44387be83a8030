package e2e

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"samverk/platform/store/storetest"
)

var killedRounds = flag.Int("killed.rounds", 50, "how many times the program is killed on each engine")

// The program is killed with SIGKILL in the midst of writing, again and again. What it said was saved is there, nothing
// is there by half, and the audit chain and the tallies hold. It does not run beside the other tests: they would only
// make it slow.
func TestAProgramKilledInTheMidstOfWritingLosesNothing(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			d := newDesk(t, engine)
			plan, saved := d.withPlan(), newLedger()
			s := d.start()
			c := newClerk(t, s)
			began, fruitful := time.Now(), 0
			for round := range *killedRounds {
				before := len(saved.kept)
				underFire(s, c, saved, plan, round)
				if len(saved.kept) > before {
					fruitful++
				}
				if round%10 == 9 {
					d.must("check")
				}
				s = d.start()
			}
			s.stop()
			d.must("check")
			saved.compare(d)
			t.Logf("killed %d times in %v; %d records were saved and %d more were under way", *killedRounds,
				time.Since(began).Round(time.Millisecond), len(saved.kept), len(saved.asked)-len(saved.kept))
			if fruitful < *killedRounds*4/5 || len(saved.kept) < 4**killedRounds || len(saved.asked) == len(saved.kept) {
				t.Errorf("the test says too little: %d of %d rounds saved anything, %d records in all, %d asked for", fruitful, *killedRounds, len(saved.kept), len(saved.asked))
			}
		})
	}
}

// underFire lets four people save records until the program is killed, at some moment after the first was saved.
func underFire(s *server, c *clerk, saved *ledger, plan string, round int) {
	ctx, cancel := context.WithCancel(c.t.Context())
	defer cancel()
	first := make(chan struct{})
	var once sync.Once
	var people sync.WaitGroup
	for person := range 4 {
		people.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if !saved.save(ctx, c, s.address, plan, fmt.Sprintf("Prov %d-%d-%d", round, person, n)) {
					return
				}
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
