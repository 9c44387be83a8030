package evidence_test

import (
	"testing"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
)

func TestARuleMatchesByKindTagsNetworkAndDays(t *testing.T) {
	window := plan.Rule{From: date("2019-01-01"), To: date("2019-12-31")}
	rule := func(kind plan.RuleKind, change func(*plan.Rule)) plan.Rule {
		r := window
		r.Kind = kind
		change(&r)
		return r
	}
	meetings := func(r *plan.Rule) { r.Evidence = []plan.EvidenceKind{plan.Meeting, plan.Seminar} }
	tagged := func(r *plan.Rule) { r.Tags = []string{"Ungdom", "ÖPPEN"} }
	network := func(r *plan.Rule) { r.Network = "Södra" }
	meeting := func(day string, tags ...string) evidence.Content {
		return evidence.Content{Kind: plan.Meeting, Day: date(day), Tags: tags}
	}
	with := func(c evidence.Content, network string) evidence.Content { c.Network = network; return c }
	for name, c := range map[string]struct {
		rule   plan.Rule
		record evidence.Content
		want   bool
	}{
		"one of the kinds":               {rule(plan.CountInWindow, meetings), meeting("2019-05-05"), true},
		"another kind":                   {rule(plan.CountInWindow, meetings), evidence.Content{Kind: plan.Trip, Day: date("2019-05-05")}, false},
		"first day":                      {rule(plan.CountPerPeriod, meetings), meeting("2019-01-01"), true},
		"last day":                       {rule(plan.CountPerPeriod, meetings), meeting("2019-12-31"), true},
		"a count the day before":         {rule(plan.CountPerPeriod, meetings), meeting("2018-12-31"), false},
		"a threshold the day after":      {rule(plan.Threshold, meetings), meeting("2020-01-01"), false},
		"a ratio the day after":          {rule(plan.Ratio, meetings), meeting("2020-01-01"), false},
		"a late delivery":                {rule(plan.Deliverable, meetings), meeting("2020-07-01"), true},
		"an early delivery":              {rule(plan.ComesIntoBeing, meetings), meeting("2017-07-01"), true},
		"a late recurring delivery":      {rule(plan.RecurringDeliverable, meetings), meeting("2020-01-01"), true},
		"a rule for links by hand":       {rule(plan.CountInWindow, func(*plan.Rule) {}), meeting("2019-05-05"), false},
		"any kind with all tags":         {rule(plan.CountInWindow, tagged), meeting("2019-05-05", "öppen", "ungdom", "mer"), true},
		"one tag missing":                {rule(plan.CountInWindow, tagged), meeting("2019-05-05", "ungdom"), false},
		"the network":                    {rule(plan.CountInWindow, network), with(meeting("2019-05-05"), "södra"), true},
		"another network":                {rule(plan.CountInWindow, network), with(meeting("2019-05-05"), "Norra"), false},
		"a network where none is wanted": {rule(plan.CountInWindow, meetings), with(meeting("2019-05-05"), "Norra"), true},
	} {
		if got := evidence.Matches(c.rule, evidence.Record{Content: c.record}); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestContentIsChecked(t *testing.T) {
	period := calendar.Span{From: date("2018-01-01"), To: date("2021-12-31")}
	good := func(change func(*evidence.Content)) *evidence.Content {
		c := evidence.Content{Kind: plan.Meeting, Day: date("2019-05-05"), Title: "Träff"}
		change(&c)
		return &c
	}
	day := func(text string) *evidence.Content {
		return good(func(c *evidence.Content) { c.Day = date(text) })
	}
	for name, c := range map[string]struct {
		content     *evidence.Content
		today       string
		field, want string
	}{
		"good":                        {good(func(*evidence.Content) {}), "2021-06-30", "", ""},
		"today":                       {day("2021-06-30"), "2021-06-30", "", ""},
		"tomorrow":                    {day("2021-07-01"), "2021-06-30", "date", "evidence.record.date_future"},
		"no date":                     {good(func(c *evidence.Content) { c.Day = calendar.Date{} }), "2021-06-30", "date", "evidence.record.date_missing"},
		"ten years back":              {day("2011-06-30"), "2021-06-30", "", ""},
		"a day more":                  {day("2011-06-29"), "2021-06-30", "date", "evidence.record.date_far"},
		"an old plan":                 {day("2018-01-01"), "2031-06-30", "", ""},
		"before an old plan":          {day("2017-12-31"), "2031-06-30", "date", "evidence.record.date_far"},
		"ten years after the plan":    {day("2031-12-31"), "2035-01-01", "", ""},
		"and a day":                   {day("2032-01-01"), "2035-01-01", "date", "evidence.record.date_far"},
		"kind":                        {good(func(c *evidence.Content) { c.Kind = "party" }), "2021-06-30", "kind", "evidence.record.unknown_kind"},
		"state":                       {good(func(c *evidence.Content) { c.State = "lost" }), "2021-06-30", "state", "evidence.record.unknown_state"},
		"title":                       {good(func(c *evidence.Content) { c.Title = "" }), "2021-06-30", "title", "evidence.record.title_missing"},
		"negative value":              {good(func(c *evidence.Content) { c.Value = thousandths(-1) }), "2021-06-30", "value", "evidence.record.negative"},
		"negative heads":              {good(func(c *evidence.Content) { c.HeadCount = new(-1) }), "2021-06-30", "head_count", "evidence.record.negative"},
		"numerator alone":             {good(func(c *evidence.Content) { c.Numerator = thousandths(1) }), "2021-06-30", "denominator", "evidence.record.denominator_missing"},
		"denominator alone":           {good(func(c *evidence.Content) { c.Denominator = thousandths(1) }), "2021-06-30", "numerator", "evidence.record.numerator_missing"},
		"a character that is no text": {good(func(c *evidence.Content) { c.Text = "a\x00" }), "2021-06-30", "text", "evidence.record.not_text"},
		"an address to a script":      {good(func(c *evidence.Content) { c.Addresses = []string{"javascript:alert(1)"} }), "2021-06-30", "addresses", "evidence.record.not_address"},
		"a name that would split":     {good(func(c *evidence.Content) { c.Organisations = []string{"A|B"} }), "2021-06-30", "organisations", "evidence.record.name_separator"},
	} {
		faults := c.content.Check(date(c.today), period)
		switch {
		case c.want == "" && len(faults) > 0:
			t.Errorf("%s: %v", name, faults)
		case c.want != "" && (len(faults) != 1 || faults[0].Field != c.field || faults[0].Message.ID != c.want):
			t.Errorf("%s: got %v", name, faults)
		}
	}
}

func TestTimeIsStandardUnlessSaid(t *testing.T) {
	c := evidence.Content{Kind: plan.Conference}
	if got := c.Minutes(); got != evidence.StandardHours[plan.Conference]*60 || got == 0 {
		t.Errorf("got %d", got)
	}
	c.MinutesSpent = new(0)
	if got := c.Minutes(); got != 0 {
		t.Errorf("got %d", got)
	}
	for _, kind := range plan.EvidenceKinds {
		if evidence.StandardHours[kind] == 0 {
			t.Errorf("%s has no standard hours", kind)
		}
	}
}
