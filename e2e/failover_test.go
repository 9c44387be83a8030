package e2e

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// twoServers are a primary that acknowledges nothing before its standby has it, and that standby.
func twoServers(t *testing.T) (primary, standby *pgtemp.Server) {
	t.Helper()
	primary, err := pgtemp.Start(pgtemp.Durable)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { primary.Stop() }) //nolint:errcheck // it has been killed
	if standby, err = primary.Standby(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { standby.Stop() }) //nolint:errcheck // temporary
	db, err := store.Open(t.Context(), primary.Address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // written already
	for _, statement := range []string{"CREATE DATABASE samverk", "ALTER SYSTEM SET synchronous_standby_names = '" + pgtemp.StandbyName + "'",
		"SELECT pg_reload_conf()"} {
		if err := db.Execute(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return primary, standby
}

// The database's machine dies in the midst of writing and its standby takes over. The program is not restarted; what it
// said was saved is there.
func TestTheProgramGoesOnWhenTheStandbyTakesOver(t *testing.T) {
	primary, standby := twoServers(t)
	d := desk{t: t, folder: t.TempDir(), database: primary.AddressOfEither(standby, "samverk")}
	plan, saved := d.withPlan(), newLedger()
	s := d.start()
	c := newClerk(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last, failed atomic.Int64 // when something was saved last; how many times something was not
	var people sync.WaitGroup
	for person := range 4 {
		people.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if saved.save(ctx, c, s.address, plan, fmt.Sprintf("Prov %d-%d", person, n)) {
					last.Store(time.Now().UnixNano())
				} else {
					failed.Add(1)
					time.Sleep(20 * time.Millisecond)
				}
			}
		})
	}
	time.Sleep(time.Second)
	if ready := s.get("/readyz"); ready.status != http.StatusOK {
		t.Errorf("before the failover /readyz answers %d", ready.status)
	}
	killed := time.Now()
	if err := primary.Kill(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond) // as long as somebody or something needs to see it
	if ready := s.get("/readyz"); ready.status != http.StatusServiceUnavailable {
		t.Errorf("without a primary /readyz answers %d", ready.status)
	}
	if alive := s.get("/healthz"); alive.status != http.StatusOK {
		t.Errorf("without a primary /healthz answers %d", alive.status)
	}
	before := last.Load()
	promoted := time.Now()
	if err := standby.Promote(); err != nil {
		t.Fatal(err)
	}
	for last.Load() == before && time.Since(promoted) < 30*time.Second {
		time.Sleep(time.Millisecond)
	}
	t.Logf("without service for %v, of which %v after the order to promote; %d savings failed",
		time.Unix(0, last.Load()).Sub(killed).Round(time.Millisecond), time.Since(promoted).Round(time.Millisecond), failed.Load())
	time.Sleep(500 * time.Millisecond)
	if ready := s.get("/readyz"); ready.status != http.StatusOK {
		t.Errorf("after the failover /readyz answers %d", ready.status)
	}
	cancel()
	people.Wait()
	select {
	case <-s.ended:
		t.Fatalf("the program ended:\n%s", s.out)
	default:
	}
	d.must("check")
	saved.compare(d)
	d.must("backup", "kopia") // pg_dump too finds the one that takes writes
	if len(saved.kept) < 50 || failed.Load() == 0 || last.Load() == before {
		t.Errorf("the test says too little: %d records saved, %d failed", len(saved.kept), failed.Load())
	}
	t.Logf("%d records were saved before and after; every one is there", len(saved.kept))
}
