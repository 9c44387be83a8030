package allocation

import (
	"cmp"
	"math"
	"math/big"
	"slices"
)

// Applicant is somebody among whom the pots are divided.
type Applicant struct {
	Key string
	// Counts are what the applicant has told: "members", "members 6-25", "associations", "mandates", "hours". What is not
	// told is none.
	Counts map[string]int64
	// Last is last year's grant in öre; 0 when there was none.
	Last int64
}

// Term is one part of a weight: so much for each of a count. With no Count it is the same for everybody.
type Term struct {
	Count string
	Each  int64 // in hundredths, so that 29.33 kronor for each member can be said; with one term any number does
}

// Way is how the weights of a pot are meant.
type Way string

// The ways.
const (
	Proportional Way = "proportional" // the pot is divided in proportion to the weights
	Priced       Way = "priced"       // the weight, in kronor, is the amount itself; the pot is the most that can be given
)

// Pot is money that is divided by one rule.
type Pot struct {
	Name   string
	Amount int64 // öre
	Way    Way
	Terms  []Term // the weight is their sum
	Times  int64  // the weight is multiplied, in thousandths; 0 is once
	// Without a count of this, or with fewer than Least, nothing is given of the pot.
	Needs string
	Least int64

	Floor    int64 // öre, for those who are given something
	Cap      int64 // öre; 0 for none
	CapShare int64 // at most so much of the pot, in thousandths; 0 for no such cap
	// Against last year's grant, in thousandths: at least and at most so much of it. 0 for no such bound. They hold for
	// those who had a grant last year.
	LastLeast, LastMost int64
}

// Part is what an applicant gets of a pot.
type Part struct {
	Pot    string
	Weight int64 // hundredths
	Amount int64 // öre
	Bound  Bound
}

// Award is what an applicant gets in all.
type Award struct {
	Key   string
	Parts []Part // one for each pot, in the pots' order
	Total int64  // öre
}

// Outcome is a formula carried out.
type Outcome struct {
	Awards []Award // in the order of their keys
	Rests  []int64 // of each pot, what nobody was given, öre
}

// Carry carries a formula out. The error is a *Wrong or a *Shortage with the pot's name.
func Carry(pots []Pot, applicants []Applicant) (Outcome, error) {
	list := slices.SortedFunc(slices.Values(applicants), func(a, b Applicant) int { return cmp.Compare(a.Key, b.Key) })
	outcome := Outcome{Awards: make([]Award, len(list)), Rests: make([]int64, len(pots))}
	for i := range list {
		outcome.Awards[i] = Award{Key: list[i].Key, Parts: make([]Part, len(pots))}
	}
	for n := range pots {
		if err := pots[n].check(); err != nil {
			return Outcome{}, err
		}
		if err := pots[n].carry(n, list, &outcome); err != nil {
			return Outcome{}, &InPot{Pot: pots[n].Name, Err: err}
		}
	}
	return outcome, nil
}

// InPot says in which pot an error is.
type InPot struct {
	Pot string
	Err error
}

func (e *InPot) Error() string { return "pot " + e.Pot + ": " + e.Err.Error() }
func (e *InPot) Unwrap() error { return e.Err }

func (p *Pot) check() error {
	wrong := p.Amount < 0 || p.Floor < 0 || p.Cap < 0 || p.CapShare < 0 || p.CapShare > 1000 || p.LastLeast < 0 || p.LastMost < 0 || p.Times < 0 ||
		p.Way != Proportional && p.Way != Priced || len(p.Terms) == 0 || slices.ContainsFunc(p.Terms, func(t Term) bool { return t.Each < 0 })
	if wrong {
		return &InPot{Pot: p.Name, Err: &Wrong{What: "rule"}}
	}
	return nil
}

// carry divides one pot among the applicants, who stand in the order of their keys.
func (p *Pot) carry(n int, list []Applicant, outcome *Outcome) error {
	shares := make([]Share, len(list))
	for i := range list {
		weight, err := p.weight(&list[i])
		if err != nil {
			return err
		}
		outcome.Awards[i].Parts[n] = Part{Pot: p.Name, Weight: weight}
		shares[i] = p.share(&list[i], weight)
	}
	divided, err := Divide(p.Amount, shares)
	if err != nil {
		return err
	}
	for i, given := range divided.Given {
		part := &outcome.Awards[i].Parts[n]
		part.Amount, part.Bound = given.Amount, given.Bound
		if p.Way == Priced && part.Bound == AtCap && given.Amount == part.Weight {
			part.Bound = Free // it got its price, which is no cut
		}
		outcome.Awards[i].Total += given.Amount
	}
	outcome.Rests[n] = divided.Rest
	return nil
}

// weight is the sum of the pot's terms for an applicant, in hundredths.
func (p *Pot) weight(a *Applicant) (int64, error) {
	if p.Needs != "" && a.Counts[p.Needs] < max(p.Least, 1) {
		return 0, nil
	}
	sum := new(big.Int)
	for _, t := range p.Terms {
		count := int64(1)
		if t.Count != "" {
			count = a.Counts[t.Count]
		}
		if count < 0 {
			return 0, &Wrong{Key: a.Key, What: t.Count}
		}
		sum.Add(sum, new(big.Int).Mul(big.NewInt(count), big.NewInt(t.Each)))
	}
	if p.Times != 0 {
		sum.Mul(sum, big.NewInt(p.Times))
		sum.Add(sum, big.NewInt(500)).Quo(sum, big.NewInt(1000)) // half an öre and more is a whole one
	}
	if !sum.IsInt64() {
		return 0, &Wrong{Key: a.Key, What: "weight"}
	}
	return sum.Int64(), nil
}

// share puts an applicant's bounds together. Where they contradict each other the cap gives way to the floor, except
// that nobody gets more than the pot.
func (p *Pot) share(a *Applicant, weight int64) Share {
	s := Share{Key: a.Key, Weight: weight, Cap: NoCap}
	if weight == 0 {
		s.Cap = 0
		return s
	}
	if p.Cap > 0 {
		s.Cap = p.Cap
	}
	if p.CapShare > 0 {
		s.Cap = min(s.Cap, part(p.Amount, p.CapShare))
	}
	if p.LastMost > 0 && a.Last > 0 {
		s.Cap = min(s.Cap, part(a.Last, p.LastMost))
	}
	if p.Way == Priced {
		s.Cap = min(s.Cap, weight)
	}
	s.Floor = p.Floor
	if p.LastLeast > 0 && a.Last > 0 {
		s.Floor = max(s.Floor, part(a.Last, p.LastLeast))
	}
	s.Cap = max(s.Cap, s.Floor)
	return s
}

// part is so many thousandths of an amount, cut to whole öre.
func part(amount, thousandths int64) int64 {
	product := new(big.Int).Mul(big.NewInt(amount), big.NewInt(thousandths))
	if product.Quo(product, big.NewInt(1000)); product.IsInt64() {
		return product.Int64()
	}
	return math.MaxInt64
}
