package staffing

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"samverk/features/staffing/planner"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
)

// planRows is the plan of hours as rows: a heading, then who does what in each quarter, and what waits.
func (v *plannedView) planRows(l i18n.Printer) [][]string {
	rows := [][]string{{l.T("staffing.sheet.number"), l.T("staffing.effort.activity"), l.T("staffing.sheet.priority"), l.T("staffing.sheet.fits"), l.T("staffing.fits.finish"),
		l.T("staffing.person"), l.T("staffing.sheet.quarter"), l.T("staffing.fits.hours"), l.T("staffing.sheet.why")}}
	for i := range v.planned.plan.Activities {
		out := &v.planned.plan.Activities[i]
		a := v.planned.names.Activities[out.ID]
		head := []string{out.ID, a.Title, l.T("staffing.priority." + string(a.Priority)), l.T("staffing.sheet.no"), ""}
		why := ""
		if out.Fits {
			head[3], head[4] = l.T("staffing.sheet.yes"), *out.Finish
		} else {
			why = v.planned.why(l, out)
		}
		for _, w := range out.Hours {
			rows = append(rows, append(head[:5:5], v.planned.names.People[w.Person], w.Quarter, hoursText(w.Hours), why))
		}
		if len(out.Hours) == 0 {
			rows = append(rows, append(head[:5:5], "", "", "0", why))
		}
	}
	return rows
}

// loadRows is the load against what there is: a row for each person and quarter.
func (v *plannedView) loadRows(l i18n.Printer) [][]string {
	rows := [][]string{{l.T("staffing.person"), l.T("staffing.sheet.quarter"), l.T("staffing.sheet.planned"), l.T("staffing.load.limit")}}
	for i := range v.planned.problem.People {
		who := &v.planned.problem.People[i]
		for q, quarter := range v.planned.problem.Quarters {
			used := planner.Tenths(0)
			for _, w := range v.planned.cell(who.ID, quarter) {
				used += w.Hours
			}
			rows = append(rows, []string{v.planned.names.People[who.ID], quarter, hoursText(used), hoursText(who.Hours[q])})
		}
	}
	return rows
}

// workbook is the plan of hours and the load as an .xlsx file.
func (v *plannedView) workbook(l i18n.Printer, to io.Writer) error {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it lives in memory only
	if err := book.SetSheetName("Sheet1", l.T("staffing.sheet.plan")); err != nil {
		return err
	}
	if _, err := book.NewSheet(l.T("staffing.sheet.load")); err != nil {
		return err
	}
	if err := fillSheet(book, l.T("staffing.sheet.plan"), v.planRows(l), 7); err != nil {
		return err
	}
	if err := fillSheet(book, l.T("staffing.sheet.load"), v.loadRows(l), 2, 3); err != nil {
		return err
	}
	return book.Write(to)
}

// writeCSV writes the plan of hours for spreadsheets.
func (v *plannedView) writeCSV(l i18n.Printer, to io.Writer) error {
	out := sheet.NewCSV(to)
	for _, row := range v.planRows(l) {
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return out.Close()
}

// fillSheet writes rows; those columns hold numbers.
func fillSheet(book *excelize.File, name string, rows [][]string, numbers ...int) error {
	for n, row := range rows {
		cells := make([]any, len(row))
		for i, text := range row {
			cells[i] = text
		}
		for _, column := range numbers {
			if number, err := strconv.ParseFloat(row[column], 64); n > 0 && err == nil {
				cells[column] = number
			}
		}
		if err := book.SetSheetRow(name, "A"+strconv.Itoa(n+1), &cells); err != nil {
			return err
		}
	}
	return nil
}
