package planimport_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"samverk/features/plan/planimport"
	"samverk/platform/i18n"
)

// zeros gives as many zero bytes as asked for.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Small files that would become large: they are refused with a message, soon, and without the memory they ask for.
func TestAWordDocumentMadeToExhaustTheMachineIsRefused(t *testing.T) {
	const small = "<w:document><w:body><w:p><w:r><w:t>Mål 1</w:t></w:r></w:p></w:body></w:document>"
	body := func(text string) func(*zip.Writer) error { return part("word/document.xml", strings.NewReader(text)) }
	for name, write := range map[string][]func(*zip.Writer) error{
		"a text of a gigabyte":          {part("word/document.xml", io.LimitReader(zeros{}, 1<<30))},
		"pictures of a gigabyte":        {body(small), part("word/media/image1.bmp", io.LimitReader(zeros{}, 1<<30))},
		"styles of a gigabyte":          {body(small), part("word/styles.xml", io.LimitReader(zeros{}, 1<<30))},
		"six thousand parts":            {body(small), manyParts(6000)},
		"elements in each other":        {body(strings.Repeat("<w:p>", 100_000))},
		"a million empty paragraphs":    {body("<d>" + strings.Repeat("<p/>", 1_000_000) + "</d>")},
		"an entity that doubles":        {body(`<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><d><p><r><t>&b;</t></r></p></d>`)},
		"an entity that reads a file":   {body(`<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d><p><r><t>&a;</t></r></p></d>`)},
		"a text that claims to be less": {lyingPart("word/document.xml", 64<<20)},
	} {
		t.Run(name, func(t *testing.T) {
			var file bytes.Buffer
			archive := zip.NewWriter(&file)
			for _, add := range write {
				if err := add(archive); err != nil {
					t.Fatal(err)
				}
			}
			if err := archive.Close(); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			_, err := planimport.NewReader().Read("plan.docx", file.Bytes(), i18n.Printer{}, nil)
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			var own *i18n.Error
			if !errors.As(err, &own) || own.ID != "planimport.error.broken_word" {
				t.Errorf("of %d bytes: %v", file.Len(), err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 300<<20 || took > 10*time.Second {
				t.Errorf("%d bytes took %d MB and %v", file.Len(), used>>20, took)
			}
		})
	}
}

func part(name string, content io.Reader) func(*zip.Writer) error {
	return func(archive *zip.Writer) error {
		w, err := archive.Create(name)
		if err == nil {
			_, err = io.Copy(w, content)
		}
		return err
	}
}

func manyParts(n int) func(*zip.Writer) error {
	return func(archive *zip.Writer) error {
		for i := range n {
			if _, err := archive.Create(fmt.Sprintf("word/media/%d.png", i)); err != nil {
				return err
			}
		}
		return nil
	}
}

// lyingPart is a part that says it holds ten bytes and holds many more.
func lyingPart(name string, size int64) func(*zip.Writer) error {
	return func(archive *zip.Writer) error {
		var packed bytes.Buffer
		inner := zip.NewWriter(&packed)
		if err := part(name, io.LimitReader(zeros{}, size))(inner); err != nil {
			return err
		}
		if err := inner.Close(); err != nil {
			return err
		}
		read, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
		if err != nil {
			return err
		}
		raw, err := read.File[0].OpenRaw()
		if err != nil {
			return err
		}
		header := read.File[0].FileHeader
		header.UncompressedSize64 = 10
		w, err := archive.CreateRaw(&header)
		if err == nil {
			_, err = io.Copy(w, raw)
		}
		return err
	}
}
