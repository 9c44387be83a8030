package planimport_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
)

// longDocument writes a plan of at least the given number of lines; noise writes it as a poor scanner would read it.
func longDocument(lines int, noise bool) []byte {
	var out strings.Builder
	out.WriteString("Handlingsplan för möten och nätverk 2020–2023\n\nInledning\n\nPlanen gäller hela länet.\n\nÖvergripande mål\n\nFler möts.\n\n")
	written := 9
	for goal := 1; written < lines; goal++ {
		fmt.Fprintf(&out, "Mål %d: Föreningarna i område %d får bättre förutsättningar\n\nMålet handlar om länets föreningar.\n\n", goal, goal)
		written += 4
		for range 5 {
			out.WriteString("Samverkan med föreningar\n\nFöreningarna behöver kunskap om hur länets medel fördelas och\n" +
				"vilka möjligheter som finns till stöd, utbildning och samver-\nkan med kommunerna under året.\n\n" +
				"Aktivitet: Att utveckla samverkan mellan länets föreningar och kommuner.\n\n")
			for range 3 {
				out.WriteString("Indikator: Minst fyra möten med företrädare för föreningarna har genomförts\nper år under 2020 och 2021.\n\n")
			}
			out.WriteString("Prioritet: Hög\nTid: Våren 2020–2021\n\n")
			written += 20
		}
	}
	if !noise {
		return []byte(out.String())
	}
	return []byte(strings.NewReplacer("ö", "6", "ä", "i", "å", "a", "Ö", "O").Replace(out.String()))
}

func benchmarkRead(b *testing.B, name string, content []byte) {
	reader := planimport.NewReader()
	lines := 0
	for b.Loop() {
		draft, err := reader.Read(name, content, i18n.Printer{}, nil)
		if err != nil {
			b.Fatal(err)
		}
		lines = len(draft.Lines)
	}
	b.ReportMetric(float64(lines), "lines")
}

func BenchmarkReadTenThousandLines(b *testing.B) {
	benchmarkRead(b, "plan.txt", longDocument(10000, false))
}

func BenchmarkReadTenThousandNoisyLines(b *testing.B) {
	benchmarkRead(b, "plan.txt", longDocument(10000, true))
}

func BenchmarkReadPDF(b *testing.B) {
	name := filepath.Join("testdata", "corpus", "06-sju-sjoar-integration.pdf")
	content, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkRead(b, name, content)
}
