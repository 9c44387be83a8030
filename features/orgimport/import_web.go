package orgimport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Bounds of a sending, in bytes. What is larger than inMemory is kept on disk while it is read.
const (
	largestFile = 64 << 20
	largestForm = 1 << 20
	inMemory    = 8 << 20
)

func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	v := listView{mayChange: accounts.May(r.Context(), accounts.ManageOrganisations), after: r.URL.Query().Get("after")}
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.all, v.more, err = List(r.Context(), tx, v.after, v.mayChange)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listPage(&v))
}

func (f *Feature) showNew(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, newPage(form.Of("id", store.NewID())))
}

// bring keeps a file and goes on to its columns. Officers, managers and administrators only.
func (f *Feature) bring(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed, name, content, err := sent(w, r)
	if err != nil {
		return err
	}
	table := readSent(typed, content)
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, newPage(typed))
	}
	id := store.GivenID(typed.Text("id"))
	unhurried(w)
	err = f.DB.Write(ctx, func(tx *store.Tx) error { return Bring(ctx, tx, id, shortened(name), table) })
	return web.GoTo(w, r, err, home+"/"+id+"/columns/edit")
}

// readSent reads the table, and says beside the field why it cannot be read.
func readSent(typed *form.Form, content []byte) *sheet.Table {
	if len(content) == 0 {
		typed.Refuse("file", i18n.Msg("orgimport.file.missing"))
		return nil
	}
	table, err := sheet.Read(content)
	switch {
	case errors.Is(err, sheet.ErrTooManyRows):
		typed.Refuse("file", i18n.Msg("orgimport.file.too_many", "most", sheet.MostRows))
	case errors.Is(err, sheet.ErrEmpty):
		typed.Refuse("file", i18n.Msg("orgimport.file.empty"))
	case err != nil:
		typed.Refuse("file", i18n.Msg("orgimport.file.no_table"))
	}
	return table
}

// sent reads a sending with a file.
func sent(w http.ResponseWriter, r *http.Request) (typed *form.Form, name string, content []byte, err error) {
	web.Steady(w, r)
	r.Body = http.MaxBytesReader(w, r.Body, largestFile+largestForm)
	err = r.ParseMultipartForm(inMemory)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, "", nil, i18n.Fail("form.too_large", "megabytes", largestFile>>20).Because(err)
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return nil, "", nil, i18n.Fail("form.unreadable").Because(err)
	}
	typed = form.From(r.PostForm)
	file, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return typed, "", nil, nil
	}
	if err != nil {
		return nil, "", nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	content, err = io.ReadAll(file)
	return typed, header.Filename, content, err
}

// unhurried lets an answer take the time that many rows need.
func unhurried(w http.ResponseWriter) {
	http.NewResponseController(w).SetWriteDeadline(time.Time{}) //nolint:errcheck // without deadlines it is only less strict
}

// showOne shows what becomes of each row, or what became of it. While the import is worked on it shows how far that has come,
// and the browser asks again by itself.
func (f *Feature) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if v.imp.Task != "" {
		w.Header().Set("Refresh", "2")
		return web.Show(w, r, http.StatusOK, workingPage(v))
	}
	return web.Show(w, r, http.StatusOK, onePage(v))
}

// look reads the import in the address, with the rows that are chosen.
func (f *Feature) look(r *http.Request) (*oneView, error) {
	ctx, query := r.Context(), r.URL.Query()
	v := &oneView{mayChange: accounts.May(ctx, accounts.ManageOrganisations), fate: Fate(query.Get("fate")), done: query.Get("done"), towns: f.Municipalities}
	v.after, _ = strconv.Atoi(query.Get("after"))
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.imp, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.imp.State == Draft && !v.mayChange { // it tells of what is not in the register
			return i18n.Fail("orgimport.unknown").Because(store.ErrNotFound)
		}
		if v.counts, err = Count(ctx, tx, v.imp.ID); err != nil {
			return err
		}
		v.lines, v.more, err = Lines(ctx, tx, v.imp.ID, v.fate, v.after)
		return err
	})
	return v, err
}

// act changes an import and goes on to a page, or shows the import with what is wrong.
func (f *Feature) act(w http.ResponseWriter, r *http.Request, to string, do func(ctx context.Context, tx *store.Tx) error) error {
	unhurried(w)
	ctx := context.WithoutCancel(r.Context()) // what has begun is done, also when whoever asked has given up waiting
	err := f.DB.Write(ctx, func(tx *store.Tx) error { return do(ctx, tx) })
	own := store.Mendable(err)
	if own == nil {
		return web.GoTo(w, r, err, to)
	}
	if errors.Is(err, ErrMeanwhile) { // what would happen now is shown
		if err := f.DB.Write(ctx, func(tx *store.Tx) error { return Refresh(ctx, tx, r.PathValue("id"), f.Municipalities) }); err != nil {
			return err
		}
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	v.wrong = &own.Message
	return web.Show(w, r, http.StatusConflict, onePage(v))
}

// run reads the import into the register. Officers, managers and administrators only.
func (f *Feature) run(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	seen := Counts{}
	for _, fate := range Fates {
		seen[fate], _ = strconv.Atoi(typed.Text(string(fate)))
	}
	id := r.PathValue("id")
	return f.act(w, r, home+"/"+id+"?done=read", func(ctx context.Context, tx *store.Tx) error {
		if seen.Total() > MostAtOnce {
			return queue(ctx, tx, id, Running, asked{Seen: seen})
		}
		return Run(ctx, tx, id, seen, f.Municipalities)
	})
}

// showUndo tells what undoing would do, and asks.
func (f *Feature) showUndo(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	if v.imp.State != ReadIn || v.imp.Task != "" {
		http.Redirect(w, r, v.href(""), http.StatusSeeOther)
		return nil
	}
	var foreseen Foreseen
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		foreseen, err = ForeseeUndo(r.Context(), tx, v.imp.ID)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, undoPage(v, &foreseen))
}

// undo takes the import back. Officers, managers and administrators only.
func (f *Feature) undo(w http.ResponseWriter, r *http.Request) error {
	id, why := r.PathValue("id"), i18n.T(r.Context(), "orgimport.undo.why")
	return f.act(w, r, home+"/"+id+"?done=undone", func(ctx context.Context, tx *store.Tx) error {
		counts, err := Count(ctx, tx, id)
		if err != nil {
			return err
		}
		if counts[Added]+counts[Changed] > MostAtOnce {
			return queue(ctx, tx, id, Undoing, asked{})
		}
		return Undo(ctx, tx, id, why)
	})
}

// leaveOut leaves out every row that is refused. Officers, managers and administrators only.
func (f *Feature) leaveOut(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	return f.act(w, r, home+"/"+id+"?done=left_out", func(ctx context.Context, tx *store.Tx) error { return LeaveOut(ctx, tx, id) })
}

// discard gives the import up. Officers, managers and administrators only.
func (f *Feature) discard(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	return f.act(w, r, home, func(ctx context.Context, tx *store.Tx) error { return Discard(ctx, tx, id) })
}
