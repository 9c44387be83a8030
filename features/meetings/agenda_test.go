package meetings

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/platform/calendar"
)

// Whatever is moved, the points are the same, numbered from 1, and a step back undoes a step.
func TestMovingPointsKeepsThemAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := make([]Item, rapid.IntRange(1, 8).Draw(t, "items"))
		for i := range items {
			items[i] = Item{ID: string(rune('a' + i)), Place: i + 1}
		}
		at, down := rapid.IntRange(0, len(items)-1).Draw(t, "at"), rapid.Bool().Draw(t, "down")
		after := moved(items, items[at].ID, down)
		ids := map[string]bool{}
		for i, item := range after {
			if ids[item.ID] = true; item.Place != i+1 {
				t.Fatalf("the places are %+v", after)
			}
		}
		if len(ids) != len(items) {
			t.Fatalf("points are lost: %+v", after)
		}
		isAtEnd := !down && at == 0 || down && at == len(items)-1
		if isAtEnd != slices.Equal(after, items) {
			t.Fatalf("moved from %d: %+v", at, after)
		}
		if !isAtEnd && !slices.Equal(moved(after, items[at].ID, !down), items) {
			t.Fatal("a step back is another")
		}
	})
}

func TestPointsBeginWhenThoseBeforeEnd(t *testing.T) {
	starts, _ := clock(9 * 60).on(calendar.MustDate("2026-03-12"))
	got := begins(starts, []Item{{Minutes: 10}, {Minutes: 45}, {}, {Minutes: 5}})
	want := []time.Time{starts, starts.Add(10 * time.Minute), starts.Add(55 * time.Minute), {}}
	if !slices.EqualFunc(got, want, time.Time.Equal) {
		t.Errorf("they begin %v", got)
	}
}
