package decimal_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/decimal"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]decimal.Thousandths{
		"0": 0, "12": 12000, "12.5": 12500, "12,5": 12500, "0,001": 1, "-0,5": -500, "\u22121": -1000, "-0": 0,
		"1 234 567": 1234567000, "1\u00a0234,5": 1234500, "1\u202f234": 1234000, "12.500000": 12500, "007": 7000,
		"1000000000": 1_000_000_000_000,
	} {
		if got, err := decimal.Parse(text); err != nil || got != want {
			t.Errorf("%q was read as %d thousandths, %v; want %d", text, int64(got), err, int64(want))
		}
	}
}

func TestParseRefusesWhatItCannotHold(t *testing.T) {
	for text, want := range map[string]error{
		"": decimal.ErrNotNumber, "-": decimal.ErrNotNumber, ".5": decimal.ErrNotNumber, "1.2.3": decimal.ErrNotNumber,
		"--1": decimal.ErrNotNumber, "+1": decimal.ErrNotNumber, "1e3": decimal.ErrNotNumber, "tolv": decimal.ErrNotNumber,
		"NaN": decimal.ErrNotNumber, "1.234,5": decimal.ErrNotNumber, "٣": decimal.ErrNotNumber,
		"0.0001": decimal.ErrTooFine, "1000000000.001": decimal.ErrTooLarge, "99999999999999999999": decimal.ErrTooLarge,
	} {
		if got, err := decimal.Parse(text); !errors.Is(err, want) {
			t.Errorf("%q was read as %s, %v; want %v", text, got, err, want)
		}
	}
}

func TestNumbersSurviveEveryWayOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := decimal.Thousandths(rapid.Int64Range(-1_000_000_000_000, 1_000_000_000_000).Draw(t, "n"))
		if parsed, err := decimal.Parse(n.String()); err != nil || parsed != n {
			t.Fatalf("text: %d came back as %d through %s, %v", int64(n), int64(parsed), n, err)
		}
		if again := decimal.Of(n.Float()); again != n {
			t.Fatalf("float: %d came back as %d", int64(n), int64(again))
		}
		written, err := json.Marshal(n)
		var read decimal.Thousandths
		if err != nil || json.Unmarshal(written, &read) != nil || read != n {
			t.Fatalf("json: %d came back as %d through %s, %v", int64(n), int64(read), written, err)
		}
		var float float64
		if json.Unmarshal(written, &float) != nil || math.Abs(float-n.Float()) > 1e-6 {
			t.Fatalf("other readers see %v in %s", float, written)
		}
	})
}

func TestStringHasNoNeedlessZeros(t *testing.T) {
	for n, want := range map[decimal.Thousandths]string{
		0: "0", 1: "0.001", 10: "0.01", 100: "0.1", 1000: "1", 1500: "1.5", 12050: "12.05", -1: "-0.001", -1500: "-1.5", 40000: "40",
	} {
		if got := n.String(); got != want {
			t.Errorf("%d thousandths are written %s, want %s", int64(n), got, want)
		}
	}
}

func TestOfRoundsToTheNearestThousandth(t *testing.T) {
	for f, want := range map[float64]decimal.Thousandths{
		0.8: 800, 0.0004: 0, 0.0006: 1, -0.0006: -1, 2.9999: 3000, 0.00049999999999999994: 0, -1.5: -1500,
	} {
		if got := decimal.Of(f); got != want {
			t.Errorf("%v became %d thousandths, want %d", f, int64(got), int64(want))
		}
	}
}

func TestUnmarshalKeepsTheNumberWhenItCannotRead(t *testing.T) {
	n := decimal.One
	if err := json.Unmarshal([]byte("null"), &n); err != nil || n != decimal.One {
		t.Errorf("null made the number %s, %v", n, err)
	}
	if err := json.Unmarshal([]byte(`"12"`), &n); err == nil || n != decimal.One {
		t.Errorf("a text made the number %s, %v", n, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"12", "12,5", "-0.001", "1 000", "1e9", ".", "", "999999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := decimal.Parse(text)
		if err != nil {
			return
		}
		if again, err := decimal.Parse(n.String()); err != nil || again != n {
			t.Fatalf("%q was read as %s, which was read as %s, %v", text, n, again, err)
		}
	})
}
