package planimport

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"samverk/features/plan"
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
func readImage(content []byte, tell func(plan.Progress)) (document, error) {
	return withScanFolder(content, "page", tell, func(ctx context.Context, file string) ([]string, error) {
		return []string{file}, nil
	})
}

// recognisePDF recognises the text of a PDF whose pages are pictures.
func recognisePDF(content []byte, tell func(plan.Progress)) (document, error) {
	if _, err := exec.LookPath(pageMaker); err != nil {
		return document{}, i18n.Fail("planimport.error.no_page_maker").Because(err)
	}
	return withScanFolder(content, "document.pdf", tell, func(ctx context.Context, file string) ([]string, error) {
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
func withScanFolder(content []byte, name string, tell func(plan.Progress),
	pages func(context.Context, string) ([]string, error),
) (doc document, err error) {
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
	texts, err := recognise(ctx, pictures, tell)
	if err != nil {
		return document{}, i18n.Fail("planimport.error.scan_failed").Because(err)
	}
	doc = document{lines: splitLines(strings.Join(texts, "\n"))}
	doc.notes = append(doc.notes, note{line: 1, code: "text_recognised"})
	return doc, nil
}

// recognise reads the pictures side by side, one on each processor: one tesseract gains little from several.
func recognise(ctx context.Context, pictures []string, tell func(plan.Progress)) ([]string, error) {
	texts := make([]string, len(pictures))
	done := make(chan struct{}, len(pictures))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	go func() {
		for i, picture := range pictures {
			group.Go(func() error {
				defer func() { done <- struct{}{} }()
				command := exec.CommandContext(ctx, recogniser, picture, "stdout", "-l", scanLanguage)
				command.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
				text, err := command.Output()
				texts[i] = string(text)
				return err
			})
		}
	}()
	for n := range pictures {
		tell(plan.Progress{Stage: plan.ReadingPages, Done: n, Total: len(pictures)})
		<-done
	}
	return texts, group.Wait()
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
