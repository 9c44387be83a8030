package cases

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/features/cases/paper"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// longestTitle bounds titles and names, in characters; mostPoints a proposal.
const (
	longestTitle = 200
	mostPoints   = 50
)

// Kinds are the kinds of records that a case may leave in the plans; none leaves no trace there.
var Kinds = []plan.EvidenceKind{"", plan.Proposal, plan.Report, plan.Compilation, plan.Decision}

// Proposal is what somebody wants the board to decide.
type Proposal struct {
	ID           string // made with the form; empty for a new one
	Title        string
	Points       []string // what is to be decided, in order and without their numbers
	Summary      string
	Background   string
	Snapshot     paper.Material // figures and tables, each with its source
	Kind         plan.EvidenceKind
	SourceKind   string // who is told of the decision (Hooks); empty for a case that was written by hand
	SourceID     string
	Opened       calendar.Date // whose year the diary number is of; no date for today
	IndicatorIDs []string      // of one plan; none: the plans' rules decide what the records count towards
}

// Case is a matter put to the politicians.
type Case struct {
	ID               string
	DiaryNumber      string
	Title            string
	Kind             plan.EvidenceKind
	Points           store.JSON[[]string]
	Summary          string
	Background       string
	Material         store.JSON[paper.Material]
	SourceKind       string
	SourceID         string
	IndicatorIDs     store.JSON[[]string] `db:"indicator_ids"`
	State            State
	Round            int           // 1, and one more each time it is referred back
	PresentedOn      calendar.Date // in this round
	SubmittedOn      calendar.Date // in this round
	AppealUntil      calendar.Date // the last day, once posted
	RecordID         string        `db:"record_id"`
	DecisionRecordID string        `db:"decision_record_id"`
	CreatedAt        store.Time
	Version          int
}

// StateOn is the case's state on a day.
func (c *Case) StateOn(day calendar.Date) State { return StateOn(c.State, c.AppealUntil, day) }

// MayBeChanged tells whether its texts and documents can still be changed.
func (c *Case) MayBeChanged() bool { return c.State == Drafted || c.State == Presented }

// Event is an act that was done with a case.
type Event struct {
	CaseID    string
	Act       Act
	Before    State `db:"before_state"`
	After     State `db:"after_state"`
	Round     int
	Day       calendar.Date
	ActorName string
	Why       string
	At        store.Time
}

// CourtCase is an appeal against a decision.
type CourtCase struct {
	CaseID    string
	Appellant string
	CameOn    calendar.Date
	Number    string // the court's
	JudgedOn  calendar.Date
}

type fault struct {
	field string
	err   *i18n.Error
}

// tidy trims what was typed, and takes the numbers away that people put before points.
func (p *Proposal) tidy() {
	p.Title = strings.Join(strings.Fields(p.Title), " ")
	p.Summary, p.Background = strings.TrimSpace(p.Summary), strings.TrimSpace(p.Background)
	var points []string
	for _, point := range p.Points {
		if point = withoutNumber(strings.Join(strings.Fields(point), " ")); point != "" {
			points = append(points, point)
		}
	}
	p.Points = points
	p.IndicatorIDs = slices.Compact(slices.Sorted(slices.Values(p.IndicatorIDs)))
}

// withoutNumber takes "1. ", "2) " and "– " away from the beginning of a point. "2 miljoner" keeps its number.
func withoutNumber(point string) string {
	rest := strings.TrimLeft(point, "0123456789")
	if len(rest) < len(point) && len(point)-len(rest) <= 2 && (strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") ")) {
		return strings.TrimSpace(rest[2:])
	}
	for _, sign := range []string{"– ", "- ", "• "} {
		if after, cut := strings.CutPrefix(point, sign); cut {
			return strings.TrimSpace(after)
		}
	}
	return point
}

// check names what keeps a proposal from being kept. A draft may lack its points.
func (p *Proposal) check() (faults []fault) {
	switch {
	case p.Title == "":
		faults = append(faults, fault{"title", i18n.Fail("cases.title_missing")})
	case utf8.RuneCountInString(p.Title) > longestTitle:
		faults = append(faults, fault{"title", i18n.Fail("cases.too_long", "longest", longestTitle)})
	}
	if len(p.Points) > mostPoints {
		faults = append(faults, fault{"points", i18n.Fail("cases.too_many_points", "most", mostPoints)})
	}
	if !slices.Contains(Kinds, p.Kind) {
		faults = append(faults, fault{"kind", i18n.Fail("cases.kind_unknown")})
	}
	if p.Kind == "" && len(p.IndicatorIDs) > 0 {
		faults = append(faults, fault{"kind", i18n.Fail("cases.kind_missing")})
	}
	for field, text := range map[string]string{"title": p.Title, "points": strings.Join(p.Points, "\n"), "summary": p.Summary, "background": p.Background} {
		if organisations.HoldsPersonalNumber(text) {
			faults = append(faults, fault{field, i18n.Fail("organisations.personal_number")})
		}
	}
	return faults
}

// ready tells what a case lacks to be shown to the politicians.
func (c *Case) ready() error {
	if len(c.Points.V) == 0 {
		return i18n.Fail("cases.points_missing")
	}
	return nil
}
