package grants

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"samverk/features/grants/allocation"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/ui"
)

const mostPots = 20

func potsForm(p i18n.Printer, v *programmeView, typed *form.Form) *formView {
	view := &formView{title: p.T("grants.pots.title"), meta: v.Name, lead: p.T("grants.pots.lead"), crumbs: v.below(p), action: v.href("/pots/edit"), cancel: v.href(""), send: p.T("grants.save"), form: typed}
	ways := []ui.Option{{Value: string(allocation.Proportional), Text: p.T("grants.pots.way.proportional")}, {Value: string(allocation.Priced), Text: p.T("grants.pots.way.priced")}}
	for i := range len(v.Terms.Pots) + 1 {
		n := strconv.Itoa(i)
		field := func(name, unit string) asked {
			a := asked{Input: ui.Input{Name: name + n, Label: p.T("grants.pots.field." + name), Optional: true}}
			if unit != "" {
				a.Kind, a.Columns, a.Unit = ui.Decimal, 12, unit
			}
			return a
		}
		terms := field("terms", "")
		terms.Hint, terms.as = p.T("grants.pots.terms_hint"), manyLines
		name, way := field("pot", ""), field("way", "")
		name.heading, way.as, way.options = p.T("grants.pots.number", "number", i+1), radios, ways
		needs := field("needs", "")
		needs.Hint = p.T("grants.pots.needs_hint")
		view.fields = append(view.fields, name, field("amount", "kr"), way, terms, field("times", p.T("grants.pots.times_unit")), needs, field("least", p.T("grants.pots.pieces")),
			field("floor", "kr"), field("cap", "kr"), field("cap_share", "%"), field("last_least", "%"), field("last_most", "%"))
	}
	return view
}

func formOfPots(p *Programme) *form.Form {
	pairs := []string{"seen", strconv.Itoa(p.Version)}
	for i := range p.Terms.Pots {
		pot, n := &p.Terms.Pots[i], strconv.Itoa(i)
		lines := make([]string, len(pot.Terms))
		for k, t := range pot.Terms {
			lines[k] = strings.TrimSpace(amountText(t.Each) + " " + t.Count)
		}
		times := ""
		if pot.Times != 0 {
			times = amountText(pot.Times / 10)
		}
		pairs = append(pairs, "pot"+n, pot.Name, "amount"+n, kronor(pot.Amount), "way"+n, string(pot.Way), "terms"+n, strings.Join(lines, "\n"), "times"+n, times, "needs"+n, pot.Needs,
			"least"+n, countText(int(pot.Least)), "floor"+n, kronor(pot.Floor), "cap"+n, kronor(pot.Cap), "cap_share"+n, shareText(pot.CapShare), "last_least"+n, shareText(pot.LastLeast), "last_most"+n, shareText(pot.LastMost))
	}
	return form.Of(pairs...)
}

// amountText writes hundredths, also none of them.
func amountText(hundredths int64) string {
	if hundredths == 0 {
		return "0"
	}
	return kronor(hundredths)
}

// potsIn reads the pots that have a name, an amount or terms.
func potsIn(typed *form.Form) (all []allocation.Pot) {
	for i := range mostPots {
		n := strconv.Itoa(i)
		pot := allocation.Pot{Name: typed.Text("pot" + n), Amount: moneyIn(typed, "amount"+n), Way: allocation.Way(typed.Text("way" + n)), Times: 10 * moneyIn(typed, "times"+n), Needs: typed.Text("needs" + n),
			Least: int64(wholeIn(typed, "least"+n)), Floor: moneyIn(typed, "floor"+n), Cap: moneyIn(typed, "cap"+n), CapShare: shareIn(typed, "cap_share"+n), LastLeast: shareIn(typed, "last_least"+n), LastMost: shareIn(typed, "last_most"+n)}
		for _, line := range linesOf(typed.Text("terms" + n)) {
			each, count, _ := strings.Cut(line, " ")
			hundredths, is := questions.ParseMoney(each)
			if !is {
				typed.RefuseFirst("terms"+n, i18n.Msg("grants.pots.term_wrong", "text", line))
			}
			pot.Terms = append(pot.Terms, allocation.Term{Count: strings.TrimSpace(count), Each: hundredths})
		}
		switch {
		case pot.Name == "" && pot.Amount == 0 && len(pot.Terms) == 0:
			continue
		case pot.Name == "":
			typed.RefuseFirst("pot"+n, i18n.Msg("grants.pots.name_missing"))
		case pot.Amount == 0:
			typed.RefuseFirst("amount"+n, i18n.Msg("grants.pots.amount_missing"))
		case pot.Way == "":
			typed.RefuseFirst("way"+n, i18n.Msg("grants.pots.way_missing"))
		case len(pot.Terms) == 0:
			typed.RefuseFirst("terms"+n, i18n.Msg("grants.pots.terms_missing"))
		}
		all = append(all, pot)
	}
	return all
}

// explain says in plain words what a pot does, a sentence each.
func explain(p i18n.Printer, pot *allocation.Pot) (sentences []string) {
	say := func(key string, args ...any) { sentences = append(sentences, p.T("grants.pots.says."+key, args...)) }
	var terms []string
	for _, t := range pot.Terms {
		switch {
		case t.Count == "":
			terms = append(terms, p.T("grants.pots.says.same", "each", amountText(t.Each)))
		default:
			terms = append(terms, p.T("grants.pots.says.each", "each", amountText(t.Each), "counted", t.Count))
		}
	}
	weight := strings.Join(terms, " + ")
	if pot.Times != 0 && pot.Times != 1000 {
		weight = "(" + weight + ") × " + amountText(pot.Times/10)
	}
	say(string(pot.Way), "ore", p.Money(pot.Amount), "weight", weight)
	if pot.Needs != "" {
		say("needs", "least", max(pot.Least, 1), "counted", pot.Needs)
	}
	if pot.Floor > 0 {
		say("floor", "ore", p.Money(pot.Floor))
	}
	if pot.Cap > 0 {
		say("cap", "ore", p.Money(pot.Cap))
	}
	if pot.CapShare > 0 {
		say("cap_share", "share", thousandthsText(pot.CapShare))
	}
	if pot.LastLeast > 0 {
		say("last_least", "share", thousandthsText(pot.LastLeast))
	}
	if pot.LastMost > 0 {
		say("last_most", "share", thousandthsText(pot.LastMost))
	}
	return sentences
}

func (f *Feature) askPots(w http.ResponseWriter, r *http.Request) error {
	return f.askTerms(w, r, potsForm, formOfPots)
}

func (f *Feature) setPots(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sent(w, r)
	if err != nil {
		return err
	}
	pots := potsIn(typed)
	return f.saveProgramme(w, r, v, potsForm(i18n.In(r.Context()), v, typed), nil, func(ctx context.Context, tx *store.Tx) error {
		return SetTerms(ctx, tx, v.ID, PotsPart, func(t *Terms) error { t.Pots = pots; return nil }, typed.Seen())
	}, formOfPots, "pots")
}
