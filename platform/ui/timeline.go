package ui

import "strconv"

// Fill is how strongly a stretch of a timeline is drawn; the same code is used in charts.
type Fill string

const (
	NoFill     Fill = ""
	FillHigh   Fill = "high"   // pale blue, dark edge
	FillMedium Fill = "medium" // sand, hatched
	FillLow    Fill = "low"    // an edge only
	FillSpent  Fill = "spent"  // grey: already used
	// FillPlanned is the line of a TimelineCell with Planned, for legends.
	FillPlanned Fill = "planned"
)

// Timeline is a table of rows against columns of time: which stretch each row takes and what falls in each column.
type Timeline struct {
	Label      string          // what the table shows, for those who listen
	RowHead    string          // "Aktivitet"
	SecondHead string          // "Prioritet"; empty when rows have nothing there
	Spans      []TimelineSpan  // the years
	Groups     []TimelineGroup // rows under a heading
	Foot       []string        // a last row: its heading, then one text for each column; empty for none
	Stacks     bool            // below 700 px each row becomes a block that names the columns in which something falls
	Goes       string          // read out in a column that a row takes and where nothing falls: "Pågår enligt plan"
}

// TimelineSpan is several columns under one head: a year and its quarters.
type TimelineSpan struct {
	Name    string // "2018"
	Columns []TimelineColumn
}

// TimelineColumn is one column.
type TimelineColumn struct {
	Name    string // "Kv 1"
	Current bool   // the day shown is in it
}

// TimelineGroup is a heading and its rows.
type TimelineGroup struct {
	Title string
	Href  string
	Note  string // "2 av 2 avslutade avstämningar är uppfyllda"
	Rows  []TimelineRow
}

// TimelineRow is a row. Columns are counted from 0 through all spans.
type TimelineRow struct {
	Number     string // "5"
	Name, Href string
	Note       string // a quiet line below the name
	Second     string // the word for the fill: "Hög"
	Fill       Fill
	From, To   int            // first and last column it takes
	Cells      []TimelineCell // what falls in each column; may be shorter than the columns are many
}

// Takes tells whether the row takes a column.
func (r *TimelineRow) Takes(column int) bool {
	return r.Fill != NoFill && r.From <= column && column <= r.To
}

// TimelineCell is what falls in a column of a row, also outside the stretch that the row takes.
type TimelineCell struct {
	Sign    string // a short remark before the marks: "Ryms ej"
	Href    string // where the remark leads
	Planned string // read out where work is planned, and drawn as a line below: "Timmar planerade"
	Marks   []TimelineMark
}

// TimelineMark is a status in a column, with the number it concerns.
type TimelineMark struct {
	Shape string
	Word  string // what the shape means, read out before the text: "Uppfylld, indikator"
	Text  string // "11–13"
	Href  string
}

// fewColumns is how many columns a wide window has room for: four years of quarters.
const fewColumns = 16

// width is the number of columns of time.
func (t Timeline) width() int {
	n := 0
	for _, span := range t.Spans {
		n += len(span.Columns)
	}
	return n
}

// before is the number of columns before those of time.
func (t Timeline) before() int {
	if t.SecondHead == "" {
		return 1
	}
	return 2
}

// class is what every cell of the column has: it begins a year, the day shown is in it.
func (c TimelineColumn) class(first bool) string {
	switch {
	case first && c.Current:
		return "step first now"
	case first:
		return "step first"
	case c.Current:
		return "step now"
	}
	return "step"
}

// columnClasses are those of all columns.
func (t Timeline) columnClasses() []string {
	classes := make([]string, 0, t.width())
	for _, span := range t.Spans {
		for i, column := range span.Columns {
			classes = append(classes, column.class(i == 0))
		}
	}
	return classes
}

func (t Timeline) wholeWidth() string { return strconv.Itoa(t.before() + t.width()) }

// LegendRow explains signs: a heading and what each sign means.
type LegendRow struct {
	Title string
	Signs []LegendSign
}

// LegendSign is one sign with its meaning. It is a mark, a fill or a short text.
type LegendSign struct {
	Shape string
	Fill  Fill
	Text  string
	Means string
}
