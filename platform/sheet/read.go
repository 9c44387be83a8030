package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Faults of a file that is to be read. Test with errors.Is.
var (
	ErrNotATable   = errors.New("the file is neither text with columns nor a workbook")
	ErrEmpty       = errors.New("the file has no row below its heading")
	ErrTooManyRows = errors.New("the file has too many rows")
)

// Bounds of a file that is read.
const (
	MostRows      = 400_000
	mostColumns   = 100
	longestCell   = 4000    // bytes; what is longer is cut
	largestOpened = 1 << 30 // bytes of a workbook when it is unpacked
)

// Table is a heading and the rows below it, each with its line in the file.
type Table struct {
	Head []string
	Rows []Row
}

// Row is a row with something in it.
type Row struct {
	Line  int // from 1, as spreadsheets count
	Cells []string
}

// Read reads a table from a file of text (columns parted by comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252) or the
// first sheet of an .xlsx workbook. The heading is the first row with more than one cell filled in; what stands above it
// is left out, and so are empty rows. Errors: ErrNotATable, ErrEmpty, ErrTooManyRows.
func Read(content []byte) (*Table, error) {
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return readBook(content)
	}
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	return readText(text)
}

func decode(content []byte) (string, error) {
	var err error
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		content, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
	case !utf8.Valid(content):
		content, err = charmap.Windows1252.NewDecoder().Bytes(content)
	}
	if err != nil || bytes.IndexByte(content, 0) >= 0 {
		return "", ErrNotATable
	}
	return strings.TrimPrefix(string(content), "\ufeff"), nil
}

func readText(text string) (*Table, error) {
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator(text), -1, true
	var t Table
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return t.whole()
		}
		if err != nil {
			return nil, ErrNotATable
		}
		line, _ := in.FieldPos(0)
		if err := t.take(line, cells); err != nil {
			return nil, err
		}
	}
}

// separator is the sign that stands most evenly in the beginning of a text: the one that parts most lines.
func separator(text string) rune {
	lines := strings.SplitN(text, "\n", 30)
	best, most := ';', 0
	for _, sign := range []rune{';', '\t', ','} {
		parted := 0
		for _, line := range lines[:min(len(lines), 29)] {
			if strings.ContainsRune(line, sign) {
				parted++
			}
		}
		if parted > most {
			best, most = sign, parted
		}
	}
	return best
}

func readBook(content []byte) (*Table, error) {
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: largestOpened, RawCellValue: true})
	if err != nil {
		return nil, ErrNotATable
	}
	defer book.Close() //nolint:errcheck // it was only read
	names := book.GetSheetList()
	if len(names) == 0 {
		return nil, ErrEmpty
	}
	rows, err := book.Rows(names[0])
	if err != nil {
		return nil, ErrNotATable
	}
	defer rows.Close() //nolint:errcheck // it was only read
	var t Table
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, ErrNotATable
		}
		if err := t.take(line, cells); err != nil {
			return nil, err
		}
	}
	return t.whole()
}

// take keeps a row that has something in it; the first that can be one is the heading.
func (t *Table) take(line int, cells []string) error {
	tidy, filled := make([]string, 0, len(cells)), 0
	for _, cell := range cells[:min(len(cells), mostColumns)] {
		if cell = clean(cell); cell != "" {
			filled++
		}
		tidy = append(tidy, cell)
	}
	switch {
	case filled == 0:
	case t.Head == nil && filled > 1:
		t.Head = tidy
	case t.Head != nil && len(t.Rows) == MostRows:
		return ErrTooManyRows
	case t.Head != nil:
		t.Rows = append(t.Rows, Row{line, fit(tidy, len(t.Head))})
	}
	return nil
}

// fit makes a row as long as the heading.
func fit(cells []string, columns int) []string {
	fitted := make([]string, columns)
	copy(fitted, cells)
	return fitted
}

// clean takes away space around a text and signs that are no text.
func clean(cell string) string {
	cell = strings.ToValidUTF8(cell[:min(len(cell), longestCell)], "")
	cell = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0x7f:
			return -1
		case r == '\u00a0':
			return ' '
		}
		return r
	}, cell)
	return strings.TrimSpace(cell)
}

func (t *Table) whole() (*Table, error) {
	if len(t.Rows) == 0 {
		return nil, ErrEmpty
	}
	return t, nil
}
