package fold_test

import (
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/fold"
)

func TestSearch(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"  Örebro \n LÄN ":       "orebro lan",
		"Café Ångström":          "cafe angstrom",
		"A\u030angermanland":     "angermanland",
		"Bærum, Łódź, Straße":    "baerum, lodz, strasse",
		"ﬁnansiering\u00a0idag":  "finansiering idag",
		"Överenskommelsen 2018–": "overenskommelsen 2018–",
	} {
		if got := fold.Search(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for _, c := range []struct {
		text string
		max  int
		want string
	}{
		{"Handlingsplan för civilsamhälle 2018–2021", 48, "handlingsplan-for-civilsamhalle-2018-2021"},
		{"Handlingsplan för civilsamhälle 2018–2021", 20, "handlingsplan-for"},
		{"Överenskommelsen", 6, "overen"},
		{"–––", 10, ""},
	} {
		if got := fold.Slug(c.text, c.max); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := fold.Search(rapid.String().Draw(t, "text"))
		if twice := fold.Search(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}

func TestASlugIsShortAndPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 40).Draw(t, "max")
		slug := fold.Slug(rapid.String().Draw(t, "text"), most)
		if len(slug) > most {
			t.Fatalf("%q is longer than %d", slug, most)
		}
		for i, r := range slug {
			plain := r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' && i > 0 && i < len(slug)-1
			if !plain {
				t.Fatalf("%q holds %q", slug, r)
			}
		}
	})
}
