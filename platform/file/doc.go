// Package file keeps files that people send: what they may be, where their contents stand, and reading them out of a form.
//
// A content is kept once in the database, by its SHA-256, however many things have it. Who has it keeps name and media type.
// What is sent with a form that may never be finished is thrown away after a while, unless something refers to it by then.
//
// With a Scanner files are looked at for viruses before anything is written (scan.go); what cannot be looked at is refused.
//
// Tables: file_content, upload.
package file

import (
	"embed"
	"io/fs"

	"samverk/platform/i18n"
)

//go:embed messages/*.toml
var messageFiles embed.FS

// Messages is the package's part of the catalogue.
func Messages() fs.FS { return i18n.Folder(messageFiles) }
