package planimport_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
)

// The share of fields that must be read rightly, in per cent. Scanned and copied documents may lose more.
const (
	floorClean = 97.0
	floorNoisy = 85.0
)

// corpusFolder is where the documents are: the project's own, or another folder while developing.
func corpusFolder() string {
	if other := os.Getenv("SAMVERK_CORPUS"); other != "" {
		return other
	}
	return filepath.Join("testdata", "corpus")
}

// expectation is what a careful reader finds in a document. Values stay as JSON: a field that is left out is not
// compared, and {"oneOf": […]} means that any of the values is a right reading.
type expectation struct {
	Note         string           `json:"note"`
	Noisy        bool             `json:"noisy"`
	Floor        float64          `json:"floor"` // a promise of its own, in per cent, where less is read as yet
	Title        any              `json:"title"`
	Period       map[string]any   `json:"period"`
	AdoptedOn    any              `json:"adoptedOn"`
	OverallGoal  any              `json:"overallGoal"`
	Staff        []map[string]any `json:"staff"`
	Goals        []map[string]any `json:"goals"`
	MustBeUnread []string         `json:"mustBeUnread"`
	MustNotOccur []string         `json:"mustNotOccur"` // regular expressions, over the whole draft as JSON
}

type corpusDocument struct {
	name    string
	content []byte
	want    expectation
}

func (d corpusDocument) floor() float64 {
	if d.want.Floor > 0 {
		return d.want.Floor
	}
	if d.want.Noisy {
		return floorNoisy
	}
	return floorClean
}

func readCorpus(t *testing.T) []corpusDocument {
	t.Helper()
	entries, err := os.ReadDir(corpusFolder())
	if err != nil {
		t.Fatal(err)
	}
	var documents []corpusDocument
	answers := 0
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasSuffix(name, ".expected.json") {
			answers++
		}
		if entry.IsDir() || strings.HasSuffix(name, ".expected.json") {
			continue
		}
		documents = append(documents, readDocument(t, name))
	}
	if len(documents) == 0 || len(documents) != answers {
		t.Fatalf("%s has %d documents and %d expectations", corpusFolder(), len(documents), answers)
	}
	return documents
}

func readDocument(t *testing.T, name string) corpusDocument {
	t.Helper()
	path := filepath.Join(corpusFolder(), name)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := os.ReadFile(strings.TrimSuffix(path, filepath.Ext(path)) + ".expected.json")
	if err != nil {
		t.Fatal(err)
	}
	document := corpusDocument{name: name, content: content}
	if err := json.Unmarshal(answer, &document.want); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return document
}

func readDraft(t *testing.T, d corpusDocument) plan.Draft {
	t.Helper()
	draft, err := planimport.NewReader().Read(d.name, d.content, i18n.Printer{}, nil)
	if err != nil {
		t.Fatalf("%s cannot be read: %v", d.name, err)
	}
	return draft
}

// readAsJSON reads the document and gives the draft as another program would see it.
func readAsJSON(t *testing.T, d corpusDocument) (text string, draft map[string]any) {
	t.Helper()
	out, err := json.Marshal(readDraft(t, d))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &draft); err != nil {
		t.Fatal(err)
	}
	return string(out), draft
}

func TestEveryDocumentIsReadAboveItsFloor(t *testing.T) {
	for _, document := range readCorpus(t) {
		t.Run(document.name, func(t *testing.T) {
			text, draft := readAsJSON(t, document)
			result := compareDraft(document.want, draft, text)
			t.Logf("%s: %d of %d fields, %.1f %%\n%s", document.name, result.right, result.total(), result.percent(), result.table())
			if result.percent() < document.floor() {
				t.Errorf("%.1f %% of the fields were read rightly, at least %.0f %% is promised", result.percent(), document.floor())
			}
		})
	}
}

func TestNoNameOfAPersonLeavesTheReader(t *testing.T) {
	checked := 0
	for _, document := range readCorpus(t) {
		if len(document.want.MustNotOccur) == 0 {
			continue
		}
		checked++
		t.Run(document.name, func(t *testing.T) {
			text, _ := readAsJSON(t, document)
			for _, pattern := range document.want.MustNotOccur {
				if found := regexp.MustCompile(pattern).FindString(text); found != "" {
					t.Errorf("%q is in the draft", found)
				}
			}
		})
	}
	if checked == 0 {
		t.Error("no document has names to hide")
	}
}

func TestEveryRuleReadCanBeJudged(t *testing.T) {
	for _, document := range readCorpus(t) {
		t.Run(document.name, func(t *testing.T) {
			draft := readDraft(t, document)
			for _, goal := range draft.Goals {
				for _, activity := range goal.Activities {
					for _, indicator := range activity.Indicators {
						if problems := indicator.Rule.Validate(); len(problems) > 0 {
							t.Errorf("indicator %d %q: %v", indicator.Number, indicator.Text, problems)
						}
					}
				}
			}
		})
	}
}

// The corpus is only worth something while it covers what plans contain.
func TestTheCorpusCoversEveryKindOfContents(t *testing.T) {
	if os.Getenv("SAMVERK_CORPUS") != "" {
		t.Skip("another folder is being measured")
	}
	seen := map[string]bool{}
	for _, document := range readCorpus(t) {
		seen[filepath.Ext(document.name)] = true
		for _, activity := range children(document.want.Goals, "activities") {
			seen[firstText(activity["priority"])] = true
			seen[firstText(activity["recurrence"])] = true
			if activity["flagged"] == true {
				seen["priority missing"] = true
			}
			for _, indicator := range list(activity["indicators"]) {
				collectRule(t, document.name, indicator, seen)
			}
		}
	}
	wanted := []string{".txt", ".md", ".docx", ".pdf", "high", "medium", "low", "priority missing", "once", "ongoing", "yearly",
		"year", "half", "quarter", "prepared", "presented", "submitted", "decided", "inherited", "text"}
	for _, kind := range plan.RuleKinds {
		wanted = append(wanted, string(kind))
	}
	for _, what := range wanted {
		if !seen[what] {
			t.Errorf("no document has %s", what)
		}
	}
}

// collectRule notes what the expected rule exercises and checks that the expectation itself is a rule.
func collectRule(t *testing.T, name string, indicator map[string]any, seen map[string]bool) {
	t.Helper()
	written, _ := indicator["rule"].(map[string]any)
	first := map[string]any{}
	for key, value := range written {
		first[key] = alternatives(value)[0]
	}
	out, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	var rule plan.Rule
	if err := json.Unmarshal(out, &rule); err != nil {
		t.Fatalf("%s, %v: %v", name, indicator["text"], err)
	}
	if problems := rule.Validate(); len(problems) > 0 {
		t.Errorf("%s expects an impossible rule for %v: %v", name, indicator["text"], problems)
	}
	seen[string(rule.Kind)] = true
	seen[string(rule.Period)] = true
	for _, state := range rule.States {
		seen[string(state)] = true
	}
	for _, origin := range rule.Origin {
		seen[string(origin)] = true
	}
}

func firstText(value any) string {
	text, _ := alternatives(value)[0].(string)
	return text
}

func TestReadingTheSameDocumentTwiceGivesTheSameDraft(t *testing.T) {
	for _, document := range readCorpus(t) {
		t.Run(document.name, func(t *testing.T) {
			once, _ := readAsJSON(t, document)
			again, _ := readAsJSON(t, document)
			if once != again {
				t.Error("two readings differ")
			}
		})
	}
}
