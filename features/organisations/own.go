package organisations

import (
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// What other features need that let an organisation see to its own details: the same rules and the same words.

// RefuseIn puts what is wrong with the content beside the fields of a form, which are called as the register's own are.
func (c *Content) RefuseIn(f *form.Form) {
	c.tidy()
	refuseAll(f, c.check())
}

// RefuseIn puts what is wrong with the contact beside the fields of a form.
func (c *Contact) RefuseIn(f *form.Form) { refuseAll(f, c.check()) }

// Facts are what the register has of an organisation, without what only those who work with it should read.
func Facts(p i18n.Printer, o Organisation, towns Municipalities) []ui.Definition {
	o.Note = ""
	v := oneView{o: o, towns: towns}
	return v.definitions(p)
}

// Options are the municipalities to choose among, and those besides that something has already.
func (m Municipalities) Options(also []string) []ui.Option {
	v := formView{towns: m, o: Organisation{Content: Content{Municipalities: also}}}
	return v.townChoices()
}

// FormOptions are the legal forms to choose among.
func FormOptions(p i18n.Printer) []ui.Option { return formChoices(p) }
