package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Ready tells whether the database answers, takes writes and has had every migration in the list. The error says what is
// missing; it is for the log.
func (db *DB) Ready(ctx context.Context, list History) error {
	newest, err := newestIn(list)
	if err != nil {
		return err
	}
	version, err := db.version(ctx)
	switch {
	case err != nil:
		return err
	case version != newest:
		return fmt.Errorf("the database has version %d and the program %d", version, newest)
	case db.engine == SQLite:
		return nil
	}
	standby := false
	err = db.Read(ctx, func(tx *Tx) error { return tx.Get(ctx, &standby, "SELECT pg_is_in_recovery()") })
	if err == nil && standby {
		err = errors.New("the database is a standby and takes no writes")
	}
	return err
}

// Pools are the connections to the database, by what they are for, so that somebody can count them.
func (db *DB) Pools() map[string]*sql.DB {
	if db.read == db.write {
		return map[string]*sql.DB{"all": db.write}
	}
	return map[string]*sql.DB{"read": db.read, "write": db.write}
}
