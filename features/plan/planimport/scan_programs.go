package planimport

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"samverk/platform/i18n"
)

// This is the only file that starts other programs: tesseract, which recognises text in pictures, and pdftoppm, which
// makes pictures of a PDF's pages. Neither is needed for documents that hold their text.

const (
	recogniser   = "tesseract"
	pageMaker    = "pdftoppm"
	scanLanguage = "swe"
	scanDPI      = "300"
	// scanPatience is how long one document may take.
	scanPatience = 20 * time.Minute
)

// readImage recognises the text of a picture.
func readImage(content []byte) (document, error) {
	return withScanFolder(content, "page", func(ctx context.Context, file string) ([]string, error) {
		return []string{file}, nil
	})
}

// recognisePDF recognises the text of a PDF whose pages are pictures.
func recognisePDF(content []byte) (document, error) {
	if _, err := exec.LookPath(pageMaker); err != nil {
		return document{}, i18n.Fail("planimport.error.no_page_maker").Because(err)
	}
	return withScanFolder(content, "document.pdf", func(ctx context.Context, file string) ([]string, error) {
		prefix := filepath.Join(filepath.Dir(file), "page")
		if err := exec.CommandContext(ctx, pageMaker, "-r", scanDPI, "-gray", "-png", file, prefix).Run(); err != nil {
			return nil, err
		}
		pages, err := filepath.Glob(prefix + "*.png")
		sort.Strings(pages)
		return pages, err
	})
}

// withScanFolder puts the content into a folder of its own, lets pages say which pictures to read, reads them and takes the
// folder away again: the document may name people.
func withScanFolder(content []byte, name string, pages func(context.Context, string) ([]string, error)) (doc document, err error) {
	if err := recogniserReady(); err != nil {
		return document{}, err
	}
	folder, err := os.MkdirTemp("", "plan-scan-")
	if err != nil {
		return document{}, i18n.Fail("planimport.error.scan_failed").Because(err)
	}
	defer func() {
		if left := os.RemoveAll(folder); left != nil && err == nil {
			doc, err = document{}, i18n.Fail("planimport.error.scan_left", "folder", folder).Because(left)
		}
	}()
	file := filepath.Join(folder, name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return document{}, i18n.Fail("planimport.error.scan_failed").Because(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), scanPatience)
	defer cancel()
	pictures, err := pages(ctx, file)
	if err != nil {
		return document{}, i18n.Fail("planimport.error.scan_failed").Because(err)
	}
	var texts []string
	for _, picture := range pictures {
		text, err := exec.CommandContext(ctx, recogniser, picture, "stdout", "-l", scanLanguage).Output()
		if err != nil {
			return document{}, i18n.Fail("planimport.error.scan_failed").Because(err)
		}
		texts = append(texts, string(text))
	}
	doc = document{lines: splitLines(strings.Join(texts, "\n"))}
	doc.notes = append(doc.notes, note{line: 1, code: "text_recognised"})
	return doc, nil
}

// recogniserReady tells what to install where tesseract or its Swedish is missing.
func recogniserReady() error {
	if _, err := exec.LookPath(recogniser); err != nil {
		return i18n.Fail("planimport.error.no_recogniser").Because(err)
	}
	languages, err := exec.Command(recogniser, "--list-langs").CombinedOutput()
	if err != nil {
		return i18n.Fail("planimport.error.scan_failed").Because(err)
	}
	for _, name := range strings.Fields(string(languages)) {
		if name == scanLanguage {
			return nil
		}
	}
	return i18n.Fail("planimport.error.no_recogniser").Because(errors.New("tesseract has no Swedish"))
}
