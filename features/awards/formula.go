package awards

import (
	"errors"
	"slices"
	"strings"

	"samverk/features/applications"
	"samverk/features/grants/allocation"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
	"samverk/platform/questions"
)

// CountOf is what an application tells of a count that a pot is divided by. The count's name says where in the form the
// number stands: "members" is the answer to the question with that key, "clubs.members" the sum of that column in a table, and
// "clubs#" the number of its rows. Parts of a whole are cut. What is not told is none.
func CountOf(f *questions.Form, answers questions.Answers, name string) int64 {
	if key, is := strings.CutSuffix(name, "#"); is {
		return int64(len(answers[key].Rows))
	}
	key, column, is := strings.Cut(name, ".")
	if !is {
		if n := answers.Number(name); n != nil {
			return int64(*n) / 1000
		}
		return 0
	}
	q := f.Question(key)
	if q == nil {
		return 0
	}
	at := slices.IndexFunc(q.Columns, func(c questions.Column) bool { return c.Key == column })
	sum := decimal.Thousandths(0)
	for _, row := range answers[key].Rows {
		if at >= 0 && at < len(row) {
			if n, err := decimal.Parse(strings.TrimSpace(row[at])); err == nil && n > 0 {
				sum += n
			}
		}
	}
	return int64(sum) / 1000
}

// countsIn are the names of the counts that pots ask for.
func countsIn(pots []allocation.Pot) (names []string) {
	for i := range pots {
		for _, t := range pots[i].Terms {
			names = append(names, t.Count)
		}
		names = append(names, pots[i].Needs)
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	slices.Sort(names)
	return slices.Compact(names)
}

// Simulated is what a formula would give an application.
type Simulated struct {
	Row    *Row
	Parts  []allocation.Part // of each pot, a year, before what being late costs
	Year   int64             // öre a year, after that
	Amount int64             // öre for all years
}

// Gain is what the row would get more than is proposed now, in öre.
func (s *Simulated) Gain() int64 { return s.Amount - s.Row.Amount() }

// GainOnLast is what the row would get more a year than last year, in öre.
func (s *Simulated) GainOnLast() int64 { return s.Year - s.Row.Last }

// Simulation is a formula tried on the rows that can be changed.
type Simulation struct {
	Rows  []Simulated
	Rests []int64 // of each pot, what nobody could be given, öre
	Late  int64   // öre a year that being late costs; it is given to nobody
	Given int64   // öre a year
}

// Simulate carries a formula out for the rows that can be changed, but for those that do not meet the conditions. A pot is for
// a year: what is given, its rests and what being late costs are together the pots, to the öre. A late application that has
// been taken all the same loses nothing; a later one than the ladder takes gets nothing.
func (t *Table) Simulate(pots []allocation.Pot) (Simulation, error) {
	counts, rows := countsIn(pots), map[string]*Row{}
	var applicants []allocation.Applicant
	for i := range t.Rows {
		r := &t.Rows[i]
		if !t.MayChange(r) || r.Reason == ConditionsReason {
			continue
		}
		a := allocation.Applicant{Key: r.ApplicationID, Counts: map[string]int64{}, Last: r.Last}
		for _, name := range counts {
			a.Counts[name] = CountOf(&t.Call.Terms.Form, r.Application.Answers, name)
		}
		applicants, rows[r.ApplicationID] = append(applicants, a), r
	}
	outcome, err := allocation.Carry(pots, applicants)
	if err != nil {
		return Simulation{}, potFault(err)
	}
	s := Simulation{Rests: outcome.Rests}
	for _, award := range outcome.Awards {
		r := rows[award.Key]
		year := t.afterLate(&r.Application, award.Total)
		s.Late, s.Given = s.Late+award.Total-year, s.Given+year
		s.Rows = append(s.Rows, Simulated{Row: r, Parts: award.Parts, Year: year, Amount: year * int64(t.years())})
	}
	order := map[string]int{}
	for i := range t.Rows {
		order[t.Rows[i].ApplicationID] = i
	}
	slices.SortFunc(s.Rows, func(a, b Simulated) int { return order[a.Row.ApplicationID] - order[b.Row.ApplicationID] })
	return s, nil
}

// afterLate is what is left of an amount after what being late costs.
func (t *Table) afterLate(a *applications.Application, amount int64) int64 {
	if a.DaysLate <= 0 || a.LateTaken != "" {
		return amount
	}
	left, _ := t.Call.Terms.Rules.Late.After(amount, a.DaysLate)
	return left
}

// LateCost is what being late takes off a whole of 1000, in thousandths; 1000 is all.
func (t *Table) LateCost(a *applications.Application) int64 { return 1000 - t.afterLate(a, 1000) }

// potFault says in words why a formula cannot be carried out.
func potFault(err error) error {
	var in *allocation.InPot
	var short *allocation.Shortage
	pot := ""
	if errors.As(err, &in) {
		pot = in.Pot
	}
	if errors.As(err, &short) {
		return i18n.Fail("awards.pot_short", "pot", pot)
	}
	return i18n.Fail("awards.pot_wrong", "pot", pot)
}
