package evidence

import (
	"path"
	"strings"

	"samverk/platform/i18n"
)

// LargestFile is how many bytes a file may hold.
const LargestFile = 25 << 20

// NewFile is a file to be kept with a record.
type NewFile struct {
	Name    string
	Content []byte
}

// File is a file of a record. Its content is kept once, however many records have it.
type File struct {
	Name   string `json:"name"`
	Media  string `json:"media"`  // media type, which name and content agree on
	SHA256 string `json:"sha256"` // hexadecimal
	Size   int64  `json:"size"`   // bytes
}

// check refuses empty and too large files, names that cannot be kept, and names that say another kind than the content is.
func (f *NewFile) check() error {
	f.Name = oneLine(path.Base(strings.ReplaceAll(f.Name, `\`, "/")))
	switch {
	case f.Name == "" || f.Name == "." || f.Name == "/" || !isText(f.Name):
		return i18n.Fail("evidence.file.name_missing")
	case len(f.Content) == 0:
		return i18n.Fail("evidence.file.empty", "name", f.Name)
	case len(f.Content) > LargestFile:
		return i18n.Fail("evidence.file.too_large", "name", f.Name, "megabytes", LargestFile>>20)
	}
	_, err := mediaOf(f.Name, f.Content)
	return err
}
