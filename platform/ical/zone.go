package ical

import (
	"time"
	_ "time/tzdata" // Swedish time must be known on machines without zone files

	ics "github.com/arran4/golang-ical"
)

const zoneName = "Europe/Stockholm"

var zone = func() *time.Location {
	found, err := time.LoadLocation(zoneName)
	if err != nil {
		panic(err) // time/tzdata is built in
	}
	return found
}()

// The rules of summer time that the file carries hold from 1996; earlier years had others.
var rulesHold = time.Date(1997, time.January, 1, 0, 0, 0, 0, time.UTC)

// stockholm is Swedish time by its rules: forward on the last Sunday of March, back on the last Sunday of October.
func stockholm() *ics.VTimezone {
	summer, winter := &ics.Daylight{}, ics.NewStandard()
	observe(&summer.ComponentBase, "CEST", "19960331T020000", "+0100", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
	observe(&winter.ComponentBase, "CET", "19961027T030000", "+0200", "+0100", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	z := ics.NewTimezone(zoneName)
	z.Components = append(z.Components, summer, winter)
	return z
}

func observe(c *ics.ComponentBase, name, first, from, to, rule string) {
	c.AddProperty(ics.ComponentPropertyDtStart, first)
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), from)
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), to)
	c.AddProperty(ics.ComponentPropertyRrule, rule)
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzname), name)
}

const (
	asLocal = "20060102T150405"
	asUTC   = "20060102T150405Z"
)

// setTime writes an instant in Swedish time, or in UTC when Swedish time would not tell which instant is meant: in the hour
// that comes again when summer time ends, and before the rules that the file carries.
func setTime(entry *ics.VEvent, property ics.ComponentProperty, t time.Time) {
	local := t.In(zone).Truncate(time.Second)
	again, err := time.ParseInLocation(asLocal, local.Format(asLocal), zone)
	if err != nil || !again.Equal(local) || t.Before(rulesHold) {
		entry.SetProperty(property, t.UTC().Format(asUTC))
		return
	}
	entry.SetProperty(property, local.Format(asLocal), ics.WithTZID(zoneName))
}
