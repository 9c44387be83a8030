package app_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// root is the project's folder seen from this one.
const root = ".."

// pluralForms are the words that end a message's key when it has several forms.
var pluralForms = []string{"zero", "one", "two", "few", "many", "other"}

// messageFiles finds every messages/LANG.toml.
func messageFiles(t *testing.T, language string) []string {
	t.Helper()
	var files []string
	walk(t, func(path string) {
		if strings.HasSuffix(path, "/messages/"+language+".toml") {
			files = append(files, path)
		}
	})
	return files
}

func walk(t *testing.T, visit func(path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git" || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if !entry.IsDir() {
			visit(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// texts reads a message file into key → text.
func texts(t *testing.T, file string) map[string]string {
	t.Helper()
	var tree map[string]any
	if _, err := toml.DecodeFile(file, &tree); err != nil {
		t.Fatal(err)
	}
	flat := map[string]string{}
	flatten(tree, "", flat)
	return flat
}

func flatten(tree map[string]any, prefix string, into map[string]string) {
	for key, value := range tree {
		name := key
		if prefix != "" {
			name = prefix + "." + key
		}
		if slices.Contains(pluralForms, key) {
			name = prefix
		}
		switch v := value.(type) {
		case string:
			into[name] += v
		case map[string]any:
			flatten(v, name, into)
		}
	}
}

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	placeholder := regexp.MustCompile(`\{\{[^}]*\}\}`)
	swedish := messageFiles(t, "sv")
	if len(swedish) < 8 {
		t.Fatalf("only %d message files were found", len(swedish))
	}
	for _, file := range swedish {
		sv, en := texts(t, file), texts(t, strings.TrimSuffix(file, "sv.toml")+"en.toml")
		for _, key := range slices.Sorted(maps.Keys(sv)) {
			if _, found := en[key]; !found {
				t.Errorf("%s: %s has no English text", file, key)
				continue
			}
			want, got := placeholder.FindAllString(sv[key], -1), placeholder.FindAllString(en[key], -1)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(slices.Compact(want), slices.Compact(got)) {
				t.Errorf("%s: %s is given %v in Swedish and %v in English", file, key, want, got)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(en)) {
			if _, found := sv[key]; !found {
				t.Errorf("%s: %s has no Swedish text", file, key)
			}
		}
	}
}

// TestEveryMessageIsUsed looks for each key in the sources: whole, or as a beginning such as "followup.status." to which
// a value is added.
func TestEveryMessageIsUsed(t *testing.T) {
	whole, beginnings := map[string]bool{}, []string{}
	quoted := regexp.MustCompile(`"([a-z_]+\.[a-z0-9_.]*)"(\s*\+)?`)
	walk(t, func(path string) {
		isGo := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "_templ.go")
		if !isGo && !strings.HasSuffix(path, ".templ") {
			return
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range quoted.FindAllStringSubmatch(string(source), -1) {
			whole[found[1]] = true
			if found[2] != "" || strings.HasSuffix(found[1], ".") {
				beginnings = append(beginnings, found[1])
			}
		}
	})
	isUsed := func(key string) bool {
		return whole[key] || slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key+".", b) })
	}
	for _, file := range messageFiles(t, "sv") {
		for _, key := range slices.Sorted(maps.Keys(texts(t, file))) {
			if !isUsed(key) {
				t.Errorf("%s: nothing uses %s", file, key)
			}
		}
	}
}
