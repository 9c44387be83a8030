// Package migrations holds the database's history as one list of SQL files for both engines. A file of the same name
// in sqlite/ or postgres/ takes the place of the shared one there. A file that has been released is never changed.
package migrations

import (
	"embed"
	"errors"
	"io/fs"

	"samverk/platform/store"
)

//go:embed *.sql all:sqlite all:postgres
var files embed.FS

// For gives the list for an engine.
func For(engine store.Engine) fs.FS {
	own, err := fs.Sub(files, string(engine))
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return overlay{shared: files, own: own}
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
