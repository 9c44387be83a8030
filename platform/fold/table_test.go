package fold

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is looked up is what the rule gives, whatever stands beside it.
func TestTheTableSaysWhatTheRuleSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sign := rapid.OneOf(rapid.RuneFrom([]rune("aåÄö  éß\tØ\u00a0´¨İıŀŉǅſ")), rapid.Map(rapid.Int32Range(0, firstMark-1), func(n int32) rune { return n }),
			rapid.Map(rapid.Int32Range(punctuation, afterThat-1), func(n int32) rune { return n }))
		text := rapid.StringOf(sign).Draw(t, "text")
		folded, known := byTable(text)
		if want := strings.Join(strings.Fields(byRule(text)), " "); !known || folded != want {
			t.Fatalf("%q: got %q, want %q", text, folded, want)
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	for b.Loop() {
		Search("Örebro läns hembygdsförening")
	}
}
