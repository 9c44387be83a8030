package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"log"
	"strings"
)

// wordDocument turns a small markup into a .docx: every line begins with TITLE, H1, H2, P (paragraph), B (bullet) or
// T (table row, cells between " | ", paragraphs of a cell between " // "). Lines of T in a row make one table.
func wordDocument(lines []string) []byte {
	var body strings.Builder
	inTable := false
	for _, line := range lines {
		kind, text, _ := strings.Cut(line, " ")
		if inTable != (kind == "T") {
			inTable = !inTable
			body.WriteString(map[bool]string{true: `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>`, false: `</w:tbl>`}[inTable])
		}
		switch kind {
		case "T":
			body.WriteString(tableRow(text))
		case "TITLE":
			body.WriteString(paragraph("Rubrik", text))
		case "H1":
			body.WriteString(paragraph("Rubrik1", text))
		case "H2":
			body.WriteString(paragraph("Rubrik2", text))
		case "B":
			body.WriteString(paragraph("Liststycke", text))
		case "P":
			body.WriteString(paragraph("", text))
		default:
			log.Fatalf("unknown line: %s", line)
		}
	}
	if inTable {
		body.WriteString(`</w:tbl>`)
	}
	return zipped(body.String())
}

func tableRow(text string) string {
	row := "<w:tr>"
	for _, cell := range strings.Split(text, " | ") {
		row += "<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr>"
		for _, part := range strings.Split(cell, " // ") {
			row += paragraph("", strings.TrimSpace(part))
		}
		row += "</w:tc>"
	}
	return row + "</w:tr>"
}

// paragraph cuts its text into several runs, as Word does after spelling checks and edits.
func paragraph(style, text string) string {
	p := "<w:p>"
	if style != "" {
		p += `<w:pPr><w:pStyle w:val="` + style + `"/>`
		if style == "Liststycke" {
			p += `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`
		}
		p += "</w:pPr>"
	}
	letters := []rune(text)
	for start, piece := 0, 0; start < len(letters); piece++ {
		end := min(start+[]int{9, 31, 17, 4}[piece%4], len(letters))
		var escaped bytes.Buffer
		if err := xml.EscapeText(&escaped, []byte(string(letters[start:end]))); err != nil {
			log.Fatal(err)
		}
		p += `<w:r><w:t xml:space="preserve">` + escaped.String() + "</w:t></w:r>"
		start = end
	}
	return p + "</w:p>"
}

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func zipped(body string) []byte {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const packages = "http://schemas.openxmlformats.org/package/2006"
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	styles := ""
	for _, s := range [][2]string{{"Normal", "Normal"}, {"Rubrik", "Title"}, {"Rubrik1", "heading 1"}, {"Rubrik2", "heading 2"}, {"Liststycke", "List Paragraph"}} {
		styles += fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/></w:style>`, s[0], s[1])
	}
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packages + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + word + `styles+xml"/><Override PartName="/word/numbering.xml" ContentType="` + word + `numbering+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packages + `/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="` + packages + `/relationships"><Relationship Id="rId1" Type="` + office + `/styles" Target="styles.xml"/><Relationship Id="rId2" Type="` + office + `/numbering" Target="numbering.xml"/></Relationships>`},
		{"word/styles.xml", `<w:styles ` + wordSpace + `>` + styles + `</w:styles>`},
		{"word/numbering.xml", `<w:numbering ` + wordSpace + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`},
		{"word/document.xml", `<w:document ` + wordSpace + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`},
	}
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, part := range parts {
		w, err := archive.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(xmlHead + part[1]))
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		log.Fatal(err)
	}
	return file.Bytes()
}
