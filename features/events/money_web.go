package events

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"strconv"

	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
	"samverk/platform/web"
)

// withMoney reads the event in the address and its budget.
func (f *Feature) withMoney(r *http.Request) (*eventView, error) {
	v, err := f.look(r)
	if err != nil {
		return nil, err
	}
	return v, f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		v.money, err = MoneyOf(r.Context(), tx, v.ID)
		return err
	})
}

func (f *Feature) showBudget(w http.ResponseWriter, r *http.Request) error {
	v, err := f.withMoney(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, budgetPage(v))
}

func (f *Feature) downloadBudget(w http.ResponseWriter, r *http.Request) error {
	v, err := f.withMoney(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, workbookMedia, "budget-"+v.fileName()+".xlsx", func(to io.Writer) error {
		book := sheet.NewBook(p.T("events.tab.budget"))
		for _, row := range v.budgetRows(p) {
			book.Row(row.heads, row.cells...)
		}
		return book.Write(to)
	})
}

// moneyIn reads a line from its form. What cannot be read is refused beside its field.
func moneyIn(typed *form.Form, eventID string) Money {
	m := Money{ID: store.GivenID(typed.Text("id")), EventID: eventID, Side: Side(typed.Text("side")), Title: oneLine(typed.Text("title")), Version: typed.Seen()}
	if typed.Text("planned") == "" {
		typed.Refuse("planned", i18n.Msg("events.money.planned_missing"))
	} else {
		m.Planned = amountIn(typed, "planned")
	}
	if typed.Text("outcome") != "" {
		m.Outcome = new(amountIn(typed, "outcome"))
	}
	return m
}

func amountIn(typed *form.Form, field string) int64 {
	ore, is := parseMoney(typed.Text(field))
	if !is {
		typed.Refuse(field, i18n.Msg("events.money.not_money", "text", typed.Text(field)))
	}
	return ore
}

func (f *Feature) showNewMoney(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	side := Side(cmp.Or(r.URL.Query().Get("side"), string(Cost)))
	if side != Financing {
		side = Cost
	}
	return web.Show(w, r, http.StatusOK, moneyPage(&moneyView{eventView: v, form: form.Of("id", store.NewID(), "side", string(side)), side: side}))
}

// addMoney adds a line to the budget. Officers, managers and administrators only.
func (f *Feature) addMoney(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	m := moneyIn(typed, v.ID)
	if m.Side != Financing {
		m.Side = Cost
	}
	refuseAll(typed, m.check())
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return AddMoney(r.Context(), tx, m) })
		refuseError(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, moneyPage(&moneyView{eventView: v, form: typed, side: m.Side}))
	}
	return web.GoTo(w, r, err, v.href("/budget?done=money"))
}

// moneyLine reads the event and the line in the address.
func (f *Feature) moneyLine(r *http.Request) (*moneyView, error) {
	v, err := f.look(r)
	if err != nil {
		return nil, err
	}
	m := &moneyView{eventView: v}
	err = f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		m.kept, err = FindMoney(r.Context(), tx, v.ID, r.PathValue("line"))
		return err
	})
	m.side = m.kept.Side
	return m, err
}

func (f *Feature) showMoney(w http.ResponseWriter, r *http.Request) error {
	v, err := f.moneyLine(r)
	if err != nil {
		return err
	}
	v.form = moneyForm(&v.kept)
	return web.Show(w, r, http.StatusOK, moneyPage(v))
}

func moneyForm(m *Money) *form.Form {
	pairs := []string{"id", m.ID, "seen", strconv.Itoa(m.Version), "title", m.Title, "planned", typedMoney(m.Planned)}
	if m.Outcome != nil {
		pairs = append(pairs, "outcome", typedMoney(*m.Outcome))
	}
	return form.Of(pairs...)
}

// changeMoney changes a line. Officers, managers and administrators only.
func (f *Feature) changeMoney(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.moneyLine(r)
	if err != nil {
		return err
	}
	v.form = typed
	m := moneyIn(typed, v.ID)
	m.ID, m.Side = v.kept.ID, v.kept.Side
	refuseAll(typed, m.check())
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return ChangeMoney(r.Context(), tx, m) })
		if errors.Is(err, errSavedMeanwhile) {
			fields := [][2]string{{"title", "events.money.title"}, {"planned", "events.money.planned"}, {"outcome", "events.money.outcome"}}
			if v.stale, err = audit.Meanwhile(r.Context(), f.DB, "event", v.ID, moneyForm(&v.kept), typed, fields); err != nil {
				return err
			}
			v.form = typed.Resent(strconv.Itoa(v.kept.Version))
			return web.Show(w, r, http.StatusConflict, moneyPage(v))
		}
		refuseError(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, http.StatusUnprocessableEntity, moneyPage(v))
	}
	return web.GoTo(w, r, err, v.href("/budget?done=money"))
}

// removeMoney takes a line away. Officers, managers and administrators only.
func (f *Feature) removeMoney(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := f.DB.Write(r.Context(), func(tx *store.Tx) error { return RemoveMoney(r.Context(), tx, id, r.PathValue("line")) })
	return web.GoTo(w, r, err, "/events/"+id+"/budget?done=removed")
}
