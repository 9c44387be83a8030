// Package ui holds the components that pages are made of, the style sheet and the marks. It knows no word of the trade:
// features give it texts and shapes.
package ui

import (
	"embed"
	"io/fs"

	"samverk/platform/i18n"
)

//go:embed messages/*.toml
var messageFiles embed.FS

//go:embed assets
var assetFiles embed.FS

// Messages is the package's part of the catalogue.
func Messages() fs.FS { return i18n.Folder(messageFiles) }

// Assets holds the style sheet and the marks, served below /assets/.
func Assets() fs.FS {
	folder, err := fs.Sub(assetFiles, "assets")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return folder
}

// otherLanguage is the language that a page offers to change to.
func otherLanguage(current i18n.Language) i18n.Language {
	if current == i18n.English {
		return i18n.Swedish
	}
	return i18n.English
}
