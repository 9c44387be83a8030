package outbox

import (
	"embed"
	"io/fs"

	"samverk/platform/i18n"
)

//go:embed messages/*.toml
var messageFiles embed.FS

// Messages are the feature's texts.
func Messages() fs.FS { return i18n.Folder(messageFiles) }
