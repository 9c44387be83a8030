package organisations

import (
	"slices"

	"samverk/platform/i18n"
)

// Complete puts in order what comes from elsewhere than the form, and gives the first fault with the name of its field.
func (c *Content) Complete() (field string, err *i18n.Error) {
	c.Web = completeWeb(c.Web)
	c.tidy()
	if faults := c.check(); len(faults) > 0 {
		return faults[0].field, faults[0].err
	}
	return "", nil
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
