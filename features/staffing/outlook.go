package staffing

import (
	"slices"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Outlook is the plan of hours as those who follow the plan up ask for it. A nil Outlook knows nothing: there is nobody yet, or
// the plan is over.
type Outlook struct {
	planned  *planned
	standard Standard
	risks    map[cellKey]Risk
}

// cellKey is a check of an indicator.
type cellKey struct {
	indicator int
	last      calendar.Date
}

// newOutlook works out the plan of hours without its alternatives.
func newOutlook(s *state, from calendar.Quarter, standard Standard) (*Outlook, error) {
	p, err := s.decide(from, planner.Decide)
	if err != nil {
		return nil, err
	}
	o := &Outlook{p, standard, map[cellKey]Risk{}}
	for _, risk := range p.risks() {
		o.risks[cellKey{risk.Indicator.Number, risk.Cell.To}] = risk
	}
	return o, nil
}

// From is the quarter that the plan of hours begins with.
func (o *Outlook) From() calendar.Quarter { return o.planned.from }

// Risk tells whether a check cannot be met as the work is planned, and why.
func (o *Outlook) Risk(indicator int, cell plan.Cell) (Risk, bool) {
	if o == nil {
		return Risk{}, false
	}
	risk, there := o.risks[cellKey{indicator, cell.To}]
	return risk, there
}

// Fits tells whether an activity fits. It is known only of those that the planner was asked about, and of those that wait.
func (o *Outlook) Fits(a *plan.Activity) (fits, known bool) {
	if o == nil {
		return false, false
	}
	finish, known := o.planned.finish(a)
	return !finish.IsZero(), known
}

// Quarters are those in which hours are planned for an activity, in order.
func (o *Outlook) Quarters(a *plan.Activity) []calendar.Quarter {
	var quarters []calendar.Quarter
	for _, w := range o.work(a) {
		quarters = append(quarters, calendar.MustQuarter(w.Quarter))
	}
	slices.Sort(quarters)
	return slices.Compact(quarters)
}

// HoursUntil is the hours planned for an activity to the end of the quarter that a day is in.
func (o *Outlook) HoursUntil(a *plan.Activity, day calendar.Date) (sum planner.Tenths) {
	for _, w := range o.work(a) {
		if !calendar.MustQuarter(w.Quarter).First().After(day) {
			sum += w.Hours
		}
	}
	return sum
}

// HoursFor is what so many more records of an indicator take, by the standard hours of their kind.
func (o *Outlook) HoursFor(indicator *plan.Indicator, records int) planner.Tenths {
	part := partOf(indicator, o.standard)
	return planner.Tenths(records) * part.Each
}

func (o *Outlook) work(a *plan.Activity) []planner.Work {
	if o == nil {
		return nil
	}
	if out := o.planned.outcome(idOf(a)); out != nil {
		return out.Hours
	}
	return nil
}

// InWords says what is planned for an activity: when it is complete, or why it does not fit. Empty when nothing is known.
func (o *Outlook) InWords(l i18n.Printer, a *plan.Activity) string {
	if o == nil {
		return ""
	}
	out := o.planned.outcome(idOf(a))
	switch {
	case out == nil:
		return ""
	case out.Fits:
		return l.T("staffing.outlook.fits", "quarters", quartersIn(l, o.Quarters(a)), "finish", l.QuarterLong(calendar.MustQuarter(*out.Finish)))
	}
	return o.planned.why(l, out)
}

// InWords says why a check cannot be met.
func (r *Risk) InWords(l i18n.Printer) string {
	if r.Finish.IsZero() {
		return l.T("staffing.risk.waits", "number", r.Activity.Number)
	}
	return l.T("staffing.risk.late", "number", r.Activity.Number, "finish", l.QuarterLong(r.Finish))
}
