package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

type planCommands struct {
	Import planImport `cmd:"" help:"${cli_plan_import}"`
	List   planList   `cmd:"" help:"${cli_plan_list}"`
	Show   planShow   `cmd:"" help:"${cli_plan_show}"`
	Status planStatus `cmd:"" help:"${cli_plan_status}"`
}

type planImport struct {
	File   string `arg:"" help:"${cli_plan_import_file}"`
	DryRun bool   `help:"${cli_plan_import_dry_run}"`
}

// Run reads the document and accepts what was read, flags kept. A dry run shows it and touches no database.
func (c *planImport) Run(s *session) error {
	content, err := readFile(c.File, planimport.MaxSize)
	if err != nil {
		return err
	}
	name := filepath.Base(c.File)
	draft, err := planimport.NewReader().Read(name, content, s.printer, s.progress())
	if err != nil {
		return err
	}
	if c.DryRun {
		return s.showDraft(&draft)
	}
	var accepted *plan.Plan
	err = s.write(func(tx *store.Tx) (err error) {
		if accepted, err = plan.Accept(s.ctx, tx, draft, &plan.Document{Name: name, Content: content}, false); err != nil {
			return err
		}
		_, err = evidence.RelinkPlan(s.ctx, tx, accepted.ID) // what was recorded before counts as well
		return err
	})
	if err != nil {
		return err
	}
	if s.format == "json" {
		return s.writeJSON(map[string]any{"key": accepted.Key, "title": accepted.Title, "warnings": draft.Warnings})
	}
	s.noteDraft(&draft)
	fmt.Fprintln(s.out, accepted.Key)
	return nil
}

// readFile reads a whole file that is at most max bytes.
func readFile(path string, max int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return nil, i18n.Fail("cli.file_missing", "file", path)
	case err == nil && info.IsDir():
		return nil, i18n.Fail("cli.file_is_folder", "file", path)
	case err == nil && info.Size() > max:
		return nil, i18n.Fail("cli.file_too_large", "file", path, "megabytes", info.Size()>>20, "max", max>>20)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, i18n.Fail("cli.file_unreadable", "file", path).Because(err)
	}
	return content, nil
}

// progress shows how far a long reading has come, at most once a second and only after the first second.
func (s *session) progress() func(plan.Progress) {
	last := time.Now()
	return func(at plan.Progress) {
		if at.Total > 0 && time.Since(last) >= time.Second {
			last = time.Now()
			s.note("cli.progress."+string(at.Stage), "done", at.Done, "total", at.Total)
		}
	}
}

func (s *session) showDraft(draft *plan.Draft) error {
	if s.format == "json" {
		return s.writeJSON(draft)
	}
	s.noteDraft(draft)
	var rows [][]string
	for _, goal := range draft.Goals {
		for _, activity := range goal.Activities {
			for _, indicator := range activity.Indicators {
				rule := indicator.Rule
				rows = append(rows, []string{goal.Label, activity.Label, indicator.Label, string(rule.Kind), number(rule.Target),
					string(rule.Period), rule.From.String(), rule.To.String(), strconv.Itoa(len(indicator.Flags))})
			}
		}
	}
	return s.writeRows(s.heads("goal", "activity", "indicator", "kind", "target", "period", "from", "to", "flags"), rows)
}

// noteDraft says in words what was read and what a person should look at.
func (s *session) noteDraft(draft *plan.Draft) {
	activities, indicators, flags := 0, 0, 0
	for _, goal := range draft.Goals {
		activities += len(goal.Activities)
		for _, activity := range goal.Activities {
			flags += len(activity.Flags)
			indicators += len(activity.Indicators)
			for _, indicator := range activity.Indicators {
				flags += len(indicator.Flags)
			}
		}
	}
	s.note("cli.draft_read", "title", draft.Title, "from", draft.Period.From.String(), "to", draft.Period.To.String(),
		"goals", len(draft.Goals), "activities", activities, "indicators", indicators)
	s.note("cli.draft_doubts", "flags", flags, "unread", len(draft.Unread), "warnings", len(draft.Warnings))
	for _, warning := range draft.Warnings {
		s.note("cli.draft_warning", "line", warning.Line, "message", warning.Message)
	}
}

type planList struct{}

func (c *planList) Run(s *session) error {
	var plans []plan.Plan
	if err := s.read(func(tx *store.Tx) (err error) {
		plans, err = plan.List(s.ctx, tx)
		return err
	}); err != nil {
		return err
	}
	if s.format == "json" {
		list := make([]planSummary, len(plans))
		for i, p := range plans {
			list[i] = planSummary{p.Key, p.Title, p.Period.From.String(), p.Period.To.String(), p.Edition, string(p.Status), p.Example, p.IsPublished()}
		}
		return s.writeJSON(list)
	}
	var rows [][]string
	for _, p := range plans {
		status := string(p.Status)
		if s.format == "table" {
			status = s.printer.T("plan.status." + status)
		}
		rows = append(rows, []string{p.Key, p.Title, p.Period.From.String(), p.Period.To.String(), strconv.Itoa(p.Edition), status})
	}
	return s.writeRows(s.heads("key", "title", "from", "to", "edition", "status"), rows)
}

type planSummary struct {
	Key     string `json:"key"`
	Title   string `json:"title"`
	From    string `json:"from"`
	To      string `json:"to"`
	Edition int    `json:"edition"`
	Status  string `json:"status"`
	Example bool   `json:"example"`
	Public  bool   `json:"published"`
}

type planShow struct {
	Plan string `arg:"" optional:"" help:"${cli_plan_show_plan}"`
}

func (c *planShow) Run(s *session) error {
	p, err := s.findPlan(c.Plan)
	if err != nil {
		return err
	}
	switch s.format {
	case "json":
		return s.writeJSON(p.Draft())
	case "csv":
		return s.writeRows(s.heads("goal", "activity", "priority", "window", "indicator", "text"), planRows(p))
	}
	s.writePlan(p)
	return nil
}

func planRows(p *plan.Plan) [][]string {
	var rows [][]string
	for _, goal := range p.Goals {
		for _, a := range goal.Activities {
			for _, i := range a.Indicators {
				rows = append(rows, []string{goal.Label, a.Label, string(a.Priority), a.Window.From.String() + "/" + a.Window.To.String(),
					i.Label, i.Text})
			}
		}
	}
	return rows
}

// writePlan writes the plan as a text to read.
func (s *session) writePlan(p *plan.Plan) {
	fmt.Fprintf(s.out, "%s\n%s–%s\n\n%s\n", p.Title, p.Period.From, p.Period.To, p.OverallGoal)
	for _, goal := range p.Goals {
		fmt.Fprintf(s.out, "\n%s %s. %s\n", s.printer.T("cli.word.goal"), goal.Label, goal.Title)
		for _, a := range goal.Activities {
			fmt.Fprintf(s.out, "\n  %s. %s\n     %s, %s–%s\n", a.Label, a.Title,
				s.printer.T("plan.priority."+string(a.Priority)), a.Window.From, a.Window.To)
			for _, i := range a.Indicators {
				fmt.Fprintf(s.out, "     %s. %s\n         %s\n", i.Label, i.Text, strings.TrimSpace(plan.RuleInWords(i.Rule, s.printer)))
			}
		}
	}
}
