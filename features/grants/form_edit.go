package grants

import (
	"fmt"
	"slices"
	"strings"

	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/questions"
)

// What is done to a form that is data. Each function gives a new form and leaves the old one as it is, so that a change that
// turns out wrong (Form.Check) leaves nothing behind.

// copyForm copies a form's sections and lists of questions.
func copyForm(f questions.Form) questions.Form {
	sections := slices.Clone(f.Sections)
	for i := range sections {
		sections[i].Questions = slices.Clone(sections[i].Questions)
	}
	return questions.Form{Sections: sections}
}

// newKey makes a key of words that no section or question has.
func newKey(f *questions.Form, words string) string {
	base := strings.ReplaceAll(fold.Slug(words, 30), "-", "_")
	base = strings.TrimLeft(base, "0123456789_")
	if base == "" {
		base = "q"
	}
	for n, key := 2, base; ; n++ {
		if section, _ := f.Find(key); section == nil && f.Question(key) == nil {
			return key
		}
		key = fmt.Sprintf("%s_%d", base, n)
	}
}

// withSection puts a section in a form: in place of the one with the key, or last with a key of its own.
func withSection(f questions.Form, key string, s questions.Section) questions.Form {
	f = copyForm(f)
	if at := slices.IndexFunc(f.Sections, func(other questions.Section) bool { return other.Key == key }); at >= 0 {
		f.Sections[at].Title, f.Sections[at].Lead = s.Title, s.Lead
		return f
	}
	s.Key = newKey(&f, s.Title[i18n.Swedish])
	f.Sections = append(f.Sections, s)
	return f
}

// withQuestion puts a question in a form: in place of the one with the key, or last in the section with a key of its own.
func withQuestion(f questions.Form, section, key string, q questions.Question) questions.Form {
	f = copyForm(f)
	for i := range f.Sections {
		if at := indexOf(f.Sections[i].Questions, key); key != "" && at >= 0 {
			q.Key, q.Fill = key, f.Sections[i].Questions[at].Fill
			f.Sections[i].Questions[at] = q
			return f
		}
	}
	for i := range f.Sections {
		if f.Sections[i].Key == section {
			q.Key = newKey(&f, q.Label[i18n.Swedish])
			f.Sections[i].Questions = append(f.Sections[i].Questions, q)
		}
	}
	return f
}

func indexOf(all []questions.Question, key string) int {
	return slices.IndexFunc(all, func(q questions.Question) bool { return q.Key == key })
}

// movedSection moves a section up (-1) or down (1), or takes it away with its questions (0).
func movedSection(f questions.Form, key string, by int) questions.Form {
	f = copyForm(f)
	at := slices.IndexFunc(f.Sections, func(s questions.Section) bool { return s.Key == key })
	f.Sections = moved(f.Sections, at, by)
	return f
}

// movedQuestion moves a question up or down: within its section, and from its end into the next. By 0 takes it away.
func movedQuestion(f questions.Form, key string, by int) questions.Form {
	f = copyForm(f)
	for i := range f.Sections {
		at := indexOf(f.Sections[i].Questions, key)
		if at < 0 {
			continue
		}
		last := len(f.Sections[i].Questions) - 1
		switch q := f.Sections[i].Questions[at]; {
		case by < 0 && at == 0 && i > 0:
			f.Sections[i].Questions = slices.Delete(f.Sections[i].Questions, at, at+1)
			f.Sections[i-1].Questions = append(f.Sections[i-1].Questions, q)
		case by > 0 && at == last && i+1 < len(f.Sections):
			f.Sections[i].Questions = slices.Delete(f.Sections[i].Questions, at, at+1)
			f.Sections[i+1].Questions = slices.Insert(f.Sections[i+1].Questions, 0, q)
		default:
			f.Sections[i].Questions = moved(f.Sections[i].Questions, at, by)
		}
		return f
	}
	return f
}

// moved moves the part at a place, or takes it away; what cannot be moved stays.
func moved[T any](all []T, at, by int) []T {
	switch to := at + by; {
	case at < 0:
	case by == 0:
		return slices.Delete(all, at, at+1)
	case to >= 0 && to < len(all):
		all[at], all[to] = all[to], all[at]
	}
	return all
}

// parts of a line that says something in both languages are parted by this.
const parting = "|"

// optionsText writes options as lines: "value | svenska | English".
func optionsText(options []questions.Option) string {
	lines := make([]string, len(options))
	for i, o := range options {
		lines[i] = strings.Join(words(o.Value, o.Label), " "+parting+" ")
	}
	return strings.Join(lines, "\n")
}

func words(key string, label questions.Text) []string {
	all := []string{key, label[i18n.Swedish]}
	if label[i18n.English] != "" {
		all = append(all, label[i18n.English])
	}
	return all
}

// readOptions reads options from lines: "svenska", "svenska | English" or "value | svenska | English". Values are made of the
// Swedish words where they are not given.
func readOptions(text string) (options []questions.Option) {
	for _, line := range linesOf(text) {
		parts := partsOf(line)
		if len(parts) < 3 {
			value := strings.ReplaceAll(fold.Slug(parts[0], 30), "-", "_")
			parts = append([]string{value}, parts...)
		}
		options = append(options, questions.Option{Value: parts[0], Label: textOf(parts[1:])})
	}
	return options
}

func partsOf(line string) []string {
	parts := strings.SplitN(line, parting, 4)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

func textOf(parts []string) questions.Text {
	text := questions.Text{i18n.Swedish: parts[0]}
	if len(parts) > 1 && parts[1] != "" {
		text[i18n.English] = parts[1]
	}
	return text
}

// columnsText writes columns as lines: "kind | svenska | English".
func columnsText(columns []questions.Column) string {
	lines := make([]string, len(columns))
	for i, c := range columns {
		lines[i] = strings.Join(words(string(c.Kind), c.Label), " "+parting+" ")
	}
	return strings.Join(lines, "\n")
}

// readColumns reads columns from lines: "kind | svenska | English", or the words alone for a column of text. Columns that there
// were keep their keys by their place.
func readColumns(text string, before []questions.Column) (columns []questions.Column) {
	used := map[string]bool{}
	for i, line := range linesOf(text) {
		parts := partsOf(line)
		kind := questions.Line
		if slices.Contains(questions.Kinds, questions.Kind(parts[0])) && len(parts) > 1 {
			kind, parts = questions.Kind(parts[0]), parts[1:]
		}
		key := strings.TrimLeft(strings.ReplaceAll(fold.Slug(parts[0], 30), "-", "_"), "0123456789_")
		if i < len(before) {
			key = before[i].Key
		}
		if key == "" || used[key] {
			key = fmt.Sprintf("c%d", i+1)
		}
		used[key] = true
		columns = append(columns, questions.Column{Key: key, Kind: kind, Label: textOf(parts)})
	}
	return columns
}
