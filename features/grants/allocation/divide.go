package allocation

import (
	"cmp"
	"math"
	"math/big"
	"slices"
)

// Share is one part of a pot that is to be divided. Amounts are in öre.
type Share struct {
	Key    string // who; no two are alike
	Weight int64  // never below 0; with no weight only the floor is given
	Floor  int64  // at least; 0 for none
	Cap    int64  // at most; NoCap for none
}

// NoCap is the cap of a share that has none.
const NoCap int64 = math.MaxInt64

// Given is what a share got.
type Given struct {
	Key    string
	Amount int64 // öre
	Bound  Bound // what decided the amount besides its weight
}

// Bound is what decided an amount besides its weight.
type Bound string

// The bounds.
const (
	Free    Bound = ""      // its weight alone
	AtFloor Bound = "floor" // lifted to the least
	AtCap   Bound = "cap"   // cut to the most
)

// Division is a pot that has been divided. The amounts and the rest add up to the pot.
type Division struct {
	Given []Given // in the order of their keys
	Rest  int64   // what nobody could be given: all with weight stand at their caps, or nobody has weight
}

// Shortage is the error of a pot that is smaller than the floors together.
type Shortage struct {
	Pot, Floors int64 // öre
}

func (s *Shortage) Error() string { return "the floors are more than the pot" }

// Divide divides a pot. The error is a *Shortage, or *Wrong for what nobody can divide.
func Divide(pot int64, shares []Share) (Division, error) {
	list := slices.SortedFunc(slices.Values(shares), func(a, b Share) int { return cmp.Compare(a.Key, b.Key) })
	floors, err := checkShares(pot, list)
	if err != nil {
		return Division{}, err
	}
	if floors > pot {
		return Division{}, &Shortage{Pot: pot, Floors: floors}
	}
	return round(pot, list, levelOf(pot, list)), nil
}

// checkShares refuses what makes no sense and adds up the floors.
func checkShares(pot int64, list []Share) (floors int64, err error) {
	if pot < 0 {
		return 0, &Wrong{What: "pot"}
	}
	for i, s := range list {
		switch {
		case i > 0 && list[i-1].Key == s.Key:
			return 0, &Wrong{Key: s.Key, What: "twice"}
		case s.Weight < 0:
			return 0, &Wrong{Key: s.Key, What: "weight"}
		case s.Floor < 0 || s.Cap < s.Floor:
			return 0, &Wrong{Key: s.Key, What: "bounds"}
		case floors > math.MaxInt64-s.Floor:
			return 0, &Shortage{Pot: pot, Floors: math.MaxInt64}
		}
		floors += s.Floor
	}
	return floors, nil
}

// Wrong is the error of what nobody can divide: a pot below nothing, the same key twice, a weight below nothing, a cap
// below its floor.
type Wrong struct {
	Key, What string
}

func (w *Wrong) Error() string { return "allocation: " + w.What + " of " + w.Key }

// turn is a level, in öre for one of weight, at which a share begins or ceases to follow its weight.
type turn struct {
	level  *big.Rat
	weight int64 // what the sum of weights that follow the level grows by
	fixed  int64 // what the sum of amounts that do not follow it grows by
}

// levelOf finds the level at which the shares add up to the pot; nil when they cannot reach it.
func levelOf(pot int64, list []Share) *big.Rat {
	var turns []turn
	fixed, weights := new(big.Int), new(big.Int)
	for _, s := range list {
		fixed.Add(fixed, big.NewInt(s.Floor))
		if s.Weight == 0 || s.Floor == s.Cap {
			continue
		}
		turns = append(turns, turn{big.NewRat(s.Floor, s.Weight), s.Weight, -s.Floor})
		if s.Cap != NoCap {
			turns = append(turns, turn{big.NewRat(s.Cap, s.Weight), -s.Weight, s.Cap})
		}
	}
	slices.SortFunc(turns, func(a, b turn) int { return a.level.Cmp(b.level) })
	left := new(big.Rat)
	for i, t := range turns {
		weights.Add(weights, big.NewInt(t.weight))
		fixed.Add(fixed, big.NewInt(t.fixed))
		if weights.Sign() == 0 {
			continue
		}
		// Between this turn and the next the sum is fixed + level × weights.
		left.SetInt(new(big.Int).Sub(big.NewInt(pot), fixed))
		level := new(big.Rat).Quo(left, new(big.Rat).SetInt(weights))
		if i+1 == len(turns) || level.Cmp(turns[i+1].level) <= 0 {
			return level
		}
	}
	return nil
}

// round gives each share its whole öre at the level, and the öre that are left to the largest fractions.
func round(pot int64, list []Share, level *big.Rat) Division {
	given, rest := make([]Given, len(list)), big.NewInt(pot)
	var fractions []fraction
	for i := range list {
		amount, part, bound := list[i].at(level)
		given[i] = Given{list[i].Key, amount, bound}
		rest.Sub(rest, big.NewInt(amount))
		if part.Sign() > 0 {
			fractions = append(fractions, fraction{i, part})
		}
	}
	if level == nil {
		return Division{given, rest.Int64()}
	}
	slices.SortStableFunc(fractions, func(a, b fraction) int { return b.part.Cmp(a.part) })
	for _, f := range fractions[:rest.Int64()] {
		given[f.share].Amount++
	}
	return Division{Given: given}
}

// fraction is the part of an öre that a share was cut by.
type fraction struct {
	share int
	part  *big.Rat
}

// at is the share at a level: its whole öre, the part of an öre left, and what bounds it. Nil is a level above all caps.
func (s *Share) at(level *big.Rat) (amount int64, part *big.Rat, bound Bound) {
	none := new(big.Rat)
	if s.Weight == 0 || s.Floor == s.Cap {
		return s.Floor, none, boundIf(s.Floor > 0, AtFloor)
	}
	if level == nil {
		return s.Cap, none, AtCap
	}
	exact := new(big.Rat).Mul(level, new(big.Rat).SetInt64(s.Weight))
	switch {
	case exact.Cmp(new(big.Rat).SetInt64(s.Floor)) < 0:
		return s.Floor, none, AtFloor
	case s.Cap != NoCap && exact.Cmp(new(big.Rat).SetInt64(s.Cap)) > 0:
		return s.Cap, none, AtCap
	}
	whole := new(big.Int).Quo(exact.Num(), exact.Denom())
	return whole.Int64(), exact.Sub(exact, new(big.Rat).SetInt(whole)), Free
}

func boundIf(is bool, bound Bound) Bound {
	if is {
		return bound
	}
	return Free
}
