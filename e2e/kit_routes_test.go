package e2e

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// forMachines are addresses that no page leads to, since no person reads them.
var forMachines = []string{"GET /healthz", "GET /readyz", "GET /calendar/{token}", "GET /.well-known/security.txt", "GET /organisations/new/alike"}

// routes are the patterns of addresses that the program mounts for people to read, as its source writes them: "GET /plans".
// A pattern that is put together of several texts is known by its first part only.
func routes(t *testing.T) (patterns []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, folder := range []string{"../app", "../features", "../platform/web"} {
		err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil || file.Name.Name == "main" { // a program of its own that the tests start
				return err
			}
			ast.Inspect(file, func(node ast.Node) bool {
				if text, is := node.(*ast.BasicLit); is && text.Kind == token.STRING {
					if pattern, _ := strconv.Unquote(text.Value); strings.HasPrefix(pattern, "GET /") && !seen[pattern] && !slices.Contains(forMachines, pattern) { // the parser has read it
						seen[pattern] = true
						patterns = append(patterns, pattern)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(patterns) < 40 {
		t.Fatalf("only %d patterns of addresses are found in the source; something is wrong with the search: %q", len(patterns), patterns)
	}
	return patterns
}

// signposts tell which pattern an address belongs to, as the program's own mux does.
type signposts struct {
	patterns []string
	mux      *http.ServeMux
}

func signpostsOf(patterns []string) signposts {
	mux := http.NewServeMux()
	for _, pattern := range patterns {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			kind := []string{r.Pattern, r.PathValue("kind")}
			if strings.HasSuffix(r.Pattern, "/") {
				kind = append(kind, path.Base(r.URL.Path))
			}
			if r.PathValue("number") == "new" {
				kind = append(kind, "new")
			}
			w.Header().Set("Kind", strings.Join(kind, " "))
		})
	}
	return signposts{patterns, mux}
}

// patternOf is empty for an address that no pattern fits.
func (s signposts) patternOf(address string) string {
	_, pattern := s.mux.Handler(httptest.NewRequest(http.MethodGet, address, nil))
	return pattern
}

// kindOf parts a pattern's addresses where the program shows pages that differ, such as the forms of goals and
// indicators. What is downloaded is no page.
func (s signposts) kindOf(address string) (kind string, page bool) {
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, address, nil)
	s.mux.ServeHTTP(w, r)
	kind = w.Header().Get("Kind")
	return kind, kind != "" && path.Ext(r.URL.Path) == "" && !strings.Contains(r.Pattern, "/files/") && !strings.HasSuffix(r.Pattern, "{file}") && !strings.HasSuffix(r.Pattern, "{document}")
}
