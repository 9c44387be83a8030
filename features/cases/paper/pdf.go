package paper

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/carlos7ags/folio/document"
	"github.com/carlos7ags/folio/font"
	"github.com/carlos7ags/folio/layout"
)

// Source Sans 3 (SIL Open Font License, fonts/OFL.md). The files are kept here and not fetched when the program is built:
// another version of them would give other bytes for a paper that has been sent out.
var (
	//go:embed fonts/SourceSans3-Regular.woff
	regularFont []byte
	//go:embed fonts/SourceSans3-Semibold.woff
	boldFont []byte
)

// Sizes in points.
const (
	pdfText   = 11
	pdfSmall  = 9
	pdfSpace  = 6
	pdfAir    = 4 // inside a cell
	pdfMargin = 64
)

// pdf puts a paper's parts on pages.
type pdf struct {
	doc           *document.Document
	regular, bold *font.EmbeddedFont
	s             *Snapshot
}

// PDF writes the paper on A4: tagged, with bookmarks and its fonts inside.
func PDF(to io.Writer, s *Snapshot) error {
	p := &pdf{doc: document.NewDocument(document.PageSizeA4), s: s}
	for raw, at := range map[*[]byte]**font.EmbeddedFont{&regularFont: &p.regular, &boldFont: &p.bold} {
		face, err := font.ParseFont(*raw)
		if err != nil {
			return fmt.Errorf("read the paper's font: %w", err)
		}
		*at = font.NewEmbeddedFont(face)
	}
	p.doc.Info.Title, p.doc.Info.Language = s.Title, s.Language
	p.doc.Info.Creator, p.doc.Info.Producer = "Samverk", "Samverk"
	p.doc.Info.CreationDate = s.Day.Time()
	p.doc.SetTagged(true)
	p.doc.SetAutoBookmarks(true)
	p.doc.SetPdfA(document.PdfAConfig{Level: document.PdfA2A})
	p.doc.SetMargins(layout.Margins{Top: pdfMargin, Right: pdfMargin, Bottom: pdfMargin, Left: pdfMargin})
	p.doc.SetFooterElement(func(at document.PageContext) layout.Element {
		text := strings.NewReplacer("{page}", fmt.Sprint(at.PageIndex+1), "{pages}", fmt.Sprint(at.TotalPages)).Replace(s.Labels.Page)
		return layout.NewParagraphEmbedded(strings.Trim(s.DiaryNumber+" · "+text, " ·"), p.regular, pdfSmall)
	})
	p.head()
	for _, b := range s.blocks() {
		p.block(b)
	}
	_, err := p.doc.WriteToWithOptions(to, document.WriteOptions{Deterministic: true})
	return err
}

func (p *pdf) head() {
	p.paragraph(p.s.Labels.Kind, pdfText)
	p.doc.Add(layout.NewHeadingEmbedded(p.s.Title, layout.H1, p.bold).SetRuns([]layout.TextRun{layout.NewRunEmbedded(p.s.Title, p.bold, 20)}))
	for _, fact := range p.s.facts() {
		p.doc.Add(layout.NewStyledParagraph(layout.NewRunEmbedded(fact[0]+": ", p.bold, pdfText), layout.NewRunEmbedded(fact[1], p.regular, pdfText)).SetLeading(1.4).SetSpaceAfter(pdfSpace / 2))
	}
	for _, line := range []string{p.s.Labels.Meeting, p.s.Labels.Day} {
		if line != "" {
			p.paragraph(line, pdfText)
		}
	}
}

func (p *pdf) block(b block) {
	p.doc.Add(layout.NewHeadingEmbedded(b.heading, layout.H2, p.bold).SetRuns([]layout.TextRun{layout.NewRunEmbedded(b.heading, p.bold, 14)}))
	if len(b.numbered) > 0 {
		list := layout.NewListEmbedded(p.regular, pdfText).SetStyle(layout.ListOrdered).SetLeading(1.4)
		for _, point := range b.numbered {
			list.AddItem(point)
		}
		p.doc.Add(list)
	}
	for _, text := range b.paragraphs {
		p.paragraph(text, pdfText)
	}
	for _, f := range b.figures {
		p.doc.Add(layout.NewStyledParagraph(layout.NewRunEmbedded(f.Value+" ", p.bold, pdfText), layout.NewRunEmbedded(f.Text, p.regular, pdfText)).SetSpaceBefore(pdfSpace))
		p.source(f.Source)
	}
	if b.table != nil {
		p.table(b.table)
		p.source(b.table.Source)
	}
	if len(b.documents) > 0 {
		list := layout.NewListEmbedded(p.regular, pdfText).SetLeading(1.4)
		for _, d := range b.documents {
			list.AddItem(d.Name)
		}
		p.doc.Add(list)
	}
}

func (p *pdf) paragraph(text string, size float64) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			p.doc.Add(layout.NewParagraphEmbedded(line, p.regular, size).SetLeading(1.4).SetSpaceAfter(pdfSpace / 2))
		}
	}
}

func (p *pdf) source(s Source) {
	if s.Text == "" {
		return
	}
	run := layout.NewRunEmbedded(s.Line(&p.s.Labels), p.regular, pdfSmall)
	if link := s.Link(p.s.Site); link != "" {
		run = run.WithLinkURI(link).WithUnderline()
	}
	p.doc.Add(layout.NewStyledParagraph(run).SetSpaceAfter(pdfSpace))
}

func (p *pdf) table(t *Table) {
	table := layout.NewTable().SetAutoColumnWidths().SetMinWidth(document.PageSizeA4.Width - 2*pdfMargin)
	row := table.AddHeaderRow()
	for _, c := range t.Columns {
		p.cell(row, c.Text, p.bold, c.Number)
	}
	for _, cells := range t.Rows {
		row := table.AddRow()
		for i, c := range t.Columns {
			text := ""
			if i < len(cells) {
				text = cells[i]
			}
			p.cell(row, text, p.regular, c.Number)
		}
	}
	p.doc.Add(table)
}

func (p *pdf) cell(row *layout.Row, text string, f *font.EmbeddedFont, atRight bool) {
	cell := row.AddCellEmbedded(text, f, pdfText-1).SetPadding(pdfAir).SetBorders(layout.CellBorders{Bottom: layout.SolidBorder(0.5, layout.Gray(0.4))})
	if atRight {
		cell.SetAlign(layout.AlignRight)
	}
}
