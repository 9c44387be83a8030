// Command make builds the corpus documents that are not written by hand: the noisy texts and the Word documents.
// Run it in its own folder: go run .
//
// The noise is drawn from a fixed seed, so the same sources always give the same documents. The
// PDF is printed from 06-pdf.html by a browser:
//
//	chromium --headless --no-pdf-header-footer --print-to-pdf=../06-sju-sjoar-integration.pdf 06-pdf.html
package main

import (
	"log"
	"os"
	"strings"
)

// document is one file to build: how, from which source.
type document struct {
	source, target string
	build          func(lines []string) []byte
}

var documents = []document{
	{"02-clean.txt", "../02-mittskog-social-ekonomi.txt", scannedBook.spoil},
	{"04-docx.txt", "../04-samordningsforbundet-vastanbygd.docx", wordDocument},
	{"05-docx.txt", "../05-vinterhamn-folkhalsa-tabell.docx", wordDocument},
}

func main() {
	log.SetFlags(0)
	for _, d := range documents {
		if err := os.WriteFile(d.target, d.build(read(d.source)), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

func read(name string) []string {
	content, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	return strings.Split(strings.TrimRight(string(content), "\n"), "\n")
}
