// Package migrations holds the database's history as one list of SQL files for both engines. A file of the same name
// in sqlite/ or postgres/ takes the place of the shared one there. A file that has been released is never changed. The
// tables of the queue are River's, and River makes them: that is a step of its own in the list.
package migrations

import (
	"embed"
	"errors"
	"io/fs"

	"samverk/platform/jobs"
	"samverk/platform/store"

	"github.com/pressly/goose/v3"
)

//go:embed *.sql all:sqlite all:postgres
var files embed.FS

// For gives the history for an engine.
func For(engine store.Engine) store.History {
	own, err := fs.Sub(files, string(engine))
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return store.History{Files: overlay{shared: files, own: own}, Steps: []*goose.Migration{
		jobs.Tables(engine, 20, 4), // on its own: PostgreSQL uses a new value of a type only after the commit
		jobs.Tables(engine, 21, 6),
	}}
}

// overlay shows the shared files with an engine's own in place of those of the same name.
type overlay struct{ shared, own fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	file, err := o.own.Open(name)
	if name == "." || errors.Is(err, fs.ErrNotExist) {
		return o.shared.Open(name)
	}
	return file, err
}
