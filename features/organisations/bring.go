package organisations

import (
	"slices"

	"samverk/platform/i18n"
)

// Complete puts in order what comes from elsewhere than the form, and gives the first fault with the name of its field.
func (c *Content) Complete() (field string, err *i18n.Error) {
	c.Web = completeWeb(c.Web)
	c.tidy()
	return firstOf(c.check())
}

// IsSame tells whether two contents say the same.
func (c *Content) IsSame(other *Content) bool {
	return (&Organisation{Content: *c}).isSame(&Organisation{Content: *other})
}

// ReadClass reads a class as it is written: a group of ICNPO by its number, a code of SNI with or without its dot. No text
// is no class.
func ReadClass(vocabulary Vocabulary, code string) (Class, *i18n.Error) {
	return readClass(string(vocabulary), code)
}

// UsuallyPublic are the fields that anybody may read of a new organisation that is public, unless something else is chosen.
func UsuallyPublic() []string { return append([]string(nil), usuallyPublic...) }

// HadNumber tells whether the organisation stands for one that has the number, which it therefore has had.
func (o *Organisation) HadNumber(number Number) bool {
	return number != "" && slices.ContainsFunc(o.absorbed, func(one absorbed) bool { return one.Number == string(number) })
}

// WasCalled tells whether the organisation stands for one that is called so.
func (o *Organisation) WasCalled(name string) bool {
	return slices.ContainsFunc(o.absorbed, func(one absorbed) bool { return NameKey(one.Name) == NameKey(name) })
}

// NameKey is the same for names that differ only in case, marks and spaces.
func NameKey(name string) string { return string(sortKey(name)) }

// Fault is the first that is wrong with a contact, with the name of its field.
func (c *Contact) Fault() (field string, err *i18n.Error) { return firstOf(c.check()) }

// Fault is the first that is wrong with a role, with the name of its field.
func (r *Role) Fault() (field string, err *i18n.Error) { return firstOf(r.check()) }

func firstOf(faults []fault) (field string, err *i18n.Error) {
	if len(faults) == 0 {
		return "", nil
	}
	return faults[0].field, faults[0].err
}

// Beside is what comes with an organisation: people to turn to and roles, with keys made beforehand.
type Beside struct {
	OrganisationID string
	Name           string // the organisation's
	Contacts       []Contact
	Roles          []Role
}

// IsNothing tells whether nothing comes.
func (b *Beside) IsNothing() bool { return len(b.Contacts)+len(b.Roles) == 0 }

// Revision is a change of an organisation that has been read.
type Revision struct {
	Is    *Organisation
	After Content
}
