package plan

import (
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Draft is a plan as read from a document, before anybody has accepted it. Its JSON is the file contract of
// `samverk plan import --dry-run --format json`.
type Draft struct {
	Title        string            `json:"title"`
	Period       calendar.Span     `json:"period"`
	AdoptedOn    calendar.Date     `json:"adoptedOn"`
	AdoptedBy    string            `json:"adoptedBy"`
	OverallGoal  string            `json:"overallGoal"`
	Introduction string            `json:"introduction"`
	Staff        []DraftStaff      `json:"staff"`
	Goals        []DraftGoal       `json:"goals"`
	Unread       []UnreadLine      `json:"unread"`
	Warnings     []Warning         `json:"warnings"`
	Sources      map[string]Source `json:"sources"` // by field: title, period, overallGoal, introduction
	Lines        []Line            `json:"-"`       // the whole document, for the review page only
}

// DraftStaff is a position in the plan's staffing. A person's name is never kept: Role is the role, or "Medarbetare 1".
type DraftStaff struct {
	Role    string `json:"role"`
	Percent int    `json:"percent"` // of full time
}

// DraftGoal is a goal as read.
type DraftGoal struct {
	Number     int               `json:"number"`
	Label      string            `json:"label"` // as printed: "1", "A"
	Title      string            `json:"title"`
	Text       string            `json:"text"`
	Activities []DraftActivity   `json:"activities"`
	Sources    map[string]Source `json:"sources"`
}

// DraftActivity is an activity as read. Number runs through the whole document.
type DraftActivity struct {
	Number      int                  `json:"number"`
	Label       string               `json:"label"`
	Area        string               `json:"area"`
	Title       string               `json:"title"`
	Background  string               `json:"background"`
	Priority    Priority             `json:"priority"`
	Window      calendar.QuarterSpan `json:"window"`
	Recurrence  Recurrence           `json:"recurrence"`
	Responsible string               `json:"responsible"`
	Indicators  []DraftIndicator     `json:"indicators"`
	Sources     map[string]Source    `json:"sources"` // by field: area, title, background, priority, window, responsible
	Flags       []string             `json:"flags"`
}

// DraftIndicator is an indicator as read. Number is unique in the plan.
type DraftIndicator struct {
	Number      int      `json:"number"`
	Label       string   `json:"label"`
	Text        string   `json:"text"`
	Original    string   `json:"original"` // the text before repair
	SourceLines [2]int   `json:"sourceLines"`
	Confidence  float64  `json:"confidence"` // 0–1
	Flags       []string `json:"flags"`
	Rule        Rule     `json:"rule"`
	Owner       string   `json:"owner,omitempty"` // role
	Note        string   `json:"note,omitempty"`
}

// Source says where a field comes from and what was done to it.
type Source struct {
	Lines      [2]int   `json:"lines"`    // first and last line, counted from 1
	Original   string   `json:"original"` // the text as it stands in the document
	Repaired   bool     `json:"repaired"` // whether the field's text differs from the original by repair
	Confidence float64  `json:"confidence"`
	Flags      []string `json:"flags"`
}

// UnreadLine is a line that was not understood. Nothing is dropped silently.
type UnreadLine struct {
	Line   int    `json:"line"`
	Text   string `json:"text"`
	Reason string `json:"reason"` // the likely explanation in plain words: a page heading, a single character
}

// Warning is something a person should look at. Message is in the language the document was read with.
type Warning struct {
	Line    int    `json:"line"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// LineRole says what a line of the document was read as.
type LineRole string

// Every line of a document has exactly one of these roles.
const (
	LineBlank        LineRole = "blank"
	LineTitle        LineRole = "title"
	LineIntroduction LineRole = "introduction"
	LineStaff        LineRole = "staff" // shown to reviewers only
	LineOverallGoal  LineRole = "overall_goal"
	LineGoalList     LineRole = "goal_list"
	LineGoal         LineRole = "goal"
	LineGoalText     LineRole = "goal_text"
	LineArea         LineRole = "area"
	LineBackground   LineRole = "background"
	LineActivity     LineRole = "activity"
	LineIndicator    LineRole = "indicator"
	LinePriority     LineRole = "priority"
	LineTime         LineRole = "time"
	LineResponsible  LineRole = "responsible"
	LineUnread       LineRole = "unread"
)

// Line is a line of the document with what was made of it.
type Line struct {
	Number   int      `json:"number"`
	Text     string   `json:"text"`     // as it stands
	Repaired string   `json:"repaired"` // after repair of scanning noise
	Role     LineRole `json:"role"`
	Subject  string   `json:"subject"` // the element the line belongs to: "goal 1", "activity 3", "indicator 5"
}

// Reader turns a document into a draft. The importer implements it; the plan only knows this much of it.
// A document that cannot be read gives an *i18n.Error that says what to do.
type Reader interface {
	Read(name string, content []byte, p i18n.Printer, tell func(Progress)) (Draft, error)
}

// Progress tells how far the reading of a document has come. Total is 0 until it is known.
type Progress struct {
	Stage       Stage
	Done, Total int
}

// Stage is what a reader is busy with.
type Stage string

const (
	ReadingPages Stage = "pages" // recognising the text in pictures of pages
	ReadingLines Stage = "lines" // making out what each line is
)
