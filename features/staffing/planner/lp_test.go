package planner

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// larger has as many activities as a plan for several authorities together.
var larger = shape{quarters: 16, people: 12, activities: 200, load: 90, most: 0.2, steady: 0.2}

// lpServed is the most hours of all work that can be done, by GLPK: a linear program in CPLEX's format with one variable for
// each activity, person and quarter.
func lpServed(t *testing.T, p *Problem, all []refWork) Tenths {
	t.Helper()
	program, err := exec.LookPath("glpsol")
	if err != nil {
		t.Fatal("glpsol is needed as an outside judge and was not found. Install it with: apt-get install glpk-utils (make needs does it)")
	}
	folder := t.TempDir()
	question, answer := filepath.Join(folder, "q.lp"), filepath.Join(folder, "a.txt")
	if err := os.WriteFile(question, lpText(p, all), 0o600); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command(program, "--lp", question, "-o", answer).CombinedOutput(); err != nil {
		t.Fatalf("glpsol: %v\n%s", err, output)
	}
	text, err := os.ReadFile(answer)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("OPTIMAL")) {
		t.Fatalf("glpsol found no optimum:\n%s", text[:min(len(text), 400)])
	}
	found := regexp.MustCompile(`Objective: +\S+ = +(\S+)`).FindSubmatch(text)
	served, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return Tenths(math.Round(served))
}

// lpText writes the linear program.
func lpText(p *Problem, all []refWork) []byte {
	var rows bytes.Buffer
	var variables []string
	slots := map[string][]string{}
	row := func(name string, sum []string, most Tenths) {
		if len(sum) > 0 {
			fmt.Fprintf(&rows, " %s: %s <= %d\n", name, strings.Join(sum, "\n + "), most)
		}
	}
	n := 0
	for _, w := range all {
		for _, d := range w.demands() {
			var whole []string
			for q := d.from; q <= d.until; q++ {
				var quarter []string
				for i, person := range p.People {
					if len(d.people) == 0 || slices.Contains(d.people, person.ID) {
						name := fmt.Sprintf("x%d_%d_%d", n, i, q)
						quarter = append(quarter, name)
						key := fmt.Sprintf("s%d_%d", i, q)
						slots[key] = append(slots[key], name)
					}
				}
				row(fmt.Sprintf("m%d_%d", n, q), quarter, min(d.most, d.hours))
				whole = append(whole, quarter...)
			}
			row(fmt.Sprintf("d%d", n), whole, d.hours)
			variables = append(variables, whole...)
			n++
		}
	}
	for i, person := range p.People {
		for q, hours := range person.Hours {
			key := fmt.Sprintf("s%d_%d", i, q)
			row(key, slots[key], hours)
		}
	}
	return fmt.Appendf(nil, "Maximize\n served: %s\nSubject To\n%sEnd\n", strings.Join(variables, "\n + "), rows.Bytes())
}

// largeProblem has between 50 and 200 activities and about as much to do as there are hours.
func largeProblem(seed uint64) *Problem {
	p := randomProblem(seed, larger)
	for len(p.Activities) < 50 || len(p.Quarters) < 4 {
		seed += 1000
		p = randomProblem(seed, larger)
	}
	for i := range p.People {
		for q := range p.People[i].Hours {
			p.People[i].Hours[q] *= Tenths(len(p.Activities)) * 45 / Tenths(4*len(p.People)*len(p.Quarters))
		}
	}
	return p
}

// TestAnOutsideJudgeAgrees asks GLPK about larger plans: everything that is taken can be done together, and what is missing
// for each that waits is what the judge says, too, with what was taken before it.
func TestAnOutsideJudgeAgrees(t *testing.T) {
	for seed := range uint64(6) {
		p := largeProblem(seed)
		plan, ref := solved(t, p), newReference(p)
		var taken []refWork
		var demand Tenths
		waiting := 0
		for _, a := range refOrder(p) {
			o, w := outcomeOf(plan, a.ID), ref.whole(a)
			if o.Fits {
				taken, demand = append(taken, w), demand+w.demand()
				continue
			}
			if waiting++; waiting%4 != 1 && waiting > 8 {
				continue // each question takes a while; the first ones and every fourth are asked
			}
			missing := demand + w.demand() - lpServed(t, p, append(slices.Clone(taken), w))
			if missing != *o.Reason.Missing {
				t.Errorf("seed %d: %s lacks %d tenths, and by the judge %d", seed, a.ID, *o.Reason.Missing, missing)
			}
		}
		if served := lpServed(t, p, taken); served != demand {
			t.Errorf("seed %d: what is taken needs %d tenths, and by the judge %d can be done", seed, demand, served)
		}
		if waiting == 0 || len(taken) < 20 {
			t.Errorf("seed %d: %d fit and %d wait; the judge is hardly asked", seed, len(taken), waiting)
		}
	}
}
