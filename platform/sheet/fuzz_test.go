package sheet_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"samverk/platform/sheet"
)

// Whatever two cells hold, they are read back as they were, but for a sign before what could be a formula and for carriage
// returns, which the writer keeps only at the ends of lines.
func FuzzCSV(f *testing.F) {
	f.Add("möte", "12")
	f.Add("=cmd|' /C calc'!A0", "\t=1+1")
	f.Add("\"a\";b", "rad\r\nrad")
	f.Add("\n=1", "\x00")
	f.Add("＝1+1", " =1")
	f.Fuzz(func(t *testing.T, one, other string) {
		var file bytes.Buffer
		out := sheet.NewCSV(&file)
		if err := out.Write([]string{one, other}); err != nil {
			t.Fatal(err)
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		in := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.String(), "\ufeff")))
		in.Comma = ';'
		cells, err := in.Read()
		if err != nil {
			t.Fatalf("%q and %q became %q: %v", one, other, file.String(), err)
		}
		for i, cell := range []string{one, other} {
			wanted := strings.ReplaceAll(sheet.Harmless(cell), "\r", "")
			if got := strings.ReplaceAll(cells[i], "\r", ""); got != wanted {
				t.Fatalf("%q became %q", wanted, got)
			}
			if strings.ContainsRune("=+-@\t\r\n\x00", rune((cells[i] + "x")[0])) {
				t.Fatalf("%q is taken for a formula", cells[i])
			}
		}
	})
}
