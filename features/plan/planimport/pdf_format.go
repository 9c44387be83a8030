package planimport

import (
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"samverk/features/plan"
	"samverk/platform/i18n"
)

const (
	// mostPages is the number of pages that are read of a PDF.
	mostPages = 2000
	// fewestLetters is how many letters a page has at least when it holds text and not only a picture of it.
	fewestLetters = 10
	// pdfPatience is how long to wait while other documents are being read.
	pdfPatience = time.Minute
)

// pdfEngines holds the PDF engine, which runs in a sandbox. It takes a second to prepare, so it waits for the first
// PDF, and stays.
var pdfEngines = sync.OnceValues(func() (pdfium.Pool, error) {
	return webassembly.Init(webassembly.Config{
		MinIdle: 0, MaxIdle: 1, MaxTotal: 2,
		RuntimeConfig: engineSettings(),
		FSConfig:      wazero.NewFSConfig(), // no folder of this machine is open to the engine
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
})

// engineSettings keeps the engine, once made ready for this machine, in the user's cache folder, so that the next start of
// the program has it at once. Where there is no such folder it is made ready every time.
func engineSettings() wazero.RuntimeConfig {
	settings := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	folder, err := os.UserCacheDir()
	if err != nil {
		return settings
	}
	cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(folder, "samverk", "pdf"))
	if err != nil {
		return settings
	}
	return settings.WithCompilationCache(cache)
}

// readPDF makes a document of a PDF: of its text where it has one, else of what is recognised in its pictures.
func readPDF(content []byte, tell func(plan.Progress)) (document, error) {
	pages, err := readPDFPages(content)
	if err != nil {
		return document{}, err
	}
	text := 0
	for _, page := range pages {
		for _, b := range page {
			text += letters(b.text)
		}
	}
	if text < fewestLetters*max(1, len(pages)) {
		return recognisePDF(content, tell)
	}
	return document{lines: layOut(pages)}, nil
}

// readPDFPages gives the pieces of text of every page with their places.
func readPDFPages(content []byte) (pages [][]box, err error) {
	defer func() {
		if trouble := recover(); trouble != nil { // a broken file must not take the program down
			pages, err = nil, i18n.Fail("planimport.error.broken_pdf").Because(errors.New(string(debug.Stack())))
		}
	}()
	pool, err := pdfEngines()
	if err != nil {
		return nil, i18n.Fail("planimport.error.pdf_engine").Because(err)
	}
	engine, err := pool.GetInstance(pdfPatience)
	if err != nil {
		return nil, i18n.Fail("planimport.error.pdf_engine").Because(err)
	}
	defer func() { err = closing(err, engine.Close()) }()
	opened, err := engine.OpenDocument(&requests.OpenDocument{File: &content})
	if err != nil {
		return nil, pdfError(err)
	}
	defer func() {
		_, failure := engine.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: opened.Document})
		err = closing(err, failure)
	}()
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return nil, pdfError(err)
	}
	for n := range min(count.PageCount, mostPages) {
		page, err := readPDFPage(engine, opened.Document, n)
		if err != nil {
			return nil, pdfError(err)
		}
		pages = append(pages, page)
	}
	return pages, nil
}

func readPDFPage(engine pdfium.Pdfium, doc references.FPDF_DOCUMENT, n int) ([]box, error) {
	found, err := engine.GetPageTextStructured(&requests.GetPageTextStructured{
		Page:                   requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: n}},
		Mode:                   requests.GetPageTextStructuredModeChars,
		CollectFontInformation: true,
	})
	if err != nil {
		return nil, err
	}
	var runs runBuilder
	for _, char := range found.Chars {
		runs.add(char)
	}
	runs.end()
	return runs.boxes, nil
}

// runBuilder puts signs together into boxes: a box ends with its line, at a wide gap or where the letters change.
type runBuilder struct {
	boxes []box
	open  bool
	last  float64 // right end of the last sign
}

func (r *runBuilder) add(char *responses.GetPageTextStructuredChar) {
	place, font := char.PointPosition, char.FontInformation
	switch {
	case char.Text == "\r" || char.Text == "\n":
		r.end()
		return
	case strings.TrimSpace(char.Text) == "":
		if r.open {
			r.boxes[len(r.boxes)-1].text += " "
		}
		return
	case char.Text == "\x02": // pdfium's sign for a hyphen at a line end
		char.Text = "-"
	}
	b := box{left: place.Left, right: place.Right, top: place.Top, bottom: place.Bottom, text: char.Text}
	if font != nil {
		b.size = font.RenderedSize
		b.bold = strings.Contains(strings.ToLower(font.Name), "bold") || font.Weight >= 600
	}
	if r.open {
		before := &r.boxes[len(r.boxes)-1]
		gap := b.left - r.last
		if before.size == b.size && before.bold == b.bold && gap < 2*b.size && gap > -b.size && math.Abs(b.bottom-before.bottom) < b.size {
			before.text += b.text
			before.right, before.top, before.bottom = math.Max(before.right, b.right), math.Max(before.top, b.top), math.Min(before.bottom, b.bottom)
			r.last = b.right
			return
		}
	}
	r.end()
	r.boxes = append(r.boxes, b)
	r.open, r.last = true, b.right
}

// end closes the box being built, without the spaces at its end.
func (r *runBuilder) end() {
	if r.open {
		b := &r.boxes[len(r.boxes)-1]
		b.text = strings.TrimRight(b.text, " ")
	}
	r.open = false
}

// closing keeps the first error; what goes wrong in closing only counts when nothing else did.
func closing(err, failure error) error {
	if err == nil && failure != nil {
		return i18n.Fail("planimport.error.pdf_engine").Because(failure)
	}
	return err
}

func pdfError(err error) error {
	if errors.Is(err, pdferrors.ErrPassword) || errors.Is(err, pdferrors.ErrSecurity) {
		return i18n.Fail("planimport.error.locked_pdf").Because(err)
	}
	return i18n.Fail("planimport.error.broken_pdf").Because(err)
}
