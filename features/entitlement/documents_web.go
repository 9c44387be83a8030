package entitlement

import (
	"bytes"
	"net/http"

	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// largestSending bounds a form with a document of each kind.
const largestSending = 105 << 20

func (f *Feature) showDocuments(w http.ResponseWriter, r *http.Request) error {
	return f.step(w, r, func(v *tasksView) { v.form = &form.Form{} }, documentsPage)
}

// saveDocuments keeps each document that can be kept, even when another cannot.
func (f *Feature) saveDocuments(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := f.tasks(r) // before anything is read: only those who act for the organisation may send files
	if err != nil {
		return err
	}
	typed, err := file.ReadForm(w, r, largestSending)
	if err != nil {
		return err
	}
	sent := 0
	for _, kind := range DocumentKinds {
		document, there, err := file.One(r, string(kind))
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		sent++
		err = f.DB.Write(ctx, func(tx *store.Tx) error { return Send(ctx, tx, v.f.ID, kind, document) })
		if err != nil && !refuse(typed, string(kind), err) {
			return err
		}
	}
	if typed.IsRight() && (sent > 0 || typed.Text("step") == "done") {
		to := v.href("/documents")
		if typed.Text("step") == "done" {
			to = v.href("?done=saved")
		}
		return web.GoTo(w, r, nil, to)
	}
	if v, err = f.tasks(r); err != nil {
		return err
	}
	if typed.IsRight() {
		typed.Refuse("", i18n.Msg("entitlement.documents.none_chosen"))
	}
	v.form = typed
	return web.Show(w, r, http.StatusUnprocessableEntity, documentsPage(v))
}

// removeDocument takes a document away that was sent by mistake.
func (f *Feature) removeDocument(w http.ResponseWriter, r *http.Request) error {
	return f.withDocuments(w, r, func(tx *store.Tx, v *tasksView) error {
		return Remove(r.Context(), tx, v.f.ID, DocumentKind(r.PathValue("file")))
	})
}

// useEarlierStatutes hands in the statutes of an earlier year once more: they are seldom changed.
func (f *Feature) useEarlierStatutes(w http.ResponseWriter, r *http.Request) error {
	return f.withDocuments(w, r, func(tx *store.Tx, v *tasksView) error { return UseEarlierStatutes(r.Context(), tx, v.f.ID) })
}

func (f *Feature) withDocuments(w http.ResponseWriter, r *http.Request, do func(*store.Tx, *tasksView) error) error {
	v, err := f.tasks(r)
	if err != nil {
		return err
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return do(tx, v) })
	return web.GoTo(w, r, err, v.href("/documents"))
}

// downloadMine gives a document that one's own organisation has sent.
func (f *Feature) downloadMine(w http.ResponseWriter, r *http.Request) error {
	v, err := f.tasks(r)
	if err != nil {
		return err
	}
	return f.give(w, r, &v.f)
}

// give sends a document. It is never shown by the browser itself: what people send is not ours.
func (f *Feature) give(w http.ResponseWriter, r *http.Request, filing *Filing) error {
	d := filing.Has(DocumentKind(r.PathValue("file")))
	if d == nil {
		return i18n.Fail("file.unknown").Because(store.ErrNotFound)
	}
	var content []byte
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		content, err = file.Content(r.Context(), tx, d.SHA256)
		return err
	}); err != nil {
		return err
	}
	web.Attach(w, d.Media, d.Name, d.Size, bytes.NewReader(content))
	return nil
}
