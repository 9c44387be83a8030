package payments_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/payments"
)

func TestEveryStateCanBeReached(t *testing.T) {
	if got := payments.GrantWays.Reached(payments.AwaitingAcceptance); len(got) != len(payments.GrantStates) {
		t.Errorf("grants reach %v", got)
	}
	if got := payments.TrancheWays.Reached(payments.TranchePlanned); len(got) != len(payments.TrancheStates) {
		t.Errorf("years reach %v", got)
	}
	if got := payments.InstalmentWays.Reached(payments.Planned); len(got) != len(payments.InstalmentStates) {
		t.Errorf("payments reach %v", got)
	}
	if got := payments.ReclaimWays.Reached(payments.Observed); len(got) != len(payments.ReclaimStates) {
		t.Errorf("claims reach %v", got)
	}
}

func TestOnePersonNeverAttestsTwice(t *testing.T) {
	p := payments.Instalment{Amount: 1, State: payments.Ready}
	if p.Attest("a") != nil || p.Attest("a") == nil || p.State != payments.AttestedOnce || p.Attest("b") != nil || p.State != payments.AttestedTwice || p.Attest("c") == nil {
		t.Errorf("%+v", p)
	}
	if err := p.Move(payments.Ready, ""); err == nil {
		t.Error("an attest is taken back without a reason")
	}
	if err := p.Move(payments.Ready, "fel konto"); err != nil || p.FirstBy != "" || p.SecondBy != "" {
		t.Errorf("%v: %+v", err, p)
	}
	if p.Attest("") == nil || p.Move(payments.AttestedTwice, "skäl") == nil {
		t.Error("nobody attests, or an attest is gone around")
	}
}

func TestYearsAreTogetherWhatWasGranted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		granted, count := rapid.Int64Range(0, 1_000_000).Draw(t, "granted"), rapid.IntRange(1, 5).Draw(t, "years")
		l := payments.Ledger{Granted: granted, Tranches: payments.Years(granted, 2026, count)}
		if err := l.Check(); err != nil {
			t.Fatal(err)
		}
		if l.Tranches[0].Amount-l.Tranches[count-1].Amount > 1 {
			t.Fatalf("the years differ: %+v", l.Tranches)
		}
	})
}

// On every history of plans, attests, payments, returns and reductions the ledger keeps its promises: whatever is refused
// leaves it as it was, and what is done never makes or loses money.
func TestALedgerNeverPaysMoreThanWasGranted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		granted := rapid.Int64Range(1, 10_000).Draw(t, "granted")
		l := payments.Ledger{Granted: granted, Tranches: payments.Years(granted, 2026, rapid.IntRange(1, 3).Draw(t, "years"))}
		people := rapid.SampledFrom([]string{"", "a", "b", "c"})
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			year := &l.Tranches[rapid.IntRange(0, len(l.Tranches)-1).Draw(t, "year")]
			switch what := rapid.IntRange(0, 4).Draw(t, "what"); {
			case what == 0 && year.Left() > 0:
				year.Instalments = append(year.Instalments, payments.Instalment{Amount: rapid.Int64Range(1, year.Left()).Draw(t, "amount"), State: payments.Planned})
			case what == 1:
				_ = year.Reduce(rapid.Int64Range(-5, granted).Draw(t, "by"), rapid.SampledFrom([]string{"", "skäl"}).Draw(t, "reason"))
			case what == 2:
				to := rapid.SampledFrom(payments.TrancheStates).Draw(t, "to")
				if payments.TrancheWays.May(year.State, to, "") {
					year.State = to
				}
			case len(year.Instalments) > 0:
				p := &year.Instalments[rapid.IntRange(0, len(year.Instalments)-1).Draw(t, "payment")]
				if what == 3 {
					_ = p.Attest(people.Draw(t, "who"))
				} else {
					_ = p.Move(rapid.SampledFrom(payments.InstalmentStates).Draw(t, "state"), rapid.SampledFrom([]string{"", "skäl"}).Draw(t, "reason"))
				}
			}
			if err := l.Check(); err != nil {
				t.Fatalf("%v: %+v", err, l)
			}
		}
	})
}
