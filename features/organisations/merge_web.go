package organisations

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// elsewhereError tells that another organisation stands for the one in the address.
type elsewhereError struct{ gone, stands string }

func (e *elsewhereError) Error() string {
	return "organisation " + e.gone + " is merged into " + e.stands
}

// follow leads from the address of an organisation that has been merged to that of the one that stays. What was sent goes
// to the page of the one that stays, and is not done: it was meant for another.
func follow(handler web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := handler(w, r)
		var moved *elsewhereError
		if !errors.As(err, &moved) {
			return err
		}
		to := strings.Replace(r.URL.Path, "/organisations/"+moved.gone, "/organisations/"+moved.stands, 1)
		if isPublic := strings.HasPrefix(to, "/public/"); !isPublic && (r.Method != http.MethodGet || strings.HasSuffix(to, moved.stands)) {
			to = "/organisations/" + moved.stands + "?from=" + url.QueryEscape(moved.gone)
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
}

// followSending does the same, and sends along what was typed: people and roles are as well the other's.
func followSending(handler web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := handler(w, r)
		var moved *elsewhereError
		if !errors.As(err, &moved) {
			return err
		}
		http.Redirect(w, r, strings.Replace(r.URL.Path, "/organisations/"+moved.gone, "/organisations/"+moved.stands, 1), http.StatusTemporaryRedirect)
		return nil
	}
}

// showMerge shows two organisations beside each other, or lets the other be chosen.
func (f *Feature) showMerge(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("with") == "" {
		return f.showChoose(w, r)
	}
	v, err := f.compared(r, r.URL.Query().Get("with"))
	if err != nil {
		return err
	}
	v.form = newMergeForm(&v.one, &v.other)
	return web.Show(w, r, http.StatusOK, mergePage(v))
}

// showChoose lists organisations that the one in the address may be the same as, and what was looked for.
func (f *Feature) showChoose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := &chooseView{words: strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), "")), towns: f.Municipalities}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.o, err = alone(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.alike, err = FindAlike(ctx, tx, v.o.ID, &v.o.Content, f.Municipalities); err != nil || v.words == "" {
			return err
		}
		v.seekIt = true
		found, err := Search(ctx, tx, Filter{Words: v.words, WithEnded: true})
		for _, o := range found {
			if o.ID != v.o.ID {
				v.found = append(v.found, o)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, choosePage(v))
}

// alone finds an organisation that stands for itself; an error that leads on for one that does not.
func alone(ctx context.Context, tx *store.Tx, id string) (Organisation, error) {
	o, err := Find(ctx, tx, id)
	if err == nil && o.IsMerged() {
		return o, &elsewhereError{o.ID, o.MergedInto}
	}
	return o, err
}

// compared reads the organisation in the address and another.
func (f *Feature) compared(r *http.Request, other string) (*mergeView, error) {
	ctx := r.Context()
	v := &mergeView{towns: f.Municipalities}
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.one, err = alone(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if other, err = Resolve(ctx, tx, other); err != nil {
			return err
		}
		if v.other, err = Find(ctx, tx, other); err != nil {
			return err
		}
		for i, id := range []string{v.one.ID, v.other.ID} {
			roles, err := Roles(ctx, tx, id)
			if err != nil {
				return err
			}
			people, err := Contacts(ctx, tx, id)
			if err != nil {
				return err
			}
			v.follows[i] = followers{len(roles), len(people)}
		}
		return nil
	})
	if err == nil && v.one.ID == v.other.ID {
		err = i18n.Fail("organisations.merge.itself").Because(store.ErrNotFound)
	}
	return v, err
}

// merge shows what a merge would make, and does it. Officers, managers and administrators only.
func (f *Feature) merge(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	id := typed.Text("id")
	if done, err := f.mergeDone(r.Context(), id); err != nil || done.ID != "" { // sent twice
		if err == nil {
			http.Redirect(w, r, "/organisations/"+done.KeptID+"?done=merged", http.StatusSeeOther)
		}
		return err
	}
	v, err := f.compared(r, typed.Text("with"))
	if err != nil {
		return err
	}
	v.form = typed
	m := v.merging()
	if typed.Text("step") == "edit" {
		return web.Show(w, r, http.StatusOK, mergePage(v))
	}
	kept, gone := v.sides()
	refuseAll(typed, m.check())
	if err := checkPair(kept, gone); err != nil {
		typed.Refuse("stays", err.Message)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, mergePage(v))
	}
	if typed.Text("step") != "do" {
		return web.Show(w, r, http.StatusOK, previewPage(v))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return MergeTwo(r.Context(), tx, m) })
	fault := asFault(err)
	switch {
	case err == nil:
		http.Redirect(w, r, "/organisations/"+m.KeptID+"?done=merged", http.StatusSeeOther)
		return nil
	case fault == nil:
		return err
	case errors.Is(err, ErrSavedMeanwhile):
		v.form = refreshed(typed, newMergeForm(&v.one, &v.other))
		v.form.Refuse("", i18n.Msg("organisations.merge.changed_meanwhile"))
		return web.Show(w, r, http.StatusConflict, mergePage(v))
	}
	typed.Refuse("", *fault)
	return web.Show(w, r, http.StatusUnprocessableEntity, mergePage(v))
}

// mergeDone is the merge that a form has made already; empty when it has made none.
func (f *Feature) mergeDone(ctx context.Context, id string) (m Merge, err error) {
	err = f.DB.Read(ctx, func(tx *store.Tx) error {
		m, err = FindMerge(ctx, tx, id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return Merge{}, nil
	}
	return m, err
}

// refreshed is a form as typed, with the versions of what is compared now.
func refreshed(typed, now *form.Form) *form.Form {
	var pairs []string
	for _, field := range typed.Fields() {
		from := typed
		if field == "seen_one" || field == "seen_other" {
			from = now
		}
		pairs = append(pairs, field, from.Text(field))
	}
	return form.Of(pairs...)
}

// undoneIn reads the merge in the address and what taking it back would do.
func (f *Feature) undoneIn(r *http.Request) (*undoView, error) {
	v := &undoView{form: form.Of(), towns: f.Municipalities}
	err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		if v.merge, err = FindMerge(r.Context(), tx, r.PathValue("merge")); err != nil {
			return err
		}
		if v.merge.KeptID != r.PathValue("id") || !v.merge.UndoneAt.IsZero() {
			return i18n.Fail("organisations.merge.unknown").Because(store.ErrNotFound)
		}
		v.undo, err = undoing(r.Context(), tx, &v.merge)
		if fault := asFault(err); fault != nil {
			v.wrong, err = fault, nil
		}
		return err
	})
	return v, err
}

func (f *Feature) showUndo(w http.ResponseWriter, r *http.Request) error {
	v, err := f.undoneIn(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, undoPage(v))
}

// undo takes a merge back. Officers, managers and administrators only.
func (f *Feature) undo(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	if done, err := f.mergeDone(r.Context(), r.PathValue("merge")); err != nil || !done.UndoneAt.IsZero() { // sent twice
		if err == nil {
			http.Redirect(w, r, "/organisations/"+done.KeptID+"?done=unmerged", http.StatusSeeOther)
		}
		return err
	}
	v, err := f.undoneIn(r)
	if err != nil {
		return err
	}
	v.form = typed
	refuseAll(typed, checkUndo(typed.Text("why")))
	again := func() error { return web.Show(w, r, http.StatusUnprocessableEntity, undoPage(v)) }
	if !typed.IsRight() {
		return again()
	}
	done := "unmerged"
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		left, err := Unmerge(r.Context(), tx, v.merge.ID, typed.Text("why"))
		if len(left) > 0 {
			done = "unmerged_left"
		}
		return err
	})
	return f.answer(w, r, err, typed, "/organisations/"+v.merge.KeptID+"?done="+done, again)
}
