package accounts_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/features/accounts"
)

func TestWhatCanBeAPersonalNumberIsFound(t *testing.T) {
	for text, want := range map[string]bool{
		"199001012385": true, "9001012385": true, "19900101-2385": true, "900101-2385": true, "900101+2385": true, "19900101 2385": true, "900101–2385": true,
		"SE199001012385": true, "199001012385@exempel.se": true, "sub:900101-2385": true, "1 900101-2385 2": true,
		"197010632391": true, "701063-2391": true, // a samordningsnummer
		"900101-2386": false, "901301-2385": false, "900132-2385": false, "": false, "anna": false,
		"2021001234": false, "abc@2021001234": false, // an organisation's number has no month
		"550e8400-e29b-41d4-a716-446655440000": false, "1990010123851": false,
	} {
		if got := accounts.HoldsPersonalNumber(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

func TestAPersonalNumberIsFoundWhereverItStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zåäö@:/._-]{0,9}`)
		number := rapid.SampledFrom([]string{"199001012385", "900101-2385", "197010632391"}).Draw(t, "number")
		if text := word.Draw(t, "before") + number + word.Draw(t, "after"); !accounts.HoldsPersonalNumber(text) {
			t.Errorf("%q", text)
		}
	})
}
