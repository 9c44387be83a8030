package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// timelineCells writes rows' cells in the columns of time. A plan of some years has hundreds of them, so they are
// written in one piece for each row: the parts of a template would cost more than what stands in the cells.
type timelineCells struct {
	classes []string // of each column
	names   []string // of each column, where rows stack; else none
	goes    string   // Timeline.Goes
	out     []byte   // the row being written; used again for the next
}

func (t Timeline) cells() *timelineCells {
	c := &timelineCells{classes: t.columnClasses(), goes: t.Goes, out: make([]byte, 0, 8192)}
	if t.Stacks {
		for _, span := range t.Spans {
			for _, column := range span.Columns {
				c.names = append(c.names, column.Name)
			}
		}
	}
	return c
}

func (c *timelineCells) of(row *TimelineRow) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		out := c.out[:0]
		for column, class := range c.classes {
			filled := row.Takes(column)
			out = append(append(out, `<td class="`...), class...)
			if filled {
				out = append(append(out, " fill fill-"...), row.Fill...)
			}
			if column < len(row.Cells) && row.Cells[column].Planned != "" {
				out = append(out, " planned"...)
			}
			if c.names != nil {
				out = appendText(append(out, `" data-label="`...), c.names[column])
			}
			out = append(out, `">`...)
			if column < len(row.Cells) && !row.Cells[column].isEmpty() {
				out = row.Cells[column].appendTo(out)
			} else if filled && c.goes != "" {
				out = appendHidden(out, c.goes)
			}
			out = append(out, "</td>"...)
		}
		c.out = out
		_, err := w.Write(out)
		return err
	})
}

func (c *TimelineCell) isEmpty() bool { return c.Sign == "" && c.Planned == "" && len(c.Marks) == 0 }

func (c *TimelineCell) appendTo(out []byte) []byte {
	if c.Sign != "" {
		out = append(out, `<b class="sign">`...)
		if c.Href != "" {
			out = appendLink(out, "", c.Href)
		}
		out = appendText(out, c.Sign)
		if c.Href != "" {
			out = append(out, "</a>"...)
		}
		out = append(out, "</b>"...)
	}
	if c.Planned != "" {
		out = appendHidden(out, c.Planned+" ")
	}
	for i := range c.Marks {
		out = c.Marks[i].appendTo(out)
	}
	return out
}

func (m *TimelineMark) appendTo(out []byte) []byte {
	end := "</span>"
	if m.Href != "" {
		out, end = appendLink(out, "at", m.Href), "</a>"
	} else {
		out = append(out, `<span class="at">`...)
	}
	out = appendMark(out, m.Shape)
	if m.Word != "" {
		out = appendHidden(out, m.Word+" ")
	}
	return append(appendText(out, m.Text), end...)
}

func appendLink(out []byte, class, href string) []byte {
	out = append(out, "<a"...)
	if class != "" {
		out = append(append(append(out, ` class="`...), class...), '"')
	}
	out = append(out, ` href="`...)
	out = appendText(out, string(templ.URL(href)))
	return append(out, `">`...)
}

func appendHidden(out []byte, text string) []byte {
	out = append(out, `<span class="ds-sr-only">`...)
	return append(appendText(out, text), "</span>"...)
}
