package staffing

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// why says in words why an activity does not fit.
func (p *planned) why(l i18n.Printer, out *planner.Outcome) string {
	when := spanOf(l, p.windowOf(out.ID))
	switch r := out.Reason; {
	case r.Cause == planner.After:
		return l.T("staffing.why.after", "when", when, "others", l.T("staffing.why.activities", "count", len(r.After), "numbers", listed(l, r.After)))
	case r.Cause == planner.Most:
		a := p.asked(out.ID)
		most := a.Most
		if a.Steady != nil && most == nil {
			most = a.Steady
		}
		return l.T("staffing.why.most", "when", when, "most", HoursIn(l, *most), "missing", HoursIn(l, *r.Missing), "percent", l.Number(percentOf(out.Share)))
	case len(r.Slots) == 0:
		return l.T("staffing.why.nobody", "when", when, "missing", HoursIn(l, *r.Missing))
	}
	return p.whyFull(l, out, when)
}

// whyFull tells who takes the hours.
func (p *planned) whyFull(l i18n.Printer, out *planner.Outcome, when string) string {
	there, quarters := p.slotHours(out.Reason.Slots)
	need := planner.Tenths(math.Round(float64(*out.Reason.Missing) / (1 - out.Share)))
	need -= p.outside(out.ID, len(quarters))
	taken := there - (need - *out.Reason.Missing)
	return l.T("staffing.why.capacity", "when", when, "quarters", quartersIn(l, quarters), "others", p.competing(l, out.Reason.Competing),
		"taken", HoursWords(l, taken), "there", HoursIn(l, there), "need", HoursIn(l, need), "missing", HoursIn(l, *out.Reason.Missing),
		"percent", l.Number(percentOf(out.Share)))
}

// percentOf is a share in whole percent, rounded down: what nearly fits does not fit.
func percentOf(share float64) int { return int(math.Floor(share*100 + 1e-9)) }

// slotHours sums the hours of slots, and lists their quarters.
func (p *planned) slotHours(slots [][2]string) (sum planner.Tenths, quarters []calendar.Quarter) {
	for _, slot := range slots {
		quarter := slices.Index(p.problem.Quarters, slot[1])
		person := slices.IndexFunc(p.problem.People, func(who planner.Person) bool { return who.ID == slot[0] })
		sum += p.hours(person, quarter)
		quarters = append(quarters, calendar.MustQuarter(slot[1]))
	}
	slices.Sort(quarters)
	return sum, slices.Compact(quarters)
}

// outside is the work that is done in the quarters of the window that have room: those where it is bounded by itself.
func (p *planned) outside(id string, full int) planner.Tenths {
	a, window := p.asked(id), p.windowOf(id)
	others := planner.Tenths(int(window.To-window.From) + 1 - full)
	switch {
	case others <= 0:
		return 0
	case a.Steady != nil:
		return others * *a.Steady
	case a.Most != nil:
		return others * *a.Most
	}
	return 0
}

func (p *planned) asked(id string) *planner.Activity {
	at := slices.IndexFunc(p.problem.Activities, func(a planner.Activity) bool { return a.ID == id })
	return &p.problem.Activities[at]
}

func (p *planned) windowOf(id string) calendar.QuarterSpan {
	a := p.asked(id)
	return calendar.QuarterSpan{From: calendar.MustQuarter(a.Window[0]), To: calendar.MustQuarter(a.Window[1])}
}

// competing counts the activities that take the hours: "13 aktiviteter med hög prioritet och 1 med mellanhög".
func (p *planned) competing(l i18n.Printer, ids []string) string {
	counts := map[planner.Class]int{}
	for _, id := range ids {
		counts[p.asked(id).Class]++
	}
	var parts []string
	for _, class := range []planner.Class{planner.High, planner.Medium, planner.Low} {
		switch {
		case counts[class] == 0:
		case len(parts) == 0:
			parts = append(parts, l.T("staffing.why.first."+string(class), "count", counts[class]))
		default:
			parts = append(parts, l.T("staffing.why.more."+string(class), "count", counts[class]))
		}
	}
	if len(parts) == 0 {
		return l.T("staffing.why.nothing")
	}
	return listed(l, parts)
}

// listed joins words: "4, 11 och 12".
func listed(l i18n.Printer, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	end := len(words) - 1
	return strings.Join(words[:end], ", ") + " " + l.T("staffing.and") + " " + words[end]
}

// quartersIn are quarters in words, as a span where they follow on each other.
func quartersIn(l i18n.Printer, quarters []calendar.Quarter) string {
	var parts []string
	for at := 0; at < len(quarters); {
		end := at
		for end+1 < len(quarters) && quarters[end+1] == quarters[end].Next() {
			end++
		}
		parts = append(parts, spanOf(l, calendar.QuarterSpan{From: quarters[at], To: quarters[end]}))
		at = end + 1
	}
	return listed(l, parts)
}

// help is an alternative as a page offers it.
type help struct {
	Key     string // of the scenario that it may become: pressed twice it becomes one
	Button  string
	Effect  string
	Changes []Change
}

// helps are what would help an activity.
func (p *planned) helps(l i18n.Printer, out *planner.Outcome) []help {
	var list []help
	for i := range out.Alternatives {
		a := &out.Alternatives[i]
		changes := changesOf(numberOf(out.ID), a)
		list = append(list, help{store.NewID(), p.state.changeWords(l, changes[0], changes[1:]...), p.effect(l, out, a), changes})
	}
	return list
}

// effect is what an alternative costs, and what else becomes of the plan.
func (p *planned) effect(l i18n.Printer, out *planner.Outcome, a *planner.Alternative) string {
	var parts []string
	switch a.Kind {
	case planner.MoreHours:
		parts = append(parts, p.asPosition(l, a.Add.([]planner.Work)))
	case planner.LessEffort:
		asked := p.asked(out.ID)
		of := cmp.Or(asked.Total, asked.Steady)
		parts = append(parts, l.T("staffing.help.share", "percent", l.Number(int(*a.Hours*100 / *of))))
	case planner.Wait:
		other := p.names.Activities[a.Activity]
		effort := p.names.Efforts[a.Activity]
		parts = append(parts, l.T("staffing.help.frees", "hours", effort.hoursOf(l), "priority", strings.ToLower(l.T("staffing.priority."+string(other.Priority)))))
	}
	if len(a.Lost) > 0 {
		parts = append(parts, l.T("staffing.help.lost", "count", len(a.Lost), "numbers", listed(l, a.Lost)))
	}
	for _, moved := range a.Moved {
		parts = append(parts, l.T("staffing.help.moved", "number", moved.Activity, "after", l.QuarterLong(calendar.MustQuarter(moved.After)), "before", l.QuarterLong(calendar.MustQuarter(moved.Before))))
	}
	if len(a.Lost)+len(a.Moved) == 0 {
		parts = append(parts, l.T("staffing.help.nothing_else"))
	}
	return strings.Join(parts, " ")
}

// asPosition is hours as a share of a full position in their quarters: "34 % av en heltid under ett kvartal".
func (p *planned) asPosition(l i18n.Printer, add []planner.Work) string {
	hours, full, quarters := planner.Tenths(0), planner.Tenths(0), map[string]bool{}
	for _, w := range add {
		hours += w.Hours
		quarters[w.Quarter] = true
	}
	position := Person{From: p.from.First(), Percents: []Percent{{p.from.First(), whole}}}
	for quarter := range quarters {
		full += p.state.setting.Hours(&position, calendar.MustQuarter(quarter))
	}
	if full == 0 {
		return ""
	}
	return l.T("staffing.help.position", "percent", l.Number(int((hours*100+full-1)/full)), "count", len(quarters))
}

// changeWords is a change in words, as a button says it. More hours of others in the same change are added up.
func (s *state) changeWords(l i18n.Printer, c Change, more ...Change) string {
	person := ""
	if names := namesOf(s.people, []string{c.Person}); len(names) > 0 {
		person = names[0]
	}
	switch c.Kind {
	case ChangePercent:
		return l.T("staffing.change.percent", "person", person, "percent", percentSign(l, c.Permille), "from", l.QuarterLong(c.From))
	case ChangeHours:
		if len(more) == 0 {
			return l.T("staffing.change.hours", "hours", HoursIn(l, c.Hours), "person", person, "quarter", l.QuarterLong(c.From))
		}
		sum, quarters := c.Hours, []calendar.Quarter{c.From}
		for _, m := range more {
			sum += m.Hours
			quarters = append(quarters, m.From)
		}
		slices.Sort(quarters)
		return l.T("staffing.change.hours_several", "hours", HoursIn(l, sum), "quarters", quartersIn(l, slices.Compact(quarters)))
	case ChangeWindow:
		return l.T("staffing.change.window", "number", c.Activity, "quarters", spanOf(l, calendar.QuarterSpan{From: c.From, To: c.Until}))
	case ChangeEffort:
		return l.T("staffing.change.effort", "number", c.Activity, "hours", HoursIn(l, c.Hours))
	case ChangeWait:
		return l.T("staffing.change.wait", "number", c.Activity)
	case ChangePeople:
		return l.T("staffing.change.people", "number", c.Activity, "person", person)
	case ChangeOrder:
		return l.T("staffing.change.order", "number", c.Activity, "place", c.Place)
	}
	return ""
}

// whyLate says of an activity that is finished why it is not so a quarter earlier; empty when it could not be.
func (p *planned) whyLate(l i18n.Printer, out *planner.Outcome) string {
	switch {
	case out.Late == nil:
		return ""
	case len(out.Late.After) > 0:
		return l.T("staffing.late.after", "others", l.T("staffing.why.activities", "count", len(out.Late.After), "numbers", listed(l, out.Late.After)))
	}
	_, quarters := p.slotHours(out.Late.Slots)
	return l.T("staffing.late.full", "quarters", quartersIn(l, quarters))
}

// overloaded says which quarters are overloaded before anything is planned.
func (p *planned) overloaded(l i18n.Printer) []string {
	var list []string
	for i := range p.plan.Overloads {
		o := &p.plan.Overloads[i]
		span := calendar.QuarterSpan{From: calendar.MustQuarter(o.From), To: calendar.MustQuarter(o.Until)}
		list = append(list, l.T("staffing.overload.each", "quarters", spanOf(l, span), "others", p.competing(l, o.ForcedBy), "forced", HoursIn(l, o.Forced), "there", HoursWords(l, o.Hours), "over", HoursIn(l, o.Forced-o.Hours))+
			" "+l.T("staffing.overload.going", "others", p.competing(l, p.going(span)), "positions", p.positions(l, span.From)))
	}
	return list
}

// going are the activities whose time is in some of the quarters.
func (p *planned) going(span calendar.QuarterSpan) (ids []string) {
	for i := range p.problem.Activities {
		id := p.problem.Activities[i].ID
		if window := p.windowOf(id); window.From <= span.To && window.To >= span.From {
			ids = append(ids, id)
		}
	}
	return ids
}

// positions is how many full-time positions there are at the end of a quarter, absence aside: "2,8".
func (p *planned) positions(l i18n.Printer, quarter calendar.Quarter) string {
	sum := 0
	for i := range p.state.people {
		sum += p.state.people[i].PermilleOn(quarter.Last())
	}
	return numberWords(l, decimal.Thousandths(sum))
}

// activityLink is where an activity stands in the plan.
func activityLink(p *plan.Plan, a *plan.Activity) string {
	return fmt.Sprintf("/plan/%s/activity/%d", p.Key, a.Number)
}
