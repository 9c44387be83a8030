package planimport

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// activeRepairer repairs as in a noisy Swedish document.
func activeRepairer() *repairer {
	r := newRepairer(&document{lines: splitLines("Foreningar f6r samverkan och st6d i linet har m6ten som nir f6retag och kommuner")})
	r.active = true
	return r
}

func TestScanningNoiseIsRepaired(t *testing.T) {
	r := activeRepairer()
	cases := []struct{ noisy, want string }{
		{"civilsamhille i hela linet", "civilsamhälle i hela länet"},
		{"f6reningar pa olika stillen", "föreningar på olika ställen"},
		{"genomfoéra aktiviteter", "genomföra aktiviteter"},
		{"Hir genomfors tva m6ten per ar", "Här genomförs två möten per år"},
		{"16pande", "löpande"},
		{"Lépande", "Löpande"},
		{"civilsamhaille", "civilsamhälle"},
		{"viardera", "värdera"},
		{"etfarenheter", "erfarenheter"},
		{"£6r", "för"},
		{"delta 1 upphandlingar", "delta i upphandlingar"},
		{"Tvd seminarier", "Två seminarier"},
		{"Tvi seminarier", "Två seminarier"},
		{"ckonomi", "ekonomi"},
		{"harett förslag presenterats", "har ett förslag presenterats"},
		{"Minstfyra m6ten", "Minst fyra möten"},
	}
	for _, c := range cases {
		if got := r.repair(c.noisy); got.text != c.want || got.text != c.noisy && got.confidence >= 1 {
			t.Errorf("%q: %q (%.2f), wanted %q", c.noisy, got.text, got.confidence, c.want)
		}
	}
}

func TestWhatIsNotSureStays(t *testing.T) {
	r := activeRepairer()
	for _, text := range []string{"REVES", "minst 1 möte", "2018-2019", "Kv3", "Zxqwort", "34 organisationer", "701 16", "A4", "Mål 1", "870 000 kronor"} {
		if got := r.repair(text).text; got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestRepairedNumberWordsAreToldOf(t *testing.T) {
	changes := activeRepairer().repair("har tvd seminarier hållits").numberWords()
	if len(changes) != 1 || changes[0] != (change{"tvd", "två"}) {
		t.Errorf("%v", changes)
	}
}

func TestACleanDocumentIsLeftAlone(t *testing.T) {
	text := "Föreningarna möts varje år. Zorbas flum och glosk har inga ord i listan, men de är rätt."
	doc := document{lines: splitLines(text)}
	if r := newRepairer(&doc); r.active || r.repair(text).text != text {
		t.Error("a clean text was repaired")
	}
}

func TestAnEnglishDocumentIsLeftAlone(t *testing.T) {
	text := "The region and the associations have met. Representatives of the council have been at two meetings for the plan."
	doc := document{lines: splitLines(text)}
	if r := newRepairer(&doc); r.active {
		t.Error("an English text is repaired as if it were Swedish")
	}
}

// Numbers and years are never changed, whatever stands around them.
func TestNumbersAreNeverChanged(t *testing.T) {
	r := activeRepairer()
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[2-9][0-9]{0,5}`).Draw(t, "number")
		before := rapid.SampledFrom([]string{"minst", "f6r", "linet", "per ar", "Under"}).Draw(t, "before")
		if got := r.repair(before + " " + number + " m6ten").text; !strings.Contains(got, " "+number+" ") {
			t.Fatalf("%s became %q", number, got)
		}
	})
}

// A known word is never changed.
func TestKnownWordsAreNeverChanged(t *testing.T) {
	r := activeRepairer()
	words := strings.FieldsFunc(swedishWords, func(c rune) bool { return !unicode.IsLetter(c) })
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(words).Draw(t, "word")
		if r.words.has(word) && r.word(word).text != word {
			t.Fatalf("%q became %q", word, r.word(word).text)
		}
	})
}
