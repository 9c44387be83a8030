package orgimport

import (
	"slices"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/fold"
	"samverk/platform/i18n"
)

// reading is what is needed to understand a row.
type reading struct {
	Settings
	towns  map[string]string // codes by folded names
	forms  map[string]organisations.LegalForm
	roles  map[string]organisations.RoleKind
	called i18n.Printer
}

// newReading reads by some settings. Legal forms and roles are also known by what they are called in the printer's language.
func newReading(s Settings, towns organisations.Municipalities, p i18n.Printer) reading {
	r := reading{s, map[string]string{}, map[string]organisations.LegalForm{}, map[string]organisations.RoleKind{}, p}
	for _, town := range towns {
		name := fold.Search(town.Name)
		for _, known := range []string{name, name + " kommun", name + "s kommun", strings.TrimSuffix(name, "s")} {
			if r.towns[known] == "" {
				r.towns[known] = town.Code
			}
		}
	}
	for _, form := range organisations.LegalForms {
		r.forms[string(form)], r.forms[fold.Search(form.Name(p))] = form, form
	}
	for _, kind := range organisations.RoleKinds {
		r.roles[string(kind)], r.roles[fold.Search(kind.Name(p))] = kind, kind
	}
	return r
}

// fault is why a row cannot be read, and in which field.
type fault struct {
	Field Field
	Why   i18n.Message
}

// entry is what a row says.
type entry struct {
	line    *Line
	values  map[Field]string
	content organisations.Content // of a new organisation
	wrong   *fault
	key     string // the name, so that it can be compared
	verdict verdict
}

// read reads a row as a new organisation.
func (r *reading) read(line *Line) *entry {
	e := &entry{line: line, values: r.Mapping.values(line.Cells.V)}
	e.content = organisations.Content{IsPublic: r.Public, PublicFields: organisations.UsuallyPublic()}
	e.wrong = r.onto(&e.content, e.values)
	if e.wrong == nil {
		_, e.wrong = r.beside(e.values)
	}
	e.key = organisations.NameKey(e.values[Name])
	line.Number, line.NameKey = string(e.content.Number), e.key
	return e
}

// onto puts what a row says over what is kept. A cell that is empty changes nothing; a former name stays.
func (r *reading) onto(c *organisations.Content, values map[Field]string) *fault {
	if name := strings.Join(strings.Fields(values[Name]), " "); name != "" {
		if c.Name != "" && c.Name != name {
			c.FormerNames = append([]string{c.Name}, c.FormerNames...)
		}
		c.Name = name
	}
	for _, field := range Fields {
		if values[field] == "" {
			continue
		}
		if err := r.put(c, field, values[field]); err != nil {
			return &fault{field, err.Message}
		}
	}
	if values[SVB] != "" && c.SVB && c.Form != organisations.Limited {
		return &fault{SVB, i18n.Msg("orgimport.fault.svb_form")}
	}
	if field, err := c.Complete(); err != nil {
		return &fault{Field(field), err.Message}
	}
	return nil
}

// put sets one field. Errors tell what is wrong with the text.
func (r *reading) put(c *organisations.Content, field Field, text string) *i18n.Error {
	switch field {
	case Number:
		return r.putNumber(c, text)
	case Form:
		return r.putForm(c, text)
	case Seat:
		code, err := r.town(text)
		c.Seat = code
		return err
	case Municipalities:
		return r.putTowns(c, text)
	case ICNPO:
		return putClass(c, organisations.ICNPO, text)
	case SNI:
		return putClass(c, organisations.SNI2007, text)
	case Email:
		c.Email = text
	case Telephone:
		c.Telephone = text
	case Web:
		c.Web = text
	case Address:
		c.Address = text
	case Former:
		c.FormerNames = append(strings.Split(text, "\n"), c.FormerNames...)
	case Note:
		c.Note = text
	case SVB:
		return putSVB(c, text)
	}
	return nil
}

func (r *reading) putNumber(c *organisations.Content, text string) *i18n.Error {
	number, err := organisations.ParseNumber(text)
	if own, is := err.(*i18n.Error); is { //nolint:errorlint // ParseNumber gives nothing else
		return own
	}
	c.Number = number
	return nil
}

// putForm knows a legal form by its code or by what it is called.
func (r *reading) putForm(c *organisations.Content, text string) *i18n.Error {
	form, known := r.forms[text]
	if !known {
		form, known = r.forms[fold.Search(text)]
	}
	if !known {
		return i18n.Fail("orgimport.fault.form", "text", text)
	}
	c.Form = form
	return nil
}

// yes and no are how people answer a column that asks; other words are not guessed.
var yes, no = []string{"ja", "j", "yes", "y", "x", "1", "sant", "true", "svb"}, []string{"nej", "n", "no", "0", "falskt", "false", "-"}

func putSVB(c *organisations.Content, text string) *i18n.Error {
	switch answer := fold.Search(text); {
	case slices.Contains(yes, answer):
		c.SVB = true
	case slices.Contains(no, answer):
		c.SVB = false
	default:
		return i18n.Fail("orgimport.fault.yes_or_no", "text", text)
	}
	return nil
}

func (r *reading) putTowns(c *organisations.Content, text string) *i18n.Error {
	for _, part := range strings.FieldsFunc(text, func(sign rune) bool { return strings.ContainsRune(",;/\n", sign) }) {
		code, err := r.town(strings.TrimSpace(part))
		if err != nil {
			return err
		}
		if !slices.Contains(c.Municipalities, code) {
			c.Municipalities = append(c.Municipalities, code)
		}
	}
	return nil
}

// town knows a municipality by its code or its name, with or without the word for municipality.
func (r *reading) town(text string) (string, *i18n.Error) {
	if len(text) == 4 && strings.Trim(text, "0123456789") == "" {
		return text, nil
	}
	if code := r.towns[fold.Search(text)]; code != "" {
		return code, nil
	}
	return "", i18n.Fail("orgimport.fault.town", "text", text)
}

func putClass(c *organisations.Content, vocabulary organisations.Vocabulary, text string) *i18n.Error {
	class, err := organisations.ReadClass(vocabulary, text)
	if err == nil {
		c.Class = class
	}
	return err
}
