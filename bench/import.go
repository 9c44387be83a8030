package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"samverk/features/organisations"
	"samverk/features/organisations/madeup"
	"samverk/features/orgimport"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// measureImport brings registers in from a file, step by step, beside what the engine's own tool takes to put the same rows
// into the same tables with the same indexes, as the file grows. Small files are brought in several times, ours and the
// tool in turn, and the middle figure is told.
func measureImport(server *pgtemp.Server, rows int, only store.Engine, quick bool) {
	sizes := []int{1000, 10_000, 100_000, 300_000}
	switch {
	case rows > 0:
		sizes = []int{rows}
	case quick:
		sizes = sizes[:2]
	}
	for _, size := range sizes {
		heading(fmt.Sprintf("a file of %d organisations                 rows per second", size))
		content := fileOf(madeup.Register(size))
		figures := map[store.Engine]*tellings{store.SQLite: {size: size}, store.Postgres: {size: size}}
		for round := range max(1, min(5, 50_000/size)) {
			dbs, closeAll := databases(server, fmt.Sprintf("import_%d_%d", size, round))
			for _, db := range dbs {
				if only == "" || only == db.Engine() {
					bringIn(db, content, figures[db.Engine()])
				}
			}
			closeAll()
		}
		for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
			if len(figures[engine].what) > 0 {
				fmt.Println(engine)
				figures[engine].print()
			}
		}
	}
}

// tellings are how long each step took, round by round.
type tellings struct {
	size  int
	what  []string
	times map[string][]time.Duration
	said  map[string]string
	// processor is how much of the processors was used: on a machine that others use too it tells more than the clock. What
	// PostgreSQL's server uses is not known.
	processor map[string][]time.Duration
}

func (t *tellings) took(what string, d time.Duration) {
	if t.times == nil {
		t.times, t.said, t.processor = map[string][]time.Duration{}, map[string]string{}, map[string][]time.Duration{}
	}
	if len(t.times[what]) == 0 {
		t.what = append(t.what, what)
	}
	t.times[what] = append(t.times[what], d)
}

// say tells something else than a rate.
func (t *tellings) say(what, text string) {
	t.took(what, 0)
	t.said[what] = text
}

func (t *tellings) middle(what string) time.Duration { return t.middleOf(t.times, what) }

func (*tellings) middleOf(times map[string][]time.Duration, what string) time.Duration {
	all := slices.Sorted(slices.Values(times[what]))
	if len(all) == 0 {
		return 0
	}
	return all[len(all)/2]
}

// used is how much of the processors this program, or the tools that it has waited for, have used.
func used(whose int) time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(whose, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func (t *tellings) print() {
	for _, what := range t.what {
		if text := t.said[what]; text != "" {
			fmt.Printf("  %-52s %12s\n", what, text)
			continue
		}
		fmt.Printf("  %-52s %12.0f\n", what, float64(t.size)/t.middle(what).Seconds())
	}
	for _, bare := range []string{bareRows, bareRowsAndTrail} {
		if len(t.times[bare]) > 0 {
			fmt.Printf("  %-60s %4.2f\n", "reading it in, beside "+bare, float64(t.middle(bare))/float64(t.middle(theRun)))
			if ours, its := t.middleOf(t.processor, theRun), t.middleOf(t.processor, bare); ours > 0 && its > 0 {
				fmt.Printf("  %-60s %4.2f (%.1f beside %.1f µs a row)\n", "the same in processor time", float64(its)/float64(ours), t.perRow(ours), t.perRow(its))
			}
		}
	}
}

// perRow is a time's part of one row, in microseconds.
func (t *tellings) perRow(d time.Duration) float64 {
	return float64(d.Microseconds()) / float64(t.size)
}

// What is told beside each other.
const (
	theRun           = "reading it into the register"
	bareRows         = "the tool: the same rows and words"
	bareRowsAndTrail = "the tool: those and the trail"
)

// fileOf is a register as a file.
func fileOf(register []organisations.Content) []byte {
	var file bytes.Buffer
	out := csv.NewWriter(&file)
	must(out.Write([]string{"Namn", "Organisationsnummer", "Juridisk form", "Säte"}))
	for i := range register {
		c := &register[i]
		must(out.Write([]string{c.Name, c.Number.String(), string(c.Form), c.Seat}))
	}
	out.Flush()
	must(out.Error())
	return file.Bytes()
}

func bringIn(db *store.DB, content []byte, t *tellings) {
	id, seen := store.NewID(), orgimport.Counts{}
	towns, err := organisations.ReadMunicipalities("")
	must(err)
	ctx := i18n.With(ctx, i18n.NewCatalogue(organisations.Messages(), orgimport.Messages()).In(i18n.Swedish))
	var table *sheet.Table
	var head []string
	write := func(do func(tx *store.Tx) error) { must(db.Write(ctx, do)) }
	begun := time.Now()
	for _, step := range []struct {
		what string
		do   func()
	}{
		{"reading the file", func() {
			table, err = sheet.Read(content)
			must(err)
			head = table.Head
		}},
		{"keeping its rows", func() {
			write(func(tx *store.Tx) error { return orgimport.Bring(ctx, tx, id, "bench.csv", table) })
			table = nil
		}},
		{"giving every row its fate", func() {
			write(func(tx *store.Tx) error {
				return orgimport.Arrange(ctx, tx, id, orgimport.Settings{Mapping: orgimport.Guess(head), Public: true}, towns)
			})
		}},
		{"leaving out what is refused", func() {
			write(func(tx *store.Tx) (err error) {
				if err = orgimport.LeaveOut(ctx, tx, id); err == nil {
					seen, err = orgimport.Count(ctx, tx, id)
				}
				return err
			})
		}},
		{theRun, func() {
			forgetPeak()
			write(func(tx *store.Tx) error { return orgimport.Run(ctx, tx, id, seen, towns) })
		}},
	} {
		start, before := time.Now(), used(syscall.RUSAGE_SELF)
		step.do()
		t.took(step.what, time.Since(start))
		if db.Engine() == store.SQLite {
			t.processor[step.what] = append(t.processor[step.what], used(syscall.RUSAGE_SELF)-before)
		}
	}
	t.took("the whole way", time.Since(begun))
	t.say("memory at most while reading it in (MB)", peak())
	measureBare(db, t)
	measureAfter(ctx, db, id, content, t, towns)
}

// measureAfter brings the same file in again, corrects one of its rows and takes the first import back.
func measureAfter(ctx context.Context, db *store.DB, id string, content []byte, t *tellings, towns organisations.Municipalities) {
	table, err := sheet.Read(content)
	must(err)
	again := store.NewID()
	took := func(what string, do func(tx *store.Tx) error) time.Duration {
		start := time.Now()
		must(db.Write(ctx, do))
		return time.Since(start)
	}
	took("", func(tx *store.Tx) error { return orgimport.Bring(ctx, tx, again, "again.csv", table) })
	t.took("giving every row its fate, all known", took("", func(tx *store.Tx) error {
		return orgimport.Arrange(ctx, tx, again, orgimport.Settings{Mapping: orgimport.Guess(table.Head), Public: true}, towns)
	}))
	row := table.Rows[len(table.Rows)/2]
	cells := slices.Clone(row.Cells)
	cells[0] += " med nytt namn"
	t.say("correcting one row (ms)", fmt.Sprintf("%.1f", took("", func(tx *store.Tx) error {
		return orgimport.Correct(ctx, tx, again, row.Line, cells, orgimport.ByProgram, towns)
	}).Seconds()*1000))
	t.took("undoing it", took("", func(tx *store.Tx) error { return orgimport.Undo(ctx, tx, id, "mätning") }))
}

// forgetPeak lets the most memory that is used be told from now on. Linux only; elsewhere peak tells nothing.
func forgetPeak() {
	debug.FreeOSMemory()
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) //nolint:errcheck,gosec // then the peak is that of the whole measurement
}

// peak is the most memory that the program has had, in megabytes; both engines' drivers run in it, PostgreSQL does not.
func peak() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(status)) {
		if kilobytes, is := strings.CutPrefix(line, "VmHWM:"); is {
			n, _ := strconv.Atoi(strings.Fields(kilobytes)[0])
			return strconv.Itoa(n >> 10)
		}
	}
	return "unknown"
}
