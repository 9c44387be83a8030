package paper

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The parts of a DOCX file (ECMA-376, WordprocessingML). Only what a paper needs: headings as styles, so that Word shows
// an outline and readers for the blind find their way; a numbered list; tables whose first row is a heading on each page;
// links; the language of the text; and the page's number at the foot.

const docxTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const docxRoot = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const (
	wordSpace     = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

const docxNumbering = xmlHead + `<w:numbering ` + wordSpace + `>` +
	`<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`

func docxStyles(language string) string {
	heading := func(id, name string, level, size, before int) string {
		return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="%d" w:after="80"/><w:outlineLvl w:val="%d"/></w:pPr><w:rPr><w:b/><w:sz w:val="%d"/></w:rPr></w:style>`,
			id, name, before, level, size)
	}
	return xmlHead + `<w:styles ` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Source Sans 3" w:hAnsi="Source Sans 3" w:eastAsia="Source Sans 3" w:cs="Source Sans 3"/><w:sz w:val="22"/><w:lang w:val="` + escaped(language) + `"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:style>` +
		heading("Heading1", "heading 1", 0, 40, 0) + heading("Heading2", "heading 2", 1, 28, 320) +
		`<w:style w:type="paragraph" w:styleId="Source"><w:name w:val="Source"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="666666"/><w:insideH w:val="single" w:sz="4" w:color="666666"/></w:tblBorders><w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`
}

// docx writes the text of a paper.
type docx struct {
	strings.Builder
	s     *Snapshot
	links []string
}

// DOCX writes the paper as a file that text programs open and people can go on writing in.
func DOCX(to io.Writer, s *Snapshot) error {
	d := &docx{s: s}
	d.WriteString(xmlHead + `<w:document ` + wordSpace + `><w:body>`)
	d.paragraph("", s.Labels.Kind)
	d.paragraph("Heading1", s.Title)
	for _, fact := range s.facts() {
		d.WriteString(`<w:p>` + run(fact[0]+": ", true) + run(fact[1], false) + `</w:p>`)
	}
	for _, line := range []string{s.Labels.Meeting, s.Labels.Day} {
		if line != "" {
			d.paragraph("", line)
		}
	}
	for _, b := range s.blocks() {
		d.block(b)
	}
	d.WriteString(`<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1280" w:right="1280" w:bottom="1280" w:left="1280" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return d.pack(to)
}

func (d *docx) pack(to io.Writer) error {
	var links strings.Builder
	links.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, part := range []string{"styles", "numbering", "footer"} {
		file := part + ".xml"
		if part == "footer" {
			file = "footer1.xml"
		}
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s%s" Target="%s"/>`, i+1, relationships, part, file)
	}
	for i, address := range d.links {
		fmt.Fprintf(&links, `<Relationship Id="link%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i+1, relationships, escaped(address))
	}
	links.WriteString(`</Relationships>`)
	day := d.s.Day.String() + "T00:00:00Z"
	core := xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` +
		escaped(d.s.Title) + `</dc:title><dc:creator>Samverk</dc:creator><dc:language>` + escaped(d.s.Language) + `</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">` + day + `</dcterms:created></cp:coreProperties>`
	out := zip.NewWriter(to)
	for _, part := range [][2]string{{"[Content_Types].xml", docxTypes}, {"_rels/.rels", docxRoot}, {"word/document.xml", d.String()}, {"word/_rels/document.xml.rels", links.String()},
		{"word/styles.xml", docxStyles(d.s.Language)}, {"word/numbering.xml", docxNumbering}, {"word/footer1.xml", d.footer()}, {"docProps/core.xml", core}} {
		w, err := out.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate}) // without a time, so that the bytes stay the same
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, part[1]); err != nil {
			return err
		}
	}
	return out.Close()
}

func (d *docx) footer() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:ftr ` + wordSpace + `><w:p><w:pPr><w:pStyle w:val="Source"/></w:pPr>`)
	field := func(name string) {
		b.WriteString(`<w:fldSimple w:instr="` + name + `"><w:r><w:t>1</w:t></w:r></w:fldSimple>`)
	}
	before, rest, _ := strings.Cut(d.s.Labels.Page, "{page}")
	between, after, _ := strings.Cut(rest, "{pages}")
	b.WriteString(run(strings.TrimLeft(d.s.DiaryNumber+" · "+before, " ·"), false))
	field("PAGE")
	b.WriteString(run(between, false))
	field("NUMPAGES")
	b.WriteString(run(after, false) + `</w:p></w:ftr>`)
	return b.String()
}

func (d *docx) block(b block) {
	d.paragraph("Heading2", b.heading)
	for _, point := range b.numbered {
		d.listed(1, point)
	}
	for _, text := range b.paragraphs {
		d.paragraph("", text)
	}
	for _, f := range b.figures {
		d.WriteString(`<w:p>` + run(f.Value+" ", true) + run(f.Text, false) + `</w:p>`)
		d.source(f.Source)
	}
	if b.table != nil {
		d.table(b.table)
		d.source(b.table.Source)
	}
	for _, document := range b.documents {
		d.listed(2, document.Name)
	}
}

func (d *docx) paragraph(style, text string) {
	d.WriteString(`<w:p>`)
	if style != "" {
		d.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	d.WriteString(run(text, false) + `</w:p>`)
}

func (d *docx) listed(list int, text string) {
	fmt.Fprintf(d, `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr></w:pPr>%s</w:p>`, list, run(text, false))
}

func (d *docx) source(s Source) {
	if s.Text == "" {
		return
	}
	d.WriteString(`<w:p><w:pPr><w:pStyle w:val="Source"/></w:pPr>`)
	if link := s.Link(d.s.Site); link != "" {
		d.links = append(d.links, link)
		fmt.Fprintf(d, `<w:hyperlink r:id="link%d">%s</w:hyperlink>`, len(d.links), run(s.Line(&d.s.Labels), false))
	} else {
		d.WriteString(run(s.Line(&d.s.Labels), false))
	}
	d.WriteString(`</w:p>`)
}

func (d *docx) table(t *Table) {
	d.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:firstRow="1" w:firstColumn="0" w:lastRow="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	for range t.Columns {
		d.WriteString(`<w:gridCol/>`)
	}
	d.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for _, c := range t.Columns {
		d.cell(c.Text, c.Number, true)
	}
	d.WriteString(`</w:tr>`)
	for _, cells := range t.Rows {
		d.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range t.Columns {
			text := ""
			if i < len(cells) {
				text = cells[i]
			}
			d.cell(text, c.Number, false)
		}
		d.WriteString(`</w:tr>`)
	}
	d.WriteString(`</w:tbl>`)
}

func (d *docx) cell(text string, atRight, bold bool) {
	d.WriteString(`<w:tc><w:tcPr/><w:p><w:pPr><w:spacing w:before="40" w:after="40"/>`)
	if atRight {
		d.WriteString(`<w:jc w:val="right"/>`)
	}
	d.WriteString(`</w:pPr>` + run(text, bold) + `</w:p></w:tc>`)
}

// run is a text; its lines are kept.
func run(text string, bold bool) string {
	var b strings.Builder
	b.WriteString(`<w:r>`)
	if bold {
		b.WriteString(`<w:rPr><w:b/></w:rPr>`)
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">` + escaped(line) + `</w:t>`)
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

// escaped writes a text so that nothing in it can be taken for markup; what XML cannot hold becomes U+FFFD.
func escaped(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) //nolint:errcheck // a builder takes everything
	return b.String()
}
