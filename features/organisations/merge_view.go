package organisations

import (
	"slices"
	"strconv"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// mergeView is the comparing of two organisations that may become one. The one in the address is called one, the other
// other; which of them stays is chosen.
type mergeView struct {
	one, other Organisation
	form       *form.Form
	towns      Municipalities
	follows    [2]followers // of one and of other
}

// followers is how much goes along with an organisation.
type followers struct{ roles, contacts int }

// chooseView is the choosing of the other organisation.
type chooseView struct {
	o      Organisation
	words  string
	alike  []Alike
	found  []Organisation
	towns  Municipalities
	seekIt bool // something was looked for
}

func (v *mergeView) action() string { return "/organisations/" + v.one.ID + "/merge" }

func (v *mergeView) crumbs(p i18n.Printer) []ui.Link { return crumbsTo(p, &v.one) }

func crumbsTo(p i18n.Printer, o *Organisation) []ui.Link {
	return []ui.Link{{Text: p.T("organisations.title"), Href: "/organisations"}, {Text: o.Name, Href: "/organisations/" + o.ID}}
}

// newMergeForm is the comparing as it is first shown: what is likely is chosen.
func newMergeForm(one, other *Organisation) *form.Form {
	kept, gone := one, other
	if stays(one, other) == other {
		kept, gone = other, one
	}
	pairs := []string{"id", store.NewID(), "with", other.ID, "stays", kept.ID, "seen_one", strconv.Itoa(one.Version), "seen_other", strconv.Itoa(other.Version)}
	for field, side := range likelySides(&kept.Content, &gone.Content) {
		from := kept.ID
		if side == Gone {
			from = gone.ID
		}
		pairs = append(pairs, field, from)
	}
	return form.Of(pairs...)
}

// sides are the one that stays and the one that goes, as chosen.
func (v *mergeView) sides() (kept, gone *Organisation) {
	if v.form.Text("stays") == v.other.ID {
		return &v.other, &v.one
	}
	return &v.one, &v.other
}

// merging reads what was decided.
func (v *mergeView) merging() Merging {
	kept, gone := v.sides()
	one, _ := strconv.Atoi(v.form.Text("seen_one"))
	other, _ := strconv.Atoi(v.form.Text("seen_other"))
	m := Merging{ID: store.GivenID(v.form.Text("id")), KeptID: kept.ID, GoneID: gone.ID, Choose: map[string]Side{}, Why: v.form.Text("why"), SeenKept: one, SeenGone: other}
	if kept == &v.other {
		m.SeenKept, m.SeenGone = other, one
	}
	for _, field := range mergeFields {
		if v.form.Text(field) == gone.ID {
			m.Choose[field] = Gone
		}
	}
	return m
}

// fields are those that differ.
func (v *mergeView) fields() []string { return differing(&v.one.Content, &v.other.Content) }

// joined is the one that would stay, with what would be said of it.
func (v *mergeView) joined() *oneView {
	kept, gone := v.sides()
	o := *kept
	m := v.merging()
	o.Content = joined(&kept.Content, &gone.Content, m.Choose)
	return &oneView{o: o, towns: v.towns}
}

// effects are what a merge does, in sentences.
func (v *mergeView) effects(p i18n.Printer) []string {
	kept, gone := v.sides()
	after := v.joined().o
	list := []string{p.T("organisations.merge.effect.away", "gone", gone.Name, "kept", after.Name)}
	goes := v.follows[1]
	if gone == &v.one {
		goes = v.follows[0]
	}
	if goes.roles > 0 {
		list = append(list, p.T("organisations.merge.effect.roles", "count", goes.roles))
	}
	if goes.contacts > 0 {
		list = append(list, p.T("organisations.merge.effect.contacts", "count", goes.contacts))
	}
	if number := otherNumber(&kept.Content, &gone.Content, after.Number); number != "" {
		list = append(list, p.T("organisations.merge.effect.number", "number", number.String()))
	}
	if after.IsPublic && !gone.IsPublic {
		list = append(list, p.T("organisations.merge.effect.public", "gone", gone.Name))
	}
	return append(list, p.T("organisations.merge.effect.undo"))
}

// fieldLabels are what the fields of a merge are called.
var fieldLabels = map[string]string{"name": "organisations.name", "form": "organisations.legal_form", "seat": "organisations.seat", "public": "organisations.public_as", "note": "organisations.note"}

func fieldLabel(p i18n.Printer, field string) string {
	if key := fieldLabels[field]; key != "" {
		return p.T(key)
	}
	return fieldName(p, field)
}

// fieldShown is what a content says of a field, in words.
func fieldShown(p i18n.Printer, c *Content, field string, towns Municipalities) string {
	v := &oneView{o: Organisation{Content: *c}, towns: towns}
	switch field {
	case "name":
		return c.Name
	case "number":
		return c.Number.String()
	case "form":
		return v.formName(p)
	case "class":
		return c.Class.Name(p)
	case "seat":
		if c.Seat == "" {
			return ""
		}
		return towns.Shown(c.Seat)
	case "web":
		return c.Web
	case "email":
		return c.Email
	case "telephone":
		return c.Telephone
	case "address":
		return c.Address
	case "public":
		return v.publicAs(p)
	}
	return c.Note
}

// knownBy is what tells two of the same name apart: number and seat.
func knownBy(p i18n.Printer, o *Organisation, towns Municipalities) string {
	parts := []string{o.Number.String(), towns.Name(o.Seat)}
	if o.Number == "" {
		parts[0] = p.T("organisations.without_number")
	}
	if o.HasEnded() {
		parts = append(parts, small(p.T("organisations.ended_on", "day", p.Date(o.EndedOn))))
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

// reasonsSaid says why two may be the same.
func reasonsSaid(p i18n.Printer, reasons []Reason) string {
	said := make([]string, len(reasons))
	for i, reason := range reasons {
		said[i] = p.T("organisations.reason." + string(reason))
	}
	return i18n.Capital(strings.Join(said, ", "))
}

// undoView is the page where a merge is taken back.
type undoView struct {
	merge Merge
	undo  undo
	wrong *i18n.Message // why it cannot be, now
	form  *form.Form
	towns Municipalities
}

func (v *undoView) action() string {
	return "/organisations/" + v.merge.KeptID + "/merges/" + v.merge.ID + "/undo"
}

// becomes is what is said of the one that stays, where it changes.
func (v *undoView) becomes(p i18n.Printer) []ui.Definition {
	var list []ui.Definition
	for _, field := range append(slices.Clone(mergeFields), "note") {
		if !agree(&v.undo.kept.Content, &v.undo.after.Content, field) {
			list = append(list, ui.Definition{Term: fieldLabel(p, field), Text: orNothing(p, fieldShown(p, &v.undo.after.Content, field, v.towns))})
		}
	}
	return list
}

func (v *undoView) left(p i18n.Printer) []ui.Definition {
	list := make([]ui.Definition, len(v.undo.left))
	for i, field := range v.undo.left {
		list[i] = ui.Definition{Term: fieldLabel(p, field), Text: orNothing(p, fieldShown(p, &v.undo.kept.Content, field, v.towns))}
	}
	return list
}

func orNothing(p i18n.Printer, text string) string {
	if text == "" {
		return p.T("organisations.nothing")
	}
	return text
}

// suspectsView is the page of pairs that may be the same.
type suspectsView struct {
	page      Suspects
	after     string
	towns     Municipalities
	done      bool
	mayChange bool
}

// mergedOne is an organisation that another stands for, on the page of the one that stays.
type mergedOne struct {
	Merge
	contactsTold bool // the trail tells of its people
}

// from says of which organisation something is, when it is of one that has been merged.
func (v *oneView) from(p i18n.Printer, id string) string {
	if name := v.names[id]; name != "" && id != v.o.ID {
		return p.T("organisations.from_merged", "name", name)
	}
	return ""
}

// withFrom adds to a text of which organisation it is.
func (v *oneView) withFrom(p i18n.Printer, text, id string) string {
	from := v.from(p, id)
	if text != "" && from != "" {
		return strings.TrimSuffix(text, ".") + ". " + from
	}
	return text + from
}

// mergeEvents are the days when others were merged into the organisation, and those when they had ended.
func (v *oneView) mergeEvents(p i18n.Printer) (all []Happening) {
	for i := range v.merged {
		m := &v.merged[i]
		text := m.Why
		if m.Number != "" {
			text = strings.TrimSuffix(text, ".") + ". " + p.T("organisations.former_number", "number", m.Number.String())
		}
		all = append(all, Happening{Day: calendar.Today(m.MergedAt.Time), Title: p.T("organisations.event.merged", "name", m.GoneName), Text: text, Of: v.mergedOf(m)})
	}
	for i := range v.absorbed {
		if gone := &v.absorbed[i]; gone.HasEnded() {
			all = append(all, Happening{Day: gone.EndedOn, Title: p.T("organisations.event.ended"), Text: gone.EndedWhy, Of: gone.ID})
		}
	}
	return all
}

// mergedOf is whose history a merge stands in: of a chain, that of the one that it was merged into then.
func (v *oneView) mergedOf(m *mergedOne) string {
	if m.KeptID != v.o.ID {
		return m.KeptID
	}
	return ""
}

// formerNumbers are those of the ones merged into it.
func (v *oneView) formerNumbers() string {
	var all []string
	for i := range v.absorbed {
		if n := v.absorbed[i].Number; n != "" {
			all = append(all, n.String())
		}
	}
	return strings.Join(all, ", ")
}
