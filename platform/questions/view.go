package questions

import (
	"slices"
	"strings"

	"samverk/platform/decimal"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// input is the question as a field of the page.
func (q *Question) input(p i18n.Printer) ui.Input {
	in := ui.Input{Name: q.Key, Label: q.Label.In(p.Language()), Hint: q.Hint.In(p.Language()), Optional: q.Optional}
	switch q.Kind {
	case Number:
		in.Kind, in.Columns = ui.Decimal, 12
	case Money:
		in.Kind, in.Columns, in.Unit = ui.Decimal, 16, p.T("questions.kronor")
	case Day:
		in.Kind = ui.DateKind
	case Long:
		in.Rows = 8
	}
	return in
}

func (q *Question) options(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(q.Options))
	for i, o := range q.Options {
		options[i] = ui.Option{Value: o.Value, Text: o.Label.In(p.Language())}
	}
	return options
}

func (q *Question) columns(p i18n.Printer) []ui.Column {
	columns := make([]ui.Column, len(q.Columns))
	for i, c := range q.Columns {
		columns[i] = ui.Column{Text: c.Label.In(p.Language()), Number: c.isNumber()}
	}
	return columns
}

func (c *Column) isNumber() bool { return c.Kind == Number || c.Kind == Money }

// condition says when a question is to be answered.
func (f *Form) condition(p i18n.Printer, q *Question) string {
	on := f.Question(q.When.Question)
	var labels []string
	for _, o := range on.Options {
		if slices.Contains(q.When.Is, o.Value) {
			labels = append(labels, o.Label.In(p.Language()))
		}
	}
	return p.T("questions.condition", "question", on.Label.In(p.Language()), "answer", strings.Join(labels, ", "))
}

// texts are an answer as it is read: choices by their words, numbers and amounts as they are written.
func (q *Question) texts(p i18n.Printer, answer Answer) (all []string) {
	for _, text := range answer.Texts {
		switch q.Kind {
		case Choice, Choices:
			for _, o := range q.Options {
				if o.Value == text {
					all = append(all, o.Label.In(p.Language()))
				}
			}
		case Long:
			for _, paragraph := range strings.Split(text, "\n") {
				if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
					all = append(all, paragraph)
				}
			}
		default:
			all = append(all, shown(p, q.Kind, text))
		}
	}
	return all
}

// shown is one text as it is read. What cannot be read stands as it was typed.
func shown(p i18n.Printer, kind Kind, text string) string {
	switch kind {
	case Money:
		if ore, ok := ParseMoney(text); ok {
			return p.Money(ore)
		}
	case Number:
		if n, ok := parseNumber(text); ok {
			return decimal.Thousandths(n).String()
		}
	}
	return text
}

func (q *Question) hasSums() bool {
	return slices.ContainsFunc(q.Columns, func(c Column) bool { return c.Kind == Money })
}

// sumOf is what stands below a column: the sum of amounts, the word for it in the first column that is none.
func (q *Question) sumOf(p i18n.Printer, c int, answer Answer) string {
	if q.Columns[c].Kind == Money {
		return p.Money(Answers{q.Key: answer}.ColumnSum(q, q.Columns[c].Key))
	}
	if c == 0 {
		return p.T("questions.sum")
	}
	return ""
}
