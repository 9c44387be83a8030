package networks

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// Kind is what sort of group a network is.
type Kind string

// The kinds.
const (
	WorkingGroup  Kind = "working_group" // within the authority
	Partnership   Kind = "partnership"   // with a committee of its own
	Dialogue      Kind = "dialogue"      // dialogue meetings with civil society
	Council       Kind = "council"       // with municipalities
	International Kind = "international"
	OtherKind     Kind = "other"
)

// Kinds lists them in the order they are shown.
var Kinds = []Kind{WorkingGroup, Partnership, Dialogue, Council, International, OtherKind}

// Network is a group that meets.
type Network struct {
	ID string
	Content
	EndedOn  calendar.Date // no date while it goes on
	EndedWhy string
	Version  int
}

// Content is what can be changed of a network.
type Content struct {
	Name       string
	Kind       Kind
	Purpose    string
	Management string // how it is tied to the management group
	Web        string
	IsPublic   bool
}

// HasEnded tells whether the network is no more.
func (n *Network) HasEnded() bool { return !n.EndedOn.IsZero() }

// Name says what the kind is called.
func (k Kind) Name(p i18n.Printer) string { return p.T("networks.kind." + string(k)) }

// Bounds of what can be said, in letters.
const (
	longestName = 200
	longestText = 2000
)

// fault is what is wrong with a field.
type fault struct {
	field string
	err   *i18n.Error
}

func (c *Content) tidy() {
	c.Name = strings.Join(strings.Fields(c.Name), " ")
	c.Web = organisations.CompleteWeb(c.Web)
}

// check tells what is wrong, by the form's names of the fields.
func (c *Content) check() (faults []fault) {
	if c.Name == "" {
		faults = append(faults, fault{"name", i18n.Fail("networks.name_missing")})
	}
	if !slices.Contains(Kinds, c.Kind) {
		faults = append(faults, fault{"kind", i18n.Fail("networks.kind_missing")})
	}
	if c.Web != "" && !organisations.IsWeb(c.Web) {
		faults = append(faults, fault{"web", i18n.Fail("networks.web_wrong")})
	}
	return slices.Concat(faults, checkTexts(longestName, "name", c.Name, "web", c.Web), checkTexts(longestText, "purpose", c.Purpose, "management", c.Management))
}

// checkTexts refuses what is too long, and personal numbers, in field, text pairs.
func checkTexts(longest int, pairs ...string) (faults []fault) {
	for i := 0; i+1 < len(pairs); i += 2 {
		switch {
		case utf8.RuneCountInString(pairs[i+1]) > longest:
			faults = append(faults, fault{pairs[i], i18n.Fail("networks.too_long", "longest", longest)})
		case organisations.HoldsPersonalNumber(pairs[i+1]):
			faults = append(faults, fault{pairs[i], i18n.Fail("organisations.personal_number")})
		}
	}
	return faults
}

// checkEnd tells what is wrong with a last day and why it is the last, by the form's names of the fields.
func checkEnd(first, last calendar.Date, why string, mustSayWhy bool) (faults []fault) {
	switch {
	case last.IsZero():
		faults = append(faults, fault{"ended_on", i18n.Fail("networks.end_day_missing")})
	case !first.IsZero() && last.Before(first):
		faults = append(faults, fault{"ended_on", i18n.Fail("networks.until_before_from")})
	}
	if why == "" && mustSayWhy {
		faults = append(faults, fault{"why", i18n.Fail("networks.end_why_missing")})
	}
	return append(faults, checkTexts(longestText, "why", why)...)
}

// firstFault is the first of some faults as an error; nil when there is none.
func firstFault(faults []fault) error {
	if len(faults) == 0 {
		return nil
	}
	return faults[0].err
}
