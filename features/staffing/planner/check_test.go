package planner

import (
	"errors"
	"strings"
	"testing"

	"samverk/platform/i18n"
)

// What is wrong in a problem is named: which message, and which thing.
func TestProblemsThatCannotBeMeant(t *testing.T) {
	const head = `{"quarters":["2018-Q1","2018-Q2"],"people":[{"id":"a","hours":[10,10]}],"activities":[`
	activity := func(rest string) string { return head + `{"id":"A1","class":"high","rank":1,` + rest + `}]}` }
	for _, c := range []struct{ text, message, names string }{
		{`{`, "syntax", ""},
		{`[]`, "wrong_kind", ""},
		{`{"quarters":"2018-Q1"}`, "wrong_kind", "quarters"},
		{`{}`, "no_quarters", ""},
		{`{"quarters":["2018-Q5"]}`, "not_a_quarter", "2018-Q5"},
		{`{"quarters":["2018-Q1","2018-Q3"]}`, "quarters_apart", "2018-Q3"},
		{`{"quarters":["2018-Q1"],"people":[{"hours":[1]}]}`, "no_id", ""},
		{`{"quarters":["2018-Q1"],"people":[{"id":"a","hours":[1]},{"id":"a","hours":[1]}]}`, "person_twice", "a"},
		{`{"quarters":["2018-Q1"],"people":[{"id":"a","hours":[1,2]}]}`, "hours_count", "a"},
		{`{"quarters":["2018-Q1"],"people":[{"id":"a","hours":[-0.04]}]}`, "hours_negative", "a"},
		{`{"quarters":["2018-Q1"],"people":[{"id":"a","hours":[1e300]}]}`, "hours_many", "a"},
		{activity(`"window":["2018-Q1","2018-Q2"],"total":1},{"id":"A1","class":"high","window":["2018-Q1","2018-Q2"],"total":1`), "id_twice", "A1"},
		{head + `{"class":"high","window":["2018-Q1","2018-Q2"],"total":1}]}`, "no_id", ""},
		{activity(`"window":["2018-Q1","2018-Q2"]`), "one_effort", "A1"},
		{activity(`"window":["2018-Q1","2018-Q2"],"total":1,"steady":1`), "one_effort", "A1"},
		{activity(`"window":["2018-Q1","2018-Q2"],"total":-1`), "hours_negative", "A1"},
		{activity(`"window":["2018-Q1","2018-Q2"],"steady":1,"most":-1`), "hours_negative", "A1"},
		{activity(`"window":["2018-Q1","2018-Q3"],"total":1`), "window_outside", "2018-Q3"},
		{activity(`"total":1`), "window_outside", "A1"},
		{activity(`"window":["2018-Q2","2018-Q1"],"total":1`), "window_turned", "A1"},
		{activity(`"window":["2018-Q1","2018-Q2"],"total":1,"people":["b"]`), "person_unknown", "b"},
		{activity(`"window":["2018-Q1","2018-Q2"],"total":1,"owner":"b"`), "person_unknown", "b"},
		{activity(`"window":["2018-Q1","2018-Q2"],"total":1,"after":["A2"]`), "activity_unknown", "A2"},
		{activity(`"window":["2018-Q1","2018-Q2"],"total":1,"after":["A1"]`), "cycle", "A1 → A1"},
		{activity(`"window":["2018-Q1","2018-Q2"],"total":1,"after":["A2"]},{"id":"A2","class":"low","window":["2018-Q1","2018-Q2"],"total":1,"after":["A3"]},
			{"id":"A3","class":"low","window":["2018-Q1","2018-Q2"],"total":1,"after":["A1"]`), "cycle", "A1 → A2 → A3 → A1"},
		{strings.Replace(activity(`"window":["2018-Q1","2018-Q2"],"total":1`), `"high"`, `"urgent"`, 1), "class_unknown", "urgent"},
	} {
		_, err := Read(strings.NewReader(c.text))
		var own *i18n.Error
		if !errors.As(err, &own) || own.ID != "staffing.problem."+c.message {
			if !(c.text == "[]" && errors.As(err, &own) && own.ID == "staffing.problem.not_json") {
				t.Errorf("%s: %v, want %s", c.text, err, c.message)
			}
			continue
		}
		named := c.names == ""
		for _, value := range own.Args {
			text, isText := value.(string)
			named = named || isText && strings.Contains(text, c.names)
		}
		if !named {
			t.Errorf("%s: %+v does not name %s", c.text, own.Message, c.names)
		}
	}
}

func TestHoursAreReadInTenths(t *testing.T) {
	p, err := Read(strings.NewReader(`{"quarters":["2018-Q1"],"people":[{"id":"a","hours":[33.333],"name":"a field that nobody knows"}],"more":true,"activities":[]}`))
	if err != nil || p.People[0].Hours[0] != 333 {
		t.Errorf("%v, %v", p, err)
	}
}
