package fold_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/fold"
)

func likeness(a, b string) float64 { return fold.GramsOf(a, 200).Likeness(fold.GramsOf(b, 200)) }

func TestLikenessForgivesWhatEditionsAndScannersChange(t *testing.T) {
	const text = "Minst fyra stormöten har genomförts per år"
	for other, want := range map[string]struct{ least, most float64 }{
		"MINST FYRA STORMOTEN HAR GENOMFORTS PER AR":                  {1, 1},
		"Minst fyra stormöten genomförs varje år":                     {0.6, 0.95},
		"Minst fyra storm öten har genomförls per år":                 {0.85, 1},
		"Ett förslag till överenskommelse har lämnats till politiken": {0, 0.4},
		"": {0, 0},
	} {
		if got := likeness(text, other); got < want.least || got > want.most {
			t.Errorf("%q: %.2f, not between %.2f and %.2f", other, got, want.least, want.most)
		}
	}
}

func TestLikenessIsBetweenNothingAndAllAndTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		got := likeness(a, b)
		if got < 0 || got > 1 || got != likeness(b, a) || likeness(a, a) != 1 {
			t.Fatalf("%q and %q: %v, back %v, itself %v", a, b, got, likeness(b, a), likeness(a, a))
		}
	})
}
