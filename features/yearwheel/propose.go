package yearwheel

import (
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/workday"
)

// Need is a type of meeting that days are wanted for.
type Need struct {
	TypeID, Type, NetworkID, Network string
	Missing                          int
	Taken                            []calendar.Date // days of the year on which it meets already
}

// Busy is a meeting on a day, or one that is proposed.
type Busy struct {
	NetworkID, Network, Title string
	Day                       calendar.Date
}

// Proposal is a day proposed for a type of meeting, and why it was chosen.
type Proposal struct {
	Day     calendar.Date
	After   int              // days since the meeting of the type before it in the year; 0 when it is the first
	Against []workday.Reason // what speaks against it all the same
	Clashes []Busy           // meetings of the same members that day
}

// serious are the reasons that somebody should think over before a day is booked.
var serious = []workday.Reason{workday.Summer, workday.SchoolHoliday, workday.Bridge}

// IsGood tells whether nothing serious speaks against the day.
func (p *Proposal) IsGood() bool {
	return len(p.Clashes) == 0 && !slices.ContainsFunc(p.Against, func(r workday.Reason) bool { return slices.Contains(serious, r) })
}

// Around is what else goes on in a year: the meetings of all networks, and for each network those that share members with it.
type Around struct {
	Busy    []Busy
	Sharing map[string][]string
}

// concerns tells whether whoever is in a network may be wanted at a meeting.
func (a *Around) concerns(networkID string, b *Busy) bool {
	return b.NetworkID == networkID || slices.Contains(a.Sharing[networkID], b.NetworkID)
}

// ProposalSpan is where days of a year are proposed: not nearer than the notice that people are given, which is shorter where less of the
// year remains; none when it is over.
func ProposalSpan(year int, today calendar.Date) calendar.Span {
	span := calendar.Year(year)
	ahead := min(notice, max(1, today.DaysUntil(span.To)/4))
	span.From = later(span.From, today.AddDays(ahead))
	return span
}

// Propose gives days for what is needed, for each need in order: spread evenly with the type's own meetings over the span, on days that
// suit people. Days on which the same members meet are avoided, also those that have just been proposed. Where there is no
// room there are fewer days.
func Propose(needs []Need, around Around, span calendar.Span) [][]calendar.Date {
	all := make([][]calendar.Date, len(needs))
	for i := range needs {
		need := &needs[i]
		var avoid []calendar.Date
		for _, b := range slices.Concat(around.Busy, proposed(needs[:i], all)) {
			if around.concerns(need.NetworkID, &b) {
				avoid = append(avoid, b.Day)
			}
		}
		all[i] = workday.Propose(need.Missing, need.Taken, span, avoid)
	}
	return all
}

// Explain tells of the days of each need why they were chosen, and what speaks against them.
func Explain(needs []Need, days [][]calendar.Date, around Around) [][]Proposal {
	all := make([][]Proposal, len(needs))
	for i := range needs {
		others := slices.Concat(around.Busy, proposed(needs[:i], days), proposed(needs[i+1:], days[i+1:]))
		for _, day := range days[i] {
			p := Proposal{Day: day, After: sinceLast(day, needs[i].Taken, days[i]), Against: workday.Against(day)}
			for _, b := range others {
				if b.Day == day && around.concerns(needs[i].NetworkID, &b) {
					p.Clashes = append(p.Clashes, b)
				}
			}
			all[i] = append(all[i], p)
		}
	}
	return all
}

// proposed are days of needs as meetings that may be.
func proposed(needs []Need, days [][]calendar.Date) (all []Busy) {
	for i := range needs {
		for _, day := range days[i] {
			all = append(all, Busy{needs[i].NetworkID, needs[i].Network, needs[i].Type, day})
		}
	}
	return all
}

// sinceLast is how many days there are since the latest of some days before a day; 0 when there is none.
func sinceLast(day calendar.Date, some ...[]calendar.Date) int {
	var last calendar.Date
	for _, d := range slices.Concat(some...) {
		if d.Before(day) && (last.IsZero() || d.After(last)) {
			last = d
		}
	}
	if last.IsZero() {
		return 0
	}
	return last.DaysUntil(day)
}
