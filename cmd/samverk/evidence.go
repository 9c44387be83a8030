package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"samverk/features/evidence"
	"samverk/features/followup"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

type evidenceCommand struct {
	Import evidenceImport `cmd:"" help:"${cli_evidence_import}"`
	Export evidenceExport `cmd:"" help:"${cli_evidence_export}"`
}

type evidenceImport struct {
	File string `arg:"" help:"${cli_evidence_import_file}"`
	Plan string `placeholder:"KEY" help:"${cli_flag_plan}"`
}

// Run reads the whole file into the plan or nothing of it. Every bad row is named on standard error.
func (c *evidenceImport) Run(s *session) error {
	today, err := s.date("")
	if err != nil {
		return err
	}
	content, err := readFile(c.File, evidence.LargestImport)
	if err != nil {
		return err
	}
	p, err := s.findPlan(c.Plan)
	if err != nil {
		return err
	}
	var imported evidence.Imported
	err = s.write(func(tx *store.Tx) (err error) {
		imported, err = evidence.ImportCSV(s.ctx, tx, p, content, today)
		return err
	})
	for _, problem := range slices.Concat(imported.Problems, imported.Warnings) {
		fmt.Fprintf(s.errOut, "%s: %s\n", filepath.Base(c.File), s.printer.Text(problem.Text()))
	}
	if err != nil {
		return err
	}
	if s.format == "json" {
		return s.writeJSON(map[string]any{"plan": p.Key, "rows": imported.Rows, "uncounted": imported.Uncounted, "warnings": s.warnings(imported.Warnings)})
	}
	s.say("cli.rows_imported", "rows", imported.Rows, "plan", p.Key)
	if imported.Uncounted > 0 {
		s.note("cli.rows_uncounted", "rows", imported.Uncounted)
	}
	return nil
}

type rowWarning struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
}

func (s *session) warnings(problems []evidence.RowProblem) []rowWarning {
	list := make([]rowWarning, len(problems))
	for i, problem := range problems {
		list[i] = rowWarning{problem.Line, s.printer.Text(problem.Text())}
	}
	return list
}

type evidenceExport struct {
	Plan string `placeholder:"KEY" help:"${cli_flag_plan}"`
}

// Run writes the plan's records as CSV, which is what the import reads, whatever format is asked for.
func (c *evidenceExport) Run(s *session) error {
	if s.format == "json" {
		return usageError{i18n.Fail("cli.export_is_csv")}
	}
	p, err := s.findPlan(c.Plan)
	if err != nil {
		return err
	}
	return s.read(func(tx *store.Tx) error { return evidence.ExportCSV(s.ctx, tx, p, s.out) })
}

type planStatus struct {
	Plan string `placeholder:"KEY" help:"${cli_flag_plan}"`
	AsOf string `placeholder:"YYYY-MM-DD" help:"${cli_plan_status_as_of}"`
}

func (c *planStatus) Run(s *session) error {
	asOf, err := s.date(c.AsOf)
	if err != nil {
		return err
	}
	p, err := s.findPlan(c.Plan)
	if err != nil {
		return err
	}
	var status followup.PlanStatus
	err = s.read(func(tx *store.Tx) (err error) {
		status, err = followup.On(s.ctx, tx, p, asOf)
		return err
	})
	if err != nil {
		return err
	}
	switch s.format {
	case "json":
		return s.writeJSON(status)
	case "csv":
		return s.writeRows(s.heads("number", "label", "from", "to", "target", "count", "status", "metOn"), s.statusRows(p, &status))
	}
	return s.writeStatus(p, &status, asOf)
}

// writeStatus writes the status as a table under each goal, and the totals in words.
func (s *session) writeStatus(p *plan.Plan, status *followup.PlanStatus, asOf calendar.Date) error {
	s.say("cli.status_head", "title", p.Title, "date", asOf.String())
	for _, goal := range p.Goals {
		fmt.Fprintln(s.out)
		s.say("cli.status_goal", "label", goal.Label, "title", goal.Title)
		one := plan.Plan{Goals: []plan.Goal{goal}}
		if err := s.writeRows(s.heads("number", "from", "to", "target", "count", "status", "metOn"), s.statusRows(&one, status)); err != nil {
			return err
		}
	}
	fmt.Fprintln(s.out)
	for _, kind := range followup.Statuses {
		fmt.Fprintf(s.out, "%s: %d\n", s.printer.Text(kind.Name()), status.Totals.Of(kind))
	}
	return nil
}

// statusRows gives a row for each cell of the plan's indicators.
func (s *session) statusRows(p *plan.Plan, status *followup.PlanStatus) [][]string {
	var rows [][]string
	for _, indicator := range p.Indicators() {
		for _, cell := range status.Of(indicator.Number) {
			target, name := number(cell.Target), string(cell.Status)
			if cell.Kind == plan.Judgement {
				target = ""
			}
			row := []string{indicator.Label}
			if s.format == "csv" {
				row = []string{strconv.Itoa(indicator.Number), indicator.Label}
			} else {
				name = s.printer.Text(cell.Status.Name())
			}
			rows = append(rows, append(row, cell.From.String(), cell.To.String(), target, strconv.Itoa(cell.Count), name, cell.MetOn.String()))
		}
	}
	return rows
}
