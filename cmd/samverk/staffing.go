package main

import (
	"context"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"samverk/features/staffing"
	"samverk/features/staffing/planner"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

type staffingCommands struct {
	Plan  staffingPlan  `cmd:"" help:"${cli_staffing_plan}"`
	Solve staffingSolve `cmd:"" help:"${cli_staffing_solve}"`
}

type staffingPlan struct {
	Plan     string `help:"${cli_flag_plan}" placeholder:"KEY"`
	Date     string `help:"${cli_staffing_plan_date}" placeholder:"YYYY-MM-DD"`
	Scenario string `help:"${cli_staffing_plan_scenario}" placeholder:"NAME"`
}

// Run writes the plan of hours of a plan in the database, today's or that of a scenario.
func (c *staffingPlan) Run(s *session) error {
	day, err := s.date(c.Date)
	if err != nil {
		return err
	}
	of, err := s.findPlan(c.Plan)
	if err != nil {
		return err
	}
	var answer *staffing.Answer
	if err := s.read(func(tx *store.Tx) (err error) {
		answer, err = staffing.AnswerOn(s.ctx, tx, of, day, c.Scenario, s.printer)
		return err
	}); err != nil {
		return err
	}
	if s.format == "json" {
		return s.writeJSON(answer)
	}
	var rows [][]string
	for _, row := range answer.Rows {
		fits, finish, share := "", "", ""
		if row.Outcome != nil {
			fits, finish, share = s.staffingResult(row.Outcome)
		}
		rows = append(rows, []string{row.Title, fits, finish, share, row.Why, strings.Join(row.Helps, "; ")})
	}
	return s.writeRows(s.heads("activity", "fits", "finish", "share", "reason", "helps"), rows)
}

type staffingSolve struct {
	File string `arg:"" help:"${cli_staffing_solve_file}"`
}

// Run solves a problem from a file and writes the plan. It needs no database. A plan that does not pass the checker is not shown.
func (c *staffingSolve) Run(s *session) error {
	problem, err := c.read(s.in)
	if err != nil {
		return err
	}
	answer, err := solved(s.ctx, problem)
	if err != nil {
		return err
	}
	if s.format == "json" {
		return s.writeJSON(answer)
	}
	rows := make([][]string, len(answer.Activities))
	for i := range answer.Activities {
		rows[i] = s.staffingRow(&answer.Activities[i])
	}
	return s.writeRows(s.heads("activity", "fits", "finish", "share", "reason", "helps"), rows)
}

// solved is the plan of a problem, seen to by the verifier. Told to stop, it does not wait for an answer that takes long.
func solved(ctx context.Context, problem *planner.Problem) (*planner.Plan, error) {
	answers := make(chan *planner.Plan, 1)
	go func() { answers <- planner.Solve(problem) }()
	select {
	case answer := <-answers:
		return answer, planner.Verify(problem, answer)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// read reads the problem from the file, or from standard input when it is "-".
func (c *staffingSolve) read(in io.Reader) (*planner.Problem, error) {
	if c.File == "-" {
		return planner.Read(in)
	}
	info, err := os.Stat(c.File)
	switch {
	case os.IsNotExist(err):
		return nil, i18n.Fail("cli.file_missing", "file", c.File)
	case err == nil && info.IsDir():
		return nil, i18n.Fail("cli.file_is_folder", "file", c.File)
	}
	file, err := os.Open(c.File)
	if err != nil {
		return nil, i18n.Fail("cli.file_unreadable", "file", c.File).Because(err)
	}
	defer file.Close() //nolint:errcheck // only read
	return planner.Read(file)
}

// staffingResult tells whether an activity fits, when it is complete, and how much of it is served.
func (s *session) staffingResult(o *planner.Outcome) (fits, finish, share string) {
	fits = s.printer.T("cli.no")
	if o.Fits {
		fits = s.printer.T("cli.yes")
	}
	if o.Finish != nil {
		finish = *o.Finish
	}
	return fits, finish, strconv.Itoa(int(math.Floor(o.Share*100))) + " %"
}

// staffingRow is what becomes of one activity, in words.
func (s *session) staffingRow(o *planner.Outcome) []string {
	reason := ""
	if o.Reason != nil {
		reason = s.staffingReason(o.Reason)
	}
	helps := make([]string, len(o.Alternatives))
	for i := range o.Alternatives {
		helps[i] = s.staffingHelp(&o.Alternatives[i])
	}
	fits, finish, share := s.staffingResult(o)
	return []string{o.ID, fits, finish, share, reason, strings.Join(helps, "; ")}
}

func (s *session) staffingReason(r *planner.Reason) string {
	if r.Cause == planner.After {
		return s.printer.T("cli.staffing.after", "after", strings.Join(r.After, ", "))
	}
	if r.Cause == planner.Most {
		return s.printer.T("cli.staffing.most", "hours", staffing.HoursWords(s.printer, *r.Missing))
	}
	if len(r.Competing) == 0 {
		return s.printer.T("cli.staffing.missing", "hours", staffing.HoursWords(s.printer, *r.Missing))
	}
	return s.printer.T("cli.staffing.competing", "hours", staffing.HoursWords(s.printer, *r.Missing), "competing", strings.Join(r.Competing, ", "))
}

func (s *session) staffingHelp(a *planner.Alternative) string {
	switch a.Kind {
	case planner.MoreHours:
		work, _ := a.Add.([]planner.Work)
		parts := make([]string, len(work))
		for i, w := range work {
			parts[i] = w.Person + " " + w.Quarter + " " + staffing.HoursWords(s.printer, w.Hours)
		}
		return s.printer.T("cli.staffing.more_hours", "hours", strings.Join(parts, ", "))
	case planner.Window:
		return s.printer.T("cli.staffing.window", "from", a.From, "until", a.Until)
	case planner.Wait:
		return s.printer.T("cli.staffing.wait", "activity", a.Activity)
	case planner.LessEffort:
		return s.printer.T("cli.staffing.effort", "hours", staffing.HoursWords(s.printer, *a.Hours))
	default:
		people, _ := a.Add.([]string)
		return s.printer.T("cli.staffing.people", "people", strings.Join(people, ", "))
	}
}
