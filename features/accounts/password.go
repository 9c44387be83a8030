package accounts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go"

	"samverk/platform/i18n"
)

const (
	// shortestPassword follows NIST SP 800-63B-4, which asks for fifteen characters where a password stands alone.
	shortestPassword = 15
	// longestPassword bounds the work of hashing.
	longestPassword = 256
	// longestJudged bounds the work of judging, which grows faster than the password. What so much hides, nobody guesses.
	longestJudged = 60
	// weakest is the least of zxcvbn's five grades, 0 to 4, that will do: about ten thousand million guesses.
	weakest = 3
)

// houseWords are guessed first here, beside names, common passwords and English words, of which the library has lists.
var houseWords = []string{"samverk", "lösenord", "losenord", "hemligt", "välkommen", "valkommen", "sommar", "sommaren", "vinter", "vintern",
	"våren", "hösten", "civilsamhälle", "civilsamhället", "förening", "föreningen", "region", "regionen", "kommun", "kommunen",
	"handläggare", "administratör", "inloggning", "sverige", "stockholm", "göteborg", "malmö"}

// checkPassword gives the fault of a password that somebody chooses. About is what others know of them, such as name and
// address: who guesses begins there.
func checkPassword(password string, about ...string) error {
	switch length := utf8.RuneCountInString(password); {
	case length < shortestPassword:
		return i18n.Fail("accounts.password_short", "shortest", shortestPassword)
	case length > longestPassword:
		return i18n.Fail("accounts.password_long", "longest", longestPassword)
	}
	if zxcvbn.PasswordStrength(judged(password), guessedFirst(about)).Score < weakest {
		return i18n.Fail("accounts.password_guessable")
	}
	return nil
}

func judged(password string) string {
	runes := []rune(password)
	return string(runes[:min(len(runes), longestJudged)])
}

// guessedFirst are the words of the house and those about a person.
func guessedFirst(about []string) []string {
	words := append([]string{}, houseWords...)
	for _, text := range about {
		parts := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		words = append(words, parts...)
		words = append(words, strings.Join(parts, ""))
	}
	return words
}
