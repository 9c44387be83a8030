package planimport

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"samverk/platform/i18n"
)

const (
	// mostWordText is how much a part of a Word document may hold when unpacked, in bytes. A file that claims more is
	// made to exhaust the machine.
	mostWordText = 16 << 20
	// mostWordParts and mostUnpacked bound what a Word document says that it holds, pictures and all: parts, and bytes when
	// unpacked.
	mostWordParts = 5000
	mostUnpacked  = 500 << 20
	// deepestXML is how deep elements may lie inside each other.
	deepestXML = 200
)

var errTooMuch = errors.New("the part is larger than a document can be")

// readWord makes a document of a .docx file: one line per paragraph and one per table row.
func readWord(content []byte) (document, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return document{}, i18n.Fail("planimport.error.broken_word").Because(err)
	}
	if err := checkArchive(archive); err != nil {
		return document{}, i18n.Fail("planimport.error.broken_word").Because(err)
	}
	body, err := unpack(archive, "word/document.xml")
	if err != nil {
		return document{}, i18n.Fail("planimport.error.broken_word").Because(err)
	}
	styles := map[string]wordStyle{}
	if part, err := unpack(archive, "word/styles.xml"); err == nil {
		styles = readWordStyles(part)
	}
	w := &wordReader{decoder: xml.NewDecoder(bytes.NewReader(body)), styles: styles}
	if err := w.read(); err != nil {
		return document{}, i18n.Fail("planimport.error.broken_word").Because(err)
	}
	return document{lines: w.lines}, nil
}

// checkArchive refuses an archive before anything is unpacked that holds more than a document does. What it says may be
// wrong, so what is unpacked is bounded once more.
func checkArchive(archive *zip.Reader) error {
	if len(archive.File) > mostWordParts {
		return errTooMuch
	}
	left := uint64(mostUnpacked)
	for _, part := range archive.File {
		if part.UncompressedSize64 > left {
			return errTooMuch
		}
		left -= part.UncompressedSize64
	}
	return nil
}

func unpack(archive *zip.Reader, name string) ([]byte, error) {
	file, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing is written, so closing cannot lose anything
	text, err := io.ReadAll(io.LimitReader(file, mostWordText+1))
	if err == nil && len(text) > mostWordText {
		err = errTooMuch
	}
	return text, err
}

// wordStyle is what a paragraph style says about its paragraphs.
type wordStyle struct {
	title bool
	level int
	list  bool
}

var (
	headingStyle = newPattern(`(?i)^(?:heading|rubrik|överskrift)\s*([1-9])`)
	titleStyle   = newPattern(`(?i)^(?:title|rubrik|titel)$`)
	listStyle    = newPattern(`(?i)list|punkt`)
)

// styleOf judges a style by its name or, where the document has no list of styles, its identity.
func styleOf(name string) wordStyle {
	style := wordStyle{title: titleStyle.MatchString(name), list: listStyle.MatchString(name)}
	if m := headingStyle.FindStringSubmatch(name); m != nil {
		style.level = number(m[1])
	}
	return style
}

func readWordStyles(part []byte) map[string]wordStyle {
	var sheet struct {
		Styles []struct {
			ID   string `xml:"styleId,attr"`
			Name struct {
				Val string `xml:"val,attr"`
			} `xml:"name"`
			Outline *struct {
				Val int `xml:"val,attr"`
			} `xml:"pPr>outlineLvl"`
		} `xml:"style"`
	}
	styles := map[string]wordStyle{}
	if err := xml.Unmarshal(part, &sheet); err != nil {
		return styles // a document without readable styles is read as plain paragraphs
	}
	for _, s := range sheet.Styles {
		style := styleOf(s.Name.Val)
		if s.Outline != nil && style.level == 0 && s.Outline.Val < 9 {
			style.level = s.Outline.Val + 1
		}
		styles[s.ID] = style
	}
	return styles
}

// wordReader walks through the document's XML.
type wordReader struct {
	decoder *xml.Decoder
	styles  map[string]wordStyle
	lines   []line

	depth     int
	paragraph *strings.Builder // the paragraph being read
	style     wordStyle
	tables    int    // tables that the reader is inside
	row       []cell // the row of the outermost table
	fallback  int    // depth below which an alternative for old programs stands
}

func (w *wordReader) read() error {
	for {
		token, err := w.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if w.depth++; w.depth > deepestXML {
				return errTooMuch
			}
			if err := w.start(t); err != nil {
				return err
			}
		case xml.EndElement:
			w.end(t.Name.Local)
			w.depth--
		}
		if len(w.lines) > mostLines {
			return errTooMuch
		}
	}
}

func (w *wordReader) start(t xml.StartElement) error {
	if w.fallback > 0 {
		return nil
	}
	switch t.Name.Local {
	case "Fallback":
		w.fallback = w.depth
	case "tbl":
		w.tables++
	case "tr":
		if w.tables == 1 {
			w.row = nil
		}
	case "tc":
		if w.tables == 1 {
			w.row = append(w.row, cell{})
		}
	case "p":
		if w.paragraph == nil {
			w.paragraph, w.style = &strings.Builder{}, wordStyle{}
		}
	case "pStyle":
		w.setStyle(attribute(t, "val"))
	case "numPr":
		w.style.list = true
	case "outlineLvl":
		if level := number(attribute(t, "val")); w.style.level == 0 && w.paragraph != nil && level < 9 {
			w.style.level = level + 1
		}
	case "t":
		return w.text()
	case "tab", "br", "cr":
		w.write(" ")
	case "noBreakHyphen":
		w.write("-")
	}
	return nil
}

func (w *wordReader) setStyle(id string) {
	known, ok := w.styles[id]
	if !ok {
		known = styleOf(id)
	}
	w.style = wordStyle{title: known.title, level: known.level, list: known.list || w.style.list}
}

func (w *wordReader) text() error {
	for {
		token, err := w.decoder.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			w.write(string(t))
		case xml.StartElement:
			if err := w.decoder.Skip(); err != nil {
				return err
			}
		case xml.EndElement:
			w.depth--
			return nil
		}
	}
}

func (w *wordReader) write(text string) {
	if w.paragraph != nil {
		w.paragraph.WriteString(text)
	}
}

func (w *wordReader) end(name string) {
	if w.fallback > 0 {
		if w.depth == w.fallback {
			w.fallback = 0
		}
		return
	}
	switch name {
	case "p":
		w.endParagraph()
	case "tr":
		if w.tables == 1 {
			w.endRow()
		}
	case "tbl":
		w.tables--
	}
}

// endParagraph keeps the paragraph as a line, or in its cell.
func (w *wordReader) endParagraph() {
	if w.paragraph == nil {
		return
	}
	text := strings.Join(strings.Fields(w.paragraph.String()), " ")
	w.paragraph = nil
	if w.tables > 0 {
		if last := len(w.row) - 1; last >= 0 && text != "" {
			w.row[last] = append(w.row[last], text)
		}
		return
	}
	l := line{number: len(w.lines) + 1, text: text, whole: true}
	if text != "" {
		l.title, l.level = w.style.title, w.style.level
		l.bullet = w.style.list && w.style.level == 0
	}
	w.lines = append(w.lines, l)
}

func (w *wordReader) endRow() {
	var texts []string
	for _, c := range w.row {
		texts = append(texts, strings.Join(c, " / "))
	}
	l := line{number: len(w.lines) + 1, text: strings.Join(texts, " | "), whole: true}
	if strings.Trim(l.text, " |") != "" {
		l.cells = w.row
	} else {
		l.text = ""
	}
	w.lines = append(w.lines, l)
	w.row = nil
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
