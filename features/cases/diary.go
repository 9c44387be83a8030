package cases

import (
	"strconv"
	"strings"

	"samverk/platform/i18n"
)

// Series is how diary numbers are written: "RS {year}:{n}". The numbers begin anew in each year when it has {year}.
type Series string

// DefaultSeries is used until somebody says otherwise.
const DefaultSeries Series = "RS {year}:{n}"

// longestSeries bounds a series, in bytes.
const longestSeries = 40

// check tells what is wrong with a series: without a number in it all would be the same.
func (s Series) check() error {
	switch {
	case strings.Count(string(s), "{n}") != 1 || len(s) > longestSeries:
		return i18n.Fail("cases.series_wrong")
	case strings.ContainsAny(strings.NewReplacer("{n}", "", "{year}", "").Replace(string(s)), "{}"):
		return i18n.Fail("cases.series_wrong")
	}
	return nil
}

// of is the series of one year, by which numbers are counted.
func (s Series) of(year int) string {
	return strings.ReplaceAll(string(s), "{year}", strconv.Itoa(year))
}

// number is a diary number.
func number(ofYear string, n int) string { return strings.ReplaceAll(ofYear, "{n}", strconv.Itoa(n)) }
