package main

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"

	"samverk/app/example"
	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
)

// measureReading reads the example document, and the same made a hundred times longer with renumbered labels.
func measureReading() {
	heading("Reading a document                lines        ms   MB allocated")
	document := example.Document()
	read("the example plan", document)
	for _, times := range []int{10, 100} {
		read(fmt.Sprintf("%d times as long", times), lengthened(document, times))
	}
}

func read(name string, document []byte) {
	var printer i18n.Printer
	var before, after runtime.MemStats
	once := func() {
		_, err := planimport.NewReader().Read("plan.md", document, printer, nil)
		must(err)
	}
	runtime.ReadMemStats(&before)
	once()
	runtime.ReadMemStats(&after)
	took := median(3, once)
	fmt.Printf("%-30s %8d %9.1f %9.1f\n", name, bytes.Count(document, []byte("\n")), took.Seconds()*1000,
		float64(after.TotalAlloc-before.TotalAlloc)/1e6)
}

// lengthened puts prose between the document's lines, as a long plan has.
func lengthened(document []byte, times int) []byte {
	prose := strings.Repeat("Föreningar och sociala företag bidrar till länets utveckling, och här beskrivs hur det går till i praktiken.\n", 8)
	var out bytes.Buffer
	lines := strings.SplitAfter(string(document), "\n")
	paragraphs := bytes.Count(document, []byte("\n"))*(times-1)/8 + 1
	for _, line := range lines {
		out.WriteString(line)
		if strings.TrimSpace(line) == "" {
			share := paragraphs / max(1, strings.Count(string(document), "\n\n"))
			for range share {
				out.WriteString(prose + "\n")
			}
		}
	}
	return out.Bytes()
}
