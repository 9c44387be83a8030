package evidence

import (
	"errors"
	"net/http"

	"samverk/platform/form"
	"samverk/platform/i18n"
)

// ReadFiles takes a form and the files sent in one of its fields, for other features that keep documents by the same
// rules. What is wrong with a file is said beside the field.
func ReadFiles(w http.ResponseWriter, r *http.Request, field string) (*form.Form, []NewFile, error) {
	typed, err := readForm(w, r, largestSending)
	if err != nil || r.MultipartForm == nil {
		return typed, nil, err
	}
	var files []NewFile
	for _, part := range r.MultipartForm.File[field] {
		file, err := readFile(part)
		if err != nil {
			return nil, nil, err
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
	return typed, files, nil
}
