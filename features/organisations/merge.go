package organisations

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Side is one of two organisations that are merged.
type Side string

// The sides.
const (
	Kept Side = "kept" // it stays
	Gone Side = "gone" // the other stands for it from then on
)

// mergeFields are the fields that one of the two contents is chosen for, in the order they are shown. Everything else is
// joined.
var mergeFields = []string{"name", "number", "form", "class", "seat", "web", "email", "telephone", "address", "public"}

// Merging is what somebody has decided of two organisations that are the same.
type Merging struct {
	ID                 string // made with the form, so that the same form sent twice merges once
	KeptID, GoneID     string
	Choose             map[string]Side // by mergeFields; what is not there is as the one that stays has it
	Why                string
	SeenKept, SeenGone int // the versions that were compared
}

// Merge is a merge that has been done.
type Merge struct {
	ID               string
	KeptID, GoneID   string
	KeptName         string // of the one that it was merged into then
	GoneName         string
	Number           Number // the one of both that was not right; empty when there was one at most
	Why              string
	MergedAt         store.Time
	UndoneAt         store.Time
	Before, After    store.JSON[Content]
	GoneNumberBefore Number `db:"gone_number"`
}

// put takes a field over from another content.
func (c *Content) put(from *Content, field string) {
	switch field {
	case "name":
		c.Name = from.Name
	case "number":
		c.Number = from.Number
	case "form":
		c.Form, c.SVB = from.Form, from.SVB
	case "class":
		c.Class = from.Class
	case "seat":
		c.Seat = from.Seat
	case "web":
		c.Web = from.Web
	case "email":
		c.Email = from.Email
	case "telephone":
		c.Telephone = from.Telephone
	case "address":
		c.Address = from.Address
	case "public":
		c.IsPublic, c.PublicFields = from.IsPublic, slices.Clone(from.PublicFields)
	case "note":
		c.Note = from.Note
	}
}

// only is a content that says one field and nothing else.
func (c *Content) only(field string) Content {
	var one Content
	one.put(c, field)
	return one
}

// agree tells whether two contents say the same of a field.
func agree(a, b *Content, field string) bool { return reflect.DeepEqual(a.only(field), b.only(field)) }

// says tells whether a content says anything of a field.
func (c *Content) says(field string) bool { return !agree(c, &Content{}, field) }

// differing are the fields that two contents say different things of.
func differing(a, b *Content) []string {
	return slices.DeleteFunc(slices.Clone(mergeFields), func(field string) bool { return agree(a, b, field) })
}

// likelySides is what can be supposed of two: what the one that stays says, and where it says nothing what the other does.
func likelySides(kept, gone *Content) map[string]Side {
	sides := map[string]Side{}
	for _, field := range differing(kept, gone) {
		sides[field] = Kept
		if !kept.says(field) {
			sides[field] = Gone
		}
	}
	return sides
}

// stays tells which of two it is likelier should stay: one that goes on, that has a number, of which more is said, and that
// was there first.
func stays(a, b *Organisation) *Organisation {
	said := func(o *Organisation) (n int) {
		for _, field := range mergeFields {
			if o.says(field) {
				n++
			}
		}
		return n
	}
	count := func(holds bool) int {
		if holds {
			return 1
		}
		return 0
	}
	if cmp.Or(cmp.Compare(count(b.HasEnded()), count(a.HasEnded())), cmp.Compare(count(a.Number != ""), count(b.Number != "")), cmp.Compare(said(a), said(b)),
		cmp.Compare(b.ID, a.ID)) >= 0 {
		return a
	}
	return b
}

// joined is what is said of two organisations as one. Names that are not chosen become former ones; municipalities and
// notes of both are kept.
func joined(kept, gone *Content, choose map[string]Side) Content {
	c := *kept
	for _, field := range mergeFields {
		if choose[field] == Gone {
			c.put(gone, field)
		}
	}
	c.Municipalities = slices.Concat(kept.everywhere(), gone.everywhere())
	c.FormerNames = slices.Concat([]string{kept.Name}, kept.FormerNames, []string{gone.Name}, gone.FormerNames)
	if gone.Note != "" && !strings.Contains(kept.Note, gone.Note) {
		if both := strings.TrimSpace(kept.Note + "\n" + gone.Note); utf8.RuneCountInString(both) <= longestText {
			c.Note = both
		}
	}
	c.tidy()
	c.FormerNames = c.FormerNames[:min(len(c.FormerNames), mostFormer)]
	return c
}

// apartAgain is what is said of the one that stays when a merge is taken back: what the merge changed is as it was, unless
// somebody has changed it since. Those fields are left, and named.
func apartAgain(now, before, after *Content) (c Content, left []string) {
	if now.IsSame(after) {
		return *before, nil
	}
	c = *now
	for _, field := range append(slices.Clone(mergeFields), "note") {
		switch {
		case agree(before, after, field):
		case agree(now, after, field):
			c.put(before, field)
		default:
			left = append(left, field)
		}
	}
	c.FormerNames = without(now.FormerNames, before.names(), after.names())
	c.Municipalities = without(now.everywhere(), before.everywhere(), after.everywhere())
	c.tidy()
	return c, left
}

// names are the name and the former ones.
func (c *Content) names() []string { return append([]string{c.Name}, c.FormerNames...) }

// without takes away what a merge added to a list.
func without(now, before, after []string) []string {
	return slices.DeleteFunc(slices.Clone(now), func(one string) bool { return slices.Contains(after, one) && !slices.Contains(before, one) })
}

// check tells what is wrong, by the form's names of the fields.
func (m *Merging) check() (faults []fault) {
	if m.Why == "" {
		faults = append(faults, fault{"why", i18n.Fail("organisations.merge.why_missing")})
	}
	if err := checkText(m.Why, longestText); err != nil {
		faults = append(faults, fault{"why", err})
	}
	return faults
}

// checkPair tells whether two organisations can be made one.
func checkPair(kept, gone *Organisation) *i18n.Error {
	switch {
	case kept.ID == gone.ID:
		return i18n.Fail("organisations.merge.itself")
	case kept.HasEnded() && !gone.HasEnded():
		return i18n.Fail("organisations.merge.has_ended", "name", kept.Name, "other", gone.Name)
	}
	return nil
}

// otherNumber is the number of both that was not chosen.
func otherNumber(kept, gone *Content, chosen Number) Number {
	if chosen == kept.Number {
		return gone.Number
	}
	return kept.Number
}

// checkUndo tells what is wrong with why a merge is taken back.
func checkUndo(why string) (faults []fault) {
	if why == "" {
		faults = append(faults, fault{"why", i18n.Fail("organisations.merge.undo_why_missing")})
	}
	if err := checkText(why, longestText); err != nil {
		faults = append(faults, fault{"why", err})
	}
	return faults
}

// checkDistinct tells what is wrong with why two are not the same.
func checkDistinct(why string) (faults []fault) {
	if why == "" {
		faults = append(faults, fault{"why", i18n.Fail("organisations.suspects.why_missing")})
	}
	if err := checkText(why, longestText); err != nil {
		faults = append(faults, fault{"why", err})
	}
	return faults
}
