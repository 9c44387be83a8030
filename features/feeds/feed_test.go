package feeds

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/platform/ical"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func uids(events []ical.Event) (all []string) {
	for _, e := range events {
		all = append(all, e.UID)
	}
	return all
}

func TestACalendarReachesAYearBackAndHoldsEachEventOnce(t *testing.T) {
	now := at("2027-03-01T12:00:00Z")
	events := []ical.Event{
		{UID: "future", Starts: at("2031-01-01T10:00:00Z")},
		{UID: "old", Starts: at("2026-02-28T10:00:00Z"), Ends: at("2026-02-28T11:00:00Z")},
		{UID: "long", Starts: at("2026-02-20T10:00:00Z"), Ends: at("2026-03-02T11:00:00Z")},
		{UID: "twice", Starts: at("2027-04-01T10:00:00Z"), Sequence: 1, Link: "/meetings/1"},
		{UID: "twice", Starts: at("2027-04-08T10:00:00Z"), Sequence: 2, Link: "/meetings/1"},
		{UID: "twice", Starts: at("2027-04-01T10:00:00Z"), Sequence: 0},
		{UID: "away", Starts: at("2027-04-01T10:00:00Z"), Cancelled: true, Link: "https://exempel.se/"},
	}
	list := arrange(events, since(now), "https://samverk.exempel.se")
	if got := uids(list); !slices.Equal(got, []string{"long", "away", "twice", "future"}) {
		t.Fatalf("the calendar holds %q", got)
	}
	if !list[1].Cancelled || list[1].Link != "https://exempel.se/" || list[2].Sequence != 2 || list[2].Link != "https://samverk.exempel.se/meetings/1" {
		t.Errorf("the calendar holds %+v", list)
	}
	if got := uids(upcoming(list, now)); !slices.Equal(got, []string{"away", "twice", "future"}) {
		t.Errorf("still to come are %q", got)
	}
	if a, b := since(at("2027-03-01T00:30:00+01:00")), since(at("2027-03-01T23:30:00+01:00")); !a.Equal(b) || !a.Equal(at("2026-03-01T00:00:00+01:00")) {
		t.Errorf("within one day a calendar reaches back to %s and to %s", a, b)
	}
	if got := since(at("2028-02-29T12:00:00Z")); !got.Equal(at("2027-03-01T00:00:00+01:00")) {
		t.Errorf("on a leap day a calendar reaches back to %s", got)
	}
}

func TestSecretsAreLongAndBelongToOneFormOfOneOwner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		owner := rapid.Custom(func(t *rapid.T) Owner {
			return Owner{AccountID: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "account"), NetworkID: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "network")}
		})
		key := [32]byte{byte(rapid.IntRange(0, 1).Draw(t, "key"))}
		a, b := owner.Draw(t, "one"), owner.Draw(t, "other")
		formA, formB := rapid.StringN(0, 3, 10).Draw(t, "one form"), rapid.StringN(0, 3, 10).Draw(t, "other form")
		one, other := secretFor(key, a, formA), secretFor(key, b, formB)
		if len(one) != 32 || (one == other) != (a == b && formA == formB) {
			t.Fatalf("%v %q: %s; %v %q: %s", a, formA, one, b, formB, other)
		}
		if one == secretFor([32]byte{9}, a, formA) {
			t.Fatal("the secret does not depend on the key of the process")
		}
	})
}
