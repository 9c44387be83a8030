package e2e

import (
	"context"
	"encoding/csv"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/platform/store"
)

func TestADatabaseThatCannotBeUsedIsExplained(t *testing.T) {
	t.Parallel()
	d := desk{t: t, folder: t.TempDir()}
	d.folderNamed("mapp")
	d.write("text.db", strings.Repeat("Det här är en helt vanlig text och ingen databas.\n", 100))
	d.huge("stor.db")
	for _, c := range []struct {
		database         string
		swedish, english string
	}{
		{"borta/samverk.db", "Mappen borta finns inte", "folder borta does not exist"},
		{"mapp", "är en mapp", "is a folder"},
		{"text.db", "ingen Samverk-databas", "not a Samverk database"},
		{"stor.db", "ingen Samverk-databas", "not a Samverk database"},
		{"postgres://ingen@127.0.0.1:1/borta", "PostgreSQL", "PostgreSQL cannot be reached"},
	} {
		d.on(c.database).refused(1, []string{c.swedish}, "serve", "--addr", "127.0.0.1:0")
		if o := d.on(c.database).in("en").refused(1, []string{c.english}, "plan", "list"); o.took > atOnce {
			t.Errorf("the answer took long:\n%s", o)
		}
	}
	if left := d.files(); !slices.Equal(left, []string{"mapp", "stor.db", "text.db"}) {
		t.Errorf("what could not be used left %v in the folder", left)
	}
}

func TestADatabaseNewerThanTheProgramIsLeftAlone(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		inDatabase(t, d, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, "+map[bool]string{true: "1", false: "true"}[isFile(d)]+")")
		for _, args := range [][]string{{"plan", "list"}, {"migrate"}, {"check"}, {"serve", "--addr", "127.0.0.1:0"}} {
			d.refused(1, []string{"nyare version", "99999"}, args...)
			d.in("en").refused(1, []string{"newer", "99999"}, args...)
		}
	})
}

func TestABackupThatIsNoneIsRefusedAndLeftAsItWas(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		for name, content := range map[string]string{"text.db": strings.Repeat("Bara text.\n", 500), "tom.db": ""} {
			d.write(name, content)
			d.refused(1, []string{}, "restore", name)
			if after, err := os.ReadFile(filepath.Join(d.folder, name)); err != nil || string(after) != content {
				t.Errorf("trying to restore %s changed it, from %d bytes to %d (%v)", name, len(content), len(after), err)
			}
		}
		d.refused(1, []string{"borta.db finns inte"}, "restore", "borta.db")
		d.withPlan() // the place is still empty and can be used
	})
}

func TestAKilledImportLeavesAllOrNothing(t *testing.T) {
	const rows = 1500
	var file strings.Builder
	file.WriteString(header)
	for i := range rows {
		fmt.Fprintf(&file, "2022-%02d-%02d,meeting,Möte %d,12,,,,,,\n", i%12+1, i%28+1, i)
	}
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		d.write("rader.csv", file.String())
		killed := 0
		for wait := 80 * time.Millisecond; ; wait = wait * 8 / 5 {
			cmd := d.command("evidence", "import", "rader.csv")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan struct{})
			go func() {
				cmd.Wait() //nolint:errcheck // what it left behind is looked at below
				close(ended)
			}()
			finished := false
			select {
			case <-ended:
				finished = true
			case <-time.After(wait):
				cmd.Process.Kill() //nolint:errcheck // it may have ended in this very moment
				<-ended
				killed++
			}
			d.must("check")
			there, err := csv.NewReader(strings.NewReader(d.must("evidence", "export"))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			switch kept := len(there) - 1; {
			case kept != 0 && kept != rows:
				t.Fatalf("killed after %v the import left %d of %d records", wait, kept, rows)
			case finished && kept != rows:
				t.Fatalf("the import that nobody killed left %d of %d records", kept, rows)
			case kept == rows:
				if killed < 3 {
					t.Errorf("the import was killed only %d times before it finished; the test says too little", killed)
				}
				return
			}
		}
	})
}

func TestTheServerEndsCleanlyWhenAsked(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		s := d.start()
		if page := s.get("/"); page.status != 200 {
			t.Errorf("the start page answers %d", page.status)
		}
		exit, took := s.stop()
		if exit != 0 || took > atOnce {
			t.Errorf("asked to end, the program ended with status %d after %v:\n%s", exit, took, s.out)
		}
		if slip := machineTalk.FindString(s.out.String()); slip != "" {
			t.Errorf("a person should not have to read %q:\n%s", slip, s.out)
		}
		d.must("check")
		if isFile(d) {
			for _, name := range []string{d.database + "-wal", d.database + "-shm"} {
				if _, err := os.Stat(name); err == nil {
					t.Errorf("%s is left behind; whoever copies only the database file may miss the last changes", filepath.Base(name))
				}
			}
		}
	})
}

func TestAServerThatIsKilledLosesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		s := d.start()
		d.must("evidence", "import", d.write("rader.csv", records)) // beside the server
		_, before := d.status("2023-06-30")
		s.process.Process.Kill() //nolint:errcheck // the next line waits for its end
		<-s.ended
		if _, after := d.status("2023-06-30"); after != before {
			t.Error("the status differs after the server was killed")
		}
		d.must("check")
	})
}

func TestAPortInUseIsExplained(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close() //nolint:errcheck // only held
	d := newDesk(t, store.SQLite)
	d.refused(1, []string{taken.Addr().String(), "--addr"}, "serve", "--addr", taken.Addr().String())
	d.refused(1, []string{"nonsens", "--addr"}, "serve", "--addr", "nonsens")
}

func TestCommandsAtTheSameTimeAllGetThrough(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		const people = 5
		results := make(chan outcome, people)
		for i := range people { // also the first one to come, who makes the database
			go func() {
				results <- d.run("user", "add", fmt.Sprintf("person%d@example.org", i), "--name", "Påhittad")
			}()
		}
		for range people {
			if o := <-results; o.exit != 0 {
				t.Errorf("one of %d commands at the same time failed:\n%s", people, o)
			}
		}
		if list := d.must("user", "list", "--format", "csv"); strings.Count(list, "@example.org") != people {
			t.Errorf("%d accounts were added at the same time, and the list is\n%s", people, list)
		}
		d.must("check")
	})
}

// isFile tells whether the desk's database is a file.
func isFile(d desk) bool { return store.EngineOf(d.database) == store.SQLite }

// inDatabase does what no command does, straight in the desk's database.
func inDatabase(t *testing.T, d desk, statement string) {
	t.Helper()
	db, err := store.Open(context.Background(), d.database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // written already
	if err := db.Execute(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}
