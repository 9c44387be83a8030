// Package decimal holds exact numbers with three decimals, so that sums never drift and both engines store them alike.
package decimal

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Thousandths is a number in whole thousandths: 1500 is 1.5.
type Thousandths int64

// One is the number 1.
const One Thousandths = 1000

// largest keeps sums of a million numbers inside an int64.
const largest = 1_000_000_000_000

// ErrNotNumber and the other errors say why a text is not such a number.
var (
	ErrNotNumber = errors.New("not a number")
	ErrTooLarge  = errors.New("number too large")
	ErrTooFine   = errors.New("more than three decimals")
)

// Parse reads "12", "12.5" and "12,5"; spaces, also non-breaking ones, may group the digits.
func Parse(text string) (Thousandths, error) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".", "\u2212", "-").Replace(text)
	whole, fraction, _ := strings.Cut(text, ".")
	negative := strings.HasPrefix(whole, "-")
	whole = strings.TrimPrefix(whole, "-")
	if whole == "" || !digits(whole) || !digits(fraction) {
		return 0, ErrNotNumber
	}
	if len(strings.TrimRight(fraction, "0")) > 3 {
		return 0, ErrTooFine
	}
	n, err := strconv.ParseInt(whole+(fraction + "000")[:3], 10, 64)
	if err != nil || n > largest {
		return 0, ErrTooLarge
	}
	if negative {
		n = -n
	}
	return Thousandths(n), nil
}

func digits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Of makes the number from a float, rounded to the nearest thousandth.
func Of(f float64) Thousandths { return Thousandths(math.Round(f * 1000)) }

// Float is the number as a float.
func (n Thousandths) Float() float64 { return float64(n) / 1000 }

// String writes the number with a dot and without needless zeros.
func (n Thousandths) String() string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	text := strconv.FormatInt(int64(n/One), 10)
	if rest := n % One; rest != 0 {
		text += "." + strings.TrimRight(strconv.FormatInt(int64(rest+One), 10)[1:], "0")
	}
	return sign + text
}

// MarshalJSON writes a JSON number.
func (n Thousandths) MarshalJSON() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalJSON reads a JSON number; null changes nothing.
func (n *Thousandths) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	parsed, err := Parse(string(data))
	if err != nil {
		return err
	}
	*n = parsed
	return nil
}
