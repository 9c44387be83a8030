package evidence

import (
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Content is what a record says.
type Content struct {
	Kind              plan.EvidenceKind    `json:"kind"`
	Day               calendar.Date        `json:"day"` // when it happened, not when it was entered
	Title             string               `json:"title"`
	Text              string               `json:"text,omitempty"`
	State             plan.State           `json:"state,omitempty"` // for deliverables
	DiaryNumber       string               `json:"diaryNumber,omitempty"`
	Body              string               `json:"body,omitempty"`              // the organ that decided or received it
	Organisations     []string             `json:"organisations,omitempty"`     // names of those taking part
	OrganisationCount *int                 `json:"organisationCount,omitempty"` // number of those taking part; the number of names unless given
	HeadCount         *int                 `json:"headCount,omitempty"`         // people taking part
	MinutesSpent      *int                 `json:"minutesSpent,omitempty"`      // nil: the standard hours of its kind
	Value             *decimal.Thousandths `json:"value,omitempty"`             // what a threshold compares
	Numerator         *decimal.Thousandths `json:"numerator,omitempty"`         // with Denominator: a part of a share
	Denominator       *decimal.Thousandths `json:"denominator,omitempty"`
	Network           string               `json:"network,omitempty"` // the network that held the meeting
	Tags              []string             `json:"tags,omitempty"`
	Addresses         []string             `json:"addresses,omitempty"` // web addresses, http or https
}

// Record is something that was done on a date.
type Record struct {
	ID string `json:"id"`
	Content
	Source     string     `json:"source,omitempty"` // what it was made of, kind:key; empty: a person wrote it
	LinksFixed bool       `json:"linksFixed"`       // exactly the named indicators count it; rules add none
	Files      []File     `json:"files,omitempty"`
	RecordedBy string     `json:"recordedBy"`
	RecordedAt store.Time `json:"recordedAt"`
	VoidedBy   string     `json:"voidedBy,omitempty"`
	VoidedAt   store.Time `json:"voidedAt,omitzero"` // zero: it stands
	VoidedWhy  string     `json:"voidedWhy,omitempty"`

	// Warnings are what a person should look at when the record was just added. They are not kept.
	Warnings []i18n.Message `json:"-"`
}

// IsVoided tells whether somebody has declared the record void. A voided record counts nowhere.
func (r *Record) IsVoided() bool { return !r.VoidedAt.IsZero() }

// NewRecord is a record to be added.
type NewRecord struct {
	// ID is the key that the form was given when it was shown, so that the same form sent twice adds one record: the
	// second gets store.ErrConflict. Empty: the record gets a new key.
	ID string
	Content
	// Indicators of one plan. When any is named exactly these count the record, whatever its kind; when none is, the
	// rules of every current plan decide.
	Indicators []Placing
	// LinksFixed keeps rules away from the record even when no indicator is named.
	LinksFixed bool
	Files      []NewFile
	// Source is what the record is made of, as kind:key. Such a record is corrected and voided where it comes from.
	Source string
}

// Placing names an indicator that a record counts towards.
type Placing struct {
	IndicatorID string        `json:"indicatorId"`
	CountsFor   calendar.Date `json:"countsFor,omitzero"` // a day of the period it counts for; zero: the day it happened
}

// StandardHours is how long a record of each kind takes when nobody has said. They are working assumptions to be
// adjusted to an authority's own experience, preparation and follow-up work included.
var StandardHours = map[plan.EvidenceKind]int{
	plan.Meeting: 4, plan.Seminar: 24, plan.Workshop: 24, plan.BigMeeting: 40, plan.CommitteeMeeting: 8,
	plan.BoardMeeting: 8, plan.AnnualMeeting: 16, plan.Conference: 60, plan.Trip: 24, plan.Proposal: 40,
	plan.Compilation: 24, plan.Report: 40, plan.Material: 24, plan.Survey: 40, plan.Application: 40, plan.Decision: 8,
	plan.GroupFormed: 16, plan.Requirement: 8, plan.Other: 4,
}

// Minutes is the time the record took: what was said, else the standard hours of its kind.
func (c *Content) Minutes() int {
	if c.MinutesSpent != nil {
		return *c.MinutesSpent
	}
	return StandardHours[c.Kind] * 60
}
