package ui_test

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/ui"
)

func TestStripSaysAllAndDrawsABoundedNumberOfMarks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var parts []ui.Part
		for i, count := range rapid.SliceOfN(rapid.IntRange(0, 5000), 1, 8).Draw(rt, "counts") {
			parts = append(parts, ui.Part{Shape: "met", Word: "läge" + strconv.Itoa(i), Count: count})
		}
		document := parsed(t, ui.Shell{}, ui.Strip("Planen", parts))
		strip := find(t, document, "role", "img")
		label, _ := attribute(strip, "aria-label")
		groups, inAll := elements(strip, "span"), 0
		for _, part := range parts {
			said := strings.Contains(label+",", " "+strconv.Itoa(part.Count)+" "+part.Word+",")
			if said != (part.Count > 0) {
				rt.Fatalf("%d %s: %q", part.Count, part.Word, label)
			}
			if part.Count > 0 {
				inAll++
			}
		}
		if len(groups) != inAll {
			rt.Fatalf("%d of %d statuses are drawn", len(groups), inAll)
		}
		if drawn := len(elements(strip, "svg")); drawn > 240+len(parts) {
			rt.Fatalf("%d marks are drawn", drawn)
		}
	})
}

func TestStripDrawsOneMarkForEachWhileTheyCanBeCounted(t *testing.T) {
	parts := []ui.Part{{Shape: "met", Word: "Uppfylld", Count: 16}, {Shape: "at_risk", Word: "Risk", Count: 3}, {Shape: "not_met", Word: "Inte uppfylld", Count: 0}}
	document := parsed(t, ui.Shell{}, ui.Strip("Planens 19 avstämningar", parts))
	strip := find(t, document, "role", "img")
	if label, _ := attribute(strip, "aria-label"); label != "Planens 19 avstämningar: 16 Uppfylld, 3 Risk" || len(elements(strip, "svg")) != 19 {
		t.Errorf("%q is drawn with %d marks", label, len(elements(strip, "svg")))
	}
}
