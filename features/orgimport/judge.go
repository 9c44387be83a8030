package orgimport

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/i18n"
)

// register is what is known of the organisations that rows may be.
type register struct {
	byNumber map[organisations.Number]organisations.Organisation
	byName   map[string][]organisations.Organisation
}

// judge gives rows their fates, one after the other: what has stood earlier in the file is remembered.
type judge struct {
	reading
	numbers map[organisations.Number]int // where in the file a number stood
	names   map[string]int               // and a name without a number, with its municipality
	known   map[string]int               // and an organisation of the register
}

func newJudge(r reading) *judge {
	return &judge{r, map[organisations.Number]int{}, map[string]int{}, map[string]int{}}
}

// verdict is a row's fate with what it would make.
type verdict struct {
	fate  Fate
	field Field
	why   i18n.Message
	is    *organisations.Organisation // the one that it is or resembles
	after organisations.Content
}

func refused(f *fault) verdict { return verdict{fate: Refused, field: f.Field, why: f.Why} }

func double(why i18n.Message, is *organisations.Organisation) verdict {
	return verdict{fate: Double, why: why, is: is}
}

// judge decides what becomes of a row.
func (j *judge) judge(line *Line, all register) verdict {
	if line.Choice == NotAtAll {
		return verdict{fate: LeftOut}
	}
	c, wrong := j.fresh(line.Cells.V)
	if wrong != nil {
		return refused(wrong)
	}
	if earlier, twice := j.earlier(&c); twice && (c.Number != "" || line.Choice != AsNew) { // two never have the same number
		return double(i18n.Msg("orgimport.why.row", "line", strconv.Itoa(earlier)), nil)
	}
	if is, there := all.byNumber[c.Number]; there && c.Number != "" {
		return j.ofKnown(line, &is)
	}
	alike := likeliest(all.byName[organisations.NameKey(c.Name)], &c)
	switch {
	case alike == nil || line.Choice == AsNew:
		j.remember(&c, line.Line)
		return verdict{fate: Added, after: c}
	case line.Choice == AsKnown:
		return j.ofKnown(line, alike)
	}
	j.remember(&c, line.Line)
	return double(i18n.Msg("orgimport.why.name", "name", alike.Name, "number", alike.Number.String()), alike)
}

// earlier tells where in the file the same organisation stands already.
func (j *judge) earlier(c *organisations.Content) (line int, there bool) {
	if c.Number != "" {
		line, there = j.numbers[c.Number]
		return line, there
	}
	line, there = j.names[placed(c)]
	return line, there
}

func (j *judge) remember(c *organisations.Content, line int) {
	if c.Number != "" {
		j.numbers[c.Number] = line
	}
	if at := placed(c); j.names[at] == 0 {
		j.names[at] = line
	}
}

func placed(c *organisations.Content) string { return organisations.NameKey(c.Name) + "\x00" + c.Seat }

// likeliest is the one of several of the same name that a row can be: not one with another number, or in another place.
func likeliest(all []organisations.Organisation, c *organisations.Content) *organisations.Organisation {
	for i := range all {
		o := &all[i]
		if (c.Number == "" || o.Number == "" || c.Number == o.Number) && (c.Seat == "" || o.Seat == "" || c.Seat == o.Seat) {
			return o
		}
	}
	return nil
}

// ofKnown puts a row over an organisation of the register.
func (j *judge) ofKnown(line *Line, is *organisations.Organisation) verdict {
	if earlier, twice := j.known[is.ID]; twice {
		return double(i18n.Msg("orgimport.why.row", "line", strconv.Itoa(earlier)), is)
	}
	if is.HasEnded() {
		return verdict{fate: Refused, field: Number, why: i18n.Msg("orgimport.why.ended", "name", is.Name), is: is}
	}
	after := is.Content
	if wrong := j.onto(&after, line.Cells.V); wrong != nil {
		return refused(wrong)
	}
	if is.HadNumber(after.Number) { // the row is older than the merge
		after.Number = is.Number
	}
	if is.WasCalled(after.Name) {
		after.Name, after.FormerNames = is.Name, slices.Concat(is.FormerNames, after.FormerNames)
	}
	if _, wrong := after.Complete(); wrong != nil {
		return refused(&fault{Why: wrong.Message})
	}
	j.known[is.ID] = line.Line
	j.remember(&after, line.Line)
	if after.IsSame(&is.Content) {
		return verdict{fate: Same, is: is}
	}
	return verdict{fate: Changed, why: i18n.Msg("orgimport.why.changes", "fields", differing(&is.Content, &after)), is: is, after: after}
}

// differing are the fields that differ, with commas between.
func differing(before, after *organisations.Content) string {
	said := func(c *organisations.Content) map[Field]string {
		return map[Field]string{Name: c.Name, Number: string(c.Number), Form: string(c.Form), Seat: c.Seat, Municipalities: fmt.Sprint(c.Municipalities),
			ICNPO: fmt.Sprint(c.Class), Email: c.Email, Telephone: c.Telephone, Web: c.Web, Address: c.Address, Former: fmt.Sprintf("%q", c.FormerNames), Note: c.Note}
	}
	old, now := said(before), said(after)
	var fields []string
	for _, field := range Fields {
		if old[field] != now[field] {
			fields = append(fields, string(field))
		}
	}
	return strings.Join(fields, ",")
}
