package file

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/platform/i18n"
)

// Largest is how many bytes a file may hold.
const Largest = 25 << 20

// New is a file to be kept.
type New struct {
	Name    string
	Content []byte
}

// File is a file that something has. Its content is kept once, however many have it.
type File struct {
	Name   string `json:"name"`
	Media  string `json:"media"`  // media type, which name and content agree on
	SHA256 string `json:"sha256"` // hexadecimal
	Size   int64  `json:"size"`   // bytes
}

// Check refuses empty and too large files, names that cannot be kept, and names that say another kind than the content is.
// It makes the name one line without folders, and gives the media type.
func (n *New) Check() (media string, err error) {
	n.Name = strings.Join(strings.Fields(path.Base(strings.ReplaceAll(n.Name, `\`, "/"))), " ")
	switch {
	case n.Name == "" || n.Name == "." || n.Name == "/" || !utf8.ValidString(n.Name) || strings.ContainsFunc(n.Name, unicode.IsControl):
		return "", i18n.Fail("file.name_missing")
	case len(n.Content) == 0:
		return "", i18n.Fail("file.empty", "name", n.Name)
	case len(n.Content) > Largest:
		return "", i18n.Fail("file.too_large", "name", n.Name, "megabytes", Largest>>20)
	}
	return mediaOf(n.Name, n.Content)
}

// Kind is what a file is called by the ending of its name: "PDF".
func (f *File) Kind() string { return strings.ToUpper(strings.TrimPrefix(path.Ext(f.Name), ".")) }
