package evidence

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// largestSending bounds one sending of a form with its files.
const largestSending = 105 << 20

// keptFile is a file that has been sent with a form that is not finished: its content is in the database already, so
// that nobody has to choose it again.
type keptFile struct {
	Name, SHA256 string
}

// typed is the file as a hidden field or a ticked box carries it.
func (k keptFile) typed() string { return k.SHA256 + " " + k.Name }

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
		sent, err := file.Read(part)
		if err != nil {
			return nil, err
		}
		if sent.Name == "" && len(sent.Content) == 0 {
			continue
		}
		var own *i18n.Error
		_, err = sent.Check()
		if err == nil {
			err = file.Look(r.Context(), &sent)
		}
		if errors.As(err, &own) {
			typed.Refuse("files", own.Message)
			continue
		}
		hash, err := f.keepContent(r.Context(), sent.Content)
		if err != nil {
			return nil, err
		}
		kept = append(kept, keptFile{Name: sent.Name, SHA256: hash})
	}
	return kept, nil
}

func (f *Feature) keepContent(ctx context.Context, content []byte) (hash string, err error) {
	err = f.DB.Write(ctx, func(tx *store.Tx) error {
		hash, err = file.KeepUpload(ctx, tx, content, time.Now())
		return err
	})
	return hash, err
}

// newFiles gives kept files with their content, to be added to a record.
func newFiles(ctx context.Context, tx *store.Tx, kept []keptFile) ([]NewFile, error) {
	var files []NewFile
	for _, one := range kept {
		content, err := file.Content(ctx, tx, one.SHA256)
		if err != nil {
			return nil, err
		}
		files = append(files, NewFile{Name: one.Name, Content: content})
	}
	return files, nil
}
