package feeds

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/ical"
)

// Owner is whose calendar a secret address is for: a person or a network.
type Owner struct{ AccountID, NetworkID string }

// wanted is what is asked of the sources for the owner's calendar.
func (o Owner) wanted(now time.Time) Wanted {
	return Wanted{NetworkID: o.NetworkID, AccountID: o.AccountID, Since: since(now)}
}

// since is how far back calendars go: a year, by whole days, so that a file does not change from one minute to the next.
func since(now time.Time) time.Time {
	today := calendar.Today(now)
	return calendar.NewDate(today.Year()-1, today.Month(), today.Day()).Begins()
}

// letters write secrets. Programs that change capitals to small letters do no harm.
var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// secretBytes is how much of a secret is left to chance: 160 bits.
const secretBytes = 20

// secretFor is the secret that a form makes. The key of the process and the form's own decide it, so that a form that is
// sent twice shows the same address, and nobody can choose one. Neither is kept.
func secretFor(key [32]byte, o Owner, formID string) string {
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte(o.AccountID + "|" + o.NetworkID + "|" + formID))
	return letters.EncodeToString(mac.Sum(nil)[:secretBytes])
}

// hashOf is what is kept of a secret, and what is looked for when somebody comes with one. A plain hash is enough: a secret
// cannot be guessed.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// arrange makes one list of what the sources gave: without what ended before since, each event once, and in order of time.
// Links that are paths lead to the site.
func arrange(events []ical.Event, since time.Time, site string) []ical.Event {
	list := make([]ical.Event, 0, len(events))
	place := map[string]int{}
	for _, e := range events {
		if end(&e).Before(since) {
			continue
		}
		if strings.HasPrefix(e.Link, "/") {
			e.Link = site + e.Link
		}
		if at, twice := place[e.UID]; twice { // invited to it, and with something to do there
			if e.Sequence > list[at].Sequence {
				list[at] = e
			}
			continue
		}
		place[e.UID] = len(list)
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b ical.Event) int { return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.UID, b.UID)) })
	return list
}

func end(e *ical.Event) time.Time {
	if e.Ends.After(e.Starts) {
		return e.Ends
	}
	return e.Starts
}

// upcoming are those that have not ended.
func upcoming(events []ical.Event, now time.Time) []ical.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e ical.Event) bool { return end(&e).Before(now) })
}
