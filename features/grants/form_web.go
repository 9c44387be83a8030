package grants

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// editView is the editor of a form that is data.
type editView struct {
	*programmeView
	part Part
	f    *questions.Form
}

func (v *editView) at(below string) string { return v.href("/form/" + string(v.part) + below) }

func (v *editView) name(p i18n.Printer) string { return p.T("grants.edit.title." + string(v.part)) }

func (v *editView) belowForm(p i18n.Printer) []ui.Link {
	return append(v.below(p), ui.Link{Text: v.name(p), Href: v.at("")})
}

// of gives the form among terms.
func (part Part) of(t *Terms) *questions.Form {
	if part == ReportPart {
		return &t.ReportForm
	}
	return &t.Form
}

// edited reads the form in the address.
func (f *Feature) edited(r *http.Request) (*editView, error) {
	part := Part(r.PathValue("part"))
	if part != FormPart && part != ReportPart {
		return nil, i18n.Fail("grants.edit.unknown").Because(store.ErrNotFound)
	}
	v, err := f.look(r)
	if err != nil {
		return nil, err
	}
	return &editView{v, part, part.of(&v.Terms)}, nil
}

func (f *Feature) showForm(w http.ResponseWriter, r *http.Request) error {
	v, err := f.edited(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, editPage(v))
}

func (f *Feature) showPreview(w http.ResponseWriter, r *http.Request) error {
	v, err := f.edited(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, previewPage(v))
}

func (f *Feature) downloadForm(w http.ResponseWriter, r *http.Request) error {
	v, err := f.edited(r)
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(v.f, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="form.json"`)
	_, err = w.Write(append(data, '\n'))
	return err
}

// change saves a changed form; changed makes it of the one that there is.
func (f *Feature) change(w http.ResponseWriter, r *http.Request, v *editView, view *formView, changed func(questions.Form) questions.Form, saved func(*editView) *form.Form) error {
	return f.save(w, r, saving{view: view, kind: programmeKind, id: v.ID,
		do: func(tx *store.Tx) error {
			return SetTerms(r.Context(), tx, v.ID, v.part, func(t *Terms) error {
				*v.part.of(t) = changed(*v.part.of(t))
				return nil
			}, view.form.Seen())
		},
		saved: func() (*form.Form, int, error) {
			now, err := f.edited(r)
			if err != nil {
				return nil, 0, err
			}
			return saved(now), now.Version, nil
		},
		to: func() string { return v.at("?done=form") }})
}

func sectionForm(p i18n.Printer, v *editView, key string, typed *form.Form) *formView {
	action, title := v.at("/sections"), p.T("grants.edit.new_section")
	if key != "" {
		action, title = v.at("/sections/"+key+"/edit"), p.T("grants.edit.change_section")
	}
	input := func(name string, optional bool) ui.Input {
		return ui.Input{Name: name, Label: p.T("grants.edit.field." + name), Optional: optional, Autocomplete: "off"}
	}
	return &formView{title: title, meta: v.Name, crumbs: v.belowForm(p), action: action, cancel: v.at(""), send: p.T("grants.save"), form: typed,
		fields: []asked{{Input: input("title_sv", false)}, {Input: input("title_en", true)}, {Input: input("lead_sv", true), as: manyLines}, {Input: input("lead_en", true), as: manyLines}}}
}

func formOfSection(v *editView, key string) *form.Form {
	s, _ := v.f.Find(key)
	if s == nil {
		s = &questions.Section{}
	}
	return form.Of("seen", strconv.Itoa(v.Version), "title_sv", s.Title[i18n.Swedish], "title_en", s.Title[i18n.English], "lead_sv", s.Lead[i18n.Swedish], "lead_en", s.Lead[i18n.English])
}

// refuseGone tells that what is to be changed of a form is no longer there.
func refuseGone(is bool) error {
	if is {
		return nil
	}
	return i18n.Fail("grants.edit.unknown").Because(store.ErrNotFound)
}

func (f *Feature) askSection(w http.ResponseWriter, r *http.Request) error {
	v, err := f.edited(r)
	if err != nil {
		return err
	}
	key := r.PathValue("key")
	if s, _ := v.f.Find(key); key != "" && s == nil {
		return refuseGone(false)
	}
	return web.Show(w, r, http.StatusOK, formPage(sectionForm(i18n.In(r.Context()), v, key, formOfSection(v, key))))
}

// both reads words in two languages.
func both(typed *form.Form, field string) questions.Text {
	text := questions.Text{}
	for language, ending := range map[i18n.Language]string{i18n.Swedish: "_sv", i18n.English: "_en"} {
		if words := typed.Text(field + ending); words != "" {
			text[language] = words
		}
	}
	if len(text) == 0 {
		return nil
	}
	return text
}

func (f *Feature) putSection(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.edited(r)
	if err != nil {
		return err
	}
	key := r.PathValue("key")
	s := questions.Section{Title: both(typed, "title"), Lead: both(typed, "lead")}
	if s.Title[i18n.Swedish] == "" {
		typed.Refuse("title_sv", i18n.Msg("grants.edit.swedish_missing"))
	}
	return f.change(w, r, v, sectionForm(i18n.In(r.Context()), v, key, typed), func(f questions.Form) questions.Form { return withSection(f, key, s) },
		func(now *editView) *form.Form { return formOfSection(now, key) })
}

// conditions are the answers that a question can depend on: those to the choices before it.
func conditions(p i18n.Printer, f *questions.Form, key string) (options []ui.Option) {
	for i := range f.Sections {
		for n := range f.Sections[i].Questions {
			q := &f.Sections[i].Questions[n]
			if q.Key == key {
				return options
			}
			for _, o := range q.Options {
				options = append(options, ui.Option{Value: q.Key + "=" + o.Value, Text: q.Label.In(p.Language()) + ": " + o.Label.In(p.Language())})
			}
		}
	}
	return options
}

func questionForm(p i18n.Printer, v *editView, section, key string, typed *form.Form) *formView {
	action, title := v.at("/sections/"+section+"/new"), p.T("grants.edit.new_question")
	if key != "" {
		action, title = v.at("/questions/"+key+"/edit"), p.T("grants.edit.change_question")
	}
	kinds := make([]ui.Option, len(questions.Kinds))
	for i, kind := range questions.Kinds {
		kinds[i] = ui.Option{Value: string(kind), Text: p.T("grants.edit.kind." + string(kind))}
	}
	input := func(name string, optional bool) ui.Input {
		return ui.Input{Name: name, Label: p.T("grants.edit.field." + name), Optional: optional, Autocomplete: "off"}
	}
	hinted := func(name string) ui.Input {
		in := input(name, true)
		in.Hint = p.T("grants.edit.hint." + name)
		return in
	}
	number := func(in ui.Input) ui.Input { in.Kind, in.Columns = ui.Whole, 10; return in }
	view := &formView{title: title, meta: v.Name, crumbs: v.belowForm(p), action: action, cancel: v.at(""), send: p.T("grants.save"), form: typed,
		fields: []asked{{Input: input("kind", false), as: chosen, options: kinds}, {Input: input("label_sv", false), as: manyLines}, {Input: input("label_en", true), as: manyLines}, {Input: input("hint_sv", true)},
			{Input: input("hint_en", true)}, {Input: hinted("optional"), as: ticking}, {Input: hinted("options"), as: manyLines, heading: p.T("grants.edit.answers")}, {Input: hinted("columns"), as: manyLines},
			{Input: number(hinted("least"))}, {Input: number(hinted("most"))}, {Input: number(hinted("longest"))}}}
	if when := conditions(p, v.f, key); len(when) > 0 {
		view.fields = append(view.fields, asked{Input: hinted("when"), as: ticked, options: when, heading: p.T("grants.edit.shown_when")})
	}
	return view
}

func formOfQuestion(v *editView, key string) *form.Form {
	q := v.f.Question(key)
	if q == nil {
		return form.Of("seen", strconv.Itoa(v.Version), "kind", string(questions.Line))
	}
	number := func(n int64) string { return countText(int(n)) }
	pairs := []string{"seen", strconv.Itoa(v.Version), "kind", string(q.Kind), "label_sv", q.Label[i18n.Swedish], "label_en", q.Label[i18n.English], "hint_sv", q.Hint[i18n.Swedish], "hint_en", q.Hint[i18n.English],
		"optional", yesOf(q.Optional), "options", optionsText(q.Options), "columns", columnsText(q.Columns), "least", number(q.Least), "most", number(q.Most), "longest", countText(q.Longest)}
	if q.When != nil {
		for _, value := range q.When.Is {
			pairs = append(pairs, "when", q.When.Question+"="+value)
		}
	}
	return form.Of(pairs...)
}

func (f *Feature) askQuestion(w http.ResponseWriter, r *http.Request) error {
	v, section, key, err := f.questionAt(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(questionForm(i18n.In(r.Context()), v, section, key, formOfQuestion(v, key))))
}

// questionAt gives the form with the question in the address, or with the section that a new one comes into.
func (f *Feature) questionAt(r *http.Request) (v *editView, section, key string, err error) {
	if v, err = f.edited(r); err != nil {
		return v, "", "", err
	}
	key = r.PathValue("key")
	if strings.Contains(r.Pattern, "/sections/") {
		s, _ := v.f.Find(key)
		return v, key, "", refuseGone(s != nil)
	}
	return v, "", key, refuseGone(v.f.Question(key) != nil)
}

// questionIn reads a question from its form. What belongs to another kind of question is left out.
func questionIn(typed *form.Form, before *questions.Question) questions.Question {
	q := questions.Question{Kind: questions.Kind(typed.Text("kind")), Label: both(typed, "label"), Hint: both(typed, "hint"), Optional: typed.Chosen("optional", yes)}
	if q.Label[i18n.Swedish] == "" {
		typed.Refuse("label_sv", i18n.Msg("grants.edit.swedish_missing"))
	}
	least, most, longest := int64(wholeIn(typed, "least")), int64(wholeIn(typed, "most")), wholeIn(typed, "longest")
	switch q.Kind {
	case questions.Choice, questions.Choices:
		if q.Options = readOptions(typed.Text("options")); len(q.Options) < 2 {
			typed.Refuse("options", i18n.Msg("grants.edit.options_missing"))
		}
	case questions.Table:
		var columns []questions.Column
		if before != nil {
			columns = before.Columns
		}
		if q.Columns = readColumns(typed.Text("columns"), columns); len(q.Columns) == 0 {
			typed.Refuse("columns", i18n.Msg("grants.edit.columns_missing"))
		}
		q.Least, q.Most = least, most
	case questions.Number, questions.Money:
		q.Least, q.Most = least, most
	case questions.Files:
		q.Most = most
	case questions.Line, questions.Long:
		q.Longest = longest
	}
	for _, when := range typed.All("when") {
		on, is, _ := strings.Cut(when, "=")
		switch {
		case q.When == nil:
			q.When = &questions.Condition{Question: on, Is: []string{is}}
		case q.When.Question == on:
			q.When.Is = append(q.When.Is, is)
		default:
			typed.RefuseFirst("when", i18n.Msg("grants.edit.when_two"))
		}
	}
	return q
}

func (f *Feature) putQuestion(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, section, key, err := f.questionAt(r)
	if err != nil {
		return err
	}
	q := questionIn(typed, v.f.Question(key))
	return f.change(w, r, v, questionForm(i18n.In(r.Context()), v, section, key, typed), func(f questions.Form) questions.Form { return withQuestion(f, section, key, q) },
		func(now *editView) *form.Form { return formOfQuestion(now, key) })
}

// movePart moves a section or a question, or takes it away.
func (f *Feature) movePart(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.edited(r)
	if err != nil {
		return err
	}
	by, known := map[string]int{"up": -1, "down": 1, "remove": 0}[typed.Text("way")]
	if !known {
		return refuseGone(false)
	}
	key, move := r.PathValue("key"), movedQuestion
	if r.PathValue("what") == "sections" {
		move = movedSection
	}
	err = f.DB.Write(r.Context(), func(tx *store.Tx) error {
		return SetTerms(r.Context(), tx, v.ID, v.part, func(t *Terms) error {
			*v.part.of(t) = move(*v.part.of(t), key, by)
			return nil
		}, typed.Seen())
	})
	if err == ErrSavedMeanwhile { //nolint:errorlint // it is returned as it is; the page shows the form as it now stands
		err = i18n.Fail("grants.edit.meanwhile").Because(err)
	}
	return web.GoTo(w, r, err, v.at("?done=form#"+key))
}

func importFormView(p i18n.Printer, v *editView, typed *form.Form) *formView {
	return &formView{title: p.T("grants.edit.import"), meta: v.Name, lead: p.T("grants.edit.import_lead"), crumbs: v.belowForm(p), action: v.at("/import"), cancel: v.at(""), send: p.T("grants.edit.import"), form: typed,
		fields: []asked{{Input: ui.Input{Name: "json", Label: p.T("grants.edit.json"), Rows: 20}, as: manyLines}}}
}

func (f *Feature) askImport(w http.ResponseWriter, r *http.Request) error {
	v, err := f.edited(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, formPage(importFormView(i18n.In(r.Context()), v, form.Of("seen", strconv.Itoa(v.Version)))))
}

func (f *Feature) importForm(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.edited(r)
	if err != nil {
		return err
	}
	read, err := questions.Parse([]byte(typed.Text("json")))
	if own := store.Mendable(err); own != nil {
		typed.Refuse("json", own.Message)
		read = &questions.Form{}
	} else if err != nil {
		return err
	}
	return f.change(w, r, v, importFormView(i18n.In(r.Context()), v, typed), func(questions.Form) questions.Form { return *read },
		func(now *editView) *form.Form {
			data, _ := json.MarshalIndent(now.f, "", "  ")
			return form.Of("json", string(data))
		})
}
