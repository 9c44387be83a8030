package web

import (
	"net/http"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// DayIn is the day that the address asks for (?date=2019-06-30), today when it asks for none. The error says how a
// date is written.
func DayIn(r *http.Request, today calendar.Date) (calendar.Date, error) {
	text := r.URL.Query().Get("date")
	if text == "" {
		return today, nil
	}
	day, err := calendar.ParseDate(text)
	if err != nil {
		return day, i18n.Fail("web.wrong_date", "date", text)
	}
	return day, nil
}
