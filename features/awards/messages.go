package awards

import (
	"embed"
	"io/fs"

	"samverk/platform/i18n"
)

//go:embed messages/*.toml
var messageFiles embed.FS

// Messages is the package's part of the catalogue.
func Messages() fs.FS { return i18n.Folder(messageFiles) }
