package sheet_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"samverk/platform/sheet"
)

const table = "Namn;Org.nr;Säte\r\nSångkören;829000-1018;Örebro\r\n;;\r\n\"Bygden; norra\";;Åmål\r\n"

var whole = sheet.Table{Head: []string{"Namn", "Org.nr", "Säte"},
	Rows: []sheet.Row{{2, []string{"Sångkören", "829000-1018", "Örebro"}}, {4, []string{"Bygden; norra", "", "Åmål"}}}}

func TestTablesAreReadHoweverTheyAreWritten(t *testing.T) {
	windows, err := charmap.Windows1252.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	for at, cells := range map[string][]any{"A1": {"Namn", "Org.nr", "Säte"}, "A2": {"Sångkören", "829000-1018", "Örebro"}, "A4": {"Bygden; norra", nil, "Åmål"}} {
		if err := book.SetSheetRow("Sheet1", at, &cells); err != nil {
			t.Fatal(err)
		}
	}
	packed, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"UTF-8": table, "with a byte order mark": "\ufeff" + table, "Windows-1252": windows, "UTF-16": utf16, "workbook": packed.String(),
		"commas": "Namn,Org.nr,Säte\nSångkören,829000-1018,Örebro\n,,\nBygden; norra,,Åmål\n",
		"tabs":   "Namn\tOrg.nr\tSäte\nSångkören\t829000-1018\tÖrebro\n\nBygden; norra\t\tÅmål",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := sheet.Read([]byte(content))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(*got, whole) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestWhatStandsAboveTheHeadingIsLeftOut(t *testing.T) {
	got, err := sheet.Read([]byte("Föreningsregister 2019\n\nNamn;Säte\nKören;Kumla;utanför\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := sheet.Table{Head: []string{"Namn", "Säte"}, Rows: []sheet.Row{{4, []string{"Kören", "Kumla"}}}}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestWhatIsNoTableIsRefused(t *testing.T) {
	for content, want := range map[string]error{"": sheet.ErrEmpty, "Namn;Säte\n": sheet.ErrEmpty, "en rad\nen till\n": sheet.ErrEmpty,
		"\x89PNG\x00\x00": sheet.ErrNotATable, "PK\x03\x04 inget": sheet.ErrNotATable} {
		if _, err := sheet.Read([]byte(content)); !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", content, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{table, "", "a,b\n1,2", "\"a;b\n;\"\"", "\xff\xfea\x00", "PK\x03\x04"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := sheet.Read(content)
		if err != nil {
			return
		}
		if len(got.Rows) == 0 {
			t.Error("a table without rows is no table")
		}
		for _, row := range got.Rows {
			if len(row.Cells) != len(got.Head) || row.Line < 1 {
				t.Errorf("row %+v below %d columns", row, len(got.Head))
			}
		}
	})
}
