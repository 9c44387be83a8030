package grants

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"samverk/features/grants/allocation"
	"samverk/features/grants/assessment"
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// questionOptions are the questions of a form that answer in a certain way, to choose among.
func questionOptions(p i18n.Printer, f *questions.Form, kind questions.Kind) []ui.Option {
	options := []ui.Option{{Value: "", Text: p.T("grants.rules.no_question")}}
	for i := range f.Sections {
		for n := range f.Sections[i].Questions {
			if q := &f.Sections[i].Questions[n]; q.Kind == kind {
				options = append(options, ui.Option{Value: q.Key, Text: q.Label.In(p.Language())})
			}
		}
	}
	return options
}

func rulesForm(p i18n.Printer, v *programmeView, typed *form.Form) *formView {
	t := &v.Terms
	field := func(name string, optional bool) ui.Input {
		return ui.Input{Name: name, Label: p.T("grants.rules.field." + name), Optional: optional}
	}
	hinted := func(name string) ui.Input {
		in := field(name, true)
		in.Hint = p.T("grants.rules.hint." + name)
		return in
	}
	number := func(in ui.Input, unit string) ui.Input {
		in.Kind, in.Columns, in.Unit = ui.Decimal, 12, unit
		return in
	}
	money := questionOptions(p, &t.Form, questions.Money)
	return &formView{title: p.T("grants.rules.title"), meta: v.Name, lead: p.T("grants.rules.lead"), crumbs: v.below(p), action: v.href("/rules/edit"), cancel: v.href(""), send: p.T("grants.save"), form: typed,
		fields: []asked{{Input: hinted("legal_forms"), as: ticked, options: organisations.FormOptions(p), heading: p.T("grants.rules.who_head")}, {Input: hinted("classes"), as: manyLines},
			{Input: field("entitled", true), as: ticking}, {Input: field("mandate", true), as: ticking}, {Input: number(hinted("municipalities"), "")}, {Input: number(field("activity", true), "")},
			{Input: number(field("least", true), "kr"), heading: p.T("grants.rules.amount_head")}, {Input: number(field("most", true), "kr")},
			{Input: field("amount_answer", true), as: chosen, options: money}, {Input: field("level_answer", true), as: chosen, options: questionOptions(p, &t.Form, questions.Choice)}, {Input: hinted("levels"), as: manyLines},
			{Input: number(hinted("own_part"), "%"), heading: p.T("grants.rules.own_head")}, {Input: field("own_money", true), as: chosen, options: money},
			{Input: field("own_hours", true), as: chosen, options: questionOptions(p, &t.Form, questions.Number)}, {Input: number(hinted("hourly_rate"), "kr")},
			{Input: hinted("late"), as: manyLines, heading: p.T("grants.rules.late_head")}}}
}

func formOfRules(p *Programme) *form.Form {
	r := &p.Terms.Rules
	pairs := []string{"seen", strconv.Itoa(p.Version), "classes", strings.Join(r.Classes, "\n"), "entitled", yesOf(r.NeedsEntitled), "mandate", yesOf(r.NeedsMandate), "municipalities", countText(r.Municipalities),
		"activity", countText(r.Activity), "least", kronor(r.Least), "most", kronor(r.Most), "amount_answer", r.AmountAnswer, "level_answer", r.LevelAnswer, "own_part", shareText(r.OwnPart), "own_money", r.OwnMoney,
		"own_hours", r.OwnHours, "hourly_rate", kronor(r.HourlyRate)}
	for _, code := range r.LegalForms {
		pairs = append(pairs, "legal_forms", code)
	}
	var levels, late []string
	for _, l := range r.Levels {
		levels = append(levels, l.Key+" "+kronor(l.Most))
	}
	for _, s := range r.Late {
		late = append(late, fmt.Sprintf("%d %s", s.Days, thousandthsText(s.Deduct)))
	}
	return form.Of(append(pairs, "levels", strings.Join(levels, "\n"), "late", strings.Join(late, "\n"))...)
}

func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func shareText(share int64) string {
	if share == 0 {
		return ""
	}
	return thousandthsText(share)
}

// moneyIn reads an amount in kronor; 0 for an empty field.
func moneyIn(typed *form.Form, field string) int64 {
	text := typed.Text(field)
	if text == "" {
		return 0
	}
	ore, is := questions.ParseMoney(text)
	if !is {
		typed.Refuse(field, i18n.Msg("grants.not_money", "text", text))
	}
	return ore
}

// parseShare reads a share in per cent with at most one decimal, in thousandths.
func parseShare(text string) (int64, bool) {
	ore, is := questions.ParseMoney(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	return ore / 10, is && ore%10 == 0
}

func shareIn(typed *form.Form, field string) int64 {
	text := typed.Text(field)
	if text == "" {
		return 0
	}
	share, is := parseShare(text)
	if !is {
		typed.Refuse(field, i18n.Msg("grants.not_a_share", "text", text))
	}
	return share
}

func wholeIn(typed *form.Form, field string) int {
	if n := typed.Whole(field); n != nil {
		return *n
	}
	return 0
}

// linesOf are the lines in which something stands.
func linesOf(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// rulesIn reads the rules from their form.
func rulesIn(typed *form.Form) Rules {
	r := Rules{LegalForms: typed.All("legal_forms"), NeedsEntitled: typed.Chosen("entitled", yes), NeedsMandate: typed.Chosen("mandate", yes), Municipalities: wholeIn(typed, "municipalities"),
		Activity: wholeIn(typed, "activity"), Least: moneyIn(typed, "least"), Most: moneyIn(typed, "most"), AmountAnswer: typed.Text("amount_answer"), LevelAnswer: typed.Text("level_answer"),
		OwnPart: shareIn(typed, "own_part"), OwnMoney: typed.Text("own_money"), OwnHours: typed.Text("own_hours"), HourlyRate: moneyIn(typed, "hourly_rate")}
	for _, line := range linesOf(typed.Text("classes")) {
		vocabulary, code, _ := strings.Cut(strings.ToLower(line), " ")
		class, err := organisations.ReadClass(organisations.Vocabulary(vocabulary), code)
		if err != nil || class.Code == "" {
			typed.RefuseFirst("classes", i18n.Msg("grants.rules.class_wrong", "text", line))
			continue
		}
		r.Classes = append(r.Classes, string(class.Vocabulary)+" "+class.Code)
	}
	for _, line := range linesOf(typed.Text("levels")) {
		key, amount, _ := strings.Cut(line, " ")
		most, is := questions.ParseMoney(amount)
		if !is || most == 0 {
			typed.RefuseFirst("levels", i18n.Msg("grants.rules.level_wrong", "text", line))
		}
		r.Levels = append(r.Levels, Level{key, most})
	}
	for _, line := range linesOf(typed.Text("late")) {
		days, share, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(days)
		deduct, is := parseShare(share)
		if err != nil || !is {
			typed.RefuseFirst("late", i18n.Msg("grants.rules.late_line_wrong", "text", line))
		}
		r.Late = append(r.Late, allocation.Step{Days: n, Deduct: deduct})
	}
	return r
}

func (f *Feature) askRules(w http.ResponseWriter, r *http.Request) error {
	return f.askTerms(w, r, rulesForm, formOfRules)
}

func (f *Feature) askTerms(w http.ResponseWriter, r *http.Request, view func(i18n.Printer, *programmeView, *form.Form) *formView, filled func(*Programme) *form.Form) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(view(i18n.In(r.Context()), v, filled(&v.Programme))))
}

func (f *Feature) setRules(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sent(w, r)
	if err != nil {
		return err
	}
	rules := rulesIn(typed)
	return f.saveProgramme(w, r, v, rulesForm(i18n.In(r.Context()), v, typed), nil, func(ctx context.Context, tx *store.Tx) error {
		return SetTerms(ctx, tx, v.ID, RulesPart, func(t *Terms) error { t.Rules = rules; return nil }, typed.Seen())
	}, formOfRules, "rules")
}

// moreParts is how many empty criteria and pots the form has besides those that there are.
const moreParts = 3

func criteriaForm(p i18n.Printer, v *programmeView, typed *form.Form) *formView {
	view := &formView{title: p.T("grants.criteria.title"), meta: v.Name, lead: p.T("grants.criteria.lead"), crumbs: v.below(p), action: v.href("/criteria/edit"), cancel: v.href(""), send: p.T("grants.save"), form: typed}
	for i := range len(v.Terms.Criteria) + moreParts {
		n := strconv.Itoa(i)
		view.fields = append(view.fields, asked{Input: ui.Input{Name: "name" + n, Label: p.T("grants.criteria.name"), Optional: true}, heading: p.T("grants.criteria.number", "number", i+1)},
			asked{Input: ui.Input{Name: "weight" + n, Label: p.T("grants.criteria.weight"), Hint: p.T("grants.criteria.weight_hint"), Kind: ui.Whole, Columns: 6, Optional: true}},
			asked{Input: ui.Input{Name: "steps" + n, Label: p.T("grants.criteria.steps"), Hint: p.T("grants.criteria.steps_hint"), Rows: 5, Optional: true}, as: manyLines})
	}
	return view
}

func formOfCriteria(p *Programme) *form.Form {
	pairs := []string{"seen", strconv.Itoa(p.Version)}
	for i, c := range p.Terms.Criteria {
		n := strconv.Itoa(i)
		pairs = append(pairs, "name"+n, c.Key, "weight"+n, strconv.Itoa(c.Weight), "steps"+n, strings.Join(c.Steps, "\n"))
	}
	return form.Of(pairs...)
}

// criteriaIn reads the criteria that have a name or steps.
func criteriaIn(typed *form.Form) (all []assessment.Criterion) {
	for i := range mostCriteria + moreParts {
		n := strconv.Itoa(i)
		c := assessment.Criterion{Key: strings.Join(strings.Fields(typed.Text("name"+n)), " "), Weight: wholeIn(typed, "weight"+n), Steps: linesOf(typed.Text("steps" + n))}
		if c.Key != "" || len(c.Steps) > 0 {
			all = append(all, c)
		}
	}
	return all
}

func (f *Feature) askCriteria(w http.ResponseWriter, r *http.Request) error {
	return f.askTerms(w, r, criteriaForm, formOfCriteria)
}

func (f *Feature) setCriteria(w http.ResponseWriter, r *http.Request) error {
	v, typed, err := f.sent(w, r)
	if err != nil {
		return err
	}
	criteria := criteriaIn(typed)
	return f.saveProgramme(w, r, v, criteriaForm(i18n.In(r.Context()), v, typed), nil, func(ctx context.Context, tx *store.Tx) error {
		return SetTerms(ctx, tx, v.ID, CriteriaPart, func(t *Terms) error { t.Criteria = criteria; return nil }, typed.Seen())
	}, formOfCriteria, "criteria")
}
