package flow_test

import (
	"slices"
	"testing"

	"samverk/platform/flow"
)

type state string

var ways = flow.Ways[state]{
	"draft": append(flow.To[state]("sent"), flow.ToWhy[state]("withdrawn")...),
	"sent":  flow.ToWhy[state]("draft", "refused"),
	"lost":  flow.To[state]("draft"),
}

func TestWays(t *testing.T) {
	for _, test := range []struct {
		from, to state
		reason   string
		want     bool
	}{{"draft", "sent", "", true}, {"draft", "sent", "x", true}, {"draft", "withdrawn", "", false}, {"draft", "withdrawn", "x", true}, {"sent", "sent", "", false}, {"refused", "draft", "x", false}} {
		if got := ways.May(test.from, test.to, test.reason); got != test.want {
			t.Errorf("%s to %s with %q: %v", test.from, test.to, test.reason, got)
		}
	}
	if got := ways.Reached("draft"); !slices.Equal(got, []state{"draft", "sent", "withdrawn", "refused"}) {
		t.Errorf("from draft one reaches %v", got)
	}
}
