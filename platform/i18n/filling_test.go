package i18n

import (
	"testing"
	"testing/fstest"
)

// Whatever is written quickly is what go-i18n's template writes.
func TestAFilledMessageSaysWhatTheTemplateSays(t *testing.T) {
	texts := `plain = "Utan något"
named = "Före {{.who}} och {{ .what }}."
twice = "{{.who}}{{.who}}"
broken = "{{.who"
other_only = "{{.count}} st"
sum = "{{if .who}}ja{{end}}"
dashed = "{{- .who}}"
[forms]
one = "{{.count}} möte, {{.who}}"
other = "{{.count}} möten, {{.who}}"
`
	folder := fstest.MapFS{"sv.toml": {Data: []byte(texts)}, "en.toml": {Data: []byte(texts)}}
	catalogue := NewCatalogue(folder)
	for _, language := range Languages {
		quick := catalogue.In(language)
		slow := quick
		slow.fillings = nil
		for _, id := range []string{"plain", "named", "twice", "broken", "other_only", "sum", "dashed", "forms", "missing"} {
			for _, pairs := range [][]any{
				{"who", "Åsa"}, {"who", 3, "what", 2.5}, {"who", Msg("plain"), "what", Msg("twice", "who", "x")}, {"what", "y"},
				{"who", "<a>", "count", 1}, {"who", "b", "count", 0}, {"who", "b", "count", 2}, {"who", "b", "count", -1},
				{"who", "b", "count", "1"}, {"who", nil}, {"who", "a", "who", "b"}, {"who", "z", "count", int64(1)},
			} {
				if got, want := quick.T(id, pairs...), slow.T(id, pairs...); got != want {
					t.Errorf("%s %v: got %q, want %q", id, pairs, got, want)
				}
				if got, want := quick.Text(Msg(id, pairs...)), slow.Text(Msg(id, pairs...)); got != want {
					t.Errorf("%s %v as a message: got %q, want %q", id, pairs, got, want)
				}
			}
		}
	}
}
