package followup

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// Whatever a plan's texts hold, the workbook opens, and its cells are texts and never formulas.
func FuzzWorkbook(f *testing.F) {
	f.Add("Mål", "Möte")
	f.Add("=HYPERLINK(\"http://x\")", "\x00\x01\ufffe")
	f.Add(strings.Repeat("å", 40_000), "<&>]]>")
	f.Add("_x000D_", " \n rad \t")
	f.Fuzz(func(t *testing.T, goal, name string) {
		if !utf8.ValidString(goal) || !utf8.ValidString(name) {
			t.Skip() // the database holds none
		}
		v := &quarterPlan{Table: ui.Timeline{RowHead: "Aktivitet", SecondHead: "Tid",
			Groups: []ui.TimelineGroup{{Title: goal, Rows: []ui.TimelineRow{{Number: "1", Name: name, Second: "2019"}}}}}}
		file, err := v.workbook(i18n.Printer{})
		if err != nil {
			t.Fatalf("%q, %q: %v", goal, name, err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			t.Fatalf("%q, %q: %v", goal, name, err)
		}
		defer book.Close() //nolint:errcheck // it lives in memory only
		sheet := book.GetSheetName(0)
		for _, at := range []string{"A2", "C2"} {
			if formula, err := book.GetCellFormula(sheet, at); err != nil || formula != "" {
				t.Fatalf("%q, %q: %s holds the formula %q, %v", goal, name, at, formula, err)
			}
		}
	})
}
