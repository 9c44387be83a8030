// Package ical writes calendars as calendar programs read them: iCalendar (RFC 5545, with what RFC 7986 adds for calendars
// that are subscribed to, and RFC 5546 for invitations). Times are Swedish: every file carries the rules for summer time.
//
// Whatever the texts hold, the file is whole: line breaks are kept as line breaks, other control characters fall away.
package ical

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Method is what a file wants of the one who gets it.
type Method int

const (
	Publish Method = iota // read this: a file to subscribe to or to open
	Request               // an invitation, or an invitation that has changed
	Cancel                // what was an invitation does not take place
)

var methodNames = map[Method]ics.Method{Publish: ics.MethodPublish, Request: ics.MethodRequest, Cancel: ics.MethodCancel}

// Person is somebody with an address.
type Person struct{ Name, Email string }

// Event is one entry of a calendar.
type Event struct {
	// UID is the same for the same event, in every file and for ever; programs know the event by it.
	UID string
	// Sequence grows each time the event is moved, called off or otherwise changed so that people must look again.
	Sequence int
	// Cancelled events are kept in files, so that programs take them away.
	Cancelled bool
	// Ends may be no time: then the event has no length.
	Starts, Ends time.Time
	// Text may have several lines. Link is an address of the web; another is left out.
	Title, Text, Place, Link string
	// Changed is when the event was last changed.
	Changed time.Time
}

// Calendar is one file.
type Calendar struct {
	Name, Text string
	// Link is the page where people read the same, and more.
	Link   string
	Method Method
	// Organizer invites. Attendee is invited; in files to subscribe to there is none.
	Organizer, Attendee Person
	Events              []Event
}

// refresh is how often programs are asked to look for changes. Most look when they like: Google once or twice a day.
const refresh = "PT1H"

// Bytes is the file. The same calendar gives the same bytes.
func (c *Calendar) Bytes() []byte {
	file := ics.NewCalendarFor("Samverk")
	file.SetProductId("-//Samverk//Samverk//SV")
	file.SetCalscale("GREGORIAN")
	file.SetMethod(methodNames[c.Method])
	if c.Method == Publish {
		c.describe(file)
	}
	file.AddVTimezone(stockholm())
	for i := range c.Events {
		file.AddVEvent(c.entry(&c.Events[i]))
	}
	return []byte(file.Serialize(ics.WithNewLine("\r\n"), ics.WithLineLength(75)))
}

// describe says what the calendar is called and how it is kept up to date, in the words of RFC 7986 and in the older
// ones that Outlook and Apple's program know.
func (c *Calendar) describe(file *ics.Calendar) {
	file.SetName(line(c.Name)) // NAME and X-WR-CALNAME
	if c.Text != "" {
		file.SetDescription(lines(c.Text))
		file.SetXWRCalDesc(lines(c.Text))
	}
	file.SetXWRTimezone(zoneName)
	if link := address(c.Link); link != "" {
		file.SetUrl(link)
	}
	if latest := c.latest(); !latest.IsZero() {
		file.SetLastModified(latest)
	}
	file.SetRefreshInterval(refresh)
	file.SetXPublishedTTL(refresh)
}

func (c *Calendar) latest() (t time.Time) {
	for _, e := range c.Events {
		if e.Changed.After(t) {
			t = e.Changed
		}
	}
	return t
}

func (c *Calendar) entry(e *Event) *ics.VEvent {
	entry := ics.NewEvent(line(e.UID))
	changed := e.Changed
	if changed.IsZero() {
		changed = e.Starts // a stamp is asked for, and the clock would make every file another
	}
	entry.SetDtStampTime(changed)
	entry.SetLastModifiedAt(changed)
	entry.SetSequence(max(e.Sequence, 0))
	setTime(entry, ics.ComponentPropertyDtStart, e.Starts)
	if e.Ends.Truncate(time.Second).After(e.Starts) {
		setTime(entry, ics.ComponentPropertyDtEnd, e.Ends)
	}
	entry.SetSummary(line(e.Title))
	if e.Text != "" {
		entry.SetDescription(lines(e.Text))
	}
	if e.Place != "" {
		entry.SetLocation(line(e.Place))
	}
	if link := address(e.Link); link != "" {
		entry.SetURL(link)
	}
	if e.Cancelled || c.Method == Cancel {
		entry.SetStatus(ics.ObjectStatusCancelled)
		entry.SetTimeTransparency(ics.TransparencyTransparent) // nobody is busy with it
	} else {
		entry.SetStatus(ics.ObjectStatusConfirmed)
	}
	addPerson(entry, "ORGANIZER", c.Organizer)
	// No answer by e-mail is asked for: an invitation's text says how to answer.
	addPerson(entry, "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE", c.Attendee)
	return entry
}

// addPerson adds a property whose value is somebody's address. The library escapes names in parameters with backslashes,
// which the standard does not know; they are put within quotation marks here.
func addPerson(entry *ics.VEvent, property string, p Person) {
	if p.Email == "" {
		return
	}
	if name := strings.ReplaceAll(line(p.Name), `"`, "'"); name != "" {
		property += `;CN="` + name + `"`
	}
	mailto := url.URL{Scheme: "mailto", Opaque: escapeMail(line(p.Email))}
	entry.AddProperty(ics.ComponentProperty(property), mailto.String())
}

// escapeMail writes what has a meaning of its own in an address or in a file as %XX.
func escapeMail(email string) string {
	var b strings.Builder
	for _, c := range []byte(email) {
		if c > ' ' && c < 0x7f && !strings.ContainsRune(`",;:\%?#<>[]^{|}`+"`", rune(c)) {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)+0x100, 16)[1:]))
		}
	}
	return b.String()
}
