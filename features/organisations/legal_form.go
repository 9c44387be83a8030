package organisations

import (
	"slices"
	"strings"

	"samverk/platform/i18n"
)

// LegalForm is SCB's code of a legal form (JURFORM). Nothing when it is not known.
type LegalForm string

// Limited is a limited company; only those have special limits on their profit (svb).
const Limited LegalForm = "49"

// LegalForms are the codes that an organisation can have, those that associations have first. People and estates of
// the dead are left out, since they are people. What each is called stands in the catalogue.
var LegalForms = []LegalForm{
	"61", "51", "72", "71", "63", "49", "82", "84", "83", "81", "89",
	"21", "22", "23", "31", "32", "41", "42", "43", "53", "54", "55", "62", "85", "87", "88", "92", "93", "94", "95", "96", "98", "99",
}

// Name says what the form is called.
func (f LegalForm) Name(p i18n.Printer) string {
	if f == "" {
		return ""
	}
	return p.T("organisations.form." + string(f))
}

// Vocabulary is a list of classes of activity.
type Vocabulary string

// The vocabularies.
const (
	ICNPO   Vocabulary = "icnpo"   // International Classification of Nonprofit Organizations: its twelve groups
	SNI2007 Vocabulary = "sni2007" // Svensk näringsgrensindelning
	SNI2025 Vocabulary = "sni2025"
)

// Vocabularies lists them in the order they are shown.
var Vocabularies = []Vocabulary{ICNPO, SNI2007, SNI2025}

// icnpoGroups is how many groups ICNPO has at its top; they are numbered from 1.
const icnpoGroups = 12

// Class is what an organisation does, as a code of a vocabulary. The zero value is not known.
type Class struct {
	Vocabulary Vocabulary `json:"vocabulary"`
	Code       string     `json:"code"`
}

// Name says the class in words: those of a group of ICNPO, the code alone of SNI.
func (c Class) Name(p i18n.Printer) string {
	switch {
	case c.Code == "":
		return ""
	case c.Vocabulary == ICNPO:
		return p.T("organisations.icnpo." + c.Code)
	}
	return p.T("organisations.vocabulary."+string(c.Vocabulary)) + " " + sniShown(c.Code)
}

// sniShown writes a code as SCB does: 88.990.
func sniShown(code string) string {
	if len(code) <= 2 {
		return code
	}
	return code[:2] + "." + code[2:]
}

// icnpoCodes are the codes of ICNPO's groups.
func icnpoCodes() []string {
	return strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12")[:icnpoGroups]
}

// readClass reads a class as typed; SNI's codes have two to five digits and perhaps a dot.
func readClass(vocabulary, code string) (Class, *i18n.Error) {
	c := Class{Vocabulary(vocabulary), strings.ReplaceAll(strings.TrimSpace(code), ".", "")}
	if c.Vocabulary == "" || c.Code == "" {
		return Class{}, nil
	}
	return c, c.check()
}

func (c Class) check() *i18n.Error {
	switch {
	case c == Class{}:
		return nil
	case !slices.Contains(Vocabularies, c.Vocabulary):
		return i18n.Fail("organisations.class.unknown")
	case c.Vocabulary == ICNPO && !slices.Contains(icnpoCodes(), c.Code):
		return i18n.Fail("organisations.class.unknown")
	case c.Vocabulary != ICNPO && !isSNI(c.Code):
		return i18n.Fail("organisations.class.sni")
	}
	return nil
}

func isSNI(code string) bool {
	return len(code) >= 2 && len(code) <= 5 && strings.Trim(code, "0123456789") == ""
}
