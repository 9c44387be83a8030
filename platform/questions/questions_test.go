package questions_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/ui"
)

func sv(text string) questions.Text { return questions.Text{i18n.Swedish: text} }

// sample is a form with every kind of question.
func sample() *questions.Form {
	return &questions.Form{Sections: []questions.Section{
		{Key: "about", Title: sv("Om projektet"), Questions: []questions.Question{
			{Key: "intro", Kind: questions.Note, Label: sv("Börja här.")},
			{Key: "title", Kind: questions.Line, Label: questions.Text{i18n.Swedish: "Rubrik", i18n.English: "Title"}, Longest: 20},
			{Key: "why", Kind: questions.Long, Label: sv("Varför?"), Optional: true},
			{Key: "kind", Kind: questions.Choice, Label: sv("Sort"), Options: []questions.Option{{"small", sv("Liten")}, {"large", sv("Stor")}}},
			{Key: "how_large", Kind: questions.Number, Label: sv("Hur stor?"), Least: 10, Most: 100, When: &questions.Condition{Question: "kind", Is: []string{"large"}}},
			{Key: "where", Kind: questions.Choices, Label: sv("Var?"), Options: []questions.Option{{"a", sv("A")}, {"b", sv("B")}}},
		}},
		{Key: "money", Title: sv("Pengar"), Questions: []questions.Question{
			{Key: "sum", Kind: questions.Money, Label: sv("Belopp"), Most: 200_000},
			{Key: "costs", Kind: questions.Table, Label: sv("Kostnader"), Least: 1, Most: 8, Columns: []questions.Column{{"what", questions.Line, sv("Vad")}, {"cost", questions.Money, sv("Kronor")}, {"day", questions.Day, sv("Dag")}}},
			{Key: "begins", Kind: questions.Day, Label: sv("Börjar")},
			{Key: "more", Kind: questions.Files, Label: sv("Bilagor"), Most: 2, When: &questions.Condition{Question: "kind", Is: []string{"large"}}},
		}},
	}}
}

func whole() questions.Answers {
	one := func(text string) questions.Answer { return questions.Answer{Texts: []string{text}} }
	return questions.Answers{"title": one("Odling"), "kind": one("large"), "how_large": one("12,5"), "where": {Texts: []string{"a", "b"}}, "sum": one("1 500,50 kr"),
		"costs": {Rows: [][]string{{"Jord", "1000", "2026-05-01"}, {"Spadar", "500,50", ""}}}, "begins": one("2026-04-01"),
		"more": {Files: []file.File{{Name: "plan.pdf", Media: "application/pdf", SHA256: "ab", Size: 2000}}}}
}

func in(language i18n.Language) context.Context {
	return i18n.With(context.Background(), i18n.NewCatalogue(questions.Messages(), form.Messages(), ui.Messages()).In(language))
}

func TestAFormIsChecked(t *testing.T) {
	if err := sample().Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*questions.Form){
		"questions.key_wrong":     func(f *questions.Form) { f.Sections[0].Questions[1].Key = "Å b" },
		"questions.key_twice":     func(f *questions.Form) { f.Sections[1].Questions[0].Key = "title" },
		"questions.no_words":      func(f *questions.Form) { f.Sections[1].Title = nil },
		"questions.kind_unknown":  func(f *questions.Form) { f.Sections[0].Questions[1].Kind = "x" },
		"questions.options_wrong": func(f *questions.Form) { f.Sections[0].Questions[3].Options = f.Sections[0].Questions[3].Options[:1] },
		"questions.columns_wrong": func(f *questions.Form) { f.Sections[1].Questions[1].Columns[0].Kind = questions.Files },
		"questions.bounds_wrong":  func(f *questions.Form) { f.Sections[1].Questions[1].Most = 1000 },
		"questions.condition_wrong": func(f *questions.Form) {
			f.Sections[0].Questions[1].When = &questions.Condition{Question: "kind", Is: []string{"large"}}
		},
	} {
		f := sample()
		spoil(f)
		if err := f.Check(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want %s, got %v", name, err)
		}
	}
}

func TestWhatIsMissingAndWrongIsTold(t *testing.T) {
	f := sample()
	if faults := f.Faults(whole()); len(faults) > 0 {
		t.Fatalf("a right form has the faults %+v", faults)
	}
	fields := func(answers questions.Answers) (list []string) {
		for _, fault := range f.Faults(answers) {
			list = append(list, fault.Field)
		}
		return list
	}
	if got := fields(questions.Answers{}); !slices.Equal(got, []string{"title", "kind", "where", "sum", "costs", "begins"}) {
		t.Errorf("an empty form lacks %v", got)
	}
	one := func(text string) questions.Answer { return questions.Answer{Texts: []string{text}} }
	for _, test := range []struct {
		key    string
		answer questions.Answer
		want   string
	}{
		{"title", one(strings.Repeat("å", 21)), "title"}, {"kind", one("huge"), "kind"}, {"how_large", one("9,999"), "how_large"}, {"how_large", one("101"), "how_large"},
		{"how_large", one("många"), "how_large"}, {"sum", one("-5"), "sum"}, {"sum", one("200 000,01"), "sum"}, {"sum", one("1,234"), "sum"}, {"begins", one("2026-13-01"), "begins"},
		{"costs", questions.Answer{Rows: [][]string{{"Jord", "gratis", ""}}}, "costs.0.cost"}, {"costs", questions.Answer{Rows: [][]string{{"Jord", "1", ""}, {"x", "", "i går"}}}, "costs.1.day"},
		{"more", questions.Answer{Files: []file.File{{SHA256: "1"}, {SHA256: "2"}, {SHA256: "3"}}}, "more"},
	} {
		answers := whole()
		answers[test.key] = test.answer
		if got := fields(answers); !slices.Contains(got, test.want) {
			t.Errorf("%s = %v: the faults are at %v", test.key, test.answer, got)
		}
	}
}

func TestWhatIsHiddenIsNotAskedForAndNotSent(t *testing.T) {
	f, answers := sample(), whole()
	answers["kind"] = questions.Answer{Texts: []string{"small"}}
	sent := f.Sent(answers)
	if _, there := sent["how_large"]; there || len(sent["more"].Files) > 0 || len(f.Faults(answers)) > 0 {
		t.Errorf("what is hidden is sent: %v", sent)
	}
	if len(answers["more"].Files) != 1 {
		t.Error("what is hidden is not kept")
	}
	steps := f.Steps(questions.Answers{"title": {Texts: []string{"x"}}})
	if !steps[0].Begun || steps[0].Missing != 2 || steps[1].Begun || steps[1].Missing != 3 || steps[0].IsDone() {
		t.Errorf("the task list is %+v", steps)
	}
}

func TestAPageGivesBackWhatItWasFilledWith(t *testing.T) {
	f := sample()
	answers := questions.Answers{}
	for i := range f.Sections {
		s := &f.Sections[i]
		typed := f.Typed(s, whole())
		sent := map[string][]file.File{"more": whole()["more"].Files}
		answers = f.Read(s, typed, answers, sent)
	}
	if want, got := asJSON(whole()), asJSON(answers); want != got {
		t.Errorf("got %s\nwant %s", got, want)
	}
	s := &f.Sections[1]
	answers = f.Read(s, form.Of("more.gone", "ab", "costs.7.what", "Sist", "costs.1.what", "", "sum", " "), answers, nil)
	if len(answers["more"].Files) != 0 || len(answers["costs"].Rows) != 1 || answers.Text("sum") != "" || answers.Text("title") != "Odling" {
		t.Errorf("after the change: %v", answers)
	}
}

func asJSON(value any) string {
	text, _ := json.Marshal(value) // answers can always be written
	return string(text)
}

func TestSumsAndAmounts(t *testing.T) {
	f, answers := sample(), whole()
	if sum := answers.ColumnSum(f.Question("costs"), "cost"); sum != 1500_50 || answers.Money("sum") != 1500_50 {
		t.Errorf("the costs are %d öre, the sum %d", sum, answers.Money("sum"))
	}
	for text, want := range map[string]int64{"0": 0, "1": 100, "1,5": 150, "1.05": 105, "1 234 567,89 kr": 123456789, "12:-": 1200} {
		if got, ok := questions.ParseMoney(text); !ok || got != want {
			t.Errorf("%q is %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "-1", "1,234", "1e3", "½", "1.000,00", "99999999999999"} {
		if got, ok := questions.ParseMoney(text); ok {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

// The pages show what was typed, in the reader's language, with faults at their fields and conditions in words.
func TestThePagesShowWhatWasTyped(t *testing.T) {
	f, answers := sample(), whole()
	href := func(q *questions.Question, sent file.File) string { return "/x/" + q.Key + "/" + sent.SHA256 }
	var page strings.Builder
	for i := range f.Sections {
		s := &f.Sections[i]
		answers["sum"] = questions.Answer{Texts: []string{"<många>"}}
		typed := f.Typed(s, answers)
		f.Refuse(s, answers, typed, true)
		if err := questions.Fields(f, s, typed, answers, href).Render(in(i18n.English), &page); err != nil {
			t.Fatal(err)
		}
		if err := questions.Answered(f, s, answers, href).Render(in(i18n.Swedish), &page); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"Börja här.", ">Title", `value="Odling"`, "Answer this if you chose “Stor” for “Sort”", "&lt;många&gt; cannot be read as an amount", `href="/x/more/ab"`,
		`name="costs.4.cost"`, "1 500,50", `data-when="kind"`, "Inte besvarad"} {
		if !strings.Contains(strings.ReplaceAll(page.String(), "\u00a0", " "), want) {
			t.Errorf("the pages do not show %q", want)
		}
	}
	if strings.Contains(page.String(), "<många>") {
		t.Error("what was typed is read as markup")
	}
}

// Whatever is answered in whatever order, the same answers give the same bytes, and what is told to be right has no fault
// when it is sent.
func TestTheSameAnswersAreTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, answers := sample(), questions.Answers{}
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			s := &f.Sections[rapid.IntRange(0, 1).Draw(t, "section")]
			text := rapid.SampledFrom([]string{"", "small", "large", "a", "12", "1 000,5", "2026-01-01", "ö"})
			answers = f.Read(s, form.Of("title", text.Draw(t, "title"), "kind", text.Draw(t, "kind"), "how_large", text.Draw(t, "n"), "where", text.Draw(t, "where"),
				"sum", text.Draw(t, "sum"), "costs.0.what", text.Draw(t, "what"), "costs.0.cost", text.Draw(t, "cost"), "begins", text.Draw(t, "day")), answers, nil)
		}
		var again questions.Answers
		if err := json.Unmarshal([]byte(asJSON(answers)), &again); err != nil {
			t.Fatal(err)
		}
		one, err := questions.Canonical(f, answers)
		if err != nil {
			t.Fatal(err)
		}
		if other, _ := questions.Canonical(f, again); string(one) != string(other) {
			t.Fatal("the same answers give other bytes when they have been kept")
		}
		done := true
		for _, step := range f.Steps(answers) {
			done = done && step.IsDone()
		}
		if done != (len(f.Faults(answers)) == 0) || done != (len(f.Faults(f.Sent(answers))) == 0) {
			t.Fatal("the task list and the faults do not agree")
		}
	})
}

func FuzzParse(f *testing.F) {
	data, _ := json.Marshal(sample()) // it can be written
	f.Add(data)
	f.Add([]byte(`{"sections":[{"key":"a","questions":[{"when":{"question":"a"}}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, err := questions.Parse(data)
		if err != nil {
			return
		}
		for i := range parsed.Sections {
			s := &parsed.Sections[i]
			answers := parsed.Read(s, form.Of("a", "b"), questions.Answers{}, nil)
			parsed.Faults(answers)
			var page strings.Builder
			if err := questions.Fields(parsed, s, form.Of(), answers, func(*questions.Question, file.File) string { return "/" }).Render(in(i18n.Swedish), &page); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func FuzzParseMoney(f *testing.F) {
	f.Add("1 234,50 kr")
	f.Fuzz(func(t *testing.T, text string) {
		if ore, ok := questions.ParseMoney(text); ok && ore < 0 {
			t.Errorf("%q is %d", text, ore)
		}
	})
}
