package evidence

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// LargestImport is how many bytes a file of records may hold.
const LargestImport = 100 << 20

// The columns of a file of records. The first three must be there; their order is free. An export writes them all.
var (
	requiredColumns = []string{"date", "kind", "title"}
	optionalColumns = []string{"indicators", "state", "body", "diary_number", "numerator", "denominator", "value",
		"text", "head_count", "organisations"}
)

// RowProblem says what is wrong, or worth a look, and where.
type RowProblem struct {
	Line    int    // counted from 1, the header included; 0: the file as a whole
	Column  string // as in the header; empty: the whole line
	Message i18n.Message
}

// Text is the problem with its place.
func (r RowProblem) Text() i18n.Message {
	switch {
	case r.Line == 0:
		return r.Message
	case r.Column == "":
		return i18n.Msg("evidence.csv.at_line", "line", r.Line, "problem", r.Message)
	}
	return i18n.Msg("evidence.csv.at_column", "line", r.Line, "column", r.Column, "problem", r.Message)
}

// ReadCSV reads a file of records for a plan. Every line that holds anything is either among the rows or has a problem.
// Warnings are for dates before or after the plan. Today is the date in Stockholm.
func ReadCSV(content []byte, p *plan.Plan, today calendar.Date) (rows []NewRecord, problems, warnings []RowProblem) {
	r := csvReading{plan: p, today: today,
		take:    func(_ int, n NewRecord) error { rows = append(rows, n); return nil },
		problem: func(found RowProblem) { problems = append(problems, found) },
		warn:    func(found RowProblem) { warnings = append(warnings, found) },
	}
	r.read(content) //nolint:errcheck // take gives no error
	return rows, problems, warnings
}

// csvReading is a file being read, row by row, so that a large file is never in memory as records.
type csvReading struct {
	plan    *plan.Plan
	today   calendar.Date
	take    func(line int, n NewRecord) error
	problem func(RowProblem)
	warn    func(RowProblem)

	columns      []string // of the file, in its order
	decimalComma bool
	byLabel      map[string]*plan.Indicator
	byNumber     map[int]*plan.Indicator
	rows         int // rows and problems
}

// read hands over every row or its problems. The error is one that take gave.
func (r *csvReading) read(content []byte) error {
	content, problem := textOf(content)
	if problem != nil {
		r.problem(*problem)
		return nil
	}
	r.knowIndicators()
	reader := csv.NewReader(bytes.NewReader(content))
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = separatorOf(content), -1, true
	r.decimalComma = reader.Comma == ';'
	header, err := reader.Read()
	if err != nil {
		r.fault(1, "", "evidence.csv.header_unreadable")
		return nil
	}
	headerLine, _ := reader.FieldPos(0)
	if !r.readHeader(headerLine, header) {
		return nil
	}
	if err := r.readRows(reader, content); err != nil {
		return err
	}
	if r.rows == 0 {
		r.fault(0, "", "evidence.csv.no_rows")
	}
	return nil
}

func (r *csvReading) readRows(reader *csv.Reader, content []byte) error {
	for {
		start := reader.InputOffset()
		fields, err := reader.Read()
		var broken *csv.ParseError
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &broken):
			r.rows++
			r.quoteFault(content[start:reader.InputOffset()], broken)
			continue
		case err != nil:
			return err
		}
		if isBlank(fields) {
			continue
		}
		r.rows++
		line, _ := reader.FieldPos(0)
		if err := r.readRow(line, fields); err != nil {
			return err
		}
	}
}

func (r *csvReading) readRow(line int, fields []string) error {
	if len(fields) != len(r.columns) {
		r.fault(line, "", "evidence.csv.field_count", "want", len(r.columns), "got", len(fields))
		return nil
	}
	row := csvRow{reading: r, line: line}
	for i, column := range r.columns {
		row.set(column, undefused(strings.TrimSpace(fields[i])))
	}
	row.record.tidy()
	for _, fault := range row.record.Check(r.today, r.plan.Period) {
		if !row.faulty[fault.Field] {
			row.fault(fault.Field, fault.Message)
		}
	}
	if len(row.faulty) > 0 {
		return nil
	}
	if warning, outside := OutsidePlan(r.plan.Period, row.record.Day); outside {
		r.warn(RowProblem{line, "date", warning})
	}
	return r.take(line, row.record)
}

func (r *csvReading) fault(line int, column, id string, pairs ...any) {
	r.problem(RowProblem{line, column, i18n.Msg(id, pairs...)})
}

// quoteFault explains a broken quotation mark. Where one was never closed it says where it was opened: the reader only
// notices at the end of the file.
func (r *csvReading) quoteFault(raw []byte, broken *csv.ParseError) {
	if line, open := openQuote(raw, r.separator()); open {
		r.fault(broken.StartLine+line, "", "evidence.csv.quote_open")
		return
	}
	r.fault(broken.StartLine, "", "evidence.csv.quote_inside")
}

func (r *csvReading) separator() byte {
	if r.decimalComma {
		return ';'
	}
	return ','
}

// openQuote finds a quotation mark that begins a field and is never closed, and the line it stands on, counted from 0
// at the first line that holds anything.
func openQuote(raw []byte, separator byte) (line int, open bool) {
	raw = bytes.TrimLeft(raw, "\r\n")
	inside, fieldStart, openedOn := false, true, 0
	for i := 0; i < len(raw); i++ {
		b := raw[i]
		switch {
		case inside && b == '"' && i+1 < len(raw) && raw[i+1] == '"':
			i++
		case inside && b == '"':
			inside = false
		case !inside && fieldStart && b == '"':
			inside, openedOn = true, line
		}
		if b == '\n' {
			line++
		}
		fieldStart = !inside && (b == separator || b == '\n')
	}
	return openedOn, inside
}

// readHeader knows the columns; false when the file cannot be read with them.
func (r *csvReading) readHeader(line int, header []string) bool {
	known := append(slices.Clone(requiredColumns), optionalColumns...)
	fine := true
	for _, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(known, name) {
			r.fault(line, "", "evidence.csv.unknown_column", "column", name, "known", strings.Join(known, ", "))
			fine = false
		} else if slices.Contains(r.columns, name) {
			r.fault(line, name, "evidence.csv.column_twice")
			fine = false
		}
		r.columns = append(r.columns, name)
	}
	var missing []string
	for _, name := range requiredColumns {
		if !slices.Contains(r.columns, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		r.fault(line, "", "evidence.csv.columns_missing", "missing", strings.Join(missing, ", "), "count", len(missing))
		fine = false
	}
	return fine
}

// textOf refuses what is no table in UTF-8, with advice, and takes away a byte order mark.
func textOf(content []byte) ([]byte, *RowProblem) {
	refuse := func(id string, pairs ...any) ([]byte, *RowProblem) {
		return nil, &RowProblem{Message: i18n.Msg(id, pairs...)}
	}
	if len(content) > LargestImport {
		return refuse("evidence.csv.too_large", "megabytes", LargestImport>>20)
	}
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return refuse("evidence.csv.utf16")
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if len(bytes.TrimSpace(content)) == 0 {
		return refuse("evidence.csv.empty")
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return refuse("evidence.csv.binary")
	}
	if !utf8.Valid(content) {
		return refuse("evidence.csv.not_utf8", "line", badLine(content))
	}
	return content, nil
}

// badLine is the line of the first byte that is not UTF-8.
func badLine(content []byte) int {
	line := 1
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		content = content[size:]
	}
	return line
}

// separatorOf tells it from the header, the first line that holds anything.
func separatorOf(content []byte) rune {
	header, _, _ := bytes.Cut(bytes.TrimLeft(content, "\r\n"), []byte("\n"))
	if bytes.IndexByte(header, ';') >= 0 {
		return ';'
	}
	return ','
}

// isBlank tells whether a line holds nothing: spreadsheets leave such lines at the end.
func isBlank(fields []string) bool {
	return !slices.ContainsFunc(fields, func(f string) bool { return strings.TrimSpace(f) != "" })
}
