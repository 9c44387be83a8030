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
	beside   map[string]organisations.Beside
}

// judge gives rows their fates, one after the other: what has stood earlier in the file is remembered.
type judge struct {
	reading
	among   organisations.Among          // those of the register that rows may be
	numbers map[organisations.Number]int // where in the file a number stood
	names   map[place]int                // and a name without a number, with its municipality
	known   map[string]int               // and an organisation of the register
}

// place is a name with a municipality.
type place struct{ name, seat string }

func newJudge(r reading) *judge {
	return &judge{reading: r, numbers: map[organisations.Number]int{}, names: map[place]int{}, known: map[string]int{}}
}

// verdict is a row's fate with what it would make.
type verdict struct {
	fate   Fate
	field  Field
	why    i18n.Message
	is     *organisations.Organisation // the one that it is or resembles
	after  organisations.Content
	beside organisations.Beside // what would be added beside it
}

func refused(f *fault) verdict { return verdict{fate: Refused, field: f.Field, why: f.Why} }

func double(why i18n.Message, is *organisations.Organisation) verdict {
	return verdict{fate: Double, why: why, is: is}
}

// judge decides what becomes of a row.
func (j *judge) judge(e *entry, all register) verdict {
	if e.line.Choice == NotAtAll {
		return verdict{fate: LeftOut}
	}
	if e.wrong != nil {
		return refused(e.wrong)
	}
	c := &e.content
	if earlier, twice := j.earlier(e); twice && (c.Number != "" || e.line.Choice != AsNew) { // two never have the same number
		return double(i18n.Msg("orgimport.why.row", "line", strconv.Itoa(earlier)), nil)
	}
	if is, there := all.byNumber[c.Number]; there && c.Number != "" {
		return j.ofKnown(e, &is, all)
	}
	alike := likeliest(all.byName[e.key], c)
	switch {
	case alike == nil || e.line.Choice == AsNew:
		j.remember(e, c)
		return j.ofNew(e)
	case e.line.Choice == AsKnown:
		return j.ofKnown(e, alike, all)
	}
	j.remember(e, c)
	return double(i18n.Msg("orgimport.why.name", "name", alike.Name, "number", alike.Number.String()), alike)
}

// earlier tells where in the file the same organisation stands already.
func (j *judge) earlier(e *entry) (line int, there bool) {
	if e.content.Number != "" {
		line, there = j.numbers[e.content.Number]
		return line, there
	}
	line, there = j.names[place{e.key, e.content.Seat}]
	return line, there
}

func (j *judge) remember(e *entry, c *organisations.Content) {
	if c.Number != "" {
		j.numbers[c.Number] = e.line.Line
	}
	if at := (place{e.key, c.Seat}); j.names[at] == 0 {
		j.names[at] = e.line.Line
	}
}

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

// ofNew is the verdict of a row that is a new organisation.
func (j *judge) ofNew(e *entry) verdict {
	v := verdict{fate: Added, after: e.content}
	v.beside, _ = j.beside(e.values) // it is right, or the row would be refused
	if fields := added(&v.beside); len(fields) > 0 {
		v.why = i18n.Msg("orgimport.why.beside", "fields", strings.Join(fields, ","))
	}
	return v
}

// ofKnown puts a row over an organisation of the register.
func (j *judge) ofKnown(e *entry, is *organisations.Organisation, all register) verdict {
	if earlier, twice := j.known[is.ID]; twice {
		return double(i18n.Msg("orgimport.why.row", "line", strconv.Itoa(earlier)), is)
	}
	if is.HasEnded() {
		return verdict{fate: Refused, field: Number, why: i18n.Msg("orgimport.why.ended", "name", is.Name), is: is}
	}
	v := j.over(e, is, all.beside[is.ID])
	if v.fate != Refused {
		j.known[is.ID] = e.line.Line
		j.remember(e, &v.after)
	}
	return v
}

// over is what a row makes of an organisation.
func (r *reading) over(e *entry, is *organisations.Organisation, there organisations.Beside) verdict {
	after := is.Content
	if wrong := r.onto(&after, e.values); wrong != nil {
		return refused(wrong)
	}
	if err := r.mend(&after, is); err != nil {
		return refused(err)
	}
	says, _ := r.beside(e.values) // it is right, or the row would be refused
	v := verdict{fate: Same, is: is, after: after, beside: lacking(says, there)}
	fields := append(differing(&is.Content, &after), added(&v.beside)...)
	if len(fields) > 0 || !after.IsSame(&is.Content) {
		v.fate, v.why = Changed, i18n.Msg("orgimport.why.changes", "fields", strings.Join(fields, ","))
	}
	return v
}

// mend takes back what only tells that a row is older than a merge: the number and the name of one that the organisation
// stands for. The name stays as a former one.
func (r *reading) mend(after *organisations.Content, is *organisations.Organisation) *fault {
	had, was := is.HadNumber(after.Number), is.WasCalled(after.Name)
	if had {
		after.Number = is.Number
	}
	if was {
		after.Name, after.FormerNames = is.Name, slices.Concat(is.FormerNames, after.FormerNames)
	}
	if !had && !was {
		return nil
	}
	if field, wrong := after.Complete(); wrong != nil {
		return &fault{Field(field), wrong.Message}
	}
	return nil
}

// differing are the fields that differ.
func differing(before, after *organisations.Content) (fields []string) {
	said := func(c *organisations.Content) map[Field]string {
		return map[Field]string{Name: c.Name, Number: string(c.Number), Form: string(c.Form), Seat: c.Seat, Municipalities: fmt.Sprint(c.Municipalities), SVB: fmt.Sprint(c.SVB),
			ICNPO: fmt.Sprint(c.Class), Email: c.Email, Telephone: c.Telephone, Web: c.Web, Address: c.Address, Former: fmt.Sprintf("%q", c.FormerNames), Note: c.Note}
	}
	if before.IsSame(after) {
		return nil
	}
	old, now := said(before), said(after)
	for _, field := range Fields {
		if old[field] != now[field] {
			fields = append(fields, string(field))
		}
	}
	return fields
}
