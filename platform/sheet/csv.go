// Package sheet reads and writes tables as files that spreadsheets open.
package sheet

import (
	"encoding/csv"
	"io"
)

// CSV writes rows with semicolons and a byte order mark, which is what spreadsheets in Swedish open without being asked.
type CSV struct {
	out *csv.Writer
	err error // of the byte order mark
}

// NewCSV begins a file.
func NewCSV(w io.Writer) *CSV {
	_, err := io.WriteString(w, "\ufeff")
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	return &CSV{out, err}
}

// Write writes a row; no cell of it is taken for a formula. The row itself is left as it is.
func (c *CSV) Write(row []string) error {
	if c.err != nil {
		return c.err
	}
	cells := make([]string, len(row))
	for i, cell := range row {
		cells[i] = Harmless(cell)
	}
	return c.out.Write(cells)
}

// Close writes what is left.
func (c *CSV) Close() error {
	if c.err != nil {
		return c.err
	}
	c.out.Flush()
	return c.out.Error()
}

// Harmless keeps a spreadsheet from taking what somebody wrote for a formula.
func Harmless(text string) string {
	if text == "" {
		return text
	}
	switch text[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n', 0:
		return "'" + text
	}
	return text
}
