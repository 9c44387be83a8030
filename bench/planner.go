package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/features/staffing/planner"
)

// size is how large a problem of staffing is, and how much of it is measured.
type size struct {
	activities, people, quarters int
	anyone                       bool // anyone may do all; else up to three people each
	explain, judge               bool
}

// measurePlanner measures plans of growing size: deciding alone, with all explanations, and beside GLPK, which answers only
// how many hours of what fits can be done: one question of those that the planner asks itself, one or more for each activity.
// Times is how many times longer GLPK takes for one question than the planner for each activity's turn.
func measurePlanner() {
	heading("Staffing: activities people quarters    who   fit   decided s   explained s   checked s   memory MB   GLPK s   times   agrees")
	for _, c := range []size{
		{18, 4, 16, false, true, true},
		{50, 16, 16, false, true, true},
		{100, 16, 16, false, true, true},
		{200, 32, 16, false, true, true},
		{400, 64, 16, false, true, true},
		{900, 150, 16, false, false, true},
		{1800, 300, 16, false, false, true},
		{450, 75, 16, true, true, true},
		{900, 150, 16, true, false, true},
		{1800, 300, 16, true, false, true},
		{1000, 100, 30, false, false, false},
		{2000, 200, 60, false, false, false},
	} {
		c.measure()
	}
}

func (c size) measure() {
	p := staffingProblem(c)
	must(p.Check())
	plan, decided := (*planner.Plan)(nil), time.Duration(0)
	memory := allocated(func() { decided = timed(func() { plan = planner.Decide(p) }) })
	explained := "-"
	if c.explain {
		explained = seconds(timed(func() { plan = planner.Solve(p) }))
	}
	checked := timed(func() { must(planner.Verify(p, plan)) })
	judge, times, agrees := "-", "-", "-"
	if program, err := exec.LookPath("glpsol"); err == nil && c.judge {
		text, hours := fittingProgram(p, plan)
		var served float64
		took := timed(func() { served = glpk(program, text) })
		judge, times, agrees = seconds(took), strconv.Itoa(int(took*time.Duration(c.activities)/decided)), strconv.FormatBool(int(served+0.5) == hours)
	}
	who := "three"
	if c.anyone {
		who = "all"
	}
	fit := len(slices.DeleteFunc(slices.Clone(plan.Activities), func(o planner.Outcome) bool { return !o.Fits }))
	fmt.Printf("%20d %6d %8d %6s %5d %11s %13s %11s %11.0f %8s %7s %8s\n", c.activities, c.people, c.quarters, who, fit,
		seconds(decided), explained, seconds(checked), memory, judge, times, agrees)
}

// staffingProblem has a little more to do than there are hours: windows of a year or so, a third steady, a few predecessors.
func staffingProblem(c size) *planner.Problem {
	activities, people, quarters := c.activities, c.people, c.quarters
	r := rand.New(rand.NewPCG(uint64(activities), uint64(people)))
	p := &planner.Problem{}
	for q := range quarters {
		p.Quarters = append(p.Quarters, fmt.Sprintf("%d-Q%d", 2018+q/4, q%4+1))
	}
	for i := range people {
		hours := slices.Repeat([]planner.Tenths{4300}, quarters)
		p.People = append(p.People, planner.Person{ID: fmt.Sprintf("p%d", i), Hours: hours})
	}
	each := planner.Tenths(4300 * people * quarters * 11 / 10 / activities)
	for i := range activities {
		first := r.IntN(quarters)
		last := min(quarters-1, first+1+r.IntN(6))
		a := planner.Activity{ID: fmt.Sprintf("A%d", i), Class: []planner.Class{planner.High, planner.Medium, planner.Low}[r.IntN(3)],
			Rank: i, Window: [2]string{p.Quarters[first], p.Quarters[last]}}
		effort := each/2 + planner.Tenths(r.Int64N(int64(each)))
		if i%3 == 0 {
			steady := effort / planner.Tenths(last-first+1)
			a.Steady = &steady
		} else {
			a.Total = &effort
		}
		for range 1 + r.IntN(3) {
			a.People = append(a.People, fmt.Sprintf("p%d", r.IntN(people)))
		}
		slices.Sort(a.People)
		if a.People = slices.Compact(a.People); c.anyone {
			a.People = nil
		}
		if i%9 == 8 {
			a.After = []string{fmt.Sprintf("A%d", r.IntN(i))}
		}
		p.Activities = append(p.Activities, a)
	}
	return p
}

// fittingProgram is a linear program that asks how many of the hours of what fits can be done, and how many there are.
func fittingProgram(p *planner.Problem, plan *planner.Plan) (text []byte, hours int) {
	var rows bytes.Buffer
	var all []string
	slots := map[string][]string{}
	row := func(sum []string, most planner.Tenths) {
		fmt.Fprintf(&rows, " %s <= %d\n", strings.Join(sum, "\n + "), most)
		hours += int(most)
	}
	for _, a := range p.Activities {
		i := slices.IndexFunc(plan.Activities, func(o planner.Outcome) bool { return o.ID == a.ID })
		if !plan.Activities[i].Fits {
			continue
		}
		var whole []string
		first, last := slices.Index(p.Quarters, a.Window[0]), slices.Index(p.Quarters, a.Window[1])
		if a.Steady != nil && len(a.After) > 0 {
			first = startOf(p, plan.Activities[i].Hours)
		}
		for q := first; q <= last; q++ {
			var quarter []string
			for _, person := range whoDoes(&a) {
				name := fmt.Sprintf("x_%s_%s_%d", a.ID, person, q)
				slot := fmt.Sprintf("%s in %d", person, q)
				slots[slot] = append(slots[slot], name)
				quarter = append(quarter, name)
			}
			if a.Steady != nil {
				row(quarter, *a.Steady)
			}
			whole = append(whole, quarter...)
		}
		if a.Total != nil {
			row(whole, *a.Total)
		}
		all = append(all, whole...)
	}
	demand := hours
	for slot, names := range slots {
		there := planner.Tenths(4300)
		if strings.HasPrefix(slot, together) {
			there *= planner.Tenths(len(p.People))
		}
		row(names, there)
	}
	return fmt.Appendf(nil, "Maximize\n served: %s\nSubject To\n%sEnd\n", strings.Join(all, "\n + "), rows.Bytes()), demand
}

// together stands for everybody: where anyone may do the work, the program need not tell people apart.
const together = "all"

func whoDoes(a *planner.Activity) []string {
	if len(a.People) == 0 {
		return []string{together}
	}
	return a.People
}

// startOf is the first quarter with hours.
func startOf(p *planner.Problem, hours []planner.Work) int {
	start := len(p.Quarters)
	for _, w := range hours {
		start = min(start, slices.Index(p.Quarters, w.Quarter))
	}
	return start
}

// glpk solves a linear program and gives its objective.
func glpk(program string, text []byte) float64 {
	folder, err := os.MkdirTemp("", "samverk-bench-")
	must(err)
	defer os.RemoveAll(folder) //nolint:errcheck // temporary
	question, answer := filepath.Join(folder, "q.lp"), filepath.Join(folder, "a.txt")
	must(os.WriteFile(question, text, 0o600))
	must(exec.Command(program, "--lp", question, "-o", answer).Run())
	output, err := os.ReadFile(answer)
	must(err)
	found := regexp.MustCompile(`Objective: +\S+ = +(\S+)`).FindSubmatch(output)
	served, err := strconv.ParseFloat(string(found[1]), 64)
	must(err)
	return served
}

func timed(fn func()) time.Duration {
	start := time.Now()
	fn()
	return time.Since(start)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// allocated is how many megabytes fn asks for in all.
func allocated(fn func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / (1 << 20)
}
