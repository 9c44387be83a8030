package awards_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/features/applications"
	"samverk/features/awards"
	"samverk/features/grants"
	"samverk/features/grants/allocation"
	"samverk/platform/questions"
)

func TestEveryStateOfAProposalCanBeReached(t *testing.T) {
	if reached := awards.Ways.Reached(awards.Draft); len(reached) != len(awards.States) {
		t.Errorf("only %v can be reached", reached)
	}
}

func TestAmountsAsTheyAreTyped(t *testing.T) {
	for text, want := range map[string]int64{"50 000": 50_000_00, "49 999,50": 49_999_50, "49999.5": 49_999_50, "0": 0, "1 000 kr": 1000_00, "-5": -1, "1,234": -1, "ett": -1, "": -1,
		"10000000001": -1} {
		got, ok := awards.ParseAmount(text)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q is %d, %v", text, got, ok)
		}
	}
}

func TestCountsAreFoundInTheAnswers(t *testing.T) {
	form := questions.Form{Sections: []questions.Section{{Key: "s", Questions: []questions.Question{{Key: "members", Kind: questions.Number},
		{Key: "clubs", Kind: questions.Table, Columns: []questions.Column{{Key: "name"}, {Key: "young"}}}}}}}
	answers := questions.Answers{"members": {Texts: []string{"1234"}}, "clubs": {Rows: [][]string{{"A", "10"}, {"B", "x"}, {"C", "7"}, {"D"}}}}
	for name, want := range map[string]int64{"members": 1234, "clubs.young": 17, "clubs#": 4, "clubs.nothing": 0, "nothing": 0, "nothing.x": 0, "nothing#": 0} {
		if got := awards.CountOf(&form, answers, name); got != want {
			t.Errorf("%s is %d, want %d", name, got, want)
		}
	}
}

// proposal is a table of rows with these members.
func proposal(members []int64, late []int) *awards.Table {
	t := &awards.Table{Allocation: awards.Allocation{State: awards.Draft}}
	t.Call.Content.Year = 2026
	t.Call.Terms.Rules.Late = allocation.Ladder{{Days: 7, Deduct: 100}, {Days: 14, Deduct: 200}}
	for i, n := range members {
		key := fmt.Sprintf("%04d", i)
		t.Rows = append(t.Rows, awards.Row{ApplicationID: key, RowContent: awards.RowContent{Account: "4510"}, Application: applications.Application{ID: key, State: applications.InProposal, DaysLate: late[i],
			Answers: questions.Answers{"members": {Texts: []string{fmt.Sprint(n)}}}}})
	}
	return t
}

// What a formula gives, its rests and what being late costs are together the pots, to the öre; simulating changes nothing.
func TestASimulationMakesAndLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.SliceOfN(rapid.Int64Range(0, 5000), 1, 90).Draw(t, "members")
		late := rapid.SliceOfN(rapid.IntRange(0, 20), len(members), len(members)).Draw(t, "late")
		p := proposal(members, late)
		pots := []allocation.Pot{{Name: "a", Amount: rapid.Int64Range(0, 1_000_000_00).Draw(t, "a"), Way: allocation.Proportional, Terms: []allocation.Term{{Count: "members", Each: 1}}},
			{Name: "b", Amount: rapid.Int64Range(0, 1_000_000_00).Draw(t, "b"), Way: allocation.Proportional, Terms: []allocation.Term{{Each: 1}}, CapShare: 500}}
		s, err := p.Simulate(pots)
		if err != nil {
			t.Fatal(err)
		}
		if sum := s.Given + s.Late + s.Rests[0] + s.Rests[1]; sum != pots[0].Amount+pots[1].Amount {
			t.Fatalf("together %d of %d", sum, pots[0].Amount+pots[1].Amount)
		}
		for i := range p.Rows {
			if p.Rows[i].Proposed != nil || p.Rows[i].Formula != nil {
				t.Fatal("simulating changes the proposal")
			}
		}
	})
}

// A proposal is balanced exactly when every row is told and no account is over its frame in any year of the grants.
func TestNoMoneyOverTheFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		years := rapid.IntRange(1, 3).Draw(t, "years")
		p := proposal(make([]int64, 5), make([]int, 5))
		p.Programme.Years = years
		frames := map[int]int64{}
		for y := range years {
			frames[2026+y] = rapid.Int64Range(0, 2000).Draw(t, "frame")
			p.Call.Content.Frames = append(p.Call.Content.Frames, grants.Frame{Account: "4510", Year: 2026 + y, Amount: frames[2026+y]})
		}
		sum := int64(0)
		for i := range p.Rows {
			amount := rapid.Int64Range(0, 1000).Draw(t, "amount")
			p.Rows[i].Proposed, p.Rows[i].Reason = &amount, awards.FrameReason
			sum += amount
		}
		taken, over := int64(0), false
		for _, u := range p.Uses() {
			taken += u.Taken
			over = over || u.Taken > frames[u.Year]
		}
		if taken != sum {
			t.Fatalf("the years take %d of %d", taken, sum)
		}
		if lacks := p.Lacks(); over != (len(lacks) > 0) {
			t.Fatalf("over: %v, lacks %+v", over, lacks)
		}
	})
}

func TestAWordingIsFilledInOnce(t *testing.T) {
	got, err := awards.Fill("Till {organisation}: {amount}.", map[string]string{"organisation": "{amount}", "amount": "5 kr"})
	if err != nil || got != "Till {amount}: 5 kr." {
		t.Errorf("%q, %v", got, err)
	}
	for _, wording := range []string{"{", "{organisation", "{nothing}", "{}", "a {organisation} {"} {
		if _, err := awards.Fill(wording, nil); err == nil {
			t.Errorf("%q is taken", wording)
		}
	}
}

func FuzzFill(f *testing.F) {
	for _, seed := range []string{"Till {organisation}", "{", "}{", "{amount}}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, wording string) {
		got, err := awards.Fill(wording, map[string]string{})
		if err == nil && strings.Contains(got, "{") {
			t.Errorf("%q leaves %q", wording, got)
		}
	})
}

func FuzzParseAmount(f *testing.F) {
	f.Add("49 999,50")
	f.Fuzz(func(t *testing.T, text string) {
		if ore, ok := awards.ParseAmount(text); ok && (ore < 0 || ore > 1_000_000_000_000) {
			t.Errorf("%q is %d", text, ore)
		}
	})
}
