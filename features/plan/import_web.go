package plan

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// largestDocument bounds what can be sent in the browser, in bytes; larger ones are read at the command line.
const largestDocument = 25 << 20

// showImport asks for the document. Officers only.
func (f *Feature) showImport(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, importPage(form.Of("key", store.NewID())))
}

// importDocument reads the document and keeps what was read for review. Officers only. The key was made with the form:
// sending it twice leads to the same review.
func (f *Feature) importDocument(w http.ResponseWriter, r *http.Request) error {
	document, typed := readDocument(w, r)
	key := typed.Text("key")
	if known, err := f.hasReview(r, key); err != nil {
		return err
	} else if known {
		http.Redirect(w, r, "/plans/import/"+key, http.StatusSeeOther)
		return nil
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, importPage(typed))
	}
	draft, err := f.Reader.Read(document.Name, document.Content, i18n.In(r.Context()), nil)
	var own *i18n.Error
	if errors.As(err, &own) {
		typed.Refuse("file", own.Message)
		return web.Show(w, r, http.StatusUnprocessableEntity, importPage(typed))
	}
	if err != nil {
		return err
	}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return BeginReview(r.Context(), tx, key, draft, document)
	}); err != nil {
		return err
	}
	http.Redirect(w, r, "/plans/import/"+key, http.StatusSeeOther)
	return nil
}

func (f *Feature) hasReview(r *http.Request, key string) (known bool, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) error {
		_, err := FindReview(r.Context(), tx, key)
		known = err == nil
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	return known, err
}

// readDocument takes the file from the request; what is wrong stands in the form, beside the field.
func readDocument(w http.ResponseWriter, r *http.Request) (Document, *form.Form) {
	r.Body = http.MaxBytesReader(w, r.Body, largestDocument+1<<20)
	err := r.ParseMultipartForm(1 << 20)
	typed := form.Of("key", r.PostFormValue("key"))
	if typed.Text("key") == "" {
		typed = form.Of("key", store.NewID())
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		typed.Refuse("file", i18n.Msg("plan.fault.file_large", "megabytes", largestDocument>>20))
		return Document{}, typed
	}
	if err == nil {
		defer r.MultipartForm.RemoveAll() //nolint:errcheck // temporary
	}
	file, header, err := r.FormFile("file")
	if err != nil {
		typed.Refuse("file", i18n.Msg("plan.fault.file_missing"))
		return Document{}, typed
	}
	defer file.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(file)
	switch {
	case err != nil:
		typed.Refuse("file", i18n.Msg("plan.fault.file_broken"))
	case len(content) == 0:
		typed.Refuse("file", i18n.Msg("plan.fault.file_empty"))
	}
	return Document{Name: filepath.Base(header.Filename), Content: content}, typed
}
