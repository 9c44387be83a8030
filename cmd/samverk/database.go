package main

import (
	"samverk/app"
	"samverk/features/audit"
	"samverk/features/evidence"
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
	File string `arg:"" help:"${cli_backup_file}"`
}

func (c *backupCommand) Run(s *session) error {
	db, err := s.open()
	if err != nil {
		return err
	}
	if err := db.Backup(s.ctx, c.File); err != nil {
		return err
	}
	s.say("cli.backed_up", "file", c.File)
	return nil
}

type restoreCommand struct {
	File string `arg:"" help:"${cli_restore_file}"`
}

// Run restores and then checks what it restored, so that a bad copy is found at once.
func (c *restoreCommand) Run(s *session) error {
	if err := store.Restore(s.ctx, c.File, s.db); err != nil {
		return err
	}
	s.say("cli.restored", "file", c.File)
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

func (c *checkCommand) Run(s *session) error {
	db, err := s.open()
	if err != nil {
		return err
	}
	if err := db.CheckFile(s.ctx); err != nil {
		return err
	}
	report, err := audit.Verify(s.ctx, db, c.Anchor)
	if err != nil {
		return err
	}
	if err := db.Read(s.ctx, func(tx *store.Tx) error { return evidence.CheckTallies(s.ctx, tx) }); err != nil {
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
