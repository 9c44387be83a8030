package planner

import (
	"bytes"
	"testing"
)

// FuzzRead feeds the reader with nonsense. What it and Check accept is solved, and the plan keeps its promises.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"quarters":["2018-Q1","2018-Q2"],"people":[{"id":"a","hours":[440,430]}],
		"activities":[{"id":"A1","class":"high","rank":1,"window":["2018-Q1","2018-Q2"],"total":300,"people":["a"],"after":[]},
		{"id":"A6","class":"high","rank":2,"window":["2018-Q1","2018-Q2"],"steady":80,"people":["a"],"after":["A1"]}]}`))
	for seed := range uint64(20) {
		f.Add([]byte(told(randomProblem(seed, chained))))
		f.Add([]byte(told(randomProblem(seed, mixed))))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := Read(bytes.NewReader(text))
		if err != nil || p.Check() != nil {
			return
		}
		if len(p.Quarters)*len(p.People) > 200 || len(p.Activities) > 30 {
			return // big problems are tried elsewhere; here there shall be many
		}
		if err := Verify(p, Solve(p)); err != nil {
			t.Fatalf("%v\n%s", err, told(p))
		}
	})
}
