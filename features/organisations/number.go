package organisations

import (
	"strings"
	"time"
	"unicode"

	"samverk/platform/i18n"
)

// Number is an organisationsnummer: ten digits, or nothing when there is none.
type Number string

// numberDigits is how long a number is; legalPrefix stands before it where numbers of people and of others are mixed.
const (
	numberDigits = 10
	legalPrefix  = "16"
)

// ParseNumber reads a number however it is spaced and hyphenated. The third digit is at least 2 and the last one is a
// check digit (lagen 1974:174 and Skatteverket's SKV 709). A smaller third digit makes it a person's number, which must
// not be kept. No text is no number.
func ParseNumber(text string) (Number, error) {
	digits, only := digitsIn(text)
	switch {
	case digits == "" && only:
		return "", nil
	case !only:
		return "", i18n.Fail("organisations.number.not_digits")
	case len(digits) == numberDigits+2 && (strings.HasPrefix(digits, "18") || strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "20")):
		return "", i18n.Fail("organisations.number.of_person")
	case len(digits) == numberDigits+2 && strings.HasPrefix(digits, legalPrefix):
		digits = digits[len(legalPrefix):]
	}
	switch {
	case len(digits) != numberDigits:
		return "", i18n.Fail("organisations.number.length", "digits", len(digits))
	case digits[2] < '2':
		return "", i18n.Fail("organisations.number.of_person")
	case !checks(digits):
		return "", i18n.Fail("organisations.number.check_digit")
	}
	return Number(digits), nil
}

// String is the number as it is shown: NNNNNN-NNNN.
func (n Number) String() string {
	if len(n) != numberDigits {
		return string(n)
	}
	return string(n[:6]) + "-" + string(n[6:])
}

// digitsIn takes away what stands between digits. Only is false when something else stands there too.
func digitsIn(text string) (digits string, only bool) {
	var kept strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			kept.WriteRune(r)
		case !unicode.IsSpace(r) && !unicode.Is(unicode.Pd, r):
			return "", false
		}
	}
	return kept.String(), true
}

// checks tells whether the last digit is the check digit of the others (Luhn, modulus 10).
func checks(digits string) bool {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return sum%10 == 0
}

// firstDigits are the first digits that numbers of a legal form have. Forms that are given several, or that we are not
// sure of, are left out.
var firstDigits = map[LegalForm]string{
	"31": "9", "41": "5", "42": "5", "43": "5", "49": "5", "51": "78", "53": "78", "54": "78", "61": "78", "63": "28",
	"71": "8", "72": "8", "81": "2", "82": "2", "83": "2", "84": "2", "89": "2",
}

// Contradicts tells whether the number begins as those of other legal forms do. That is a reason to look again, not to
// refuse: a form is never told by a number.
func (n Number) Contradicts(form LegalForm) bool {
	expected, known := firstDigits[form]
	return n != "" && known && !strings.ContainsRune(expected, rune(n[0]))
}

// HoldsPersonalNumber tells whether a text has what looks like a personal or co-ordination number in it: a date, four
// more digits, and a right check digit.
func HoldsPersonalNumber(text string) bool {
	for _, run := range runsOfDigits(text) {
		if len(run) == numberDigits && isPersonal(run) || len(run) == numberDigits+2 && isPersonal(run[2:]) {
			return true
		}
	}
	return false
}

// runsOfDigits are the numbers of a text; one hyphen, plus sign or space before the last four digits does not part one.
func runsOfDigits(text string) []string {
	var runs []string
	runes := []rune(text)
	for at := 0; at < len(runes); at++ {
		var run []rune
		for ; at < len(runes); at++ {
			r := runes[at]
			isSign := r == '-' || r == '+' || r == ' ' || unicode.Is(unicode.Pd, r)
			if isSign && (len(run) == 6 || len(run) == 8) && at+1 < len(runes) && isDigit(runes[at+1]) {
				continue
			}
			if !isDigit(r) {
				break
			}
			run = append(run, r)
		}
		if len(run) > 0 {
			runs = append(runs, string(run))
		}
	}
	return runs
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isPersonal looks at ten digits: a day that there is (a co-ordination number has 60 more) and the check digit.
func isPersonal(digits string) bool {
	day := (digits[4]-'0')*10 + digits[5] - '0'
	if day > 60 {
		day -= 60
	}
	date := digits[:4] + string('0'+rune(day/10)) + string('0'+rune(day%10))
	_, err := time.Parse("060102", date)
	return err == nil && checks(digits)
}
