package planimport_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"samverk/features/plan"
)

// readTexts gives the draft of every document of the corpus whose lines are the lines of its file.
func readTexts(t *testing.T, check func(t *testing.T, d corpusDocument, source []string, draft plan.Draft)) {
	t.Helper()
	for _, document := range readCorpus(t) {
		if filepath.Ext(document.name) != ".txt" {
			continue
		}
		t.Run(document.name, func(t *testing.T) {
			check(t, document, strings.Split(strings.TrimRight(string(document.content), "\n"), "\n"), readDraft(t, document))
		})
	}
}

func TestNoLineIsDroppedSilently(t *testing.T) {
	readTexts(t, func(t *testing.T, _ corpusDocument, source []string, draft plan.Draft) {
		listed := map[int]bool{}
		for _, unread := range draft.Unread {
			listed[unread.Line] = true
		}
		shown := map[int]bool{}
		for _, line := range draft.Lines {
			shown[line.Number] = true
			if line.Role == "" {
				t.Errorf("line %d has no role: %q", line.Number, line.Text)
			}
			if line.Role == plan.LineUnread && !listed[line.Number] {
				t.Errorf("line %d was not understood and is not listed: %q", line.Number, line.Text)
			}
		}
		for i, text := range source {
			if strings.TrimSpace(text) != "" && !shown[i+1] {
				t.Errorf("line %d is not shown: %q", i+1, text)
			}
		}
	})
}

func TestIndicatorsPointToTheirLines(t *testing.T) {
	readTexts(t, func(t *testing.T, d corpusDocument, source []string, draft plan.Draft) {
		for _, goal := range draft.Goals {
			for _, activity := range goal.Activities {
				for _, indicator := range activity.Indicators {
					first, last := indicator.SourceLines[0], indicator.SourceLines[1]
					if first < 1 || last < first || last > len(source) {
						t.Errorf("indicator %d says lines %d–%d of %d", indicator.Number, first, last, len(source))
						continue
					}
					there := strings.Join(source[first-1:last], " ")
					if !standsIn(indicator.Text, there, d.want.Noisy) {
						t.Errorf("indicator %d, lines %d–%d: %q is not in %q", indicator.Number, first, last, indicator.Text, there)
					}
					if indicator.Confidence <= 0 || indicator.Confidence > 1 {
						t.Errorf("indicator %d has the confidence %v, not a number above 0 and at most 1", indicator.Number, indicator.Confidence)
					}
				}
			}
		}
	})
}

// Repair is for scanned documents. In a clean one every word stays as its author wrote it.
func TestNoWordOfACleanDocumentIsChanged(t *testing.T) {
	for _, document := range readCorpus(t) {
		ext := filepath.Ext(document.name)
		if document.want.Noisy || ext != ".txt" && ext != ".md" {
			continue
		}
		t.Run(document.name, func(t *testing.T) {
			written := map[string]bool{}
			for _, word := range wordsOf(string(document.content)) {
				written[word] = true
			}
			checked := 0
			for _, text := range proseOf(readDraft(t, document)) {
				for _, word := range wordsOf(text) {
					checked++
					if !written[word] {
						t.Errorf("%q is not in the document; it was read in %q", word, text)
					}
				}
			}
			if checked < 100 {
				t.Errorf("only %d words were read", checked)
			}
		})
	}
}

// proseOf lists every text of the draft that is taken from the document as it stands.
func proseOf(draft plan.Draft) []string {
	texts := []string{draft.Title, draft.OverallGoal, draft.Introduction}
	for _, goal := range draft.Goals {
		texts = append(texts, goal.Title, goal.Text)
		for _, activity := range goal.Activities {
			texts = append(texts, activity.Area, activity.Title, activity.Background, activity.Responsible)
			for _, indicator := range activity.Indicators {
				texts = append(texts, indicator.Text)
			}
		}
	}
	return texts
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// standsIn tells whether the text is in the lines; in a noisy document, whether they are mostly the same letters.
func standsIn(text, lines string, noisy bool) bool {
	if noisy {
		return likeness(text, lines) > 0
	}
	return text != "" && strings.Contains(folded(lines), folded(text))
}
