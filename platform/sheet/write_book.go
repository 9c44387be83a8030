package sheet

import (
	"io"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Kronor is an amount in öre, which a workbook shows in kronor.
type Kronor int64

// Book is a workbook of one sheet that is written row by row. Texts are written as texts, so none is taken for a formula.
type Book struct {
	file   *excelize.File
	name   string
	rows   int
	widths map[int]float64
	err    error // the first fault; Write gives it
}

// Bounds of what Excel takes: letters of a sheet's name, and how wide a column is made at most.
const (
	longestName = 31
	widest      = 60
)

// NewBook begins a workbook; name is its sheet's.
func NewBook(name string) *Book {
	if letters := []rune(name); len(letters) > longestName {
		name = string(letters[:longestName])
	}
	b := &Book{file: excelize.NewFile(), name: name, widths: map[int]float64{}}
	b.err = b.file.SetSheetName("Sheet1", name)
	return b
}

// Row adds a row of texts, numbers and Kronor; nil is an empty cell. Bold rows are headings and sums.
func (b *Book) Row(bold bool, cells ...any) {
	b.rows++
	for i, cell := range cells {
		at, err := excelize.CoordinatesToCellName(i+1, b.rows)
		b.note(err)
		style := excelize.Style{}
		if bold {
			style.Font = &excelize.Font{Bold: true}
		}
		width := 12.0
		switch c := cell.(type) {
		case Kronor:
			style.CustomNumFmt = new("#,##0.00")
			b.note(b.file.SetCellFloat(b.name, at, float64(c)/100, 2, 64))
		case string:
			width = float64(min(utf8.RuneCountInString(c)+2, widest))
			b.note(b.file.SetCellStr(b.name, at, c))
		case nil:
		default:
			b.note(b.file.SetCellValue(b.name, at, c))
		}
		b.widths[i] = max(b.widths[i], width)
		look, err := b.file.NewStyle(&style)
		b.note(err)
		b.note(b.file.SetCellStyle(b.name, at, at, look))
	}
}

func (b *Book) note(err error) {
	if b.err == nil {
		b.err = err
	}
}

// Write writes the workbook, or gives the first fault that was met.
func (b *Book) Write(to io.Writer) error {
	defer b.file.Close() //nolint:errcheck // it lives in memory only
	for i, width := range b.widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.note(err)
		b.note(b.file.SetColWidth(b.name, column, column, width))
	}
	if b.err != nil {
		return b.err
	}
	return b.file.Write(to)
}
