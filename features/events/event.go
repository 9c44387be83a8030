package events

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Kind is what sort of event it is.
type Kind string

// The kinds.
const (
	Seminar        Kind = "seminar"
	Workshop       Kind = "workshop"
	Conference     Kind = "conference"
	InformationDay Kind = "information_day"
	TenderSchool   Kind = "tender_school"
)

// Kinds lists every kind in the order menus show them.
var Kinds = []Kind{Seminar, Workshop, Conference, InformationDay, TenderSchool}

// evidenceKinds is what holding an event of each kind is evidence of. Plans that speak of courses, schools and information
// days are read as speaking of seminars (planimport).
var evidenceKinds = map[Kind]plan.EvidenceKind{Seminar: plan.Seminar, Workshop: plan.Workshop, Conference: plan.Conference,
	InformationDay: plan.Seminar, TenderSchool: plan.Seminar}

// Name is what the kind is called.
func (k Kind) Name(p i18n.Printer) string { return p.T("events.kind." + string(k)) }

// State is how far an event has come.
type State string

// The states. A draft is published, and a published event is held; before that, and after by mistake, it can be cancelled.
const (
	Draft     State = "draft"
	Published State = "published"
	Held      State = "held"
	Cancelled State = "cancelled"
)

// Line is a line of the programme.
type Line struct {
	At      calendar.Date `json:"day"`
	Clock   string        `json:"clock"` // "09:30"
	Title   string        `json:"title"`
	Speaker string        `json:"speaker,omitempty"`
	Note    string        `json:"note,omitempty"`
}

// Content is what can be changed of an event.
type Content struct {
	Kind        Kind
	Title       string
	Description string
	Starts      time.Time
	Ends        time.Time
	Place       string
	Link        string
	Organiser   string
	Contact     string    // the address for questions
	Places      int       // 0: no limit
	Opens       time.Time // of registration; zero: when it is published
	Closes      time.Time // zero: when it begins
	InvitedOnly bool
	Indicators  []string // keys; none: rules decide
	Tags        []string
}

// Event is one event.
type Event struct {
	ID string
	Content
	Programme    []Line
	Invitation   string
	State        State
	WasPublished bool
	CancelledWhy string
	HeldOn       calendar.Date
	HeadCount    int
	RecordID     string // empty before it is held
	Questions    []Question
	AskedAt      time.Time // when the evaluation was sent; zero before
	Asked        int       // how many were asked
	ChangedAt    time.Time
	Version      int // rises with every change that a calendar should show
}

// Day is the day it begins in Stockholm.
func (c *Content) Day() calendar.Date { return calendar.Today(c.Starts) }

// LastDay is the day it ends in Stockholm.
func (c *Content) LastDay() calendar.Date { return calendar.Today(c.Ends) }

// Opening is whether people can register.
type Opening string

// How registration stands.
const (
	NotYet  Opening = "not_yet"
	Open    Opening = "open"
	Closed  Opening = "closed"
	Nothing Opening = "nothing" // a draft, or an event that is over or cancelled
)

// Registration tells whether people can register at an instant.
func (e *Event) Registration(now time.Time) Opening {
	closes := e.Closes
	if closes.IsZero() {
		closes = e.Starts
	}
	switch {
	case e.State != Published:
		return Nothing
	case !now.Before(closes):
		return Closed
	case now.Before(e.Opens):
		return NotYet
	}
	return Open
}

// hasBegun tells whether nobody should be told any more that they have got a place.
func (e *Event) hasBegun(now time.Time) bool { return !now.Before(e.Starts) }

// fault is what is wrong with a field.
type fault struct {
	field string
	err   *i18n.Error
}

// firstFault is the first of some faults as an error; nil when there is none.
func firstFault(faults []fault) error {
	if len(faults) == 0 {
		return nil
	}
	return faults[0].err
}

// Bounds of an event. Texts are in letters.
const (
	longestTitle    = 200
	longestText     = 10_000
	mostPlaces      = 100_000
	mostTags        = 20
	longestDuration = 31 * 24 * time.Hour
)

// tidy makes titles one line, drops empty and repeated tags, and keeps to whole minutes.
func (c *Content) tidy() {
	c.Title, c.Place, c.Organiser = oneLine(c.Title), oneLine(c.Place), oneLine(c.Organiser)
	c.Contact = strings.ToLower(strings.TrimSpace(c.Contact))
	c.Description = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(c.Description))
	c.Tags, c.Indicators = eachOnce(c.Tags), eachOnce(c.Indicators)
	if c.Link != "" && !strings.Contains(c.Link, "://") {
		c.Link = "https://" + c.Link
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func eachOnce(list []string) []string {
	kept := []string{}
	for _, text := range list {
		if text = oneLine(text); text != "" && !slices.Contains(kept, text) {
			kept = append(kept, text)
		}
	}
	return kept
}

// check tells what is wrong, by the form's names of the fields.
func (c *Content) check() (faults []fault) {
	add := func(field, id string, pairs ...any) { faults = append(faults, fault{field, i18n.Fail(id, pairs...)}) }
	if !slices.Contains(Kinds, c.Kind) {
		add("kind", "events.kind_missing")
	}
	if c.Title == "" {
		add("title", "events.title_missing")
	}
	if c.Contact == "" {
		add("contact", "events.contact_missing")
	} else if !isAddress(c.Contact) {
		add("contact", "events.address_wrong")
	}
	if c.Link != "" && !isWeb(c.Link) {
		add("link", "events.link_wrong")
	}
	if c.Place == "" && c.Link == "" {
		add("place", "events.place_missing")
	}
	if c.Places < 0 || c.Places > mostPlaces {
		add("places", "events.places_wrong", "most", mostPlaces)
	}
	if len(c.Tags) > mostTags {
		add("tags", "events.too_many_tags", "most", mostTags)
	}
	faults = append(faults, c.checkTimes()...)
	for _, text := range []struct {
		field, text string
		longest     int
	}{{"title", c.Title, longestTitle}, {"description", c.Description, longestText}, {"place", c.Place, longestTitle}, {"organiser", c.Organiser, longestTitle},
		{"contact", c.Contact, longestTitle}, {"link", c.Link, longestTitle}, {"tags", strings.Join(c.Tags, ", "), longestTitle}} {
		if err := checkText(text.text, text.longest); err != nil {
			faults = append(faults, fault{text.field, err})
		}
	}
	return faults
}

func (c *Content) checkTimes() (faults []fault) {
	add := func(field, id string, pairs ...any) { faults = append(faults, fault{field, i18n.Fail(id, pairs...)}) }
	switch {
	case c.Starts.IsZero():
		add("day", "events.start_missing")
	case c.Ends.IsZero():
		add("until", "events.end_missing")
	case !c.Ends.After(c.Starts):
		add("until", "events.end_before")
	case c.Ends.Sub(c.Starts) > longestDuration:
		add("last_day", "events.too_far", "days", int(longestDuration.Hours()/24))
	}
	if !c.Closes.IsZero() && !c.Opens.IsZero() && !c.Closes.After(c.Opens) {
		add("closes_on", "events.closes_before")
	}
	if !c.Closes.IsZero() && !c.Ends.IsZero() && c.Closes.After(c.Ends) {
		add("closes_on", "events.closes_after")
	}
	return faults
}

// checkText refuses what is too long, and personal numbers.
func checkText(text string, longest int) *i18n.Error {
	switch {
	case utf8.RuneCountInString(text) > longest:
		return i18n.Fail("events.too_long", "longest", longest)
	case organisations.HoldsPersonalNumber(text):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}

// isAddress tells whether a text is one e-mail address and nothing else.
func isAddress(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && !strings.ContainsAny(text, " \t\r\n\"<>") && strings.Contains(text[strings.LastIndexByte(text, '@'):], ".")
}

// isWeb tells whether a text is an address that a browser opens.
func isWeb(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.Contains(u.Host, ".") && !strings.ContainsAny(text, " \t\r\n")
}

// told is what the trail keeps of an event.
type told struct {
	Kind        Kind          `json:"eventKind"`
	Title       string        `json:"title"`
	Text        string        `json:"text"`
	Starts      string        `json:"starts"`
	Ends        string        `json:"ends"`
	Place       string        `json:"place"`
	Link        string        `json:"link"`
	Organiser   string        `json:"organiser"`
	Places      int           `json:"places"`
	Opens       string        `json:"opens"`
	Closes      string        `json:"closes"`
	InvitedOnly bool          `json:"invitedOnly"`
	Tags        []string      `json:"tags"`
	Chosen      int           `json:"chosenIndicators"`
	Lines       int           `json:"programmeLines"`
	State       State         `json:"eventState"`
	HeldOn      calendar.Date `json:"heldOn,omitzero"`
	HeadCount   int           `json:"headCount"`
}

func (e *Event) told() told {
	return told{e.Kind, e.Title, e.Description, clockText(e.Starts), clockText(e.Ends), e.Place, e.Link, e.Organiser, e.Places, clockText(e.Opens),
		clockText(e.Closes), e.InvitedOnly, e.Tags, len(e.Indicators), len(e.Programme), e.State, e.HeldOn, e.HeadCount}
}

// clockText is an instant as the trail and files have it; empty for none.
func clockText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return calendar.Clock(at)
}

// asTime is the column value of an instant; null for none.
func asTime(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return store.TimeOf(at)
}
