package planimport

import (
	"bytes"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"samverk/features/plan"
	"samverk/platform/i18n"
)

// format is a kind of file, known by its content. The name only tells Markdown from plain text.
type format int

const (
	formatText format = iota
	formatMarkdown
	formatWord
	formatPDF
	formatImage
	formatUnknown
)

// signatures are the first bytes of the kinds of files that are read, and of some that people send by mistake.
var signatures = []struct {
	bytes  string
	format format
}{
	{"%PDF-", formatPDF},
	{"PK\x03\x04", formatWord},
	{"\x89PNG\r\n\x1a\n", formatImage},
	{"\xff\xd8\xff", formatImage},
	{"II*\x00", formatImage},
	{"MM\x00*", formatImage},
	{"GIF8", formatUnknown},
	{"\xd0\xcf\x11\xe0", formatUnknown}, // Word before 2007
	{"{\\rtf", formatUnknown},
}

func detectFormat(name string, content []byte) format {
	head := bytes.TrimLeft(content[:min(len(content), 1024)], " \t\r\n")
	for _, s := range signatures {
		if bytes.HasPrefix(content, []byte(s.bytes)) || s.format == formatPDF && bytes.HasPrefix(head, []byte(s.bytes)) {
			return s.format
		}
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown":
		return formatMarkdown
	case ".docx", ".dotx":
		return formatWord
	case ".pdf":
		return formatPDF
	case ".png", ".jpg", ".jpeg", ".tif", ".tiff":
		return formatImage
	}
	return formatText
}

// readFormat turns the bytes into lines.
func readFormat(name string, content []byte, tell func(plan.Progress)) (document, error) {
	if len(content) > MaxSize {
		return document{}, i18n.Fail("planimport.error.too_large", "megabytes", MaxSize>>20)
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return document{}, i18n.Fail("planimport.error.empty")
	}
	var doc document
	var err error
	kind := detectFormat(name, content)
	if strings.EqualFold(filepath.Ext(name), ".txt") && kind == formatImage {
		return document{}, i18n.Fail("planimport.error.not_text")
	}
	switch kind {
	case formatText:
		doc, err = readText(content)
	case formatMarkdown:
		doc, err = readMarkdown(content)
	case formatWord:
		doc, err = readWord(content)
	case formatPDF:
		doc, err = readPDF(content, tell)
	case formatImage:
		doc, err = readImage(content, tell)
	default:
		err = i18n.Fail("planimport.error.unknown_format")
	}
	if err != nil {
		return document{}, err
	}
	for i := range doc.lines {
		l := &doc.lines[i]
		if l.clean == "" {
			l.clean = l.text
		}
		l.clean = norm.NFC.String(l.clean) // some programs write å as a and a ring
	}
	return doc, nil
}
