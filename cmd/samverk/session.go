package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os/user"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"samverk/app"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// session is what a command needs: where the database is, where to write, in which language and format.
type session struct {
	ctx         context.Context
	db          string
	format      string
	printer     i18n.Printer
	catalogue   *i18n.Catalogue
	in          io.Reader
	out, errOut io.Writer
	opened      *store.DB
}

// asSystemUser makes the operating-system user the one who acts.
func asSystemUser(ctx context.Context) context.Context {
	actor := audit.Actor{Kind: audit.SystemUser, ID: "unknown", Name: "unknown"}
	if who, err := user.Current(); err == nil {
		actor.ID, actor.Name = who.Uid, who.Username
	}
	return audit.As(ctx, actor)
}

// open gives the database, made or migrated on the first call.
func (s *session) open() (*store.DB, error) {
	if s.opened != nil {
		return s.opened, nil
	}
	db, migrated, err := app.OpenDatabase(s.ctx, s.db)
	if err != nil {
		return nil, err
	}
	if migrated.Copy != "" {
		s.note("cli.database_copied", "file", migrated.Copy)
	}
	s.opened = db
	return db, nil
}

// close seals what this command wrote, so that nothing waits for the next server to start, and closes the database.
func (s *session) close() {
	if s.opened == nil {
		return
	}
	ctx, cancel := detached(5 * time.Second)
	defer cancel()
	if _, err := audit.SealAll(ctx, s.opened); err != nil {
		s.note("cli.not_sealed")
	}
	s.opened.Close() //nolint:errcheck // every transaction is over
}

func (s *session) read(fn func(*store.Tx) error) error {
	db, err := s.open()
	if err != nil {
		return err
	}
	return db.Read(s.ctx, fn)
}

func (s *session) write(fn func(*store.Tx) error) error {
	db, err := s.open()
	if err != nil {
		return err
	}
	return db.Write(s.ctx, fn)
}

// findPlan loads the plan with this key, or the current plan accepted last.
func (s *session) findPlan(key string) (found *plan.Plan, err error) {
	err = s.read(func(tx *store.Tx) (err error) {
		found, err = plan.Find(s.ctx, tx, key)
		return err
	})
	return found, err
}

// date reads a date given on the command line; empty means today in Stockholm.
func (s *session) date(text string) (calendar.Date, error) {
	if text == "" {
		return calendar.Today(time.Now()), nil
	}
	date, err := calendar.ParseDate(text)
	if err != nil {
		return date, usageError{i18n.Fail("cli.wrong_date", "date", text)}
	}
	return date, nil
}

// note tells the person something on standard error, so that it never mixes with the result.
func (s *session) note(id string, pairs ...any) {
	fmt.Fprintln(s.errOut, s.printer.T(id, pairs...))
}

func (s *session) say(id string, pairs ...any) {
	fmt.Fprintln(s.out, s.printer.T(id, pairs...))
}

func (s *session) writeJSON(v any) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// writeRows writes rows under a head, as CSV or as a table aligned for reading.
func (s *session) writeRows(head []string, rows [][]string) error {
	if s.format == "csv" {
		w := csv.NewWriter(s.out)
		if err := w.Write(head); err != nil {
			return err
		}
		return w.WriteAll(rows)
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{head}, rows...) {
		fmt.Fprintln(w, strings.Join(row, "\t")+"\t")
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(table.String()) {
		fmt.Fprintln(s.out, strings.TrimRight(line, " \n"))
	}
	return nil
}

// heads gives the column names: fixed English ones for CSV, which programs read, else in the person's language.
func (s *session) heads(names ...string) []string {
	if s.format == "csv" {
		return names
	}
	heads := make([]string, len(names))
	for i, name := range names {
		heads[i] = s.printer.T("cli.column." + name)
	}
	return heads
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// detached gives a context that outlives the session's own, for finishing after a signal to stop.
func detached(limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), limit)
}
