package followup

import (
	"strconv"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// judgeForm is the form that signs an assessment. Its field key makes a repeated POST harmless; Seen is how many had
// been signed when the form was shown.
type judgeForm struct {
	Typed    *form.Form
	Seen     string
	Periods  []ui.Option // nothing for a rule with one window
	Verdicts []ui.Option
	Warning  string // somebody else has signed meanwhile
}

// waiveForm declares a cell not applicable, or takes that back.
type waiveForm struct {
	Typed  *form.Form
	Cells  []ui.Option
	Waived []waivedCell
}

// waivedCell is a cell that somebody has declared not applicable.
type waivedCell struct {
	From, Name, Reason string
	Typed              *form.Form // for taking it back
}

func newJudgeForm(indicator *plan.Indicator, k *known, r reader) *judgeForm {
	period := ""
	for _, cell := range indicator.Rule.Cells() {
		if cell.Contains(r.today) {
			period = cell.From.String()
		}
	}
	v := &judgeForm{Seen: strconv.Itoa(len(k.signed[indicator.ID])), Typed: form.Of("key", newFormKey(), "day", r.today.String(),
		"role", indicator.Owner, "period", period)}
	if indicator.Rule.Recurs() {
		for _, cell := range indicator.Rule.Cells() {
			v.Periods = append(v.Periods, ui.Option{Value: cell.From.String(), Text: i18n.Capital(spanName(r.p, cell.Span))})
		}
	}
	for _, status := range Verdicts {
		v.Verdicts = append(v.Verdicts, ui.Option{Value: string(status), Text: statusWord(r.p, status)})
	}
	return v
}

func newWaiveForm(indicator *plan.Indicator, k *known, s *standing, p i18n.Printer) *waiveForm {
	v := &waiveForm{}
	reasons := map[calendar.Date]string{}
	for _, waiver := range k.waived[indicator.ID] {
		reasons[waiver.CellFrom] = waiver.Reason
	}
	now := ""
	for _, cell := range s.cells[indicator.Number] {
		from, name := cell.From.String(), i18n.Capital(spanName(p, cell.Span))
		if reason, waived := reasons[cell.From]; waived {
			v.Waived = append(v.Waived, waivedCell{From: from, Name: name, Reason: reason})
			continue
		}
		if !cell.Status.IsFulfilled() {
			v.Cells = append(v.Cells, ui.Option{Value: from, Text: name})
		}
		if cell.Contains(s.AsOf) {
			now = from
		}
	}
	v.Typed = form.Of("on", s.AsOf.String(), "cell", now)
	return v
}
