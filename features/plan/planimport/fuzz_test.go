package planimport_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
)

// checkDraft checks what holds for every draft, whatever the document.
func checkDraft(t *testing.T, draft *plan.Draft) {
	t.Helper()
	for _, goal := range draft.Goals {
		for _, activity := range goal.Activities {
			if activity.Window.IsEmpty() {
				t.Errorf("activity %d has no time", activity.Number)
			}
			for _, indicator := range activity.Indicators {
				if faults := indicator.Rule.Validate(); len(faults) > 0 {
					t.Errorf("indicator %q: %v", indicator.Text, faults)
				}
			}
		}
	}
}

func FuzzReadText(f *testing.F) {
	for _, name := range []string{"01-nordsala-foreningsliv.txt", "02-mittskog-social-ekonomi.txt", "03-bergdala-landsbygd.md"} {
		content, err := os.ReadFile(filepath.Join("testdata", "corpus", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content), strings.HasSuffix(name, ".md"))
	}
	f.Add("Mål\nAktivitet:\nIndikator:\nTid:\nPrioritet:", false)
	f.Add("| Åtgärd | Tid | Indikator |\n|---|---|---|\n| a | 2020 | b |", true)
	f.Add("Åtgärd   Tid   Indikator\na  2020  b", false)
	f.Add("Mål 1: \n\nBemanning\n100 %\nIndikator 1: 0 möten 2020 till 2019", false)
	f.Fuzz(func(t *testing.T, content string, markdown bool) {
		name := "plan.txt"
		if markdown {
			name = "plan.md"
		}
		draft, err := planimport.NewReader().Read(name, []byte(content), i18n.Printer{}, nil)
		if err != nil {
			return
		}
		if utf8.ValidString(content) && !strings.HasPrefix(content, "\ufeff") {
			lines := strings.ReplaceAll(strings.ReplaceAll(content, "\r\n", "\n"), "\r", "\n")
			checkLines(t, &draft, strings.Count(strings.TrimSuffix(lines, "\n"), "\n")+1)
		}
		checkDraft(t, &draft)
	})
}

func FuzzReadWord(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "corpus", "*.docx"))
	if err != nil || len(names) == 0 {
		f.Fatalf("no Word documents to begin with: %v", err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
		f.Add(wordBody(f, content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, file := range [][]byte{content, wordFile(t, content)} {
			draft, err := planimport.NewReader().Read("plan.docx", file, i18n.Printer{}, nil)
			if err != nil {
				continue
			}
			checkLines(t, &draft, len(draft.Lines))
			checkDraft(t, &draft)
		}
	})
}

// wordBody is the text part of a Word document.
func wordBody(f *testing.F, content []byte) []byte {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		f.Fatal(err)
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		f.Fatal(err)
	}
	defer func() { _ = part.Close() }()
	var body bytes.Buffer
	if _, err := body.ReadFrom(part); err != nil {
		f.Fatal(err)
	}
	return body.Bytes()
}

// wordFile makes a Word document of a text part.
func wordFile(t *testing.T, body []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	part, err := archive.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The text of a PDF is read by a library in a sandbox: whatever the file is, it gives a draft that holds or an error to read.
func FuzzReadPDF(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "corpus", "*.pdf"))
	if err != nil || len(names) == 0 {
		f.Fatalf("no PDF to begin with: %v", err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
		f.Add(content[:len(content)/2])
	}
	f.Add([]byte("%PDF-1.7\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		draft, err := planimport.NewReader().Read("plan.pdf", content, i18n.Printer{}, nil)
		var own *i18n.Error
		if err != nil && !errors.As(err, &own) {
			t.Fatalf("%v is not an error made for a person", err)
		}
		if err == nil {
			checkDraft(t, &draft)
		}
	})
}
