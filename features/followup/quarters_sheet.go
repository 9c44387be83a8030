package followup

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/ui"
)

// rows gives the quarter plan as texts: a heading, then one row for each activity.
func (v *quarterPlan) rows(p i18n.Printer) [][]string {
	head := []string{p.T("followup.filter.goal"), p.T("followup.column.number"), v.Table.RowHead, v.Table.SecondHead}
	for _, year := range v.Table.Spans {
		for _, quarter := range year.Columns {
			head = append(head, year.Name+" "+strings.ReplaceAll(quarter.Name, nbsp, " "))
		}
	}
	rows := [][]string{head}
	for _, goal := range v.Table.Groups {
		for i := range goal.Rows {
			row := &goal.Rows[i]
			line := []string{goal.Title, row.Number, row.Name, row.Second}
			for column := range row.Cells {
				line = append(line, v.said(row, column))
			}
			rows = append(rows, line)
		}
	}
	return rows
}

// said is everything about a cell in words.
func (v *quarterPlan) said(row *ui.TimelineRow, column int) string {
	var parts []string
	for _, text := range []string{row.Cells[column].Sign, row.Cells[column].Planned} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	for _, mark := range row.Cells[column].Marks {
		parts = append(parts, mark.Word+" "+mark.Text)
	}
	if len(parts) == 0 && row.Takes(column) {
		return v.Table.Goes
	}
	return strings.Join(parts, "; ")
}

// writeCSV writes the quarter plan for spreadsheets.
func (v *quarterPlan) writeCSV(w io.Writer, p i18n.Printer) error {
	out := sheet.NewCSV(w)
	for _, row := range v.rows(p) {
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return out.Close()
}

// colours of the priorities in the workbook: those of the page in light.
var sheetColours = map[ui.Fill]string{ui.FillHigh: "D3E1EE", ui.FillMedium: "F3EBD9", ui.FillLow: "F7F7F4"}

// textColumns are the columns before the quarters.
const textColumns = 4

// workbook makes the quarter plan as an .xlsx file that prints on one A3 page.
func (v *quarterPlan) workbook(p i18n.Printer) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it lives in memory only
	sheet := p.T("followup.quarters.title_short")
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	for n, row := range v.rows(p) {
		cells := make([]any, len(row))
		for i, text := range row {
			cells[i] = text
		}
		if err := book.SetSheetRow(sheet, "A"+strconv.Itoa(n+1), &cells); err != nil {
			return nil, err
		}
	}
	for _, step := range []func(*excelize.File, string) error{v.fill, v.lay} {
		if err := step(book, sheet); err != nil {
			return nil, err
		}
	}
	buffer, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// fill colours the quarters in which each activity goes on.
func (v *quarterPlan) fill(book *excelize.File, sheet string) error {
	styles := map[ui.Fill]int{}
	for fill, colour := range sheetColours {
		style, err := book.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}},
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
		if err != nil {
			return err
		}
		styles[fill] = style
	}
	line := 1
	for _, goal := range v.Table.Groups {
		for n := range goal.Rows {
			row := &goal.Rows[n]
			line++
			for i := range row.Cells {
				if !row.Takes(i) {
					continue
				}
				at, err := excelize.CoordinatesToCellName(textColumns+1+i, line)
				if err != nil {
					return err
				}
				if err := book.SetCellStyle(sheet, at, at, styles[row.Fill]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// lay sets widths, what stays in sight, and the page.
func (v *quarterPlan) lay(book *excelize.File, sheet string) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	landscape, a3, wide, tall := "landscape", 8, 1, 0
	fit := true
	last, err := excelize.ColumnNumberToName(textColumns + len(v.Table.Foot) - 1)
	if err != nil {
		return err
	}
	for _, err := range []error{
		book.SetColWidth(sheet, "A", "A", 34), book.SetColWidth(sheet, "B", "B", 6), book.SetColWidth(sheet, "C", "C", 48),
		book.SetColWidth(sheet, "D", "D", 11), book.SetColWidth(sheet, "E", last, 14),
		book.SetRowStyle(sheet, 1, 1, bold),
		book.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: textColumns, YSplit: 1, TopLeftCell: "E2", ActivePane: "bottomRight"}),
		book.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
		book.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a3, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
