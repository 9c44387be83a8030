package planimport_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
)

const smallPlan = `Handlingsplan för möten 2020–2021

Övergripande mål: Fler möts.

Mål 1: Möten för alla

Aktivitet: Ordna möten

Indikator 1: Två möten har hållits per år.

Prioritet: Hög
Tid: Löpande
`

func read(t *testing.T, name, content string) plan.Draft {
	t.Helper()
	draft, err := planimport.NewReader().Read(name, []byte(content), swedishPrinter(), nil)
	if err != nil {
		t.Fatalf("%s: %s", name, swedishPrinter().Error(err))
	}
	return draft
}

// first is the draft's first activity.
func first(t *testing.T, draft *plan.Draft) *plan.DraftActivity {
	t.Helper()
	if len(draft.Goals) == 0 || len(draft.Goals[0].Activities) == 0 {
		t.Fatal("no activity was read")
	}
	return &draft.Goals[0].Activities[0]
}

func codes(draft *plan.Draft) string {
	var all []string
	for _, w := range draft.Warnings {
		all = append(all, w.Code)
	}
	return strings.Join(all, " ")
}

func TestTheSamePlanIsReadFromEveryCharacterSet(t *testing.T) {
	windows, err := charmap.Windows1252.NewEncoder().String(smallPlan)
	if err != nil {
		t.Fatal(err)
	}
	twice, err := charmap.Windows1252.NewDecoder().String(smallPlan)
	if err != nil {
		t.Fatal(err)
	}
	for why, content := range map[string]string{
		"UTF-8 encoded twice": twice, "rings and dots apart": norm.NFD.String(smallPlan),
		"UTF-8": smallPlan, "with a mark": "\ufeff" + smallPlan, "Windows lines": strings.ReplaceAll(smallPlan, "\n", "\r\n"), "Windows-1252": windows,
	} {
		draft := read(t, "plan.txt", content)
		if draft.Title != "Handlingsplan för möten 2020–2021" || first(t, &draft).Title != "Ordna möten" {
			t.Errorf("%s: title %q", why, draft.Title)
		}
		if warned := strings.Contains(codes(&draft), "character_set_converted"); warned != (why == "Windows-1252" || why == "UTF-8 encoded twice") {
			t.Errorf("%s: warned of the character set: %v", why, warned)
		}
	}
}

func TestEveryFieldTellsWhereItComesFrom(t *testing.T) {
	draft := read(t, "plan.txt", smallPlan)
	activity := first(t, &draft)
	for field, line := range map[string]int{"title": 7, "priority": 11, "window": 12} {
		if source := activity.Sources[field]; source.Lines != [2]int{line, line} || source.Original == "" || source.Confidence <= 0 {
			t.Errorf("%s: %+v, wanted line %d", field, source, line)
		}
	}
	if lines := activity.Indicators[0].SourceLines; lines != [2]int{9, 9} {
		t.Errorf("indicator: %v", lines)
	}
	if source := draft.Sources["title"]; source.Lines != [2]int{1, 1} {
		t.Errorf("title: %+v", source)
	}
	checkLines(t, &draft, strings.Count(smallPlan, "\n"))
}

func TestWhatIsAssumedIsFlagged(t *testing.T) {
	draft := read(t, "plan.txt", "Plan 2020-2021\n\nMål 1: Ett\n\nAktivitet: Göra något\n\nIndikator: Det är bättre än förut.\n")
	activity := first(t, &draft)
	if activity.Priority != plan.Medium || activity.Window.From.String() != "2020-Q1" || activity.Window.To.String() != "2021-Q4" {
		t.Errorf("%s %v", activity.Priority, activity.Window)
	}
	if flags := strings.Join(activity.Flags, " "); !strings.Contains(flags, "Prioritet saknas") || !strings.Contains(flags, "Tid saknas") {
		t.Errorf("flags %q", flags)
	}
	if indicator := activity.Indicators[0]; indicator.Rule.Kind != plan.Judgement || len(indicator.Flags) == 0 {
		t.Errorf("%+v", indicator)
	}
}

func TestGapsAndDoublesInNumbersAreToldOf(t *testing.T) {
	draft := read(t, "plan.txt", strings.Replace(smallPlan, "Prioritet", "Indikator 4: Ett möte har hållits.\n\nIndikator 4: Tre möten har hållits.\n\nPrioritet", 1))
	if got := codes(&draft); !strings.Contains(got, "number_gap") || !strings.Contains(got, "number_twice") {
		t.Errorf("warnings %q", got)
	}
}

func TestAnActivitysHeadingMayBeItsTitle(t *testing.T) {
	draft := read(t, "plan.md", "# Strategi 2022–2024\n\nOm planen.\n\n# Stärkt service\n\n## Utveckla handeln\n\n**Indikatorer**\n\n1. Minst fyra möten per år.\n2. Ett förslag har presenterats.\n\n**Tidplan:** Löpande\n")
	activity := first(t, &draft)
	if draft.Goals[0].Title != "Stärkt service" || activity.Title != "Utveckla handeln" || len(activity.Indicators) != 2 || len(activity.Flags) == 0 {
		t.Errorf("%+v", draft.Goals)
	}
}

func TestATableMayHoldThePlan(t *testing.T) {
	pipes := "# Kulturplan 2020–2023\n\n| Mål | Åtgärd | Nyckeltal | Tid | Prio |\n|---|---|---|---|---|\n" +
		"| 1. Mötesplatser | Rusta teatern | Två möten per år<br>En enkät har genomförts | 2020 | Hög |\n| | Läsecirklar | Fem möten | 2021 | låg |\n| 2. Musik | Instrument | Tre möten | 2022 | 2 |\n"
	spaces := "Kulturplan 2020–2023\n\nMål: Mötesplatser\n\n" +
		"Åtgärd            Tid      Prio   Indikator\n" +
		"Rusta teatern     2020     Hög    Två möten har hållits\nmed alla salonger                 per år.\n" +
		"Läsecirklar       2021     låg    Fem möten har hållits.\n"
	draft := read(t, "plan.md", pipes)
	if len(draft.Goals) != 2 || len(draft.Goals[0].Activities) != 2 || len(first(t, &draft).Indicators) != 2 || draft.Goals[1].Activities[0].Priority != plan.Medium {
		t.Errorf("pipes: %+v", draft.Goals)
	}
	checkLines(t, &draft, strings.Count(pipes, "\n"))
	draft = read(t, "plan.txt", spaces)
	activity := first(t, &draft)
	if activity.Title != "Rusta teatern med alla salonger" || activity.Indicators[0].Text != "Två möten har hållits per år." || len(draft.Goals[0].Activities) != 2 {
		t.Errorf("spaces: %+v", draft.Goals)
	}
	checkLines(t, &draft, strings.Count(spaces, "\n"))
}

func TestNoPersonLeavesTheReader(t *testing.T) {
	content := "Verksamhetsplan 2020–2021\n\nFrågor besvaras av Alvhild Tornqvarn, alvhild.tornqvarn@exempel.se, 0470-12 34 56.\n\nBemanning\n\nVi är två:\n\n" +
		"• Alvhild Tornqvarn 100 %\n• Sigvard Bro, utredare, halvtid\nDagmar Svalsten (tjänstledig)\n\n" +
		"Mål 1: Tornqvarns möten\n\nAktivitet: Alvhild ordnar möten\n\nIndikator 1: ALVHILD TORNQVARN har hållit två möten per år.\n\n" +
		"Resurser: Dagmar Svalsten\nAnsvarig: Näringslivschefen Ebba Lundqvarn\nTid: 2020\n\nKontakta Sigvard Bro på sigvard@exempel.se eller Ebba Lundqvarn\n"
	for _, p := range []i18n.Printer{swedishPrinter(), {}} {
		draft, err := planimport.NewReader().Read("plan.txt", []byte(content), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.Marshal(draft)
		if err != nil {
			t.Fatal(err)
		}
		if found := regexp.MustCompile(`(?i)alvhild|tornqvarn|sigvard|dagmar|svalsten|ebba|lundqvarn|\bBro\b|exempel\.se|12 34 56`).FindString(string(out)); found != "" {
			t.Errorf("%q is in the draft: %s", found, out)
		}
		if got := fmt.Sprint(draft.Staff); got != "[{Medarbetare 1 100} {Utredare 50}]" {
			t.Errorf("staff %s", got)
		}
		if responsible := first(t, &draft).Responsible; responsible != "Näringslivschefen" {
			t.Errorf("responsible %q", responsible)
		}
		checkLines(t, &draft, strings.Count(content, "\n"))
	}
}

func TestProgressGoesFromNothingToAll(t *testing.T) {
	last, total := -1, 0
	_, err := planimport.NewReader().Read("plan.txt", longDocument(1000, false), i18n.Printer{}, func(at plan.Progress) {
		if at.Stage != plan.ReadingLines || at.Done < last || at.Done > at.Total {
			t.Errorf("progress went from %d to %v", last, at)
		}
		last, total = at.Done, at.Total
	})
	if err != nil || last != total || total < 1000 {
		t.Errorf("ended at %d of %d: %v", last, total, err)
	}
}

func failure(t *testing.T, name string, content []byte) string {
	t.Helper()
	_, err := planimport.NewReader().Read(name, content, swedishPrinter(), nil)
	var own *i18n.Error
	if !errors.As(err, &own) {
		t.Fatalf("%s: %v is no error for a person", name, err)
	}
	if text := swedishPrinter().Error(err); strings.Contains(text, "planimport.") {
		t.Errorf("%s has no text", own.ID)
	}
	return own.ID
}

func TestAFileLargerThanTheLimitIsRefused(t *testing.T) {
	if id := failure(t, "plan.txt", make([]byte, planimport.MaxSize+1)); id != "planimport.error.too_large" {
		t.Error(id)
	}
}

// A small archive may claim to hold more than the machine does.
func TestAWordDocumentThatSwellsIsRefused(t *testing.T) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	part, err := archive.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for range 80 {
		if _, err := part.Write(blanks); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if id := failure(t, "plan.docx", out.Bytes()); id != "planimport.error.broken_word" {
		t.Error(id)
	}
}

func TestAPictureNeedsTheRecogniser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if id := failure(t, "plan.png", picture(t)); id != "planimport.error.no_recogniser" {
		t.Error(id)
	}
}

// The recogniser's part is played by a script that answers as tesseract does.
func TestAPictureIsReadThroughTheRecogniser(t *testing.T) {
	folder := t.TempDir()
	script := "#!/bin/sh\nif [ \"$1\" = --list-langs ]; then echo swe; exit; fi\ncat <<'END'\n" + smallPlan + "END\n"
	if err := os.WriteFile(filepath.Join(folder, "tesseract"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	draft := read(t, "plan.png", string(picture(t)))
	if first(t, &draft).Title != "Ordna möten" || !strings.Contains(codes(&draft), "text_recognised") {
		t.Errorf("%q, warnings %s", draft.Title, codes(&draft))
	}
}
