package allocation_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/grants/allocation"
)

// youth is the formula of 2024 for youth organisations: (432 250 + 29.33 for each member of 6 to 25 years + 1 857 for each
// local association) three times over for full uplift.
var youth = allocation.Pot{Name: "ungdom", Amount: 30_000_000_00, Way: allocation.Priced, Times: 3000,
	Terms: []allocation.Term{{Each: 432_250_00}, {Count: "members 6-25", Each: 29_33}, {Count: "associations", Each: 1857_00}}}

func TestTheYouthFormulaGivesItsPrices(t *testing.T) {
	outcome, err := allocation.Carry([]allocation.Pot{youth}, []allocation.Applicant{
		{Key: "a", Counts: map[string]int64{"members 6-25": 1234, "associations": 17}},
		{Key: "b", Counts: map[string]int64{"members 6-25": 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []int64{3 * (432_250_00 + 29_33*1234 + 1857_00*17), 3 * (432_250_00 + 29_33)}
	for i, award := range outcome.Awards {
		if award.Total != want[i] || award.Parts[0].Bound != allocation.Free {
			t.Errorf("%s gets %d (%q), want %d", award.Key, award.Total, award.Parts[0].Bound, want[i])
		}
	}
	if outcome.Rests[0] != youth.Amount-want[0]-want[1] {
		t.Errorf("the rest is %d", outcome.Rests[0])
	}
}

// When the prices are more than the pot, it is divided in proportion to them.
func TestPricesAbovethePotAreCutAlike(t *testing.T) {
	pot := allocation.Pot{Name: "p", Amount: 100_00, Way: allocation.Priced, Terms: []allocation.Term{{Count: "members", Each: 1_00}}}
	outcome, err := allocation.Carry([]allocation.Pot{pot}, []allocation.Applicant{{Key: "a", Counts: map[string]int64{"members": 150}}, {Key: "b", Counts: map[string]int64{"members": 50}}})
	if err != nil || outcome.Awards[0].Total != 75_00 || outcome.Awards[1].Total != 25_00 || outcome.Rests[0] != 0 {
		t.Errorf("%+v, %v", outcome, err)
	}
}

func TestBoundsOfAPot(t *testing.T) {
	members := func(n int64) map[string]int64 { return map[string]int64{"members": n} }
	pot := allocation.Pot{Name: "p", Amount: 1000_00, Way: allocation.Proportional, Terms: []allocation.Term{{Count: "members", Each: 1}}}
	for _, test := range []struct {
		name   string
		change func(*allocation.Pot)
		all    []allocation.Applicant
		want   []int64
		bounds []allocation.Bound
	}{
		{"by members", func(*allocation.Pot) {}, []allocation.Applicant{{"a", members(1), 0}, {"b", members(3), 0}}, []int64{250_00, 750_00}, []allocation.Bound{"", ""}},
		{"a part of the pot at most", func(p *allocation.Pot) { p.CapShare = 600 }, []allocation.Applicant{{"a", members(1), 0}, {"b", members(3), 0}}, []int64{400_00, 600_00}, []allocation.Bound{"", "cap"}},
		{"at most a tenth more than last year", func(p *allocation.Pot) { p.LastMost = 1100 }, []allocation.Applicant{{"a", members(1), 0}, {"b", members(3), 500_00}}, []int64{450_00, 550_00}, []allocation.Bound{"", "cap"}},
		{"at least nine tenths of last year", func(p *allocation.Pot) { p.LastLeast = 900 }, []allocation.Applicant{{"a", members(1), 500_00}, {"b", members(3), 0}}, []int64{450_00, 550_00}, []allocation.Bound{"floor", ""}},
		{"too few members", func(p *allocation.Pot) { p.Needs, p.Least, p.Floor = "members", 2, 10_00 }, []allocation.Applicant{{"a", members(1), 0}, {"b", members(3), 0}}, []int64{0, 1000_00}, []allocation.Bound{"", ""}},
		{"equally", func(p *allocation.Pot) { p.Terms = []allocation.Term{{Each: 1}} }, []allocation.Applicant{{"a", members(1), 0}, {"b", members(3), 0}}, []int64{500_00, 500_00}, []allocation.Bound{"", ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := pot
			test.change(&p)
			outcome, err := allocation.Carry([]allocation.Pot{p}, test.all)
			if err != nil {
				t.Fatal(err)
			}
			for i, award := range outcome.Awards {
				if award.Total != test.want[i] || award.Parts[0].Bound != test.bounds[i] {
					t.Errorf("%s gets %d (%q), want %d (%q)", award.Key, award.Total, award.Parts[0].Bound, test.want[i], test.bounds[i])
				}
			}
		})
	}
}

func TestAWrongRuleIsToldWithItsPot(t *testing.T) {
	var in *allocation.InPot
	for _, pot := range []allocation.Pot{{Name: "x"}, {Name: "x", Way: allocation.Priced, Terms: []allocation.Term{{Each: -1}}}, {Name: "x", Amount: -1, Way: allocation.Priced, Terms: []allocation.Term{{Each: 1}}}} {
		if _, err := allocation.Carry([]allocation.Pot{pot}, nil); !errors.As(err, &in) || in.Pot != "x" {
			t.Errorf("%+v: %v", pot, err)
		}
	}
	pot := allocation.Pot{Name: "x", Amount: 10, Way: allocation.Proportional, Floor: 20, Terms: []allocation.Term{{Each: 1}}}
	var short *allocation.Shortage
	if _, err := allocation.Carry([]allocation.Pot{pot}, []allocation.Applicant{{Key: "a"}}); !errors.As(err, &in) || !errors.As(err, &short) {
		t.Errorf("a floor above the pot: %v", err)
	}
	if _, err := allocation.Carry([]allocation.Pot{{Name: "x", Amount: 1, Way: allocation.Priced, Terms: []allocation.Term{{Count: "members", Each: 1}}}},
		[]allocation.Applicant{{Key: "a", Counts: map[string]int64{"members": -1}}}); !errors.As(err, &in) {
		t.Errorf("a count below nothing: %v", err)
	}
}

// Whatever the rules, each pot is given to the öre or its rest is told, totals are the sums of their parts, and more
// members never give less while everything else is as it was.
func TestAFormulaMakesAndLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		applicants := make([]allocation.Applicant, rapid.IntRange(1, 8).Draw(t, "n"))
		for i := range applicants {
			applicants[i] = allocation.Applicant{Key: string(rune('a' + i)), Last: rapid.Int64Range(0, 100_000).Draw(t, "last"),
				Counts: map[string]int64{"members": rapid.Int64Range(0, 500).Draw(t, "members"), "associations": rapid.Int64Range(0, 9).Draw(t, "associations")}}
		}
		pot := allocation.Pot{Name: "p", Amount: rapid.Int64Range(0, 500_000).Draw(t, "amount"), Way: rapid.SampledFrom([]allocation.Way{allocation.Proportional, allocation.Priced}).Draw(t, "way"),
			Terms:    []allocation.Term{{Count: "members", Each: 7}, {Count: "associations", Each: rapid.Int64Range(0, 300).Draw(t, "each")}},
			CapShare: rapid.SampledFrom([]int64{0, 300, 1000}).Draw(t, "capShare"), LastMost: rapid.SampledFrom([]int64{0, 1100}).Draw(t, "lastMost"),
			LastLeast: rapid.SampledFrom([]int64{0, 500}).Draw(t, "lastLeast"), Floor: rapid.SampledFrom([]int64{0, 100}).Draw(t, "floor")}
		outcome, err := allocation.Carry([]allocation.Pot{pot}, applicants)
		if err != nil {
			return
		}
		sum := outcome.Rests[0]
		for _, award := range outcome.Awards {
			sum += award.Total
			if award.Total != award.Parts[0].Amount {
				t.Fatalf("%+v", award)
			}
		}
		if sum != pot.Amount || outcome.Rests[0] < 0 {
			t.Fatalf("given and left are %d, the pot is %d", sum, pot.Amount)
		}
		more := slices.Clone(applicants)
		more[0].Counts = map[string]int64{"members": applicants[0].Counts["members"] + 10, "associations": applicants[0].Counts["associations"]}
		grown, err := allocation.Carry([]allocation.Pot{pot}, more)
		if err == nil && grown.Awards[0].Total+1 < outcome.Awards[0].Total { // an öre may move with the fractions
			t.Fatalf("ten more members give %d instead of %d", grown.Awards[0].Total, outcome.Awards[0].Total)
		}
	})
}

func TestBeingLateCosts(t *testing.T) {
	ladder := allocation.Ladder{{7, 100}, {14, 200}, {21, 300}, {28, 400}}
	for _, test := range []struct {
		days  int
		left  int64
		taken bool
	}{{-3, 1000, true}, {0, 1000, true}, {1, 900, true}, {7, 900, true}, {8, 800, true}, {14, 800, true}, {15, 700, true}, {21, 700, true}, {22, 600, true}, {28, 600, true}, {29, 0, false}} {
		if left, taken := ladder.After(1000, test.days); left != test.left || taken != test.taken {
			t.Errorf("%d days late: %d, %v; want %d, %v", test.days, left, taken, test.left, test.taken)
		}
	}
	if _, taken := (allocation.Ladder)(nil).After(1000, 1); taken {
		t.Error("without a ladder what is late is taken")
	}
}
