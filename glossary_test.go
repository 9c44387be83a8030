package samverk_test

import (
	"os"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestGlossaryHasTheWordsThatTheProgramUses(t *testing.T) {
	text, err := os.ReadFile("GLOSSARY.md")
	if err != nil {
		t.Fatal(err)
	}
	glossary := strings.ToLower(string(text))
	for _, place := range []struct{ folder, feature, group string }{
		{"features/followup", "followup", "status"},
		{"features/plan", "plan", "state"},
		{"features/plan", "plan", "status"},
		{"features/plan", "plan", "priority"},
		{"features/plan", "plan", "recurrence"},
		{"features/accounts", "accounts", "role"},
		{"features/cases", "cases", "state"},
		{"features/cases", "cases", "outcome"},
		{"features/cases", "cases", "office"},
	} {
		for _, language := range []string{"sv", "en"} {
			words := wordsOf(t, place.folder+"/messages/"+language+".toml", place.feature, place.group)
			for key, word := range words {
				if !strings.Contains(glossary, strings.ToLower(word)) {
					t.Errorf("GLOSSARY.md lacks %q, which the program says for %s.%s.%s", word, place.feature, place.group, key)
				}
			}
		}
	}
}

// wordsOf gives the texts of one group in a message file.
func wordsOf(t *testing.T, file, feature, group string) map[string]string {
	t.Helper()
	var catalogue map[string]toml.Primitive
	meta, err := toml.DecodeFile(file, &catalogue)
	if err != nil {
		t.Fatal(err)
	}
	var groups map[string]toml.Primitive
	if err := meta.PrimitiveDecode(catalogue[feature], &groups); err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := meta.PrimitiveDecode(groups[group], &words); err != nil {
		t.Fatal(err)
	}
	if len(words) == 0 {
		t.Fatalf("%s has no [%s.%s]", file, feature, group)
	}
	return words
}
