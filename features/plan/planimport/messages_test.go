package planimport_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/BurntSushi/toml"
)

func catalogue(t *testing.T, name string) map[string]string {
	t.Helper()
	var tree map[string]map[string]map[string]string
	if _, err := toml.DecodeFile(filepath.Join("messages", name), &tree); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for top, groups := range tree {
		for group, messages := range groups {
			for key, text := range messages {
				texts[top+"."+group+"."+key] = text
			}
		}
	}
	return texts
}

func TestBothLanguagesHaveTheSameTexts(t *testing.T) {
	swedish, english := catalogue(t, "sv.toml"), catalogue(t, "en.toml")
	for key, text := range swedish {
		arguments := regexp.MustCompile(`\{\{\.\w+\}\}`)
		if english[key] == "" || text == "" {
			t.Errorf("%s is not in both languages", key)
		} else if a, b := len(arguments.FindAllString(text, -1)), len(arguments.FindAllString(english[key], -1)); a != b {
			t.Errorf("%s has %d arguments in Swedish and %d in English", key, a, b)
		}
	}
	if len(swedish) != len(english) {
		t.Errorf("%d texts in Swedish, %d in English", len(swedish), len(english))
	}
}

// Identities are put together from a group and a last part that stands in the code.
func TestEveryTextUsedIsInTheCatalogue(t *testing.T) {
	forms := map[string]*regexp.Regexp{
		"planimport.unread.":  regexp.MustCompile(`(?:leave|dropWaiting)\("(\w+)"\)|return "(\w+_\w+|appendix|legend)"$`),
		"planimport.warning.": regexp.MustCompile(`(?:warn\([^"\n]*|code: )"(\w+)"`),
		"planimport.flag.":    regexp.MustCompile(`(?:\bflag|judgement)\("(\w+)"`),
		"planimport.":         regexp.MustCompile(`"planimport\.(\w+\.\w+)"`),
	}
	swedish := catalogue(t, "sv.toml")
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := 0
	for _, file := range files {
		if matched, _ := filepath.Match("*_test.go", file); matched {
			continue
		}
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for prefix, form := range forms {
			for _, m := range regexp.MustCompile("(?m)"+form.String()).FindAllStringSubmatch(string(code), -1) {
				key := m[1]
				if key == "" {
					key = m[2]
				}
				used++
				if swedish[prefix+key] == "" {
					t.Errorf("%s: %s has no text", file, prefix+key)
				}
			}
		}
	}
	if used < 50 {
		t.Errorf("only %d texts were found in the code", used)
	}
}
