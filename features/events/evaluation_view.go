package events

import (
	"strconv"

	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// mean is a question's mean with one decimal.
func (r *Result) mean(p i18n.Printer) string {
	mark := ","
	if p.Language() == i18n.English {
		mark = "."
	}
	return strconv.Itoa(r.Tenths()/10) + mark + strconv.Itoa(r.Tenths()%10)
}

// share is a grade's part of the answers, in per cent.
func (r *Result) share(grade int) int {
	n := r.Number()
	if n == 0 {
		return 0
	}
	return (200*r.Grades[grade-lowest] + n) / (2 * n)
}

func gradeOptions(p i18n.Printer) []ui.Option {
	var options []ui.Option
	for g := lowest; g <= highest; g++ {
		options = append(options, ui.Option{Value: strconv.Itoa(g), Text: p.T("events.grade." + strconv.Itoa(g))})
	}
	return options
}
