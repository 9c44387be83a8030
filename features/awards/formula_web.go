package awards

import (
	"fmt"
	"net/http"

	"samverk/features/grants/allocation"
	"samverk/platform/decimal"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// formulaView is a formula that is tried.
type formulaView struct {
	*tableView
	pots []allocation.Pot
	form *form.Form
	s    *Simulation // nil before it is tried
}

// potsNow are the pots to begin with: those that were applied last, else the call's.
func (v *tableView) potsNow() []allocation.Pot {
	if len(v.t.Pots) > 0 {
		return v.t.Pots
	}
	return v.t.Call.Terms.Pots
}

func potField(pot int, name string) string { return fmt.Sprintf("pot%d.%s", pot, name) }

func termField(pot, term int) string { return fmt.Sprintf("pot%d.term%d", pot, term) }

// potForm is the pots' numbers as they are typed: amounts in kronor, shares in per cent.
func potForm(v *tableView, pots []allocation.Pot) *form.Form {
	pairs := []string{"seen", v.seen()}
	set := func(name, text string) { pairs = append(pairs, name, text) }
	for n := range pots {
		p := &pots[n]
		set(potField(n, "amount"), amountText(p.Amount))
		set(potField(n, "times"), decimal.Thousandths(p.Times).String())
		set(potField(n, "floor"), amountText(p.Floor))
		set(potField(n, "cap"), amountText(p.Cap))
		set(potField(n, "cap_share"), percentText(p.CapShare))
		set(potField(n, "last_least"), percentText(p.LastLeast))
		set(potField(n, "last_most"), percentText(p.LastMost))
		for i := range p.Terms {
			set(termField(n, i), amountText(p.Terms[i].Each))
		}
	}
	return form.Of(pairs...)
}

// readPots reads the pots' numbers into a copy, and refuses what cannot be read. An empty field is 0.
func readPots(typed *form.Form, before []allocation.Pot) []allocation.Pot {
	pots := make([]allocation.Pot, len(before))
	read := func(name string, parse func(string) (int64, bool)) (n int64) {
		text := typed.Text(name)
		if text == "" {
			return 0
		}
		n, ok := parse(text)
		if !ok {
			typed.Refuse(name, i18n.Msg("awards.number_wrong", "text", text))
		}
		return n
	}
	times := func(text string) (int64, bool) {
		n, err := decimal.Parse(text)
		return int64(n), err == nil && n >= 0 && n <= 1_000_000_000
	}
	for n := range before {
		p := before[n]
		p.Terms = append([]allocation.Term(nil), p.Terms...)
		p.Amount, p.Floor, p.Cap = read(potField(n, "amount"), ParseAmount), read(potField(n, "floor"), ParseAmount), read(potField(n, "cap"), ParseAmount)
		p.Times, p.CapShare = read(potField(n, "times"), times), read(potField(n, "cap_share"), percent)
		p.LastLeast, p.LastMost = read(potField(n, "last_least"), percent), read(potField(n, "last_most"), percent)
		for i := range p.Terms {
			p.Terms[i].Each = read(termField(n, i), ParseAmount)
		}
		pots[n] = p
	}
	return pots
}

func (f *Feature) showFormula(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	pots := v.potsNow()
	fv := &formulaView{tableView: v, pots: pots, form: potForm(v, pots)}
	if s, err := v.t.Simulate(pots); err == nil && len(pots) > 0 {
		fv.s = &s
	} else if err != nil {
		refuse(fv.form, err)
	}
	return web.Show(w, r, http.StatusOK, formulaPage(fv))
}

// tryFormula carries the formula out with the numbers typed. Nothing is kept until it is applied.
func (f *Feature) tryFormula(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	fv := &formulaView{tableView: v, pots: readPots(typed, v.potsNow()), form: typed}
	if typed.IsRight() {
		s, err := v.t.Simulate(fv.pots)
		if refuse(typed, err); err == nil {
			fv.s = &s
		}
	}
	if typed.Text("do") != "apply" || !typed.IsRight() {
		status := http.StatusOK
		if !typed.IsRight() {
			status = http.StatusUnprocessableEntity
		}
		return web.Show(w, r, status, formulaPage(fv))
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return f.Apply(r.Context(), tx, v.t.ID, typed.Seen(), fv.pots) })
	if isMeanwhile(err) {
		fv.form = typed.Resent(v.seen())
		fv.form.Refuse("", i18n.Msg("awards.changed_meanwhile"))
		return web.Show(w, r, http.StatusConflict, formulaPage(fv))
	}
	if refuse(typed, err); !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), formulaPage(fv))
	}
	return web.GoTo(w, r, err, v.href("?done=applied"))
}
