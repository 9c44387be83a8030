package followup

import (
	"bytes"
	"io"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
)

// recordsFile is the records behind an indicator as a file for spreadsheets.
type recordsFile struct {
	text      bytes.Buffer
	out       *sheet.CSV
	p         i18n.Printer
	indicator *plan.Indicator
}

func (f *recordsFile) begin(p i18n.Printer, indicator *plan.Indicator) {
	f.text.Reset()
	f.out = sheet.NewCSV(&f.text)
	f.p, f.indicator = p, indicator
	f.out.Write([]string{p.T("followup.column.date"), p.T("followup.column.record"), p.T("followup.column.details"), //nolint:errcheck // a buffer never fails
		p.T("followup.column.counts_for"), p.T("followup.column.recorded")})
}

func (f *recordsFile) add(page []evidence.LinkedRecord) error {
	for _, row := range recordRows(page, f.indicator, true, reader{p: f.p}) {
		if err := f.out.Write([]string{row.Day, row.Title, row.Line, row.Counts, row.Recorded}); err != nil {
			return err
		}
	}
	return nil
}

func (f *recordsFile) writeTo(w io.Writer) error {
	if err := f.out.Close(); err != nil {
		return err
	}
	_, err := w.Write(f.text.Bytes())
	return err
}
