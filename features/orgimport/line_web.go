package orgimport

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// showColumns asks what the columns hold, with a guess filled in.
func (f *Feature) showColumns(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	var pairs []string
	for i, field := range v.imp.Mapping.V {
		pairs = append(pairs, columnName(i), string(field))
	}
	if v.imp.Public {
		pairs = append(pairs, "public", "1")
	}
	pairs = append(pairs, "consent", v.imp.Consent)
	if !v.imp.RolesFrom.IsZero() {
		pairs = append(pairs, "roles_from", v.imp.RolesFrom.String())
	}
	return web.Show(w, r, http.StatusOK, columnsPage(v, form.Of(pairs...)))
}

// arrange says what the columns hold. Officers, managers and administrators only.
func (f *Feature) arrange(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	m := make(Mapping, len(v.imp.Head.V))
	for i := range m {
		m[i] = Field(typed.Text(columnName(i)))
	}
	settings := Settings{Mapping: m, Public: typed.Text("public") != "", Consent: typed.Text("consent"), RolesFrom: typed.Date("roles_from")}
	if field, wrong := settings.Check(); wrong != nil && typed.IsRight() {
		if field == "" {
			field = columnName(m.culprit())
		}
		typed.Refuse(field, wrong.Message)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, columnsPage(v, typed))
	}
	return f.act(w, r, v.href("?done=arranged"), func(ctx context.Context, tx *store.Tx) error {
		if v.counts.Total() > MostAtOnce {
			return queue(ctx, tx, v.imp.ID, Arranging, asked{Settings: &settings})
		}
		return Arrange(ctx, tx, v.imp.ID, settings, f.Municipalities)
	})
}

// lineIn reads the row in the address, of an import that is a draft.
func (f *Feature) lineIn(r *http.Request) (*lineView, error) {
	ctx := r.Context()
	var v lineView
	number, _ := strconv.Atoi(r.PathValue("line"))
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.imp, err = Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.line, err = FindLine(ctx, tx, v.imp.ID, number); err == nil && v.imp.State != Draft {
			err = i18n.Fail("orgimport.over").Because(errors.Join(ErrOver, store.ErrNotFound))
		}
		return err
	})
	return &v, err
}

// showLine shows what stands in a row, to be corrected.
func (f *Feature) showLine(w http.ResponseWriter, r *http.Request) error {
	v, err := f.lineIn(r)
	if err != nil {
		return err
	}
	pairs := []string{"choice", string(v.line.Choice)}
	for i, cell := range v.line.Cells.V {
		pairs = append(pairs, columnName(i), cell)
	}
	v.form = form.Of(pairs...)
	v.refuse()
	return web.Show(w, r, http.StatusOK, linePage(v))
}

// correct changes what stands in a row. Officers, managers and administrators only.
func (f *Feature) correct(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.lineIn(r)
	if err != nil {
		return err
	}
	cells := append([]string(nil), v.line.Cells.V...)
	for i := range cells {
		if i < len(v.imp.Mapping.V) && v.imp.Mapping.V[i] != "" {
			cells[i] = typed.Text(columnName(i))
		}
	}
	choice := Choice(typed.Text("choice"))
	unhurried(w)
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return Correct(r.Context(), tx, v.imp.ID, v.line.Line, cells, choice, f.Municipalities)
	})
	if errors.Is(err, ErrBusy) { // its page says what is being done
		http.Redirect(w, r, home+"/"+v.imp.ID, http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	if v, err = f.lineIn(r); err != nil {
		return err
	}
	if v.form = typed; v.line.Fate == Refused { // what was typed is kept, and what is still wrong is said beside its field
		v.refuse()
		return web.Show(w, r, http.StatusUnprocessableEntity, linePage(v))
	}
	http.Redirect(w, r, home+"/"+v.imp.ID+"?done=corrected", http.StatusSeeOther)
	return nil
}

func columnName(i int) string { return "column" + strconv.Itoa(i) }
