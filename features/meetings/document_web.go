package meetings

import (
	"bytes"
	"net/http"

	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

func (f *Feature) showNewDocuments(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, documentsPage(&editView{meetingView: v, form: form.Of("item", r.URL.Query().Get("item"))}))
}

// addDocuments keeps files with a meeting. Officers, managers and administrators only.
func (f *Feature) addDocuments(w http.ResponseWriter, r *http.Request) error {
	typed, err := file.ReadForm(w, r, file.LargestSending)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	files, err := file.Sent(r, typed, "files")
	if err != nil {
		return err
	}
	if len(files) == 0 && typed.IsRight() {
		typed.Refuse("files", i18n.Msg("meetings.no_files"))
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddDocuments(r.Context(), tx, v.m.ID, typed.Text("item"), files) })
		refuseError(typed, "files", err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, documentsPage(&editView{meetingView: v, form: typed}))
	}
	return web.GoTo(w, r, err, v.href("?done=documents_added#documents"))
}

// downloadDocument gives a document. It is never shown by the browser itself: what people attach is not ours.
func (f *Feature) downloadDocument(w http.ResponseWriter, r *http.Request) error {
	var d Document
	var content []byte
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		d, content, err = OpenDocument(r.Context(), tx, r.PathValue("id"), r.PathValue("file"))
		return err
	})
	if err != nil {
		return err
	}
	web.Attach(w, d.Media, d.Name, d.Size, bytes.NewReader(content))
	return nil
}

// removeDocument takes a document away. Officers, managers and administrators only.
func (f *Feature) removeDocument(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return RemoveDocument(r.Context(), tx, id, r.PathValue("document")) })
	return web.GoTo(w, r, err, "/meetings/"+id+"?done=document_removed#documents")
}
