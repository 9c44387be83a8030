package followup

import (
	"net/url"
	"strconv"

	"samverk/platform/calendar"
)

// addresses makes the addresses of a plan's pages; the day shown goes with them when it is not today.
type addresses struct {
	key  string
	date calendar.Date // no date for today
}

// to makes an address below the site with more questions, as name, value pairs; empty values are left out.
func (a addresses) to(path string, pairs ...string) string {
	next := "?"
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			path += next + pairs[i] + "=" + url.QueryEscape(pairs[i+1])
			next = "&"
		}
	}
	if !a.date.IsZero() {
		path += next + "date=" + a.date.String()
	}
	return path
}

func (a addresses) in(path string, pairs ...string) string {
	return a.to("/plan/"+url.PathEscape(a.key)+path, pairs...)
}

func (a addresses) indicator(number int) string { return a.in("/indicator/" + strconv.Itoa(number)) }
func (a addresses) activity(number int) string  { return a.in("/activity/" + strconv.Itoa(number)) }
func (a addresses) withStatus(s Status) string  { return a.in("/indicators", "status", string(s)) }
func (a addresses) public(pairs ...string) string {
	return a.to("/public/"+url.PathEscape(a.key), pairs...)
}

// newRecord leads to the form for a record that counts for an indicator.
func (a addresses) newRecord(number int) string {
	query := url.Values{"plan": {a.key}}
	if number > 0 {
		query.Set("indicator", strconv.Itoa(number))
	}
	return "/records/new?" + query.Encode()
}
