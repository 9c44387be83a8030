package evidence

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strconv"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showRecord shows a record, what it counts towards and why, and what has happened to it.
func (f *Feature) showRecord(w http.ResponseWriter, r *http.Request) error {
	v, err := f.recordView(r)
	if err != nil {
		return err
	}
	if done := r.URL.Query().Get("saved"); slices.Contains(doneMessages, done) {
		v.Saved = "evidence.done." + done
	}
	return web.Show(w, r, http.StatusOK, recordPage(v))
}

func (f *Feature) recordView(r *http.Request) (v recordView, err error) {
	ctx := r.Context()
	err = f.DB.Read(ctx, func(tx *store.Tx) error {
		record, links, rules, err := recordWithLinks(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		v = newRecordView(i18n.In(ctx), &record, links, rules)
		trail, err := audit.Of(ctx, tx, "record", record.ID)
		v.Trail = audit.Lines(i18n.In(ctx), trail)
		return err
	})
	v.MayChange = accounts.May(ctx, accounts.WriteRecords)
	if err == nil {
		if source, is := f.sourceOf(v.Record); is {
			v.Source = &source
		}
	}
	return v, err
}

// addFiles keeps more files with a record. A file that the record has already, by name and content, is not added again.
func (f *Feature) addFiles(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := file.ReadForm(w, r, largestSending)
	if err != nil {
		return err
	}
	v, err := f.recordView(r)
	if err != nil {
		return err
	}
	kept, err := f.filesIn(r, typed)
	if err != nil {
		return err
	}
	if len(kept) == 0 && typed.IsRight() {
		typed.Refuse("files", i18n.Msg("evidence.form.no_files"))
	}
	if v.Typed = typed; !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, recordPage(v))
	}
	if err := f.DB.Write(ctx, func(tx *store.Tx) error { return addMissing(ctx, tx, v.Record.ID, kept) }); err != nil {
		return err
	}
	http.Redirect(w, r, recordHref(v.Record.ID)+"?saved=files", http.StatusSeeOther)
	return nil
}

func addMissing(ctx context.Context, tx *store.Tx, recordID string, kept []keptFile) error {
	record, err := lockRecord(ctx, tx, recordID)
	if err != nil {
		return err
	}
	files, err := newFiles(ctx, tx, kept)
	if err != nil {
		return err
	}
	for i, file := range files {
		if slices.ContainsFunc(record.Files, func(f File) bool { return f.SHA256 == kept[i].SHA256 && f.Name == kept[i].Name }) {
			continue
		}
		if _, err := AddFile(ctx, tx, recordID, file); err != nil {
			return err
		}
	}
	return nil
}

// doneMessages are what a redirect to the record may say was done.
var doneMessages = []string{"new", "changed", "excluded", "included", "counted", "voided", "files"}

func recordWithLinks(ctx context.Context, tx *store.Tx, id string) (Record, []IndicatorLink, map[string]plan.Rule, error) {
	record, err := Find(ctx, tx, id)
	if err != nil {
		return record, nil, nil, err
	}
	links, err := Links(ctx, tx, record.ID)
	if err != nil {
		return record, nil, nil, err
	}
	rules := map[string]plan.Rule{}
	for _, link := range links {
		indicator, err := findIndicator(ctx, tx, link.IndicatorID)
		if err != nil {
			return record, nil, nil, err
		}
		rules[link.IndicatorID] = indicator.Rule.V
	}
	return record, links, rules, nil
}

// downloadFile gives a file of a record. It is never shown by the browser itself: what people attach is not ours.
func (f *Feature) downloadFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	position, err := strconv.Atoi(r.PathValue("position"))
	if err != nil {
		return i18n.Fail("file.unknown").Because(store.ErrNotFound)
	}
	var file File
	var content []byte
	err = f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		file, content, err = OpenFile(ctx, tx, r.PathValue("id"), position)
		return err
	})
	if err != nil {
		return err
	}
	web.Attach(w, file.Media, file.Name, int64(len(content)), bytes.NewReader(content))
	return nil
}
