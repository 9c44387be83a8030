package yearwheel

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"samverk/platform/i18n"
)

// cells gives the year as rows of texts and numbers, the heading first and the sums last.
func (v *yearView) cells(p i18n.Printer) [][]any {
	head := []any{p.T("yearwheel.network"), p.T("yearwheel.type")}
	if !v.public {
		head = append(head, p.T("yearwheel.wanted"), p.T("yearwheel.count_held"), p.T("yearwheel.count_booked"), p.T("yearwheel.count_unclosed"), p.T("yearwheel.count_missing"))
	}
	for month := range 12 {
		head = append(head, monthShort(p, month))
	}
	rows := [][]any{head}
	var months [12]int
	for i := range v.rows {
		r := &v.rows[i]
		row := []any{r.Network, r.Name}
		if !v.public {
			row = append(row, r.Wanted, r.Held, r.Booked(), r.Unclosed, r.Missing())
		}
		var texts [12][]string
		for n := range r.Meetings {
			m := &r.Meetings[n]
			_, word := v.state(p, m)
			texts[m.Day.Month()-1] = append(texts[m.Day.Month()-1], strconv.Itoa(m.Day.Day())+" "+strings.ToLower(word))
		}
		for _, text := range texts {
			row = append(row, strings.Join(text, "; "))
		}
		PerMonth(&months, r.Meetings)
		rows = append(rows, row)
	}
	last := []any{p.T("yearwheel.per_month"), ""}
	if sum, missing := v.total(); !v.public {
		last = append(last, sum.Wanted, sum.Held, sum.Booked(), sum.Unclosed, missing)
	}
	for _, n := range months {
		last = append(last, n)
	}
	return append(rows, last)
}

// workbook writes the year as an .xlsx file that prints on one page of A3 in width.
func (v *yearView) workbook(p i18n.Printer, to io.Writer) error {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it lives in memory only
	name := v.title(p)
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	rows := v.cells(p)
	for n, row := range rows {
		if err := book.SetSheetRow(name, "A"+strconv.Itoa(n+1), &row); err != nil {
			return err
		}
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	landscape, a3, wide, tall, fit := "landscape", 8, 1, 0, true
	last, err := excelize.ColumnNumberToName(len(rows[0]))
	if err != nil {
		return err
	}
	for _, err := range []error{
		book.SetColWidth(name, "A", "A", 36), book.SetColWidth(name, "B", "B", 26), book.SetColWidth(name, "C", last, 14),
		book.SetRowStyle(name, 1, 1, bold), book.SetRowStyle(name, len(rows), len(rows), bold),
		book.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2", ActivePane: "bottomRight"}),
		book.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		book.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a3, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}),
	} {
		if err != nil {
			return err
		}
	}
	return book.Write(to)
}
