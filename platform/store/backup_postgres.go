package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"samverk/platform/i18n"
)

// dump lets pg_dump write the moment that a transaction of ours sees, so that what moment reads belongs to the copy.
func (db *DB) dump(ctx context.Context, to io.Writer, moment func(*Tx) error) error {
	return db.Read(ctx, func(tx *Tx) error {
		var snapshot string
		if err := tx.Get(ctx, &snapshot, "SELECT pg_export_snapshot()"); err != nil {
			return err
		}
		if moment != nil {
			if err := moment(tx); err != nil {
				return err
			}
		}
		tool := postgresTool{name: "pg_dump", out: to}
		return tool.runOn(ctx, db.address, "--format=custom", "--no-owner", "--snapshot="+snapshot)
	})
}

func restorePostgres(ctx context.Context, from *backupFile, address string, newest int64) error {
	if err := emptyPostgres(ctx, address); err != nil {
		return err
	}
	version, err := from.dumpedVersion(ctx)
	if err == nil {
		err = notNewer(version, newest)
	}
	if err != nil {
		return err
	}
	return from.reading(func(r *bufio.Reader) error {
		tool := postgresTool{name: "pg_restore", in: r}
		return from.because(tool.runOn(ctx, address, "--no-owner", "--single-transaction", "--exit-on-error"))
	})
}

// because blames the file for a fault that is not our own advice already.
func (b *backupFile) because(err error) error {
	if err == nil || errors.As(err, new(*i18n.Error)) || errors.Is(err, context.Canceled) {
		return err
	}
	return b.unreadable(err)
}

func emptyPostgres(ctx context.Context, address string) error {
	db, err := Open(ctx, address)
	if err != nil {
		return err
	}
	var tables int
	err = db.Read(ctx, func(tx *Tx) error {
		return tx.Get(ctx, &tables, "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()")
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	if tables > 0 {
		return i18n.Fail("store.restore_occupied", "place", "PostgreSQL")
	}
	return nil
}

// dumpedVersion reads the table of migrations out of a dump, without a database. It also shows whose dump it is.
func (b *backupFile) dumpedVersion(ctx context.Context) (version int64, err error) {
	err = b.reading(func(r *bufio.Reader) error {
		var rows bytes.Buffer
		tool := postgresTool{name: "pg_restore", in: r, out: &rows}
		if err := tool.run(ctx, nil, "--data-only", "--table=goose_db_version", "--file=-"); err != nil {
			return b.because(err)
		}
		for line := range strings.Lines(rows.String()) {
			if columns := strings.Split(line, "\t"); len(columns) == 4 { // id, version_id, is_applied, tstamp
				number, _ := strconv.ParseInt(columns[1], 10, 64)
				version = max(version, number)
			}
		}
		return nil
	})
	if err == nil && version == 0 {
		err = b.unreadable(errNoMigrations)
	}
	return version, err
}

// postgresTool is one of PostgreSQL's own programs.
type postgresTool struct {
	name string
	in   io.Reader
	out  io.Writer
}

// runOn runs the program on a database. The password goes through the environment, where other users of the machine
// cannot see it.
func (p postgresTool) runOn(ctx context.Context, address string, args ...string) error {
	place, err := url.Parse(address)
	if err != nil {
		return i18n.Fail("store.postgres_unreachable").Because(errors.New("the address cannot be read"))
	}
	var settings []string
	if password, given := place.User.Password(); given {
		settings = append(settings, "PGPASSWORD="+password)
		place.User = url.User(place.User.Username())
	}
	return p.run(ctx, settings, append([]string{"--dbname=" + place.String()}, args...)...)
}

// run gives up when what it is given cannot be read or what it gives cannot be written: were the end of a damaged file
// taken for the end of a backup, half of it could be kept.
func (p postgresTool) run(ctx context.Context, settings []string, args ...string) error {
	path, err := exec.LookPath(p.name)
	if err != nil {
		return i18n.Fail("store.tool_missing", "program", p.name).Because(err)
	}
	working, give := context.WithCancelCause(ctx)
	defer give(nil)
	cmd := exec.CommandContext(working, path, args...)
	cmd.Env = append(os.Environ(), settings...)
	if p.in != nil {
		cmd.Stdin = &guardedReader{p.in, give}
	}
	if p.out != nil {
		cmd.Stdout = &guardedWriter{p.out, give}
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	err = cmd.Run()
	switch {
	case working.Err() != nil:
		return context.Cause(working)
	case err != nil:
		return i18n.Fail("store.tool_failed", "program", p.name).Because(fmt.Errorf("%w: %s", err, said.String()))
	}
	return nil
}

type guardedReader struct {
	io.Reader
	give context.CancelCauseFunc
}

func (g *guardedReader) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		g.give(err)
	}
	return n, err
}

type guardedWriter struct {
	io.Writer
	give context.CancelCauseFunc
}

func (g *guardedWriter) Write(p []byte) (int, error) {
	n, err := g.Writer.Write(p)
	if err != nil {
		g.give(err)
	}
	return n, err
}
