package accounts

import (
	"net/netip"
	"time"

	"samverk/platform/store"
)

// Failures to show who one is are counted from several sides at once. Nobody is locked out for good: each failure beyond
// those that are free makes the wait longer, up to a bound.
type side string

const (
	perAccount side = "account" // the address that was typed, whether there is such an account or not
	perAddress side = "address" // the address on the network
	perDevice  side = "device"  // the account in a browser where it has signed in before: the others' failures do not count there
	perLink    side = "link"    // one-time links, by the address on the network
)

// limit is how failures become waits.
type limit struct {
	free    int           // failures without a wait
	first   time.Duration // the wait after those; each further failure doubles it
	longest time.Duration
	memory  time.Duration // how long after the last failure all are forgotten
}

// Many people may share an address on the network, but few of them fail in a browser that is new to them.
var limits = map[side]limit{
	perAccount: {free: 5, first: time.Minute, longest: time.Hour, memory: 24 * time.Hour},
	perAddress: {free: 30, first: time.Minute, longest: 30 * time.Minute, memory: 6 * time.Hour},
	perDevice:  {free: 10, first: time.Minute, longest: 15 * time.Minute, memory: time.Hour},
	perLink:    {free: 30, first: time.Minute, longest: 30 * time.Minute, memory: 6 * time.Hour},
}

// longestMemory is after what time no failure counts.
const longestMemory = 24 * time.Hour

// failureCount is how often in a row somebody failed.
type failureCount struct {
	Failures int
	LastAt   store.Time
	Told     bool // the audit trail tells that the limit was reached
}

// remembered is what still counts.
func (l limit) remembered(c failureCount, now time.Time) failureCount {
	if now.Sub(c.LastAt.Time) >= l.memory {
		return failureCount{}
	}
	return c
}

// wait is how long after so many failures nobody may try again.
func (l limit) wait(failures int) time.Duration {
	if failures < l.free {
		return 0
	}
	wait := l.first
	for range failures - l.free {
		if wait *= 2; wait >= l.longest {
			return l.longest
		}
	}
	return wait
}

// opens is when the next attempt may be made; a time that has passed means now. Without a wait it is now even when the
// last attempt seems to come after, as it does when two are made at once or the clocks of two machines differ.
func (l limit) opens(c failureCount) time.Time {
	wait := l.wait(c.Failures)
	if wait == 0 {
		return time.Time{}
	}
	return c.LastAt.Add(wait)
}

// attemptKey names a count. The subject is a hash.
type attemptKey struct {
	Side    side
	Subject string
}

func keyOf(side side, subject string) attemptKey {
	return attemptKey{side, hashToken(string(side) + ":" + subject)}
}

// neighbourhood is what counts as one address on the network: in IPv6 a household or an office has at least a /64.
func neighbourhood(address netip.Addr) string {
	if !address.Is6() {
		return address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return address.String()
	}
	return network.String()
}
