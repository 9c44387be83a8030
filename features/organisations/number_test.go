package organisations

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/i18n"
)

func TestANumberIsReadHoweverItIsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "  ": "",
		"212000-0142": "212000-0142", "2120001355": "212000-1355", " 556036 0793 ": "556036-0793", "16556226-5719": "556226-5719",
		"16 556226 – 5719": "556226-5719", "556 036 0793": "556036-0793",
	} {
		got, err := ParseNumber(text)
		if err != nil || got.String() != want {
			t.Errorf("%q became %s, %v", text, got, err)
		}
		if strings.ContainsAny(string(got), "- ") {
			t.Errorf("%q is kept as %q", text, string(got))
		}
	}
}

func TestAWrongNumberIsRefusedWithItsReason(t *testing.T) {
	for text, want := range map[string]string{
		"212000-0143":    "organisations.number.check_digit",
		"55603607933":    "organisations.number.length",
		"556036":         "organisations.number.length",
		"SE556036079301": "organisations.number.not_digits",
		"811218-9876":    "organisations.number.of_person", // a well-known test person
		"19811218-9876":  "organisations.number.of_person",
		"201212312395":   "organisations.number.of_person",
		"811278-9873":    "organisations.number.of_person", // a co-ordination number
		"161811218987":   "organisations.number.of_person",
		"550036-0793":    "organisations.number.of_person",
	} {
		_, err := ParseNumber(text)
		var fault *i18n.Error
		if !errors.As(err, &fault) || fault.ID != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestOneWrongDigitIsNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := []byte(rapid.StringMatching(`[25-9]\d[2-9]\d{6}`).Draw(t, "digits"))
		number := string(withCheckDigit(digits))
		if _, err := ParseNumber(number); err != nil {
			t.Fatalf("%s: %v", number, err)
		}
		wrong := []byte(number)
		at, by := rapid.IntRange(3, 9).Draw(t, "place"), rapid.IntRange(1, 9).Draw(t, "by")
		wrong[at] = '0' + (wrong[at]-'0'+byte(by))%10
		if _, err := ParseNumber(string(wrong)); err == nil {
			t.Errorf("%s is taken, as is %s", wrong, number)
		}
	})
}

// withCheckDigit adds the digit that makes nine digits a number.
func withCheckDigit(nine []byte) []byte {
	for last := byte('0'); last <= '9'; last++ {
		if whole := append(nine[:9:9], last); checks(string(whole)) {
			return whole
		}
	}
	panic("no digit fits")
}

func TestTheFirstDigitIsOnlyAReasonToLookAgain(t *testing.T) {
	for _, c := range []struct {
		number Number
		form   LegalForm
		odd    bool
	}{
		{"5560360793", "49", false}, {"5560360793", "61", true}, {"2120001355", "82", false}, {"2120001355", "49", true},
		{"5560360793", "", false}, {"", "61", false}, {"5560360793", "99", false},
	} {
		if got := c.number.Contradicts(c.form); got != c.odd {
			t.Errorf("%s as %s: %t", c.number, c.form, got)
		}
	}
}

func TestPersonalNumbersAreFoundInTexts(t *testing.T) {
	for text, want := range map[string]bool{
		"Kassör är 811218-9876.": true, "8112189876": true, "19811218-9876": true, "811218+9876": true, "811278-9873": true, "811218 9876": true,
		"Bildad 1981-12-18": false, "Dnr 811218-9875": false, "556036-0793": false, "019-602 70 00": false, "811318-9874": false,
	} {
		if got := HoldsPersonalNumber(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
	for text, wrong := range map[string]bool{"811218-9876": true, "8112189876": false, "0701234567": false, "070-123 45 67": false} {
		if got := checkTelephone(text) != nil; got != wrong {
			t.Errorf("telephone %q: %t", text, got)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, text := range []string{"212000-0142", "16556226-5719", "811218-9876", "٥٥٦٠٣٦٠٧٩٣", "", "-", "5560360793\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		HoldsPersonalNumber(text) // must not panic
		n, err := ParseNumber(text)
		if err != nil || n == "" {
			return
		}
		if again, err := ParseNumber(n.String()); err != nil || again != n || len(n) != numberDigits || n[2] < '2' || isPersonal(string(n)) {
			t.Errorf("%q became %q and then %q, %v", text, n, again, err)
		}
	})
}
