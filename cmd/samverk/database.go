package main

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"samverk/app"
	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

type migrateCommand struct{}

func (c *migrateCommand) Run(s *session) error {
	db, migrated, err := app.OpenDatabase(s.ctx, s.db)
	if err != nil {
		return err
	}
	s.opened = db
	switch {
	case migrated.From == migrated.To:
		s.say("cli.migrate_nothing", "version", migrated.To)
	default:
		s.say("cli.migrated", "from", migrated.From, "to", migrated.To)
	}
	if migrated.Copy != "" {
		s.say("cli.database_copied", "file", migrated.Copy)
	}
	return nil
}

type backupCommand struct {
	File string   `arg:"" help:"${cli_backup_file}"`
	To   []string `placeholder:"AGE1…" help:"${cli_backup_to}"`
}

// backupReport is the JSON of samverk backup.
type backupReport struct {
	File      string `json:"file"`
	Bytes     int64  `json:"bytes"`
	Encrypted bool   `json:"encrypted"`
	Anchor    string `json:"anchor"`
}

// Run copies the database as it stands: a program newer than the database does not upgrade it first.
func (c *backupCommand) Run(s *session) error {
	if _, err := os.Stat(s.db); store.EngineOf(s.db) == store.SQLite && errors.Is(err, fs.ErrNotExist) {
		return i18n.Fail("store.nothing_there") // opening it would make it
	}
	db, err := store.Open(s.ctx, s.db)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // nothing was written
	report := backupReport{File: c.File}
	how := store.Copying{Lock: store.Lock{To: c.To, Passphrase: os.Getenv(passphraseVariable)}, Progress: s.copied()}
	how.Moment = func(tx *store.Tx) (err error) {
		report.Anchor, err = audit.Anchor(s.ctx, tx)
		return err
	}
	report.Encrypted = how.Lock.Locks()
	if report.Bytes, err = db.Backup(s.ctx, c.File, how); err != nil {
		return err
	}
	if s.format == "json" {
		return s.writeJSON(report)
	}
	said := "cli.backed_up"
	if report.Encrypted {
		said = "cli.backed_up_encrypted"
	}
	s.say(said, "file", c.File)
	if report.Anchor != "" {
		s.say("cli.anchor", "anchor", report.Anchor)
	}
	return nil
}

// passphraseVariable holds the passphrase of backups. It is no flag: everybody on the machine can read those.
const passphraseVariable = "SAMVERK_BACKUP_PASSPHRASE"

// copied tells every other second how far a backup has come.
func (s *session) copied() func(done, total int64) {
	last := time.Now()
	return func(done, total int64) {
		if time.Since(last) < 2*time.Second {
			return
		}
		last = time.Now()
		if total > 0 {
			s.note("cli.progress.backup_of", "done", done>>20, "total", total>>20)
		} else {
			s.note("cli.progress.backup", "done", done>>20)
		}
	}
}

// checked tells every other second how far a check has come.
func (s *session) checked() func(done, all int64) {
	last := time.Now()
	return func(done, all int64) {
		if time.Since(last) >= 2*time.Second {
			last = time.Now()
			s.note("cli.progress.check", "done", done, "total", all)
		}
	}
}

type restoreCommand struct {
	File     string `arg:"" help:"${cli_restore_file}"`
	Identity string `placeholder:"FILE" help:"${cli_restore_identity}"`
}

// Run restores and then checks what it restored, so that a bad copy is found at once.
func (c *restoreCommand) Run(s *session) error {
	keys := store.Keys{File: c.Identity, Passphrase: os.Getenv(passphraseVariable)}
	if err := app.RestoreDatabase(s.ctx, c.File, s.db, keys); err != nil {
		return err
	}
	if s.format == "json" {
		s.note("cli.restored", "file", c.File)
	} else {
		s.say("cli.restored", "file", c.File)
	}
	return (&checkCommand{}).Run(s)
}

type checkCommand struct {
	Anchor string `help:"${cli_check_anchor}"`
}

// checkReport is the JSON of samverk check.
type checkReport struct {
	Sealed   int64  `json:"sealed"`
	Unsealed int64  `json:"unsealed"`
	Anchor   string `json:"anchor"`
}

// largeFile is from how many bytes on looking through SQLite's file takes so long that it is told beforehand.
const largeFile = 1 << 28

func (c *checkCommand) Run(s *session) error {
	db, err := s.open()
	if err != nil {
		return err
	}
	if file, err := os.Stat(s.db); err == nil && file.Size() > largeFile {
		s.note("cli.progress.check_file")
	}
	report, err := app.Check(s.ctx, db, audit.Checking{Anchor: c.Anchor, Progress: s.checked()})
	if err != nil {
		return err
	}
	if s.format == "json" {
		return s.writeJSON(checkReport(report))
	}
	s.say("cli.checked", "sealed", report.Sealed, "unsealed", report.Unsealed)
	if report.Anchor != "" {
		s.say("cli.anchor", "anchor", report.Anchor)
	}
	return nil
}
