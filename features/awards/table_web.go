package awards

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func (f *Feature) showList(w http.ResponseWriter, r *http.Request) error {
	var all []Listed
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		all, err = List(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, listPage(all))
}

// begin makes the proposal of a call, or takes in what has come since, and goes to it.
func (f *Feature) begin(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	var t *Table
	if err := f.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		t, err = f.Begin(r.Context(), tx, typed.Text("call"))
		return err
	}); err != nil {
		return err
	}
	return web.GoTo(w, r, nil, "/awards/"+t.ID+"?done=begun")
}

// look reads the proposal in the address as the reader may see it.
func (f *Feature) look(r *http.Request) (*tableView, error) {
	ctx := r.Context()
	v := &tableView{towns: f.Municipalities, recused: map[string]bool{}, names: map[string]string{}, may: accounts.May(ctx, accounts.ManageAwards),
		mayDecide: accounts.May(ctx, accounts.DecideAwards), mayRecord: accounts.May(ctx, accounts.DecideCases), today: f.today()}
	v.me, _ = accounts.In(ctx)
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if v.t, err = f.Find(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		for _, id := range []string{v.t.MadeBy, v.t.ChangedBy, v.t.CheckedBy, v.t.SignedBy} {
			if id != "" && v.names[id] == "" {
				a, err := accounts.Find(ctx, tx, id)
				if err != nil {
					return err
				}
				v.names[id] = a.Name
			}
		}
		if f.Recusals == nil || !v.may {
			return nil
		}
		for i := range v.t.Rows {
			id := v.t.Rows[i].ApplicationID
			if v.recused[id], err = f.Recusals.IsRecused(ctx, tx, v.me.ID, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if order := Order(r.URL.Query().Get("order")); slices.Contains(Orders, order) {
		v.order = order
	} else {
		v.order = Orders[0]
	}
	v.t.Sort(v.order)
	if done := r.URL.Query().Get("done"); slices.Contains(doneWords, done) {
		v.done = done
	}
	return v, nil
}

func (f *Feature) showTable(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, tablePage(v))
}

// readRows reads the rows as typed, and refuses what cannot be read beside its field. What was typed is what the page adds up.
func (v *tableView) readRows(typed *form.Form) (edits []Edit) {
	for i := range v.t.Rows {
		r := &v.t.Rows[i]
		var seen RowContent
		if json.Unmarshal([]byte(typed.Typed(field("was", r))), &seen) != nil || typed.Typed(field("was", r)) == "" || !v.mayEdit(r) {
			continue
		}
		to := RowContent{Account: typed.Text(field("account", r)), Category: typed.Text(field("category", r)), Reason: Reason(typed.Text(field("reason", r))),
			Words: typed.Text(field("words", r)), Conditions: typed.Text(field("conditions", r))}
		if to.Account == "" {
			to.Account = seen.Account
		}
		if !slices.Contains(Reasons, to.Reason) {
			to.Reason = ""
		}
		if text := typed.Text(field("amount", r)); text != "" {
			if ore, ok := ParseAmount(text); ok {
				to.Proposed = &ore
			} else {
				typed.Refuse(field("amount", r), i18n.Msg("awards.amount_wrong", "organisation", r.Application.Organisation))
			}
		}
		if n := typed.Whole(field("part", r)); n != nil {
			to.Part = *n
		}
		for name, fault := range to.Check() {
			typed.RefuseFirst(field(name, r), fault.Message)
		}
		if !sameContent(&seen, &to) {
			edits = append(edits, Edit{r.ApplicationID, seen, to})
			v.typedRows = append(v.typedRows, i)
			v.saved = append(v.saved, r.RowContent)
			r.RowContent = to
		}
	}
	return edits
}

// save keeps the rows as typed, or only adds them up: "Räkna om". Two people who change the same row: the second is told which,
// and what was saved.
func (f *Feature) save(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	v.typed = typed
	edits := v.readRows(typed)
	if typed.Text("do") == "recount" && typed.IsRight() {
		return web.Show(w, r, http.StatusOK, tablePage(v))
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return f.Save(r.Context(), tx, v.t.ID, edits) })
		var clash *Clash
		if errors.As(err, &clash) {
			return f.clashed(w, r, v, clash)
		}
		refuse(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), tablePage(v))
	}
	return web.GoTo(w, r, err, v.href("?done=saved&order="+string(v.order)))
}

// clashed shows the rows that somebody else has saved beside what was typed. What is sent once more is the reader's choice.
func (f *Feature) clashed(w http.ResponseWriter, r *http.Request, v *tableView, clash *Clash) error {
	stale, err := audit.Meanwhile(r.Context(), f.DB, kind, v.t.ID, form.Of(), form.Of(), nil)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	pairs := []string{}
	for _, name := range v.typed.Fields() {
		if !slices.ContainsFunc(clash.Rows, func(id string) bool { return name == "was."+id }) {
			pairs = append(pairs, name, v.typed.Typed(name))
		}
	}
	for n, i := range v.typedRows {
		row := &v.t.Rows[i]
		if !slices.Contains(clash.Rows, row.ApplicationID) {
			continue
		}
		before := v.saved[n]
		pairs = append(pairs, "was."+row.ApplicationID, seenText(&before))
		for _, name := range rowFields {
			if saved, now := fieldText(&before, name), fieldText(&row.RowContent, name); saved != now {
				stale.Differences = append(stale.Differences, ui.Difference{Label: row.Application.Organisation + ", " + p.T("awards.field."+name), Saved: saved, Typed: now})
			}
		}
	}
	v.typed, v.stale = form.Of(pairs...), stale
	return web.Show(w, r, http.StatusConflict, tablePage(v))
}

// refuse puts what the store says beside the form as a whole; other faults are the program's.
func refuse(typed *form.Form, err error) {
	var said *i18n.Error
	if errors.As(err, &said) && !errors.Is(err, store.ErrNotFound) {
		typed.Refuse("", said.Message)
	}
}

// act does one of the steps of a proposal from its form.
func (f *Feature) act(w http.ResponseWriter, r *http.Request, name string, do func(v *tableView, typed *form.Form, tx *store.Tx) error) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	v.acts, v.at = typed, name
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return do(v, typed, tx) })
	if errors.Is(err, ErrSavedMeanwhile) {
		again, readErr := f.look(r)
		if readErr != nil {
			return readErr
		}
		again.acts, again.at = typed.Resent(strconv.Itoa(again.t.Version)), name
		again.acts.Refuse("", i18n.Msg("awards.changed_meanwhile"))
		return web.Show(w, r, http.StatusConflict, tablePage(again))
	}
	refuse(typed, err)
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), tablePage(v))
	}
	return web.GoTo(w, r, err, v.href("?done="+name))
}

func (f *Feature) check(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "checked", func(v *tableView, typed *form.Form, tx *store.Tx) error {
		return f.Check(r.Context(), tx, v.t.ID, typed.Seen())
	})
}

func (f *Feature) submit(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "submitted", func(v *tableView, typed *form.Form, tx *store.Tx) error {
		return f.Submit(r.Context(), tx, v.t.ID, typed.Seen(), typed.Text("summary"), f.today())
	})
}

func (f *Feature) takeBack(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "taken_back", func(v *tableView, typed *form.Form, tx *store.Tx) error {
		return f.TakeBack(r.Context(), tx, v.t.ID, typed.Text("why"))
	})
}

func (f *Feature) decide(w http.ResponseWriter, r *http.Request) error {
	return f.act(w, r, "decided", func(v *tableView, typed *form.Form, tx *store.Tx) error {
		by := strings.TrimSpace(v.me.Name + ", " + v.t.Programme.DecidedBy)
		return f.Decide(r.Context(), tx, v.t.ID, typed.Seen(), Ruling{On: f.today(), By: strings.TrimSuffix(by, ",")})
	})
}
