package plan_test

import (
	"testing"

	"samverk/features/plan"
)

func TestARuleTellsWhichMeetingsItWouldCount(t *testing.T) {
	for _, c := range []struct {
		rule plan.Rule
		want bool
	}{
		{plan.Rule{Evidence: []plan.EvidenceKind{plan.BigMeeting}}, true},
		{plan.Rule{Evidence: []plan.EvidenceKind{plan.Meeting}}, false},
		{plan.Rule{Network: "partnerskapet"}, true},
		{plan.Rule{Network: "Rådet", Evidence: []plan.EvidenceKind{plan.BigMeeting}}, false},
		{plan.Rule{Evidence: []plan.EvidenceKind{plan.BigMeeting}, Tags: []string{"certifiering"}}, false},
		{plan.Rule{}, false},
	} {
		if got := c.rule.WouldCount(plan.BigMeeting, "Partnerskapet"); got != c.want {
			t.Errorf("%+v: %v", c.rule, got)
		}
	}
}
