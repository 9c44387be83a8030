package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// standing is what `plan status --format json` prints.
type standing struct {
	Plan       string         `json:"plan"`
	AsOf       string         `json:"asOf"`
	Totals     map[string]int `json:"totals"`
	Indicators []struct {
		Number int    `json:"number"`
		Label  string `json:"label"`
		Cells  []cell `json:"cells"`
	} `json:"indicators"`
}

// cell is one cell of it. Target is nil for what a person judges.
type cell struct {
	From, To               string
	Target                 *float64
	Count                  int
	Status                 string
	MetOn                  *string
	Numerator, Denominator *float64
}

// String is short, so that a table of expectations reads well: "met 4/4 2022-10-02".
func (c cell) String() string {
	text := c.Status + " " + fmt.Sprint(c.Count)
	if c.Target != nil {
		text += "/" + fmt.Sprint(*c.Target)
	}
	if c.Numerator != nil && c.Denominator != nil {
		text += fmt.Sprintf(" (%v of %v)", *c.Numerator, *c.Denominator)
	}
	if c.MetOn != nil {
		text += " " + *c.MetOn
	}
	return text
}

// cell finds the indicator's cell that begins on the day.
func (s standing) cell(indicator int, from string) (cell, bool) {
	for _, i := range s.Indicators {
		for _, c := range i.Cells {
			if i.Number == indicator && c.From == from {
				return c, true
			}
		}
	}
	return cell{}, false
}

// status asks where the plan stands on a day. The text is exactly what was printed.
func (d desk) status(asOf string) (s standing, text string) {
	d.t.Helper()
	text = d.must("plan", "status", "--as-of", asOf, "--format", "json")
	d.decode(text, &s)
	return s, text
}

func (d desk) decode(text string, into any) {
	d.t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		d.t.Fatalf("this should be JSON: %v\n%s", err, text)
	}
}

// document is one of the project's own plan documents, by the beginning of its name.
func (d desk) document(beginning string) string {
	d.t.Helper()
	found, err := filepath.Glob(filepath.Join("..", "features", "plan", "planimport", "testdata", "corpus", beginning+"*"))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, name := range found {
		if !strings.HasSuffix(name, ".json") {
			path, err := filepath.Abs(name)
			if err != nil {
				d.t.Fatal(err)
			}
			return path
		}
	}
	d.t.Fatalf("there is no document %s*", beginning)
	return ""
}

// withPlan imports the plan that most journeys use and gives its key: Nordsala, 2022–2025, 14 indicators.
func (d desk) withPlan() (key string) {
	d.t.Helper()
	return strings.TrimSpace(d.must("plan", "import", d.document("01")))
}

// files lists what lies in the desk's folder.
func (d desk) files() []string {
	d.t.Helper()
	entries, err := os.ReadDir(d.folder)
	if err != nil {
		d.t.Fatal(err)
	}
	names := []string{}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
