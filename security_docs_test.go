package samverk_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// requirement is one of ASVS as a row in docs/security tells of it.
type requirement struct {
	number, level, status, where string
	chapter                      int
}

// asvsCounts is how many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has: 70 and 183 in all.
var asvsCounts = map[int][2]int{
	1: {8, 19}, 2: {4, 7}, 3: {8, 11}, 4: {2, 8}, 5: {4, 5}, 6: {13, 22}, 7: {6, 12}, 8: {4, 3}, 9: {4, 3}, 10: {5, 24},
	11: {3, 11}, 12: {3, 6}, 13: {1, 12}, 14: {2, 7}, 15: {3, 10}, 16: {0, 16}, 17: {0, 7},
}

// asvsStatuses are the words of the table, in the order in which the index counts them.
var asvsStatuses = []string{"met", "not met", "not applicable"}

var (
	asvsHeading = regexp.MustCompile(`^## V(\d+) `)
	asvsRow     = regexp.MustCompile(`^\| ((\d+)\.\d+\.\d+) \| ([12]) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$`)
	asvsIndex   = regexp.MustCompile(`^\| (?:\[V(\d+) [^|]+|all) \| ([12]) \| (\d+) \| (\d+) \| (\d+) \|$`)
	linkedFile  = regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)
)

// requirements reads the tables. A line of a table that is no row of it is a fault.
func requirements(t *testing.T) []requirement {
	t.Helper()
	var all []requirement
	for _, name := range []string{"asvs-1-5.md", "asvs-6-10.md", "asvs-11-17.md"} {
		chapter := ""
		for at, line := range strings.Split(read(t, "docs/security/"+name), "\n") {
			if heading := asvsHeading.FindStringSubmatch(line); heading != nil {
				chapter = heading[1]
			}
			if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| number ") {
				continue
			}
			row := asvsRow.FindStringSubmatch(line)
			if row == nil || row[2] != chapter || !slices.Contains(asvsStatuses, row[4]) {
				t.Errorf("%s:%d is no row of chapter V%s with a status: %s", name, at+1, chapter, line)
				continue
			}
			number, _ := strconv.Atoi(row[2]) // the expression lets only digits through
			all = append(all, requirement{row[1], row[3], row[4], row[5], number})
		}
	}
	return all
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEveryRequirementOfASVSIsJudgedOnce(t *testing.T) {
	seen, counts := map[string]bool{}, map[int][2]int{}
	for _, r := range requirements(t) {
		if seen[r.number] {
			t.Errorf("%s stands twice", r.number)
		}
		if r.status == "met" && !linkedFile.MatchString(r.where) {
			t.Errorf("%s is met, but names nothing that shows it", r.number)
		}
		seen[r.number] = true
		count := counts[r.chapter]
		count[int(r.level[0]-'1')]++
		counts[r.chapter] = count
	}
	for chapter, want := range asvsCounts {
		if counts[chapter] != want {
			t.Errorf("V%d has %v requirements of levels 1 and 2, not %v", chapter, counts[chapter], want)
		}
	}
}

func TestTheIndexOfASVSCountsTheRows(t *testing.T) {
	want := map[string][3]int{}
	for _, r := range requirements(t) {
		for _, key := range []string{fmt.Sprintf("%d level %s", r.chapter, r.level), " level " + r.level} {
			count := want[key]
			count[slices.Index(asvsStatuses, r.status)]++
			want[key] = count
		}
	}
	for _, line := range strings.Split(read(t, "docs/security/asvs.md"), "\n") {
		row := asvsIndex.FindStringSubmatch(line)
		if row == nil {
			continue
		}
		key := row[1] + " level " + row[2]
		said, counted := strings.Join(row[3:], " "), strings.Trim(fmt.Sprint(want[key]), "[]")
		if said != counted {
			t.Errorf("the index says %s of chapter %s, the rows %s", said, key, counted)
		}
		delete(want, key)
	}
	for key := range want {
		t.Errorf("the index lacks chapter %s", key)
	}
}

func TestTheSecurityPagesNameFilesThatExist(t *testing.T) {
	pages, err := filepath.Glob("docs/security/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, page := range pages {
		for _, link := range linkedFile.FindAllStringSubmatch(read(t, page), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			if _, err := os.Stat(path.Join(path.Dir(page), link[1])); err != nil {
				t.Errorf("%s names %s: %v", page, link[1], err)
			}
		}
	}
}
