package personaldata

import (
	"encoding/json"
	"io"
	"time"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// extract writes an extract as one JSON object, row by row, so that its length does not matter.
type extract struct {
	out   io.Writer
	fault error
	begun bool // a row has been written in the present part
}

func (x *extract) text(text string) {
	if x.fault == nil {
		_, x.fault = io.WriteString(x.out, text)
	}
}

func (x *extract) value(v any) {
	data, err := json.Marshal(v)
	if err != nil && x.fault == nil {
		x.fault = err
	}
	x.text(string(data))
}

// head says whom the extract is about, and when it was made.
func (x *extract) head(p *Person, now time.Time) {
	x.text(`{"made":`)
	x.value(store.TimeOf(now).Format(time.RFC3339))
	x.text(`,"account":`)
	x.value(p.ID)
	x.text(`,"names":`)
	x.value(p.Names)
	x.text(`,"parts":[`)
}

// part begins what one source keeps.
func (x *extract) part(printer i18n.Printer, s *Source, first bool) {
	if !first {
		x.text(",")
	}
	x.text("\n" + `{"kind":`)
	x.value(printer.T("personaldata.kind." + s.Kind))
	x.text(`,"why":`)
	x.value(printer.T("personaldata.why." + s.Kind))
	x.text(`,"table":`)
	x.value(s.Table)
	x.text(`,"rows":[`)
	x.begun = false
}

func (x *extract) row(row map[string]any) error {
	if x.begun {
		x.text(",")
	}
	x.begun = true
	x.text("\n")
	x.value(row)
	return x.fault
}

func (x *extract) endPart() { x.text("]}") }

func (x *extract) end() { x.text("\n]}\n") }
