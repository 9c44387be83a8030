package fold_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/fold"
)

func TestAQueryFindsWordsHoweverTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		query, text string
		found       bool
	}{
		{"stormöte", "Fyra stormöten per år", true},
		{"STORMOTE", "Fyra stormöten per år", true},
		{"möte", "Fyra stormöten per år", true}, // inside a compound
		{"stormte", "Fyra stormöten per år", true},
		{"stromöte", "Fyra stormöten per år", true},
		{"stormmöte", "Fyra stormöten per år", true},
		{"stormöta", "Fyra stormöten per år", true},
		{"stormota per", "Fyra stormöten per år", true},
		{"stirmiten", "Fyra stormöten per år", false}, // two letters wrong
		{"per stormöte saknas", "Fyra stormöten per år", false},
		{"år", "Fyra stormöten per år", true},
		{"ar", "Var och en", false}, // too short to be looked for inside words
		{"25", "25", true},
		{"25", "2025", false},
		{"26001", "26002", false}, // numbers are exact
	} {
		if got := fold.NewQuery(c.query).Score(c.text) > 0; got != c.found {
			t.Errorf("%q in %q: %t", c.query, c.text, got)
		}
	}
}

func TestTheBestAnswerComesFirst(t *testing.T) {
	q := fold.NewQuery("möte")
	order := [][]string{{"Ett möte"}, {"Möten"}, {"Stormöte"}, {"Annat", "stormöten"}, {"Annat", "om mat"}}
	for i := 1; i < len(order); i++ {
		better, worse := order[i-1], order[i]
		if q.Score(better[0], better[1:]...) <= q.Score(worse[0], worse[1:]...) {
			t.Errorf("%v is not before %v", better, worse)
		}
	}
}

func TestWhatIsFoundIsMarkedAsItWasWritten(t *testing.T) {
	for _, c := range []struct{ query, text, marked string }{
		{"stormote", "Fyra Stormöten per år", "Fyra [Stormöte]n per år"},
		{"ar", "år, Årsmöte", "[år], [År]smöte"},
		{"stormta", "Fyra stormöten", "Fyra stormöten"},
		{"stormte", "Fyra stormöten", "Fyra [stormöten]"},
		{"möte", "Sto\u0308rmo\u0308te", "Sto\u0308r[mo\u0308te]"},
		{"ae", "Æra", "[Æ]ra"},
		{"", "Åtta", "Åtta"},
	} {
		var said strings.Builder
		for _, piece := range fold.NewQuery(c.query).Pieces(c.text) {
			if piece.Found {
				said.WriteString("[" + piece.Text + "]")
			} else {
				said.WriteString(piece.Text)
			}
		}
		if said.String() != c.marked {
			t.Errorf("%q in %q: %q", c.query, c.text, said.String())
		}
	}
}

func TestPiecesAreTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, query := rapid.String().Draw(t, "text"), rapid.String().Draw(t, "query")
		var joined strings.Builder
		for _, piece := range fold.NewQuery(query).Pieces(text) {
			joined.WriteString(piece.Text)
		}
		if joined.String() != text {
			t.Errorf("%q became %q", text, joined.String())
		}
	})
}

func TestOnlyOneNumberAloneIsANumber(t *testing.T) {
	for text, want := range map[string]string{" 25 ": "25", "3b": "3b", "25 26": "", "a25": "", "": ""} {
		if got := fold.NewQuery(text).Number(); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
