package followup

import (
	"bytes"
	"encoding/csv"
	"io"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/i18n"
)

// recordsFile is the records behind an indicator as a file for spreadsheets: semicolons and a byte order mark, which is
// what they open without being asked in Swedish.
type recordsFile struct {
	text      bytes.Buffer
	out       *csv.Writer
	p         i18n.Printer
	indicator *plan.Indicator
}

func (f *recordsFile) begin(p i18n.Printer, indicator *plan.Indicator) {
	f.text.Reset()
	f.text.WriteString("\ufeff")
	f.out = csv.NewWriter(&f.text)
	f.out.Comma, f.out.UseCRLF = ';', true
	f.p, f.indicator = p, indicator
	f.out.Write([]string{p.T("followup.column.date"), p.T("followup.column.record"), p.T("followup.column.details"), //nolint:errcheck // a buffer never fails
		p.T("followup.column.counts_for"), p.T("followup.column.recorded")})
}

func (f *recordsFile) add(page []evidence.LinkedRecord) error {
	for _, row := range recordRows(page, f.indicator, true, reader{p: f.p}) {
		if err := f.out.Write([]string{row.Day, harmless(row.Title), harmless(row.Line), row.Counts, row.Recorded}); err != nil {
			return err
		}
	}
	return nil
}

func (f *recordsFile) writeTo(w io.Writer) error {
	f.out.Flush()
	_, err := w.Write(f.text.Bytes())
	return err
}
