// Package e2e runs the built program as a person does: from the command line, on both engines, and in a real browser.
// It knows only what the program promises to the outside. The files kit_*.go are its tools, the others are journeys.
package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"samverk/features/outbox/smtptest"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// program is the built samverk.
var program string

// TestMain is also the mail server, when a test has started it.
func TestMain(m *testing.M) { os.Exit(smtptest.Main(m, buildAndRun)) }

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "samverk-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder) //nolint:errcheck // temporary
	defer storetest.Stop()
	defer closeChromium()
	program = filepath.Join(folder, "samverk")
	build := exec.Command("go", "build", "-o", program, "samverk/cmd/samverk")
	if output, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "the program does not build: %v\n%s", err, output)
		return 1
	}
	return m.Run()
}

// eachEngine makes a journey at a desk with an empty database, once for each engine and beside other journeys.
func eachEngine(t *testing.T, journey func(t *testing.T, d desk)) {
	t.Helper()
	t.Parallel()
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			journey(t, newDesk(t, engine))
		})
	}
}

// desk is where a person runs the program: a folder with files, a database, and no settings but these.
type desk struct {
	t        *testing.T
	folder   string
	database string // as --db takes it; empty: the program's own default
	language string // of --lang; empty: the program's own default
}

// newDesk is a desk with an empty database of its own.
func newDesk(t *testing.T, engine store.Engine) desk {
	t.Helper()
	return desk{t: t, folder: t.TempDir(), database: storetest.Empty(t, engine)}
}

// on is the same desk with another database.
func (d desk) on(database string) desk { d.database = database; return d }

// in is the same desk with a language chosen.
func (d desk) in(language string) desk { d.language = language; return d }

// write puts a file in the folder and gives its name.
func (d desk) write(name, content string) string {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.folder, name), []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return name
}

// outcome is what one run of the program said and how it ended.
type outcome struct {
	command     string
	out, errOut string
	exit        int // -1: ended by a signal
	took        time.Duration
}

func (o outcome) String() string {
	return fmt.Sprintf("$ %s\nstatus %d after %v\n--- standard output\n%s--- standard error\n%s", o.command, o.exit, o.took.Round(time.Millisecond), o.out, o.errOut)
}

// command prepares a run that nothing in the tester's own environment has an influence on.
func (d desk) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(d.t.Context(), program, args...)
	cmd.Dir = d.folder
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "SAMVERK_") {
			cmd.Env = append(cmd.Env, setting)
		}
	}
	if d.database != "" {
		cmd.Env = append(cmd.Env, "SAMVERK_DB="+d.database)
	}
	if d.language != "" {
		cmd.Env = append(cmd.Env, "SAMVERK_LANG="+d.language)
	}
	return cmd
}

// run runs the program to its end and gives what it said. Whatever happened, it must have spoken to a person.
func (d desk) run(args ...string) outcome { d.t.Helper(); return d.runWith("", args...) }

// runWith is run with something on standard input.
func (d desk) runWith(input string, args ...string) outcome {
	d.t.Helper()
	cmd := d.command(args...)
	var out, errOut bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &out, &errOut
	began := time.Now()
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		d.t.Fatal(err)
	}
	o := outcome{command: strings.Join(append([]string{"samverk"}, args...), " "), out: out.String(), errOut: errOut.String(),
		exit: cmd.ProcessState.ExitCode(), took: time.Since(began)}
	if slip := machineTalk.FindString(o.out + o.errOut); slip != "" {
		d.t.Errorf("a person should not have to read %q:\n%s", slip, o)
	}
	return o
}

// machineTalk is what no person should meet: dumps of the program's inside, and texts whose parts were not filled in.
var machineTalk = regexp.MustCompile(`panic:|goroutine \d|\w\.go:\d|runtime error|<no value>|\{\{|%!|scany:|SQLSTATE|\b(?:cli|store|plan|evidence|followup|planimport|accounts|audit)\.[a-z]+[a-z_.]*:`)

// must is run for what has to succeed, and gives what it wrote on standard output.
func (d desk) must(args ...string) string {
	d.t.Helper()
	o := d.run(args...)
	if o.exit != 0 {
		d.t.Fatalf("this should have succeeded:\n%s", o)
	}
	return o.out
}

// refused is run for what must not succeed: it ends with the status, keeps standard output clean, and says every one
// of the words on standard error.
func (d desk) refused(status int, words []string, args ...string) outcome {
	d.t.Helper()
	o := d.run(args...)
	if o.exit != status {
		d.t.Errorf("this should have ended with status %d:\n%s", status, o)
	}
	if o.out != "" {
		d.t.Errorf("what went wrong belongs on standard error:\n%s", o)
	}
	for _, word := range words {
		if !strings.Contains(o.errOut, word) {
			d.t.Errorf("the message should say %q:\n%s", word, o)
		}
	}
	return o
}
