package staffing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Shape is how the hours of an effort lie in time.
type Shape string

// The shapes.
const (
	Total  Shape = "total"  // so many hours in the whole window
	Steady Shape = "steady" // so many hours in each quarter of the window
)

// Who says whom an activity may be done by.
type Who string

// Whom it may be done by.
const (
	Anyone   Who = "anyone"
	ByRole   Who = "role"   // everybody with a role
	ByPeople Who = "people" // named people
)

// Effort is how much work an activity is estimated to be, and who may do it. It is always an estimate.
type Effort struct {
	ActivityID  string
	Shape       Shape
	Hours       planner.Tenths  // in the window, or in each quarter
	Most        *planner.Tenths // of a Total, in any one quarter; nil for no bound
	Partial     bool            // it takes as much as there is, in place of waiting
	Who         Who
	Role        string   // for ByRole
	People      []string // for ByPeople, in order
	Owner       string   // does it rather than the others; empty for nobody
	EstimatedBy string   // as it is told: "enhetschefen"; empty for the first estimate, which the plan gives
	EstimatedAt store.Time
	Version     int // 0 for the first estimate
}

// IsFirst tells whether the hours are the first estimate, which nobody has looked at.
func (e *Effort) IsFirst() bool { return e.Version == 0 }

// longestEstimatedBy bounds who made an estimate, in letters.
const longestEstimatedBy = 120

// check names the field that is wrong, by the form's name for it.
func (e *Effort) check(people []Person) (field string, fault *i18n.Error) {
	known := func(id string) bool { return slices.ContainsFunc(people, func(p Person) bool { return p.ID == id }) }
	unknown := func(id string) bool { return !known(id) }
	switch {
	case e.Shape != Total && e.Shape != Steady:
		return "shape", i18n.Fail("staffing.effort.shape_missing")
	case e.Hours < 0:
		return "hours", i18n.Fail("staffing.effort.hours_negative")
	case e.Most != nil && e.Shape == Steady:
		return "most", i18n.Fail("staffing.effort.most_of_steady")
	case e.Most != nil && *e.Most <= 0:
		return "most", i18n.Fail("staffing.effort.most_nothing")
	case e.Who != Anyone && e.Who != ByRole && e.Who != ByPeople:
		return "who", i18n.Fail("staffing.effort.who_missing")
	case e.Who == ByRole && e.Role == "":
		return "role", i18n.Fail("staffing.effort.role_missing")
	case e.Who == ByPeople && len(e.People) == 0:
		return "people", i18n.Fail("staffing.effort.people_missing")
	case slices.ContainsFunc(e.People, unknown):
		return "people", i18n.Fail("staffing.people.unknown")
	case e.Owner != "" && unknown(e.Owner):
		return "owner", i18n.Fail("staffing.people.unknown")
	case e.Owner != "" && e.Who != Anyone && !slices.Contains(e.allowed(people), e.Owner):
		return "owner", i18n.Fail("staffing.effort.owner_may_not")
	case e.EstimatedBy == "":
		return "by", i18n.Fail("staffing.effort.by_missing")
	case utf8.RuneCountInString(e.EstimatedBy) > longestEstimatedBy:
		return "by", i18n.Fail("staffing.too_long", "longest", longestEstimatedBy)
	}
	return "", nil
}

// allowed are the keys of those who may do it, in the order of the people; all of them for Anyone.
func (e *Effort) allowed(people []Person) []string {
	var ids []string
	for i := range people {
		p := &people[i]
		if e.Who == Anyone || e.Who == ByRole && strings.EqualFold(p.Role, e.Role) || e.Who == ByPeople && slices.Contains(e.People, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// Part is what one indicator adds to the first estimate: so many records, each of so many hours.
type Part struct {
	Indicator int // its number
	Kind      plan.EvidenceKind
	Records   int         // in all
	EachTime  int         // in each period
	Period    plan.Period // NoPeriod when the rule has one window
	Each      planner.Tenths
	Supposed  bool // the plan does not say how many records: one each time is supposed
}

// Hours is what the part adds.
func (part *Part) Hours() planner.Tenths { return planner.Tenths(part.Records) * part.Each }

// Estimate is the first estimate of an activity, with what it is made of.
type Estimate struct {
	Shape    Shape
	Hours    planner.Tenths // in the window, or in each quarter
	Sum      planner.Tenths // of all its parts
	Quarters int            // in the window
	Parts    []Part
}

// FirstEstimate is what the plan itself says of an activity's work: the records that its indicators require, each with the
// standard hours of its kind. Work that goes on is spread evenly over the quarters of the window, rounded up to a tenth.
func FirstEstimate(a *plan.Activity, standard Standard) Estimate {
	e := Estimate{Shape: Total, Quarters: int(a.Window.To-a.Window.From) + 1}
	for i := range a.Indicators {
		part := partOf(&a.Indicators[i], standard)
		if part.Records > 0 {
			e.Parts = append(e.Parts, part)
			e.Sum += part.Hours()
		}
	}
	e.Hours = e.Sum
	if a.Recurrence != plan.Once && e.Quarters > 1 {
		e.Shape = Steady
		e.Hours = (e.Sum + planner.Tenths(e.Quarters) - 1) / planner.Tenths(e.Quarters)
	}
	return e
}

// partOf counts the records that an indicator requires. A rule that names several kinds is met by the first of them.
func partOf(indicator *plan.Indicator, standard Standard) Part {
	rule := &indicator.Rule
	part := Part{Indicator: indicator.Number, Kind: plan.Other, EachTime: 1, Period: rule.Period, Supposed: !rule.IsCount() && !rule.IsDelivery()}
	if len(rule.Evidence) > 0 {
		part.Kind = rule.Evidence[0]
	}
	part.Each = standard[part.Kind]
	for _, cell := range rule.Cells() {
		records := 1
		if rule.IsCount() {
			records = int(cell.Target)
			part.EachTime = int(rule.Target)
		}
		part.Records += records
	}
	return part
}

// first is the first estimate as an effort.
func (e *Estimate) first(activityID string) Effort {
	return Effort{ActivityID: activityID, Shape: e.Shape, Hours: e.Hours, Who: Anyone}
}
