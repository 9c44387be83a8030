package accounts

import (
	"net/netip"
	"testing"
	"time"

	"samverk/platform/store"
)

func TestFailuresBecomeWaitsThatGrowToABound(t *testing.T) {
	for _, c := range []struct {
		side     side
		failures int
		want     time.Duration
	}{
		{perAccount, 0, 0}, {perAccount, 4, 0}, {perAccount, 5, time.Minute}, {perAccount, 6, 2 * time.Minute}, {perAccount, 10, 32 * time.Minute},
		{perAccount, 11, time.Hour}, {perAccount, 1_000_000, time.Hour},
		{perAddress, 29, 0}, {perAddress, 30, time.Minute}, {perAddress, 40, 30 * time.Minute},
		{perDevice, 9, 0}, {perDevice, 10, time.Minute}, {perDevice, 20, 15 * time.Minute},
		{perLink, 29, 0}, {perLink, 30, time.Minute},
	} {
		if got := limits[c.side].wait(c.failures); got != c.want {
			t.Errorf("%s after %d failures: %s, want %s", c.side, c.failures, got, c.want)
		}
	}
}

// Nobody may wait for something that is forgotten, and nothing is thrown away that still counts.
func TestTheLimitsHangTogether(t *testing.T) {
	for side, limit := range limits {
		if limit.longest >= limit.memory || limit.first > limit.longest || limit.free < 1 || limit.memory > longestMemory {
			t.Errorf("%s: %+v", side, limit)
		}
	}
}

func TestFailuresAreForgottenAfterAWhile(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	limit := limits[perAccount]
	c := failureCount{Failures: 7, LastAt: store.TimeOf(now.Add(-limit.memory)), Told: true}
	if got := limit.remembered(c, now.Add(-time.Second)); got != c {
		t.Errorf("too early: %+v", got)
	}
	if got := limit.remembered(c, now); got != (failureCount{}) {
		t.Errorf("still there: %+v", got)
	}
}

func TestWhoeverNeedNotWaitNeverWaits(t *testing.T) {
	ahead := store.TimeOf(time.Now().Add(time.Hour)) // the clock of another machine
	if opens := limits[perAccount].opens(failureCount{Failures: 4, LastAt: ahead}); !opens.IsZero() {
		t.Errorf("opens at %s", opens)
	}
}

func TestOneAddressOnTheNetwork(t *testing.T) {
	for address, want := range map[string]string{"192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9": "2001:db8:1:2::/64"} {
		if got := neighbourhood(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is %s, want %s", address, got, want)
		}
	}
	if neighbourhood(netip.Addr{}) == "" {
		t.Error("what is no address has no name")
	}
}
