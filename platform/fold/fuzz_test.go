package fold_test

import (
	"strings"
	"testing"

	"samverk/platform/fold"
)

// Whatever is looked for in whatever text: joined, the pieces are the text, and the score does not depend on who asks twice.
func FuzzQuery(f *testing.F) {
	f.Add("möte", "Stormöte i Umeå")
	f.Add("ungdomar 3b", "Ungdommar och 3B")
	f.Add("İ ß ﬁ", "STRASSE İstanbul ﬁl")
	f.Add(strings.Repeat("å", 300), strings.Repeat("aå", 300))
	f.Add("\xff\x00", "a\u030a\u0301\xffb")
	f.Fuzz(func(t *testing.T, looked, text string) {
		q := fold.NewQuery(looked)
		var joined strings.Builder
		for _, piece := range q.Pieces(text) {
			joined.WriteString(piece.Text)
			if piece.Text == "" {
				t.Fatalf("%q in %q: an empty piece", looked, text)
			}
		}
		if joined.String() != text {
			t.Fatalf("%q in %q: the pieces are %q", looked, text, joined.String())
		}
		if score := q.Score(text, looked); score < 0 || score != q.Score(text, looked) || q.IsEmpty() && score != 0 {
			t.Fatalf("%q in %q: %d", looked, text, score)
		}
		if !q.IsEmpty() && q.Score(looked) == 0 && len(looked) <= 200 {
			t.Fatalf("%q does not answer itself", looked)
		}
	})
}

// A key made of a text is short, plain and made of itself again.
func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"Plan för åren 2018–2021", "", "---", "İ ß", "\xff\xfe", strings.Repeat("å", 100)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		slug := fold.Slug(text, 48)
		if len(slug) > 48 || fold.Slug(slug, 48) != slug || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Fatalf("%q became %q, which becomes %q", text, slug, fold.Slug(slug, 48))
		}
	})
}
