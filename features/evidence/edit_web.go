package evidence

import (
	"context"
	"errors"
	"net/http"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// showEdit shows a record's fields to be corrected.
func (f *Feature) showEdit(w http.ResponseWriter, r *http.Request) error {
	v, err := f.editView(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v.Typed = formOf(&v.Record.Content)
	return web.Show(w, r, http.StatusOK, recordFormPage(v))
}

// editView gives the record as it is now, with the key of the last thing that happened to it.
func (f *Feature) editView(ctx context.Context, id string) (recordFormView, error) {
	v := recordFormView{Action: recordHref(id) + "/edit"}
	err := f.DB.Read(ctx, func(tx *store.Tx) error {
		record, err := Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if record.IsVoided() {
			return i18n.Fail("evidence.is_voided", "title", record.Title)
		}
		v.Record = &record
		last, err := audit.Last(ctx, tx, "record", id)
		v.Seen, v.saved = last.ID, ui.Meanwhile{Who: last.ActorName, When: last.At.In(calendar.Stockholm()).Format("2006-01-02 15.04")}
		return err
	})
	return v, err
}

// correctRecord keeps what was changed. When somebody else has saved meanwhile the form is shown again with everything
// typed and says who; saving once more then goes over the other's changes, which stand in the trail.
func (f *Feature) correctRecord(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := file.ReadForm(w, r, largestForm)
	if err != nil {
		return err
	}
	v, err := f.editView(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v.Typed = typed
	content := contentIn(typed)
	if err := f.check(ctx, typed, &NewRecord{Content: content}); err != nil {
		return err
	}
	if typed.IsRight() {
		err = f.DB.Write(ctx, func(tx *store.Tx) error {
			return Correct(ctx, tx, v.Record.ID, content, typed.Text("seen"), f.today())
		})
	}
	var own *i18n.Error
	switch {
	case errors.Is(err, ErrChangedMeanwhile):
		return f.showBoth(w, r, typed, &content)
	case errors.As(err, &own):
		typed.Refuse("", own.Message)
	case err != nil:
		return err
	}
	if !typed.IsRight() {
		v.Seen = typed.Text("seen") // a fault of another kind must not hide what somebody else saved
		return web.Show(w, r, web.Refused(r, err), recordFormPage(v))
	}
	http.Redirect(w, r, recordHref(v.Record.ID)+"?saved=changed", http.StatusSeeOther)
	return nil
}

// showBoth shows what somebody else saved beside what is typed. The form then holds the new version, so that saving once
// more is a choice.
func (f *Feature) showBoth(w http.ResponseWriter, r *http.Request, typed *form.Form, content *Content) error {
	v, err := f.editView(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v.Typed, v.Meanwhile = typed, &v.saved
	v.saved.Differences = differencesOf(r.Context(), &v.Record.Content, content)
	return web.Show(w, r, http.StatusConflict, recordFormPage(v))
}

// largestForm bounds a form without files.
const largestForm = 1 << 20
