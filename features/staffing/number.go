package staffing

import (
	"strconv"

	"samverk/features/staffing/planner"
	"samverk/platform/decimal"
	"samverk/platform/form"
	"samverk/platform/i18n"
)

// percentText writes thousandths as percent, with a dot: 800 is "80", 375 is "37.5".
func percentText(permille int) string { return (decimal.Thousandths(permille) * 100).String() }

// percentWords writes thousandths as percent as people write them: "37,5".
func percentWords(p i18n.Printer, permille int) string {
	return numberWords(p, decimal.Thousandths(permille)*100)
}

// hoursText writes tenths of hours with a dot: 1234 is "123.4".
func hoursText(hours planner.Tenths) string { return asNumber(hours).String() }

// asNumber is tenths of hours as the trail keeps them: a number of hours.
func asNumber(hours planner.Tenths) decimal.Thousandths { return decimal.Thousandths(hours) * 100 }

// HoursWords writes tenths of hours as people write them: "1 234,5".
func HoursWords(p i18n.Printer, hours planner.Tenths) string {
	return numberWords(p, asNumber(hours))
}

// wholeHours writes tenths of hours as whole hours, for tables. They are rounded down: no hour is shown that is not there.
func wholeHours(p i18n.Printer, hours planner.Tenths) string { return p.Number(int(hours / 10)) }

// numberWords writes a number with at most one decimal.
func numberWords(p i18n.Printer, n decimal.Thousandths) string {
	text := p.Number(int(n / 1000))
	if tenth := n % 1000 / 100; tenth != 0 {
		sign := ","
		if p.Language() == i18n.English {
			sign = "."
		}
		text += sign + strconv.Itoa(int(tenth))
	}
	return text
}

// readPermille reads a percent; false and a fault beside the field when it has more than one decimal.
func readPermille(f *form.Form, field, missing string) (int, bool) {
	n, read := readTenths(f, field, missing)
	return int(n), read
}

// readTenths reads a number with at most one decimal, in tenths.
func readTenths(f *form.Form, field, missing string) (planner.Tenths, bool) {
	if f.Text(field) == "" {
		if missing != "" {
			f.Refuse(field, i18n.Msg(missing))
		}
		return 0, false
	}
	n := f.Number(field)
	switch {
	case n == nil:
		return 0, false
	case *n%100 != 0:
		f.Refuse(field, i18n.Msg("staffing.one_decimal"))
		return 0, false
	case *n > 10_000_000: // ten thousand hours
		f.Refuse(field, i18n.Msg("staffing.too_many_hours"))
		return 0, false
	}
	return planner.Tenths(*n / 100), true
}
