package e2e

import (
	"math"
	"regexp"
	"strconv"

	"github.com/chromedp/chromedp"
)

// paper is the size of a printed page in millimetres.
type paper struct{ width, height float64 }

func (p paper) isLandscapeA3() bool {
	return math.Abs(p.width-420) < 1 && math.Abs(p.height-297) < 1
}

var mediaBox = regexp.MustCompile(`/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]`)

// pdf prints the page on the paper that it asks for, and gives the sizes of the pages that came out.
func (p *page) pdf() (pages []paper) {
	p.t.Helper()
	document, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, box := range mediaBox.FindAllSubmatch(document, -1) {
		pages = append(pages, paper{millimetres(box[1]), millimetres(box[2])})
	}
	return pages
}

// millimetres of a length in points.
func millimetres(points []byte) float64 {
	length, _ := strconv.ParseFloat(string(points), 64) // the pattern lets only numbers through
	return length / 72 * 25.4
}
