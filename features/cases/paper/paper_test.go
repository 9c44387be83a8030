package paper_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"pgregory.net/rapid"

	"samverk/features/cases/paper"
	"samverk/platform/calendar"
)

func sample() paper.Snapshot {
	source := paper.Source{Text: "Fördelningsförslaget", Address: "/grants/1", AsOf: calendar.MustDate("2019-02-28")}
	s := paper.Snapshot{Site: "https://samverk.example.se", Language: "sv", DiaryNumber: "RS 2019:7", Title: "Fördelning av föreningsstöd – åäö ÅÄÖ & <é>", Body: "Regionala utvecklingsnämnden",
		Meeting: calendar.MustDate("2019-03-12"), Day: calendar.MustDate("2019-03-01"), Round: 1, Points: []string{"att fördela 1 234 567,50 kr", "att uppdra åt förvaltningen att betala ut stödet"},
		Summary: "Förslaget i korthet.\nAndra raden.", Background: "Första stycket.\n\nAndra stycket om Šarić och Łukasz.",
		Labels: paper.Labels{Kind: "Tjänsteskrivelse", Diary: "Diarienummer", Body: "Beslutande organ", Meeting: "Till sammanträdet 12 mars 2019", Day: "Inlämnad 1 mars 2019", Proposal: "Förslag till beslut",
			Summary: "Sammanfattning", Background: "Bakgrund", Figures: "Siffror i ärendet", Documents: "Handlingar", Source: "Källa", AsOf: "per", Page: "Sida {page} av {pages}"},
		Documents: []paper.Document{{Name: "riktlinjer.pdf", SHA256: strings.Repeat("a", 64), Size: 4711}}}
	s.Figures = []paper.Figure{{Text: "ansökningar", Value: "62", Source: source}}
	table := paper.Table{Title: "Förslag till fördelning", Columns: []paper.Column{{Text: "Förening"}, {Text: "Belopp", Number: true}}, Source: source}
	for n := range 60 {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("Föreningen %d i Örebro", n+1), "20 000"})
	}
	s.Tables = []paper.Table{table}
	return s
}

var formats = map[string]func(io.Writer, *paper.Snapshot) error{"docx": paper.DOCX, "pdf": paper.PDF}

func made(t interface{ Fatal(...any) }, format string, s *paper.Snapshot) []byte {
	var b bytes.Buffer
	if err := formats[format](&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheSameSnapshotGivesTheSameBytes(t *testing.T) {
	s := sample()
	text, hash, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for format := range formats {
		first := sha256.Sum256(made(t, format, &s))
		for range 3 {
			again, err := paper.Decode(text)
			if err != nil {
				t.Fatal(err)
			}
			if _, other, _ := again.Encode(); other != hash {
				t.Error("a snapshot read again has another checksum")
			}
			if sha256.Sum256(made(t, format, &again)) != first {
				t.Errorf("the %s differs", format)
			}
		}
		changed := sample()
		changed.Points[0] += "."
		if sha256.Sum256(made(t, format, &changed)) == first {
			t.Errorf("another proposal gives the same %s", format)
		}
	}
}

// wanted are texts that stand in a paper, whatever its form.
var wanted = []string{"Tjänsteskrivelse", "Fördelning av föreningsstöd – åäö ÅÄÖ & <é>", "RS 2019:7", "Regionala utvecklingsnämnden", "Till sammanträdet 12 mars 2019", "Förslag till beslut",
	"att fördela 1 234 567,50 kr", "att uppdra åt förvaltningen att betala ut stödet", "Förslaget i korthet.", "Andra raden.", "Andra stycket om Šarić och Łukasz.", "Siffror i ärendet", "62", "ansökningar",
	"Källa: Fördelningsförslaget, per 2019-02-28", "Förslag till fördelning", "Belopp", "Föreningen 60 i Örebro", "riktlinjer.pdf"}

func TestThePDFSaysAllThatTheSnapshotSays(t *testing.T) {
	s := sample()
	content := made(t, "pdf", &s)
	pool, err := webassembly.Init(webassembly.Config{MinIdle: 1, MaxIdle: 1, MaxTotal: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close() //nolint:errcheck // the test is over
	reader, err := pool.GetInstance(0)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := reader.OpenDocument(&requests.OpenDocument{File: &content})
	if err != nil {
		t.Fatal(err)
	}
	pages, err := reader.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil || pages.PageCount < 2 {
		t.Fatalf("%v, %v", pages, err)
	}
	var text strings.Builder
	for n := range pages.PageCount {
		page, err := reader.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: n}}})
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString(page.Text + "\n")
		if foot := fmt.Sprintf("Sida %d av %d", n+1, pages.PageCount); !strings.Contains(strings.Join(strings.Fields(page.Text), " "), foot) { // the reader breaks lines where it likes
			t.Errorf("page %d lacks %q", n+1, foot)
		}
	}
	says(t, text.String())
	for _, sign := range []string{"/StructTreeRoot", "/MarkInfo", "/Lang", "https://samverk.example.se/grants/1"} {
		if !bytes.Contains(content, []byte(sign)) {
			t.Errorf("the file lacks %s", sign)
		}
	}
}

// says wants every text, however its white space is written.
func says(t *testing.T, text string) {
	t.Helper()
	squeezed := strings.Join(strings.Fields(text), " ")
	for _, words := range wanted {
		if !strings.Contains(squeezed, strings.Join(strings.Fields(words), " ")) {
			t.Errorf("it does not say %q:\n%s", words, squeezed[:min(len(squeezed), 3000)])
		}
	}
}

func TestTheDOCXSaysAllThatTheSnapshotSays(t *testing.T) {
	s := sample()
	parts := unpacked(t, made(t, "docx", &s))
	for name, part := range parts {
		if _, err := textOf(part); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	text, err := textOf(parts["word/document.xml"])
	if err != nil {
		t.Fatal(err)
	}
	says(t, text)
	document := string(parts["word/document.xml"])
	for _, sign := range []string{`w:val="Heading1"`, `w:val="Heading2"`, `<w:tblHeader/>`, `<w:numId w:val="1"/>`, `r:id="link1"`} {
		if !strings.Contains(document, sign) {
			t.Errorf("the document lacks %s", sign)
		}
	}
	if !strings.Contains(string(parts["word/_rels/document.xml.rels"]), "https://samverk.example.se/grants/1") {
		t.Error("the figures do not lead to their source")
	}
}

func unpacked(t interface{ Fatal(...any) }, content []byte) map[string][]byte {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range archive.File {
		opened, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(opened); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// textOf reads XML and gives its text, paragraph by paragraph.
func textOf(content []byte) (string, error) {
	var text strings.Builder
	for reader := xml.NewDecoder(bytes.NewReader(content)); ; {
		token, err := reader.Token()
		if errors.Is(err, io.EOF) {
			return text.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch at := token.(type) {
		case xml.CharData:
			text.Write(at)
		case xml.StartElement:
			if at.Name.Local == "br" {
				text.WriteByte('\n')
			}
		case xml.EndElement:
			if at.Name.Local == "p" {
				text.WriteByte('\n')
			}
		}
	}
}

// Whatever is typed, both files can be made, and the DOCX stays well-formed.
func TestAnyTextsMakeAPaper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sample()
		s.Title = "Ärende " + rapid.String().Draw(t, "title") // a case always has one
		s.Points = rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "points")
		s.Background = rapid.String().Draw(t, "background")
		s.Tables[0].Rows = rapid.SliceOfN(rapid.SliceOfN(rapid.String(), 0, 3), 0, 3).Draw(t, "rows")
		for name, part := range unpacked(t, made(t, "docx", &s)) {
			if _, err := textOf(part); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if rapid.IntRange(0, 9).Draw(t, "as PDF too") == 0 { // laying out pages takes its time
			made(t, "pdf", &s)
		}
	})
}
