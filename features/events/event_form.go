package events

import (
	"strconv"
	"strings"

	"samverk/platform/form"
	"samverk/platform/i18n"
)

// Who an event is for, as chosen in its form.
const (
	forAll     = "all"
	forInvited = "invited"
)

// contentIn reads what an event says from its form. What cannot be read is refused beside its field.
func contentIn(f *form.Form) Content {
	c := Content{Kind: Kind(f.Text("kind")), Title: f.Text("title"), Description: f.Text("description"), Place: f.Text("place"), Link: f.Text("link"),
		Organiser: f.Text("organiser"), Contact: f.Text("contact"), InvitedOnly: f.Text("audience") == forInvited, Indicators: f.All("indicators"),
		Tags: strings.Split(f.Text("tags"), ",")}
	c.Starts = momentIn(f, "day", "from")
	last := "last_day"
	if f.Text(last) == "" {
		last = "day"
	}
	if f.Text("until") != "" && f.Text(last) != "" {
		c.Ends = momentIn(f, last, "until")
	}
	c.Opens, c.Closes = momentIn(f, "opens_on", "opens_at"), momentIn(f, "closes_on", "closes_at")
	if places := f.Whole("places"); places != nil {
		c.Places = *places
		if *places == 0 {
			f.Refuse("places", i18n.Msg("events.places_zero"))
		}
	}
	c.tidy()
	return c
}

// formOf is the form that would give this event.
func formOf(e *Event, handlers []string) *form.Form {
	audience, places, last := forAll, "", ""
	if e.InvitedOnly {
		audience = forInvited
	}
	if e.Places > 0 {
		places = strconv.Itoa(e.Places)
	}
	if e.LastDay() != e.Day() {
		last = e.LastDay().String()
	}
	pairs := []string{"seen", strconv.Itoa(e.Version), "kind", string(e.Kind), "title", e.Title, "description", e.Description, "day", e.Day().String(), "from", clockOf(e.Starts),
		"last_day", last, "until", clockOf(e.Ends), "place", e.Place, "link", e.Link, "organiser", e.Organiser, "contact", e.Contact, "places", places,
		"opens_on", dayOf(e.Opens), "opens_at", clockOf(e.Opens), "closes_on", dayOf(e.Closes), "closes_at", clockOf(e.Closes), "audience", audience,
		"tags", strings.Join(e.Tags, ", ")}
	for _, indicator := range e.Indicators {
		pairs = append(pairs, "indicators", indicator)
	}
	for _, account := range handlers {
		pairs = append(pairs, "handlers", account)
	}
	return form.Of(pairs...)
}

// compared are the fields that are compared when two have changed the same event, with their names.
var compared = [][2]string{{"kind", "events.field.kind"}, {"title", "events.field.title"}, {"description", "events.field.text"}, {"day", "events.field.day"},
	{"from", "events.field.from"}, {"last_day", "events.field.last_day"}, {"until", "events.field.until"}, {"place", "events.field.place"}, {"link", "events.field.link"},
	{"organiser", "events.field.organiser"}, {"contact", "events.field.contact"}, {"places", "events.field.places"}, {"opens_on", "events.field.opens_on"},
	{"closes_on", "events.field.closes_on"}, {"tags", "events.field.tags"}}

// refuseAll puts what is wrong beside its fields; of a field only the first.
func refuseAll(typed *form.Form, faults []fault) {
	for _, wrong := range faults {
		typed.RefuseFirst(wrong.field, wrong.err.Message)
	}
}
