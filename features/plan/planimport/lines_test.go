package planimport_test

import (
	"testing"

	"samverk/features/plan"
)

// checkLines checks that nothing is dropped silently: every line has one role, and every unread line is listed with a
// reason.
func checkLines(t *testing.T, draft *plan.Draft, lines int) {
	t.Helper()
	if len(draft.Lines) != lines {
		t.Fatalf("the document has %d lines, the draft %d", lines, len(draft.Lines))
	}
	unread := map[int]string{}
	for _, line := range draft.Unread {
		if _, twice := unread[line.Line]; twice {
			t.Errorf("line %d is listed twice as unread", line.Line)
		}
		unread[line.Line] = line.Reason
	}
	for _, line := range draft.Lines {
		reason, listed := unread[line.Number]
		switch {
		case line.Role == "":
			t.Errorf("line %d has no role: %q", line.Number, line.Text)
		case listed != (line.Role == plan.LineUnread):
			t.Errorf("line %d has role %s, listed as unread: %v", line.Number, line.Role, listed)
		case listed && reason == "":
			t.Errorf("line %d is unread without a reason: %q", line.Number, line.Text)
		}
	}
}
