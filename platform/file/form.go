package file

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/web"
)

// inMemory is how much of a sending is held in memory; the rest waits in temporary files.
const inMemory = 4 << 20

// ReadForm takes a form with files from a request. It is like form.Read for forms of many parts.
func ReadForm(w http.ResponseWriter, r *http.Request, largest int64) (*form.Form, error) {
	web.Steady(w, r)
	r.Body = http.MaxBytesReader(w, r.Body, largest)
	err := r.ParseMultipartForm(inMemory)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, i18n.Fail("file.sending_too_large", "megabytes", largest>>20).Because(err)
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return nil, i18n.Fail("form.unreadable").Because(err)
	}
	return form.From(r.PostForm), nil
}

// Read reads a file from a sending, but not more than tells that it is too large.
func Read(part *multipart.FileHeader) (New, error) {
	opened, err := part.Open()
	if err != nil {
		return New{}, fmt.Errorf("open a file that was sent: %w", err)
	}
	defer opened.Close() //nolint:errcheck // it was only read
	content, err := io.ReadAll(io.LimitReader(opened, Largest+1))
	return New{Name: part.Filename, Content: content}, err
}

// One gives the file sent in a field of a form that ReadForm has read; false when none was.
func One(r *http.Request, field string) (New, bool, error) {
	if r.MultipartForm == nil {
		return New{}, false, nil
	}
	for _, part := range r.MultipartForm.File[field] {
		sent, err := Read(part)
		if err == nil {
			err = Look(r.Context(), &sent)
		}
		if err != nil || sent.Name != "" || len(sent.Content) > 0 {
			return sent, err == nil, err
		}
	}
	return New{}, false, nil
}

// Sent gives the files sent in a field of a form that ReadForm has read. What is wrong with one is said beside the field.
func Sent(r *http.Request, typed *form.Form, field string) (files []New, err error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	for _, part := range r.MultipartForm.File[field] {
		sent, err := Read(part)
		if err != nil {
			return nil, err
		}
		if sent.Name == "" && len(sent.Content) == 0 {
			continue
		}
		var own *i18n.Error
		_, err = sent.Check()
		if err == nil {
			err = Look(r.Context(), &sent)
		}
		if errors.As(err, &own) {
			typed.Refuse(field, own.Message)
			continue
		}
		files = append(files, sent)
	}
	return files, nil
}

// LargestSending bounds one sending of a form with several files, in bytes.
const LargestSending = 105 << 20
