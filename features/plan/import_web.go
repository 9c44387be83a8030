package plan

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"time"

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
	intake := &Intake{ID: key, DocumentName: document.Name}
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
		_, err := TakeIn(r.Context(), tx, key, document)
		return err
	}); err != nil {
		return err
	}
	select {
	case fault := <-f.begin(r.Context(), intake, document):
		if fault.ID != "" {
			typed.Refuse("file", fault)
			return f.askAgain(w, r, intake, typed)
		}
	case <-time.After(patience): // the page of the review tells how far it has come
	}
	http.Redirect(w, r, "/plans/import/"+key, http.StatusSeeOther)
	return nil
}

// askAgain shows the form with what was wrong with the document, which is forgotten.
func (f *Feature) askAgain(w http.ResponseWriter, r *http.Request, intake *Intake, typed *form.Form) error {
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return intake.Forget(r.Context(), tx) }); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusUnprocessableEntity, importPage(typed))
}

// hasReview tells whether a document was sent with this key already, read or not.
func (f *Feature) hasReview(r *http.Request, key string) (known bool, err error) {
	err = f.DB.Read(r.Context(), func(tx *store.Tx) error {
		_, err := FindReview(r.Context(), tx, key)
		if errors.Is(err, store.ErrNotFound) {
			_, err = FindIntake(r.Context(), tx, key)
		}
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
	web.Steady(w, r)
	r.Body = http.MaxBytesReader(w, r.Body, largestDocument+1<<20)
	err := r.ParseMultipartForm(1 << 20)
	typed := form.Of("key", r.PostFormValue("key"))
	if !store.IsID(typed.Text("key")) {
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
	return Document{Name: nameOf(header.Filename), Content: content}, typed
}

// nameOf is a file's name as it is kept: without folders, only text, and not too long.
func nameOf(sent string) string {
	name := []rune(form.Of("name", filepath.Base(sent)).Text("name"))
	return string(name[:min(len(name), longestName)])
}

// longestName bounds the name of a document, in characters.
const longestName = 200
