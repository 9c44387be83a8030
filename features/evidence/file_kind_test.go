package evidence_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// archiveOf is a zip file with one empty part of each name.
func archiveOf(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range names {
		if _, err := archive.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAFileIsKeptWhenNameAndContentAgree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		withPlan(t, db, "Plan")
		record := add(t, db, record(plan.Meeting, "2019-05-05"))
		pdf, program := []byte("%PDF-1.7\n1 0 obj"), []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00")
		for _, c := range []struct {
			name    string
			content []byte
			want    string // the media type, or the message
		}{
			{"Protokoll.PDF", pdf, "application/pdf"},
			{"lista.csv", []byte("namn;antal\nå;1\n"), "text/csv; charset=utf-8"},
			{"anteckning.txt", []byte("<html><script>alert(1)</script>"), "text/plain; charset=utf-8"},
			{"avtal.docx", archiveOf(t, "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
			{"bilder.zip", archiveOf(t, "a.png"), "application/zip"},
			{"foto.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), "image/jpeg"},
			{"foto.jpg", pdf, "file.kind_differs"},
			{"protokoll.pdf", program, "file.kind_differs"},
			{"protokoll.txt", program, "file.kind_differs"},
			{"tabell.xlsx", pdf, "file.kind_differs"},
			{"program.exe", program, "file.kind_unknown"},
			{"sida.html", []byte("<html>"), "file.kind_unknown"},
			{"bild.svg", []byte("<svg onload='alert(1)'/>"), "file.kind_unknown"},
			{"utan", []byte("text"), "file.kind_unknown"},
		} {
			var file evidence.File
			err := db.Write(ctx, func(tx *store.Tx) (err error) {
				file, err = evidence.AddFile(ctx, tx, record.ID, evidence.NewFile{Name: c.name, Content: c.content})
				return err
			})
			if strings.HasPrefix(c.want, "file.") {
				wantMessage(t, err, c.want)
			} else if err != nil || file.Media != c.want {
				t.Errorf("%s: %q %v, want %s", c.name, file.Media, err, c.want)
			}
		}
	})
}
