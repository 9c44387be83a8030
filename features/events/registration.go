package events

import (
	"strings"
	"time"

	"samverk/platform/fold"
	"samverk/platform/i18n"
)

// Standing is what a registration has come to.
type Standing string

// The standings.
const (
	Placed   Standing = "placed"
	Waiting  Standing = "waiting"
	Withdrew Standing = "cancelled"
)

// Registration is somebody who takes part, or wants to.
type Registration struct {
	ID             string
	EventID        string
	Name           string
	Email          string
	Organisation   string
	OrganisationID string // empty when it is not in the register
	Needs          string // sensitive: only for those who handle the event
	State          Standing
	AtDoor         bool
	Came           bool
	Token          string
	Language       i18n.Language
	RegisteredAt   time.Time
	Line           int64 // who comes first, waits first
	Version        int
}

// Bounds of a registration, in letters.
const (
	longestName  = 120
	longestNeeds = 500
)

// What anybody may send is bounded, since every registration sends a mail. Counting in the database holds for several
// copies of the program, and needs no addresses of senders to be kept.
const (
	mostInWindow  = 300 // registrations to one event, from all senders together
	window        = 10 * time.Minute
	mostOfAddress = 10 // registrations with one address, to any event
	addressWindow = 24 * time.Hour
)

// needsKept is how long after the event what people need is kept.
const needsKept = 30 * 24 * time.Hour

func (r *Registration) tidy() {
	r.Name, r.Organisation = oneLine(r.Name), oneLine(strings.ReplaceAll(r.Organisation, "|", "/"))
	r.Email, r.Needs = strings.ToLower(strings.TrimSpace(r.Email)), strings.TrimSpace(r.Needs)
}

// check tells what is wrong, by the form's names of the fields. An address is not asked of those who came without
// registering.
func (r *Registration) check() (faults []fault) {
	add := func(field, id string, pairs ...any) { faults = append(faults, fault{field, i18n.Fail(id, pairs...)}) }
	if r.Name == "" {
		add("name", "events.registration.name_missing")
	}
	switch {
	case r.Email == "" && !r.AtDoor:
		add("email", "events.registration.email_missing")
	case r.Email != "" && !isAddress(r.Email):
		add("email", "events.address_wrong")
	}
	for _, text := range []struct {
		field, text string
		longest     int
	}{{"name", r.Name, longestName}, {"email", r.Email, longestTitle}, {"organisation", r.Organisation, longestTitle}, {"needs", r.Needs, longestNeeds}} {
		if err := checkText(text.text, text.longest); err != nil {
			faults = append(faults, fault{text.field, err})
		}
	}
	return faults
}

// free is how many places are left; none when more are taken than there are.
func free(places, taken int) int {
	return max(0, places-taken)
}

// Counts are the registrations of an event by what has become of them.
type Counts struct {
	Placed, Waiting, Withdrew, AtDoor, Came int
	Needs                                   int // of those who have a place or wait
}

// hasPlace tells whether whoever registers now gets a place at once: not while others wait for one.
func (c *Counts) hasPlace(places int) bool {
	return places == 0 || free(places, c.Placed) > 0 && c.Waiting == 0
}

// ticked is for a list of attendance that two people keep at once: from what was ticked when the page was shown and what is
// ticked now, it gives those that somebody has ticked and those whose tick somebody has taken away. The rest is left as others
// have it.
func ticked(shown, before, now []string) (came, wentBack []string) {
	was, is := map[string]bool{}, map[string]bool{}
	for _, id := range before {
		was[id] = true
	}
	for _, id := range now {
		is[id] = true
	}
	for _, id := range shown {
		switch {
		case is[id] && !was[id]:
			came = append(came, id)
		case was[id] && !is[id]:
			wentBack = append(wentBack, id)
		}
	}
	return came, wentBack
}

// organisationsOf names the organisations of those who came, each once, in the order in which they are listed.
func organisationsOf(all []Registration) []string {
	names := []string{}
	for i := range all {
		if all[i].Came {
			names = append(names, all[i].Organisation)
		}
	}
	return eachOnceFolded(names)
}

// eachOnceFolded drops names that differ only in case and marks from one before, and those that are empty.
func eachOnceFolded(names []string) []string {
	kept, seen := []string{}, map[string]bool{}
	for _, name := range names {
		if key := fold.Search(name); key != "" && !seen[key] {
			seen[key] = true
			kept = append(kept, name)
		}
	}
	return kept
}
