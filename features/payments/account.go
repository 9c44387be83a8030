package payments

import (
	"regexp"
	"slices"
	"strings"

	"samverk/platform/i18n"
)

// AccountKind is how a bank account is named.
type AccountKind string

// The kinds.
const (
	Bankgiro AccountKind = "bankgiro"
	Plusgiro AccountKind = "plusgiro"
	IBAN     AccountKind = "iban"
)

// AccountKinds lists them in the order they are shown.
var AccountKinds = []AccountKind{Bankgiro, Plusgiro, IBAN}

// BankAccount is where money is sent. Number is without spaces and hyphens.
type BankAccount struct {
	Kind   AccountKind `json:"kind"`
	Number string      `json:"number"`
}

// IsZero tells whether no account has been told.
func (a BankAccount) IsZero() bool { return a.Number == "" }

// ReadAccount reads an account number as people write it. A bankgiro number has seven or eight digits, a plusgiro number two
// to eight; the last is a check digit by the Luhn algorithm (modulus 10). An IBAN is tried by modulus 97 (ISO 13616).
func ReadAccount(kind AccountKind, text string) (BankAccount, error) {
	number := strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "–", "", "\u2011", "").Replace(strings.ToUpper(strings.TrimSpace(text)))
	a := BankAccount{kind, number}
	switch {
	case !slices.Contains(AccountKinds, kind):
		return BankAccount{}, i18n.Fail("payments.account.kind_missing")
	case number == "":
		return BankAccount{}, i18n.Fail("payments.account.missing")
	case kind == Bankgiro && !(isDigits(number, 7, 8) && luhn(number)),
		kind == Plusgiro && !(isDigits(number, 2, 8) && luhn(number)),
		kind == IBAN && !isIBAN(number):
		return BankAccount{}, i18n.Fail("payments.account." + string(kind) + "_wrong")
	}
	return a, nil
}

func isDigits(text string, least, most int) bool {
	return len(text) >= least && len(text) <= most && !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// luhn tells whether the last digit is the check digit of those before it.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

var writtenAsIBAN = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

// lengthInSweden is how many characters a Swedish IBAN has.
const lengthInSweden = 24

func isIBAN(text string) bool {
	if !writtenAsIBAN.MatchString(text) || strings.HasPrefix(text, "SE") && len(text) != lengthInSweden {
		return false
	}
	rest := 0
	for _, r := range text[4:] + text[:4] {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(r-'0')) % 97
		}
	}
	return rest == 1
}

var writtenAsBIC = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)

// String writes the number as people do: 5050-1055, 12 34 56-6, groups of four in an IBAN.
func (a BankAccount) String() string {
	n := a.Number
	switch {
	case a.Kind == Bankgiro && len(n) >= 7:
		return n[:len(n)-4] + "-" + n[len(n)-4:]
	case a.Kind == Plusgiro && len(n) >= 2:
		return grouped(n[:len(n)-1], 2, true) + "-" + n[len(n)-1:]
	case a.Kind == IBAN:
		return grouped(n, 4, false)
	}
	return n
}

// grouped parts a text into groups of a size, counted from its end or its beginning.
func grouped(text string, size int, fromEnd bool) string {
	var groups []string
	first := size
	if rest := len(text) % size; fromEnd && rest > 0 {
		first = rest
	}
	for len(text) > first {
		groups, text, first = append(groups, text[:first]), text[first:], size
	}
	return strings.Join(append(groups, text), " ")
}

// Name says which kind of account it is, and its number.
func (a BankAccount) Name(p i18n.Printer) string {
	if a.IsZero() {
		return ""
	}
	return p.T("payments.account."+string(a.Kind)) + " " + a.String()
}
