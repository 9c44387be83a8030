package e2e

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"filippo.io/age"

	"samverk/platform/store"
)

// made is what backup and check print as JSON.
type made struct {
	Bytes     int64
	Encrypted bool
	Anchor    string
}

func TestABackupIsEncryptedOnRequest(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		d.must("evidence", "import", d.write("rader.csv", records))
		_, before := d.status("2023-06-30")
		pair, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		d.write("nyckel.txt", pair.String()+"\n")
		var copied made
		d.decode(d.must("backup", "kopia.age", "--to", pair.Recipient().String(), "--format", "json"), &copied)
		content, err := os.ReadFile(filepath.Join(d.folder, "kopia.age"))
		if err != nil || int64(len(content)) != copied.Bytes || !copied.Encrypted || copied.Anchor == "" || bytes.Contains(content, []byte("audit_entry")) {
			t.Errorf("the backup is %d bytes (%v), and is said to be %+v", len(content), err, copied)
		}

		elsewhere := d.on(emptyLike(t, d))
		elsewhere.refused(1, []string{"krypterad", "--identity", "SAMVERK_BACKUP_PASSPHRASE"}, "restore", "kopia.age")
		elsewhere.in("en").refused(1, []string{"borta.txt"}, "restore", "kopia.age", "--identity", "borta.txt")
		if out := elsewhere.must("restore", "kopia.age", "--identity", "nyckel.txt"); !strings.Contains(out, copied.Anchor) {
			t.Errorf("the anchor of the backup is %s, and the restore says\n%s", copied.Anchor, out)
		}
		if _, after := elsewhere.status("2023-06-30"); after != before {
			t.Error("the status differs after the restore")
		}
		d.refused(1, []string{"age1"}, "backup", "annan.age", "--to", "nonsens")
		d.refused(2, nil, "backup")
	})
}

func TestABackupOfNothingMakesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.refused(1, []string{"ingen Samverk-databas"}, "backup", "kopia")
		if left := d.files(); len(left) != 0 {
			t.Errorf("it left %v", left)
		}
		if isFile(d) {
			if _, err := os.Stat(d.database); err == nil {
				t.Error("the backup made a database")
			}
		}
	})
}

// A backup interrupted in its midst leaves nothing under the name asked for.
func TestAnInterruptedBackupLeavesNoFileThatLooksWhole(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		if isFile(d) {
			inDatabase(t, d, "CREATE TABLE ballast AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 60) SELECT i, zeroblob(1000000) AS b FROM n")
		} else {
			inDatabase(t, d, "CREATE TABLE ballast AS SELECT i, repeat(md5(i::text), 20) AS b FROM generate_series(1, 60000) AS i")
		}
		cmd := d.command("backup", "kopia")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for len(d.files()) == 0 { // the file under its temporary name
			if cmd.Process.Signal(syscall.Signal(0)) != nil {
				break
			}
		}
		cmd.Process.Kill() //nolint:errcheck // it may have ended in this very moment
		if err := cmd.Wait(); err == nil {
			t.Fatal("the backup ended before it was killed; the test says nothing")
		}
		if _, err := os.Stat(filepath.Join(d.folder, "kopia")); err == nil {
			t.Error("a backup that was killed has its name")
		}
		d.must("backup", "kopia")
		d.on(emptyLike(t, d)).must("restore", "kopia")
	})
}

func TestABackupIsOfTheDatabaseAsItStands(t *testing.T) {
	t.Parallel()
	d := newDesk(t, store.SQLite)
	d.withPlan()
	inDatabase(t, d, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
	d.must("backup", "kopia") // a program that does not know the database's version can still save it
	d.on(emptyLike(t, d)).refused(1, []string{"nyare version", "99999"}, "restore", "kopia")
}

func TestTheLogIsLinesOfJSONWithoutOneTimeLinks(t *testing.T) {
	t.Parallel()
	d := newDesk(t, store.SQLite)
	s := d.start("--log", "json", "--metrics-addr", "127.0.0.1:0")
	link := firstLinkOf(t, s)
	if page := s.get(link); page.status != http.StatusOK {
		t.Fatalf("the link answers %d", page.status)
	}
	s.get("/borta")
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 404} {
		if answer := s.get(path); answer.status != want || answer.header.Get("Set-Cookie") != "" {
			t.Errorf("%s answers %d %v", path, answer.status, answer.header)
		}
	}
	found := regexp.MustCompile(`http://[\d.:]+/metrics`).FindString(s.out.String())
	response, err := http.Get(found) // the address is the program's own
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // only read
	figures, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(string(figures), `samverk_request_seconds_count{method="GET",pattern="/first/{token}",status="200"} 1`) {
		t.Errorf("the figures are (%v)\n%s", err, figures)
	}
	s.stop()
	requests := 0
	for line := range strings.Lines(s.out.String()) {
		if !strings.HasPrefix(line, "{") {
			continue
		}
		var entry struct {
			Msg, Path, Reference string
			Status               int
		}
		d.decode(line, &entry)
		if entry.Msg == "request" {
			requests++
		}
		if strings.Contains(line, strings.TrimPrefix(link, "/first/")) {
			t.Errorf("the log holds the one-time link: %s", line)
		}
	}
	if requests != 3 { // the probes are not logged, and /metrics is no address of the site
		t.Errorf("three requests were made and %d are in the log:\n%s", requests, s.out)
	}
}
