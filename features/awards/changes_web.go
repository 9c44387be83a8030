package awards

import (
	"net/http"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// boardForm is the amounts as the board changed them; what it did not change is as proposed.
func boardForm(v *tableView) *form.Form {
	pairs := []string{"seen", v.seen()}
	for _, r := range v.atBoard() {
		pairs = append(pairs, field("amount", r), amountText(r.Amount()))
	}
	return form.Of(pairs...)
}

// atBoard are the rows that wait for the board.
func (v *tableView) atBoard() (rows []*Row) {
	for _, r := range v.t.open() {
		if v.t.PartState(r.Part).isAtBoard() {
			rows = append(rows, r)
		}
	}
	return rows
}

func (f *Feature) showChanges(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	v.typed = boardForm(v)
	return web.Show(w, r, http.StatusOK, changesPage(v))
}

// saveChanges keeps what the board changed, for the decision that is recorded next.
func (f *Feature) saveChanges(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	v.typed = typed
	amounts := map[string]int64{}
	for _, row := range v.atBoard() {
		text := typed.Text(field("amount", row))
		ore, ok := ParseAmount(text)
		switch {
		case text == "":
		case ok:
			amounts[row.ApplicationID] = ore
		default:
			typed.Refuse(field("amount", row), i18n.Msg("awards.amount_wrong", "organisation", row.Application.Organisation))
		}
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return f.SaveChanges(r.Context(), tx, v.t.ID, typed.Seen(), amounts) })
		if isMeanwhile(err) {
			stale, err := audit.Meanwhile(r.Context(), f.DB, kind, v.t.ID, form.Of(), form.Of(), nil)
			if err != nil {
				return err
			}
			v.stale, v.typed = stale, typed.Resent(v.seen())
			return web.Show(w, r, http.StatusConflict, changesPage(v))
		}
		refuse(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), changesPage(v))
	}
	return web.GoTo(w, r, err, v.href("/changes?done=changes"))
}
