package sheet_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"samverk/platform/sheet"
)

func TestAFileIsReadBackAndHoldsNoFormula(t *testing.T) {
	rows := [][]string{{"Namn", "Skäl"}, {"=1+1", "a;b"}, {"+46", "två\nrader"}, {"-", "@SUM(A1)"}, {"\tx", `"citat"`}, {"", "åäö"}}
	var file strings.Builder
	out := sheet.NewCSV(&file)
	for _, row := range rows {
		if err := out.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(file.String(), "\ufeff")
	if !marked {
		t.Error("there is no byte order mark")
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = ';'
	read, err := in.ReadAll()
	if err != nil || len(read) != len(rows) {
		t.Fatalf("%v: %q", err, text)
	}
	for i, row := range read {
		for n, cell := range row {
			if strings.TrimPrefix(cell, "'") != strings.ReplaceAll(rows[i][n], "\r\n", "\n") || cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%q came back as %q", rows[i][n], cell)
			}
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

var errFull = csv.ErrQuote

func TestAFaultIsTold(t *testing.T) {
	out := sheet.NewCSV(full{})
	if out.Write([]string{"a"}) == nil || out.Close() == nil {
		t.Error("a file that could not be written was written")
	}
}
