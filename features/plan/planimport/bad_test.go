package planimport_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
)

// A cake is no plan, though it has numbers, times and headings.
const recipe = `Mjuk kardemummakaka

Värm ugnen till 175 grader. Smörj en form och strö över ströbröd.

Vispa tre ägg och två deciliter socker tills det blir luftigt. Smält
smöret, häll i mjölken och rör ner alltsammans i äggsmeten. Blanda mjöl,
bakpulver och stött kardemumma, vänd ner och häll smeten i formen.

Grädda mitt i ugnen i ungefär 40 minuter. Låt kakan svalna innan den
stjälps upp. Den håller sig saftig i minst fyra dagar.
`

func picture(t *testing.T) []byte {
	t.Helper()
	canvas := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for i := range 40 {
		canvas.Set(i, i, color.RGBA{uint8(6 * i), 90, 200, 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, canvas); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// emptyArchive is a zip file, but not a Word document.
func emptyArchive(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	if _, err := archive.Create("hello.txt"); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatIsNoPlanGivesAnErrorToRead(t *testing.T) {
	cases := []struct {
		why, name string
		content   []byte
	}{
		{"a picture with the name of a text", "plan.txt", picture(t)},
		{"an empty text", "plan.txt", nil},
		{"a text of spaces and empty lines", "plan.txt", []byte(" \n\t\n\r\n  ")},
		{"an empty Word document", "plan.docx", nil},
		{"a text that is no plan", "recept.txt", []byte(recipe)},
		{"a text that is no plan, as Markdown", "recept.md", []byte("# " + recipe)},
		{"a Word document that is no archive", "plan.docx", []byte("Mål 1: Fler bänkar i parken\n")},
		{"an archive that is no Word document", "plan.docx", emptyArchive(t)},
		{"a Word document cut off in the middle", "plan.docx", emptyArchive(t)[:30]},
		{"a PDF of which only the first line has come", "plan.pdf", []byte("%PDF-1.7\n")},
		{"a PDF that is no PDF", "plan.pdf", []byte(recipe)},
		{"a kind of file that is not read", "plan.xyz", []byte{0, 1, 2, 3}},
		{"no name at all", "", nil},
		{"random bytes", "plan.txt", bytes.Repeat([]byte{0xff, 0x00, 0xc3, 0x28}, 500)},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			draft, err := planimport.NewReader().Read(c.name, c.content, i18n.Printer{}, nil)
			if err == nil {
				t.Fatalf("read as a plan with the title %q and %d goals", draft.Title, len(draft.Goals))
			}
			var own *i18n.Error
			if !errors.As(err, &own) {
				t.Fatalf("%v is not an error made for a person", err)
			}
			if own.ID == "" || !strings.Contains(own.ID, ".") {
				t.Errorf("the error has no text of the catalogue: %q", own.ID)
			}
		})
	}
}

func TestReadingWorksWithoutAnybodyWatching(t *testing.T) {
	if _, err := planimport.NewReader().Read("plan.txt", []byte(recipe), i18n.Printer{}, nil); err == nil {
		t.Error("a recipe was read as a plan")
	}
}
