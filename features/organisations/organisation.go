package organisations

import (
	"net/mail"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
)

// Organisation is one organisation of the register.
type Organisation struct {
	ID string
	Content
	EndedOn  calendar.Date // no date while it goes on
	EndedWhy string
	// MergedInto is the one that stays of two that turned out to be the same; empty for one that stands for itself.
	MergedInto string
	Version    int

	absorbed []absorbed // those merged into it, where somebody asked for them
}

// Content is what can be changed of an organisation.
type Content struct {
	Number         Number
	Name           string
	FormerNames    []string // the latest first
	Form           LegalForm
	SVB            bool // a limited company with special limits on its profit
	Class          Class
	Seat           string   // code of the municipality
	Municipalities []string // where it has members or activity besides; codes in rising order
	Web            string
	Email          string
	Telephone      string
	Address        string
	IsPublic       bool     // stands in the register that anybody may read
	PublicFields   []string // of publicFields; read when IsPublic
	Note           string   // for those who work with the register
}

// PublicFields are the fields that can be public or not. Names and legal form always are, when the organisation is.
var PublicFields = []string{"number", "class", "municipalities", "web", "email", "telephone", "address", "roles", "entitlement"}

// usuallyPublic are those that a new organisation has: what says nothing of a person.
var usuallyPublic = []string{"number", "class", "municipalities", "web", "roles", "entitlement"}

// Shows tells whether anybody may read a field of the organisation.
func (c *Content) Shows(field string) bool {
	return c.IsPublic && slices.Contains(c.PublicFields, field)
}

// IsMerged tells whether another organisation stands for it.
func (o *Organisation) IsMerged() bool { return o.MergedInto != "" }

// HasEnded tells whether the organisation is no more.
func (o *Organisation) HasEnded() bool { return !o.EndedOn.IsZero() }

// Bounds of what can be said of an organisation, in letters.
const (
	longestName    = 200
	longestText    = 2000
	longestAddress = 300
	mostFormer     = 20
)

// tidy puts lists in order and takes away what says nothing, so that the same content is always the same.
func (c *Content) tidy() {
	c.Municipalities = slices.DeleteFunc(slices.Clone(c.Municipalities), func(code string) bool { return code == c.Seat || code == "" })
	slices.Sort(c.Municipalities)
	c.Municipalities = slices.Compact(c.Municipalities)
	c.PublicFields = slices.DeleteFunc(slices.Clone(PublicFields), func(field string) bool { return !slices.Contains(c.PublicFields, field) })
	former := make([]string, 0, len(c.FormerNames))
	for _, name := range c.FormerNames {
		if name = strings.Join(strings.Fields(name), " "); name != "" && name != c.Name && !slices.Contains(former, name) {
			former = append(former, name)
		}
	}
	c.FormerNames = former
	c.SVB = c.SVB && c.Form == Limited
}

// withFormer keeps the name that it had before, as the latest of the former ones.
func (c *Content) withFormer(name string) {
	if name != c.Name {
		c.FormerNames = append([]string{name}, c.FormerNames...)
	}
}

// fault is what is wrong with a field.
type fault struct {
	field string
	err   *i18n.Error
}

// check tells what is wrong, by the form's names of the fields.
func (c *Content) check() (faults []fault) {
	add := func(field string, err *i18n.Error) {
		if err != nil {
			faults = append(faults, fault{field, err})
		}
	}
	if c.Name == "" {
		add("name", i18n.Fail("organisations.name_missing"))
	}
	if c.Number != "" {
		if n, err := ParseNumber(string(c.Number)); err != nil || n != c.Number {
			add("number", i18n.Fail("organisations.number.check_digit"))
		}
	}
	if c.Form != "" && !slices.Contains(LegalForms, c.Form) {
		add("form", i18n.Fail("organisations.form_unknown"))
	}
	add("class_code", c.Class.check())
	if c.Seat != "" && !isMunicipality(c.Seat) || slices.ContainsFunc(c.Municipalities, func(code string) bool { return !isMunicipality(code) }) {
		add("seat", i18n.Fail("organisations.municipality.unknown"))
	}
	if len(c.FormerNames) > mostFormer {
		add("former", i18n.Fail("organisations.too_many_former", "most", mostFormer))
	}
	if c.Web != "" && !isWeb(c.Web) {
		add("web", i18n.Fail("organisations.web_wrong"))
	}
	if c.Email != "" && !isEmail(c.Email) {
		add("email", i18n.Fail("organisations.email_wrong"))
	}
	for _, text := range []struct {
		field, text string
		longest     int
	}{{"name", c.Name, longestName}, {"former", strings.Join(c.FormerNames, "\n"), longestText}, {"web", c.Web, longestAddress}, {"email", c.Email, longestAddress},
		{"address", c.Address, longestAddress}, {"note", c.Note, longestText}} {
		add(text.field, checkText(text.text, text.longest))
	}
	add("telephone", checkTelephone(c.Telephone))
	return faults
}

// checkText refuses what is too long, and personal numbers.
func checkText(text string, longest int) *i18n.Error {
	switch {
	case utf8.RuneCountInString(text) > longest:
		return i18n.Fail("organisations.too_long", "longest", longest)
	case HoldsPersonalNumber(text):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}

// writtenAsPersonal is how personal numbers are written. A telephone number may have ten digits that would make one, so
// among those only what is written so is refused.
var writtenAsPersonal = regexp.MustCompile(`\b(\d{6}|\d{8})[-+–]\d{4}\b|\b\d{12}\b`)

func checkTelephone(text string) *i18n.Error {
	if utf8.RuneCountInString(text) > longestName {
		return i18n.Fail("organisations.too_long", "longest", longestName)
	}
	if writtenAsPersonal.MatchString(text) && HoldsPersonalNumber(text) {
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}

// IsWeb tells whether a text is an address that a browser opens. Like the three below it lets other features treat such texts
// as the register does.
func IsWeb(text string) bool { return isWeb(text) }

// IsEmail tells whether a text is an e-mail address and nothing else.
func IsEmail(text string) bool { return isEmail(text) }

// CompleteWeb lets people leave out the beginning of an address.
func CompleteWeb(text string) string { return completeWeb(text) }

// SortKey puts names in Swedish order when compared byte by byte.
func SortKey(name string) []byte { return sortKey(name) }

// isWeb tells whether a text is an address that a browser opens and that can be linked to.
func isWeb(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.Contains(u.Host, ".") && !strings.ContainsAny(text, " \t\n")
}

// completeWeb lets people leave out the beginning of an address.
func completeWeb(text string) string {
	if text == "" || strings.Contains(text, "://") {
		return text
	}
	return "https://" + text
}

func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && !strings.ContainsAny(text, " \t\n")
}

// afterZ are the letters that stand after z in Swedish, as signs that stand after z in ASCII.
var afterZ = strings.NewReplacer("å", "{", "Å", "{", "ä", "|", "Ä", "|", "æ", "|", "Æ", "|", "ö", "}", "Ö", "}", "ø", "}", "Ø", "}")

// sortKey puts names in Swedish order when compared byte by byte: case and other marks do not count, å, ä and ö stand last.
func sortKey(name string) []byte {
	return []byte(fold.Search(afterZ.Replace(norm.NFC.String(name))))
}

// firstFault is the first of some faults as an error; nil when there is none.
func firstFault(faults []fault) error {
	if len(faults) == 0 {
		return nil
	}
	return faults[0].err
}

// isSame tells whether nothing has been changed.
func (o *Organisation) isSame(other *Organisation) bool {
	a, b := o.Content, other.Content
	same := slices.Equal(a.FormerNames, b.FormerNames) && slices.Equal(a.Municipalities, b.Municipalities) && slices.Equal(a.PublicFields, b.PublicFields)
	a.FormerNames, a.Municipalities, a.PublicFields = nil, nil, nil
	b.FormerNames, b.Municipalities, b.PublicFields = nil, nil, nil
	return same && reflect.DeepEqual(a, b)
}

// checkEnd tells what is wrong with an end, by the form's names of the fields.
func checkEnd(day calendar.Date, why string) (faults []fault) {
	if day.IsZero() {
		faults = append(faults, fault{"ended_on", i18n.Fail("organisations.end.day_missing")})
	}
	if why == "" {
		faults = append(faults, fault{"why", i18n.Fail("organisations.end.why_missing")})
	}
	if err := checkText(why, longestText); err != nil {
		faults = append(faults, fault{"why", err})
	}
	return faults
}

func latest(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// fieldName says what a field of PublicFields is called.
func fieldName(p i18n.Printer, field string) string { return p.T("organisations.field." + field) }
