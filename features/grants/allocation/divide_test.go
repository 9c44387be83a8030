package allocation_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/grants/allocation"
)

func TestDividing(t *testing.T) {
	const none = allocation.NoCap
	for _, test := range []struct {
		name   string
		pot    int64
		shares []allocation.Share
		want   []int64
		rest   int64
	}{
		{"equal weights, the öre left go by key", 100, []allocation.Share{{"c", 1, 0, none}, {"a", 1, 0, none}, {"b", 1, 0, none}}, []int64{34, 33, 33}, 0},
		{"the largest fraction gets the öre", 100, []allocation.Share{{"a", 1, 0, none}, {"b", 2, 0, none}, {"c", 4, 0, none}}, []int64{14, 29, 57}, 0},
		{"what is cut at a cap goes to the others", 100, []allocation.Share{{"a", 8, 0, 40}, {"b", 1, 0, none}, {"c", 1, 0, none}}, []int64{40, 30, 30}, 0},
		{"what a floor takes comes from the others", 100, []allocation.Share{{"a", 1, 30, none}, {"b", 4, 0, none}, {"c", 5, 0, none}}, []int64{30, 31, 39}, 0},
		{"a cut that lifts somebody else to a cap", 100, []allocation.Share{{"a", 10, 0, 20}, {"b", 5, 0, 35}, {"c", 1, 0, none}}, []int64{20, 35, 45}, 0},
		{"everybody at the cap leaves a rest", 100, []allocation.Share{{"a", 1, 0, 10}, {"b", 1, 0, 20}}, []int64{10, 20}, 70},
		{"no weight gets the floor only", 100, []allocation.Share{{"a", 0, 5, none}, {"b", 1, 0, none}}, []int64{5, 95}, 0},
		{"nobody", 100, nil, nil, 100},
		{"nothing to divide", 0, []allocation.Share{{"a", 1, 0, none}}, []int64{0}, 0},
		{"floors that are the whole pot", 10, []allocation.Share{{"a", 1, 4, none}, {"b", 1, 6, none}}, []int64{4, 6}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := allocation.Divide(test.pot, test.shares)
			if err != nil {
				t.Fatal(err)
			}
			if amounts := amountsOf(got); !slices.Equal(amounts, test.want) || got.Rest != test.rest {
				t.Errorf("got %v and the rest %d, want %v and %d", amounts, got.Rest, test.want, test.rest)
			}
		})
	}
}

func amountsOf(d allocation.Division) (amounts []int64) {
	for _, given := range d.Given {
		amounts = append(amounts, given.Amount)
	}
	return amounts
}

func TestWhatCannotBeDividedIsRefused(t *testing.T) {
	var short *allocation.Shortage
	if _, err := allocation.Divide(10, []allocation.Share{{"a", 1, 6, 9}, {"b", 1, 6, 9}}); !errors.As(err, &short) || short.Floors != 12 {
		t.Errorf("floors above the pot: %v", err)
	}
	if _, err := allocation.Divide(10, []allocation.Share{{"a", 1, math.MaxInt64, math.MaxInt64}, {"b", 1, 6, 9}}); !errors.As(err, &short) {
		t.Errorf("floors above what can be counted: %v", err)
	}
	var wrong *allocation.Wrong
	for _, shares := range [][]allocation.Share{{{"a", 1, 0, 1}, {"a", 1, 0, 1}}, {{"a", -1, 0, 1}}, {{"a", 1, -1, 1}}, {{"a", 1, 2, 1}}} {
		if _, err := allocation.Divide(10, shares); !errors.As(err, &wrong) {
			t.Errorf("%v: %v", shares, err)
		}
	}
	if _, err := allocation.Divide(-1, nil); !errors.As(err, &wrong) {
		t.Errorf("a pot below nothing: %v", err)
	}
}

func drawShares(t *rapid.T) []allocation.Share {
	n := rapid.IntRange(0, 12).Draw(t, "n")
	shares := make([]allocation.Share, n)
	for i := range shares {
		floor := rapid.SampledFrom([]int64{0, 0, 0, 7, 1000}).Draw(t, "floor")
		most := rapid.SampledFrom([]int64{allocation.NoCap, allocation.NoCap, floor, floor + 3, floor + 50_000}).Draw(t, "cap")
		shares[i] = allocation.Share{Key: fmt.Sprintf("%02d", i), Weight: rapid.Int64Range(0, 1000).Draw(t, "weight"), Floor: floor, Cap: most}
	}
	return shares
}

// Nothing is made or lost, nobody gets less than the floor or more than the cap, and who follows the weight gets what the
// others who do would get for the same weight, to the öre. The order in which they are told does not matter.
func TestADivisionKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares, pot := drawShares(t), rapid.Int64Range(0, 1_000_000).Draw(t, "pot")
		got, err := allocation.Divide(pot, shares)
		var short *allocation.Shortage
		if errors.As(err, &short) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		sum := got.Rest
		for i, given := range got.Given {
			s := shares[i]
			sum += given.Amount
			if given.Amount < s.Floor || given.Amount > s.Cap {
				t.Fatalf("%+v got %d", s, given.Amount)
			}
			if got.Rest > 0 && s.Weight > 0 && given.Amount < s.Cap {
				t.Fatalf("%d is left while %+v got %d", got.Rest, s, given.Amount)
			}
		}
		if sum != pot {
			t.Fatalf("the sum is %d, not %d", sum, pot)
		}
		followTheirWeights(t, shares, got)
		shuffled := rapid.Permutation(shares).Draw(t, "order")
		again, err := allocation.Divide(pot, shuffled)
		if err != nil || !slices.Equal(again.Given, got.Given) {
			t.Fatalf("another order gives %v, not %v", again, got)
		}
	})
}

// followTheirWeights compares all pairs: who is not cut never gets less for the same weight than who is not lifted.
func followTheirWeights(t *rapid.T, shares []allocation.Share, got allocation.Division) {
	for i, a := range got.Given {
		for j, b := range got.Given {
			if a.Amount >= shares[i].Cap || b.Amount <= shares[j].Floor || shares[i].Weight == 0 || shares[j].Weight == 0 {
				continue
			}
			// a may not be short of b's level by more than the rounding: (a+1)/wa >= (b-1)/wb.
			left := new(big.Int).Mul(big.NewInt(a.Amount+1), big.NewInt(shares[j].Weight))
			right := new(big.Int).Mul(big.NewInt(b.Amount-1), big.NewInt(shares[i].Weight))
			if left.Cmp(right) < 0 {
				t.Fatalf("%+v got %d while %+v got %d", shares[i], a.Amount, shares[j], b.Amount)
			}
		}
	}
}

// The exact level is the one that a search by halving comes close to.
func TestADivisionIsWhatDividingAgainAndAgainComesTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares, pot := drawShares(t), rapid.Int64Range(0, 1_000_000).Draw(t, "pot")
		got, err := allocation.Divide(pot, shares)
		if err != nil || got.Rest > 0 {
			return
		}
		at := func(level float64) (amounts []float64, sum float64) {
			for _, s := range shares {
				amount := math.Max(float64(s.Floor), math.Min(level*float64(s.Weight), float64(s.Cap)))
				amounts, sum = append(amounts, amount), sum+amount
			}
			return amounts, sum
		}
		low, high := 0.0, 2e6
		for range 200 {
			if middle := (low + high) / 2; func() bool { _, sum := at(middle); return sum < float64(pot) }() {
				low = middle
			} else {
				high = middle
			}
		}
		amounts, _ := at(high)
		for i := range amounts {
			if math.Abs(amounts[i]-float64(got.Given[i].Amount)) > 1.001 {
				t.Fatalf("%+v got %d, by halving %f", shares[i], got.Given[i].Amount, amounts[i])
			}
		}
	})
}
