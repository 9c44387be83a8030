// Package samverk_test keeps the house as ARCHITECTURE.md says it is: it reads the tables in the documents and compares
// them with the code, so that neither can change without the other.
package samverk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "samverk"

// longestFile is where a file is too long to be read in one sitting. The aim is 400 lines; this leaves some air.
const longestFile = 500

// floors are the floors of the house. A table row may only point to the same floor or below.
var floors = map[string]int{"platform": 0, "migrations": 0, "features": 1, "app": 2, "cmd": 3, "bench": 3, "e2e": 3}

// aPackage is what `go list` tells about a package of the project.
type aPackage struct {
	ImportPath, Dir, Name, Doc         string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Imports, TestImports, XTestImports []string
}

// folder is the package's path inside the project, "." for the root.
func (p aPackage) folder() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

var packages = sync.OnceValues(func() ([]aPackage, error) {
	list := exec.Command("go", "list", "-json", "./...")
	var failure bytes.Buffer
	list.Stderr = &failure
	output, err := list.Output()
	if err != nil {
		return nil, errors.New("go list: " + failure.String())
	}
	var all []aPackage
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p aPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
})

func allPackages(t *testing.T) []aPackage {
	t.Helper()
	all, err := packages()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("go list found only %d packages; the tests below would say nothing", len(all))
	}
	return all
}

// allowance is a row of the import table in ARCHITECTURE.md.
type allowance struct{ imports, testImports []string }

var tableCode = regexp.MustCompile("`([^`]+)`")

// importTable reads the table whose first column is headed "package".
func importTable(t *testing.T) map[string]allowance {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]allowance{}
	inside := false
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		switch {
		case strings.HasPrefix(line, "| package | may import |"):
			inside = true
		case !strings.HasPrefix(line, "|"):
			inside = false
		case inside && len(cells) == 3 && strings.Contains(cells[0], "`"):
			name := codes(cells[0])[0]
			if _, twice := table[name]; twice {
				t.Errorf("ARCHITECTURE.md has two rows for %s in the import table", name)
			}
			table[name] = allowance{codes(cells[1]), codes(cells[2])}
		}
	}
	if len(table) == 0 {
		t.Fatal(`ARCHITECTURE.md has no table that begins "| package | may import |"`)
	}
	return table
}

// codes are the words in a table cell that are set as code.
func codes(cell string) []string {
	var words []string
	for _, match := range tableCode.FindAllStringSubmatch(cell, -1) {
		words = append(words, match[1])
	}
	return words
}

func TestImportsFollowTheTableInTheArchitecture(t *testing.T) {
	table := importTable(t)
	for _, p := range allPackages(t) {
		if len(p.GoFiles) == 0 && p.folder() == "" {
			continue // these tests
		}
		row, known := table[p.folder()]
		if !known {
			t.Errorf("%s is not in the import table of ARCHITECTURE.md; add a row that says what it may import", p.folder())
			continue
		}
		for _, bad := range outside(p.Imports, row.imports) {
			t.Errorf("%s imports %s, which ARCHITECTURE.md does not allow. Turn the dependency round (a small interface "+
				"owned by %s, filled in by app), or move the code; widen the table only when the house itself changes.",
				p.folder(), bad, p.folder())
		}
		self := append(slices.Concat(row.imports, row.testImports), p.folder())
		for _, bad := range outside(slices.Concat(p.TestImports, p.XTestImports), self) {
			t.Errorf("the tests of %s import %s, which ARCHITECTURE.md does not allow", p.folder(), bad)
		}
	}
}

// outside are the project's own packages among imports that allowed does not name.
func outside(imports, allowed []string) []string {
	var bad []string
	for _, imported := range imports {
		own, isOwn := strings.CutPrefix(imported, module+"/")
		named := func(pattern string) bool { return covers(pattern, own) }
		if isOwn && !slices.ContainsFunc(allowed, named) && !slices.Contains(bad, own) {
			bad = append(bad, own)
		}
	}
	return bad
}

// covers tells whether a name in the table means the folder; * stands for one name.
func covers(pattern, folder string) bool {
	same, err := path.Match(pattern, folder)
	return err == nil && same
}

func TestImportTablePointsOneWayAndToWhatExists(t *testing.T) {
	exists := func(pattern string) bool {
		return slices.ContainsFunc(allPackages(t), func(p aPackage) bool { return covers(pattern, p.folder()) })
	}
	for name, row := range importTable(t) {
		for _, mentioned := range append(slices.Concat(row.imports, row.testImports), name) {
			if !exists(mentioned) {
				t.Errorf("the import table's row for %s names %s, which does not exist", name, mentioned)
			}
		}
		for _, lower := range row.imports {
			if floor(t, lower) > floor(t, name) {
				t.Errorf("the import table lets %s import %s; imports go cmd → app → features → platform", name, lower)
			}
		}
	}
}

func floor(t *testing.T, folder string) int {
	t.Helper()
	first, _, _ := strings.Cut(folder, "/")
	height, known := floors[first]
	if !known {
		t.Errorf("%s is a folder that the house does not have; say in floors where it stands", first)
	}
	return height
}

func TestPagesKnowNoSQL(t *testing.T) {
	for _, p := range allPackages(t) {
		for _, name := range p.GoFiles {
			if !strings.HasSuffix(name, "_templ.go") {
				continue
			}
			for _, imported := range fileImports(t, filepath.Join(p.Dir, name)) {
				if imported == "database/sql" || strings.HasPrefix(imported, module+"/platform/store") {
					t.Errorf("%s/%s imports %s: a page shows what its handler hands it", p.folder(), name, imported)
				}
			}
		}
	}
}

func fileImports(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, spec := range parsed.Imports {
		imports = append(imports, strings.Trim(spec.Path.Value, `"`))
	}
	return imports
}

func TestEveryPackageSaysWhatItOwns(t *testing.T) {
	for _, p := range allPackages(t) {
		if p.Doc == "" && !testsHaveDoc(t, p) {
			t.Errorf("%s has no package comment; write in doc.go what it owns and what it does not", p.ImportPath)
		}
	}
}

// testsHaveDoc looks in a package that has nothing but tests, for which `go list` gives no comment.
func testsHaveDoc(t *testing.T, p aPackage) bool {
	t.Helper()
	if len(p.GoFiles) > 0 {
		return false
	}
	return slices.ContainsFunc(slices.Concat(p.TestGoFiles, p.XTestGoFiles), func(name string) bool {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		return file.Doc != nil && !ast.IsGenerated(file)
	})
}

// vague names say nothing about what a package is for, so anything ends up in it.
var vague = []string{"util", "utils", "common", "helper", "helpers", "models", "types", "services", "manager", "managers", "misc", "shared"}

func TestNoPackageHasAVagueName(t *testing.T) {
	for _, p := range allPackages(t) {
		for _, part := range append(strings.Split(p.folder(), "/"), strings.TrimSuffix(p.Name, "_test")) {
			if slices.Contains(vague, part) {
				t.Errorf("%s: %q does not say what is in it; name the package after what it owns", p.ImportPath, part)
			}
		}
	}
}

func TestFilesCanBeReadInOneSitting(t *testing.T) {
	for _, p := range allPackages(t) {
		for _, name := range p.GoFiles {
			content, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			lines := bytes.Count(content, []byte("\n"))
			if lines > longestFile && !bytes.HasPrefix(content, []byte("// Code generated")) {
				t.Errorf("%s/%s has %d lines, more than %d; divide it by what its parts are about", p.folder(), name, lines, longestFile)
			}
		}
	}
}

func TestDependenciesAreListedWithTheirReasons(t *testing.T) {
	text, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, "|"); strings.HasPrefix(line, "| `") && len(cells) == 4 {
			listed[codes(cells[1])[0]] = strings.TrimSpace(cells[2]) != ""
		}
	}
	used := usedModules(t)
	for name := range used {
		if !listed[name] {
			t.Errorf("the project imports %s, and docs/dependencies.md does not say why", name)
		}
	}
	for name := range listed {
		if !used[name] {
			t.Errorf("docs/dependencies.md lists %s, which nothing in the project imports", name)
		}
	}
}

// usedModules are the modules that the project's own files, tests and tool lines name; what go.mod calls indirect may
// be out of date.
func usedModules(t *testing.T) map[string]bool {
	t.Helper()
	named := map[string]bool{}
	for _, p := range allPackages(t) {
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
				named[imported] = true
			}
		}
	}
	modules := exec.Command("go", append([]string{"list", "-f", "{{with .Module}}{{.Path}}{{end}}", "tool"}, slices.Sorted(maps.Keys(named))...)...)
	output, err := modules.Output()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for name := range strings.Lines(string(output)) {
		used[strings.TrimSpace(name)] = true
	}
	delete(used, "")
	if len(used) == 0 {
		t.Fatal("no library found; this test would say nothing")
	}
	return used
}

var markdownLink = regexp.MustCompile(`\]\(([^)#]+)(#[^)]*)?\)`)

func TestLinksInTheDocumentsLeadSomewhere(t *testing.T) {
	documents := 0
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{".git", "node_modules", "testdata"}, entry.Name()):
			return filepath.SkipDir
		case path.Ext(file) != ".md":
			return nil
		}
		documents++
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, link := range markdownLink.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), link[1])); err != nil {
				t.Errorf("%s links to %s, which does not exist", file, link[1])
			}
		}
		return nil
	})
	if err != nil || documents == 0 {
		t.Fatalf("%d documents read: %v", documents, err)
	}
}
