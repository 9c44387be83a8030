package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// largestSending bounds one sending of a form with its files.
const largestSending = 105 << 20

// inMemory is how much of a sending is held in memory; the rest waits in temporary files.
const inMemory = 4 << 20

// keptFile is a file that has been sent with a form that is not finished: its content is in the database already, so
// that nobody has to choose it again.
type keptFile struct {
	Name, SHA256 string
}

// typed is the file as a hidden field or a ticked box carries it.
func (k keptFile) typed() string { return k.SHA256 + " " + k.Name }

// readForm takes a form with files from a request. It is like form.Read for forms of many parts.
func readForm(w http.ResponseWriter, r *http.Request, largest int64) (*form.Form, error) {
	web.Steady(w, r)
	r.Body = http.MaxBytesReader(w, r.Body, largest)
	err := r.ParseMultipartForm(inMemory)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, i18n.Fail("evidence.form.sending_too_large", "megabytes", largest>>20).Because(err)
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return nil, i18n.Fail("form.unreadable").Because(err)
	}
	return form.From(r.PostForm), nil
}

// ReadForm takes a form with files from a request, for other features that keep files by the same rules.
func ReadForm(w http.ResponseWriter, r *http.Request) (*form.Form, error) {
	return readForm(w, r, largestSending)
}

// SentFiles gives the files of a field of the form that ReadForm has taken. What is wrong with one is said beside the field.
func SentFiles(r *http.Request, typed *form.Form, field string) (files []NewFile, err error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	for _, part := range r.MultipartForm.File[field] {
		file, err := readFile(part)
		if err != nil {
			return nil, err
		}
		if file.Name == "" && len(file.Content) == 0 {
			continue
		}
		var own *i18n.Error
		if err := file.check(); errors.As(err, &own) {
			typed.Refuse(field, own.Message)
			continue
		}
		files = append(files, file)
	}
	return files, nil
}

// filesIn gives the files of a form: those kept from an earlier sending that are still ticked, and those sent now, which
// are kept. What is wrong with one is said beside the field.
func (f *Feature) filesIn(r *http.Request, typed *form.Form) ([]keptFile, error) {
	var kept []keptFile
	for _, text := range typed.All("kept") {
		if hash, name, whole := strings.Cut(text, " "); whole {
			kept = append(kept, keptFile{Name: name, SHA256: hash})
		}
	}
	if r.MultipartForm == nil {
		return kept, nil
	}
	for _, part := range r.MultipartForm.File["files"] {
		file, err := readFile(part)
		if err != nil {
			return nil, err
		}
		if file.Name == "" && len(file.Content) == 0 {
			continue
		}
		var own *i18n.Error
		if err := file.check(); errors.As(err, &own) {
			typed.Refuse("files", own.Message)
			continue
		}
		hash, err := f.keepContent(r.Context(), file.Content)
		if err != nil {
			return nil, err
		}
		kept = append(kept, keptFile{Name: file.Name, SHA256: hash})
	}
	return kept, nil
}

// readFile reads a file from a sending, but not more than tells that it is too large.
func readFile(part *multipart.FileHeader) (NewFile, error) {
	opened, err := part.Open()
	if err != nil {
		return NewFile{}, fmt.Errorf("open a file that was sent: %w", err)
	}
	defer opened.Close() //nolint:errcheck // it was only read
	content, err := io.ReadAll(io.LimitReader(opened, LargestFile+1))
	return NewFile{Name: part.Filename, Content: content}, err
}

func (f *Feature) keepContent(ctx context.Context, content []byte) (hash string, err error) {
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		hash, err = KeepUpload(ctx, tx, content, time.Now())
		return err
	})
	return hash, err
}

// newFiles gives kept files with their content, to be added to a record.
func newFiles(ctx context.Context, tx *store.Tx, kept []keptFile) ([]NewFile, error) {
	var files []NewFile
	for _, file := range kept {
		content, err := keptContent(ctx, tx, file.SHA256)
		if err != nil {
			return nil, err
		}
		files = append(files, NewFile{Name: file.Name, Content: content})
	}
	return files, nil
}

func keptContent(ctx context.Context, tx *store.Tx, hash string) ([]byte, error) {
	var row struct{ Bytes []byte }
	err := tx.Get(ctx, &row, "SELECT bytes FROM file_content WHERE sha256 = $1", hash)
	if errors.Is(err, store.ErrNotFound) {
		return nil, i18n.Fail("evidence.file.unknown").Because(err)
	}
	return row.Bytes, err
}
