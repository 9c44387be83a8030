package assessment

import (
	"cmp"
	"slices"
)

// Criterion is something that applications are judged by.
type Criterion struct {
	Key    string
	Weight int      // how much it counts against the others, above 0
	Steps  []string // what the steps of the scale mean, the lowest first; at least two
}

// Scores are an assessor's steps by the criteria's keys, from 0.
type Scores map[string]int

// Full is the total of the highest step everywhere, in thousandths.
const Full = 1000

// Missing lists the criteria that have no score, or none that is on the scale, in their order.
func Missing(criteria []Criterion, scores Scores) (keys []string) {
	for _, c := range criteria {
		if step, given := scores[c.Key]; !given || step < 0 || step >= len(c.Steps) {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

// fraction is a sum that has not been rounded: Over / Under.
type fraction struct{ over, under int64 }

func (f fraction) thousandths() int {
	if f.under == 0 {
		return 0
	}
	return int((2*Full*f.over + f.under) / (2 * f.under)) // half and more is one more
}

// totalOf is one assessor's total.
func totalOf(criteria []Criterion, scores Scores) fraction {
	// Every step is a part of its own scale: brought to what all scales have in common, so that nothing is rounded.
	common := int64(1)
	for _, c := range criteria {
		common = lcm(common, int64(len(c.Steps)-1))
	}
	f := fraction{}
	for _, c := range criteria {
		f.over += int64(c.Weight) * int64(scores[c.Key]) * (common / int64(len(c.Steps)-1))
		f.under += int64(c.Weight) * common
	}
	return f
}

// Total is one assessor's total in thousandths. All criteria must have a score: see Missing.
func Total(criteria []Criterion, scores Scores) int { return totalOf(criteria, scores).thousandths() }

// Spread is how far assessors are from each other about a criterion.
type Spread struct {
	Key                 string
	Mean                int  // thousandths of the scale
	Lowest, Highest     int  // steps
	LowestBy, HighestBy int  // whose they are: places in the list of assessors; the first when several
	IsWide              bool // half the scale or more lies between them
}

// Summary is what all assessors together think of an application.
type Summary struct {
	Total     int   // thousandths
	Each      []int // each assessor's total, in the order of the assessors
	Criteria  []Spread
	Assessors int
}

// wide is how much of the scale assessors may be apart before it is pointed out, in thousandths: half of it.
const wide = 500

// Summarise puts the scores of several assessors together. All must have scored every criterion.
func Summarise(criteria []Criterion, assessors []Scores) Summary {
	s := Summary{Assessors: len(assessors)}
	if len(assessors) == 0 {
		return s
	}
	sum := fraction{}
	for _, scores := range assessors {
		one := totalOf(criteria, scores)
		sum.over, sum.under = sum.over+one.over, one.under
		s.Each = append(s.Each, one.thousandths())
	}
	s.Total = fraction{sum.over, sum.under * int64(len(assessors))}.thousandths()
	for _, c := range criteria {
		s.Criteria = append(s.Criteria, spreadOf(c, assessors))
	}
	return s
}

func spreadOf(c Criterion, assessors []Scores) Spread {
	spread, sum := Spread{Key: c.Key, Lowest: len(c.Steps), Highest: -1}, 0
	for i, scores := range assessors {
		step := scores[c.Key]
		sum += step
		if step < spread.Lowest {
			spread.Lowest, spread.LowestBy = step, i
		}
		if step > spread.Highest {
			spread.Highest, spread.HighestBy = step, i
		}
	}
	top := len(c.Steps) - 1
	spread.Mean = fraction{int64(sum), int64(top * len(assessors))}.thousandths()
	spread.IsWide = (spread.Highest-spread.Lowest)*Full >= wide*top && spread.Highest > spread.Lowest
	return spread
}

// Ranked is an application's place among the others.
type Ranked struct {
	Key   string
	Total int
	Place int // from 1; those with the same total have the same place
}

// Rank puts applications in order, the highest total first; between equal totals by key, in the same place.
func Rank(totals map[string]int) []Ranked {
	list := make([]Ranked, 0, len(totals))
	for key, total := range totals {
		list = append(list, Ranked{Key: key, Total: total})
	}
	slices.SortFunc(list, func(a, b Ranked) int { return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Key, b.Key)) })
	for i := range list {
		list[i].Place = i + 1
		if i > 0 && list[i].Total == list[i-1].Total {
			list[i].Place = list[i-1].Place
		}
	}
	return list
}

func lcm(a, b int64) int64 { return a / gcd(a, b) * b }

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
