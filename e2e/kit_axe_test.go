package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// axeSource is axe-core, as npm put it in this folder.
var axeSource = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("axe-core is missing; fetch it with: npm ci, in the folder e2e (make test does): %w", err)
	}
	return string(source), nil
})

// violation is a rule of axe-core that the page breaks.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	}
}

// everyRule is WCAG 2.2 at level AA and what axe-core calls best practice. What the page hides (the printed layout, say)
// is not checked.
const everyRule = `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`

// accessible fails the test for every rule of accessibility that the page breaks.
func (p *page) accessible() {
	p.t.Helper()
	if applied := p.axe(everyRule); applied < 10 {
		p.t.Errorf("axe-core found only %d rules to apply to %s; something is wrong with the check", applied, p.at())
	}
}

// breaksNone is accessible for some of the rules.
func (p *page) breaksNone(rules ...string) {
	p.t.Helper()
	p.axe(`{type: "rule", values: ` + asJSON(rules) + `}`)
}

// axe fails the test for those of the rules that the page breaks, and tells how many there was something to apply to.
func (p *page) axe(rules string) (applied int) {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Fatal(err)
	}
	if !ask[bool](p, `typeof axe === "object"`) {
		p.do(evaluated(source))
	}
	result := ask[struct {
		Violations []violation
		Passed     int
	}](p, `axe.run(document, {runOnly: `+rules+`, resultTypes: ["violations"], iframes: false})
		.then(found => ({violations: found.violations, passed: found.passes.length}))`)
	for _, v := range result.Violations {
		var places []string
		for _, node := range v.Nodes[:min(3, len(v.Nodes))] {
			places = append(places, node.HTML+"\n      "+strings.ReplaceAll(node.FailureSummary, "\n", "\n      "))
		}
		p.t.Errorf("%s is not accessible: %s (%s, %s), in %d places:\n    %s", p.at(), v.Help, v.ID, v.Impact, len(v.Nodes), strings.Join(places, "\n    "))
	}
	return result.Passed + len(result.Violations)
}

// evaluated runs a script on the page for what it does and not for its value.
func evaluated(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(chromedp.Evaluate[chromedp.Void](script + ";undefined"))
}
