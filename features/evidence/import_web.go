package evidence

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"samverk/features/plan"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// importView is the import of a file of records: choosing it, what was wrong, or what will be read.
type importView struct {
	Typed    *form.Form
	Plans    []ui.Option
	Plan     *plan.Plan // what is imported into, once chosen
	Action   string
	Foreseen Imported
}

// showImport asks for the file and the plan.
func (f *Feature) showImport(w http.ResponseWriter, r *http.Request) error {
	v, err := f.importChoices(r.Context())
	if err != nil {
		return err
	}
	v.Typed = form.Of("plan", r.URL.Query().Get("plan"))
	return web.Show(w, r, http.StatusOK, importPage(v))
}

func (f *Feature) importChoices(ctx context.Context) (importView, error) {
	var v importView
	err := f.DB.Read(ctx, func(tx *store.Tx) error {
		plans, err := plan.List(ctx, tx)
		for i := range plans {
			if plans[i].Status == plan.Current {
				v.Plans = append(v.Plans, ui.Option{Value: plans[i].Key, Text: plans[i].Title})
			}
		}
		return err
	})
	return v, err
}

// receiveImport keeps the file's content, so that nobody has to choose it again, and goes on to what it would do.
func (f *Feature) receiveImport(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, err := file.ReadForm(w, r, LargestImport+largestForm)
	if err != nil {
		return err
	}
	v, err := f.importChoices(ctx)
	if err != nil {
		return err
	}
	if len(v.Plans) == 0 {
		return i18n.Fail("plan.none_yet")
	}
	v.Typed = typed
	key := typed.Text("plan")
	if key == "" && len(v.Plans) == 1 {
		key = v.Plans[0].Value
	}
	if key == "" {
		typed.Refuse("plan", i18n.Msg("evidence.import_page.plan_missing"))
	}
	content, err := importedContent(r)
	if err != nil {
		return err
	}
	if len(content) == 0 {
		typed.Refuse("file", i18n.Msg("evidence.import_page.file_missing"))
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, importPage(v))
	}
	hash, err := f.keepContent(ctx, content)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/records/import/foreseen?file="+hash+"&plan="+url.QueryEscape(key), http.StatusSeeOther)
	return nil
}

func importedContent(r *http.Request) ([]byte, error) {
	file, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	return io.ReadAll(file)
}

// showForeseen names every row that is wrong, or tells what will be read.
func (f *Feature) showForeseen(w http.ResponseWriter, r *http.Request) error {
	v := importView{Typed: &form.Form{}, Action: r.URL.RequestURI()}
	ctx := r.Context()
	err := f.DB.Read(ctx, func(tx *store.Tx) error {
		content, err := v.open(ctx, tx, r)
		if err != nil {
			return err
		}
		v.Foreseen, err = ForeseeCSV(ctx, tx, v.Plan, content, f.today())
		return err
	})
	return v.show(w, r, http.StatusOK, err)
}

// open finds the plan and the file that the address names.
func (v *importView) open(ctx context.Context, tx *store.Tx, r *http.Request) ([]byte, error) {
	p, err := plan.Find(ctx, tx, r.URL.Query().Get("plan"))
	if err != nil {
		return nil, err
	}
	content, err := file.Content(ctx, tx, r.URL.Query().Get("file"))
	if err == nil {
		v.Plan = p
	}
	return content, err
}

// show shows the page; what a person can mend in the file is said on it.
func (v *importView) show(w http.ResponseWriter, r *http.Request, status int, err error) error {
	var own *i18n.Error
	switch {
	case v.Plan != nil && errors.As(err, &own):
		v.Typed.Refuse("", own.Message)
		status = web.Refused(r, err)
	case err != nil:
		return err
	}
	return web.Show(w, r, status, foreseenPage(*v))
}

// carryOutImport reads the file in, whole or not at all. Sent twice it reads once: a file is refused the second time.
func (f *Feature) carryOutImport(w http.ResponseWriter, r *http.Request) error {
	v := importView{Typed: &form.Form{}, Action: r.URL.RequestURI()}
	http.NewResponseController(w).SetWriteDeadline(time.Time{}) //nolint:errcheck // many rows take longer than a page may
	ctx := context.WithoutCancel(r.Context())                   // what has begun is done, also when whoever asked has given up waiting
	err := f.DB.Write(ctx, func(tx *store.Tx) error {
		content, err := v.open(ctx, tx, r)
		if err != nil {
			return err
		}
		v.Foreseen, err = ImportCSV(ctx, tx, v.Plan, content, f.today())
		return err
	})
	if err != nil {
		return v.show(w, r, http.StatusUnprocessableEntity, err)
	}
	return web.Show(w, r, http.StatusOK, importedPage(v))
}
