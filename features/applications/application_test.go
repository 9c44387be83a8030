package applications_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/applications"
)

func TestEveryStateOfAnApplicationCanBeReached(t *testing.T) {
	if reached := applications.Ways.Reached(applications.Draft); len(reached) != len(applications.States) {
		t.Errorf("only %v can be reached", reached)
	}
}

// Whatever happens, an application that has been received is never a draft again, one that has ended never goes on, and
// until then it can be withdrawn.
func TestAnApplicationsLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state, sent := applications.Draft, false
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			to := rapid.SampledFrom(applications.States).Draw(t, "to")
			if !applications.Ways.May(state, to, "skäl") {
				continue
			}
			if state.IsDecided() {
				t.Fatalf("%s goes on to %s", state, to)
			}
			state = to
			if sent && !state.WasSent() {
				t.Fatalf("a received application is %s again", state)
			}
			sent = sent || state == applications.Submitted
			if !state.IsDecided() && !applications.Ways.May(state, applications.Withdrawn, "") {
				t.Fatalf("one that is %s cannot be withdrawn", state)
			}
		}
	})
}
