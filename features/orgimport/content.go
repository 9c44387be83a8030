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
	mapping Mapping
	public  bool // new organisations are public
	towns   organisations.Municipalities
	printer i18n.Printer // legal forms are also known by what they are called in its language
}

// fault is why a row cannot be read, and in which field.
type fault struct {
	Field Field
	Why   i18n.Message
}

// fresh is the content of a row as a new organisation.
func (r *reading) fresh(cells []string) (organisations.Content, *fault) {
	c := organisations.Content{IsPublic: r.public, PublicFields: organisations.UsuallyPublic()}
	return c, r.onto(&c, cells)
}

// onto puts what a row says over what is kept. A cell that is empty changes nothing; a former name stays.
func (r *reading) onto(c *organisations.Content, cells []string) *fault {
	values := r.mapping.values(cells)
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
	for _, form := range organisations.LegalForms {
		if text == string(form) || fold.Search(text) == fold.Search(form.Name(r.printer)) {
			c.Form = form
			return nil
		}
	}
	return i18n.Fail("orgimport.fault.form", "text", text)
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
	wanted := fold.Search(text)
	for _, word := range []string{"s kommun", " kommun"} {
		wanted = strings.TrimSuffix(wanted, word)
	}
	for _, town := range r.towns {
		if name := fold.Search(town.Name); name == wanted || name == wanted+"s" {
			return town.Code, nil
		}
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
