package cases

import (
	"samverk/platform/i18n"
	"samverk/platform/series"
)

// Series is how diary numbers are written: "RS {year}:{n}". Applications take theirs from the same series.
type Series = series.Pattern

// checkSeries tells what is wrong with a series.
func checkSeries(s Series) error {
	if !s.IsRight() {
		return i18n.Fail("cases.series_wrong")
	}
	return nil
}
