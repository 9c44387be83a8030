package orgimport

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// listView is the list of imports.
type listView struct {
	all       []Import
	more      bool
	after     string
	mayChange bool
}

// laterHref is where the older imports are.
func (v *listView) laterHref() string {
	if !v.more {
		return ""
	}
	return home + "?after=" + v.all[len(v.all)-1].ID
}

// oneView is an import with some of its rows.
type oneView struct {
	imp       Import
	counts    Counts
	lines     []Line
	more      bool
	fate      Fate // only rows of it are shown; all when empty
	after     int
	done      string
	wrong     *i18n.Message
	towns     organisations.Municipalities
	mayChange bool
}

// dones are the acts that an import's page can say have just been done.
var dones = []string{"arranged", "corrected", "left_out", "read", "undone"}

func (v *oneView) href(rest string) string { return home + "/" + v.imp.ID + rest }

// saysDone tells whether what has just been asked for has been done.
func (v *oneView) saysDone() bool {
	state := Draft
	switch v.done {
	case "read":
		state = ReadIn
	case "undone":
		state = Undone
	}
	return slices.Contains(dones, v.done) && v.wrong == nil && v.imp.State == state && v.imp.Failure.V.ID == ""
}

// firstHref is where the rows begin.
func (v *oneView) firstHref() string {
	if v.fate == "" {
		return v.href("")
	}
	return v.href("?fate=" + string(v.fate))
}

// working says how far the work has come.
func (v *oneView) working(p i18n.Printer, at Progress) string {
	switch {
	case at.Stage != "":
		return p.T("orgimport.working."+string(at.Stage), "done", p.Number(at.Done), "total", p.Number(v.rowsToDo()))
	case v.imp.IsBegun:
		return p.T("orgimport.working.begun")
	}
	return p.T("orgimport.working.waits")
}

// rowsToDo is how many rows the work is about.
func (v *oneView) rowsToDo() int {
	if v.imp.Task == Undoing {
		return v.counts[Added] + v.counts[Changed]
	}
	return v.counts.Total()
}

func (v *oneView) isDraft() bool { return v.imp.State == Draft && v.mayChange }

// isReady tells whether the import can be read in.
func (v *oneView) isReady() bool {
	return v.counts[Refused] == 0 && v.counts[Added]+v.counts[Changed] > 0
}

// seen are the counts as fields of the form that reads the import in.
func (v *oneView) seen() (pairs []string) {
	for _, fate := range Fates {
		pairs = append(pairs, string(fate), strconv.Itoa(v.counts[fate]))
	}
	return pairs
}

// tabs chooses among rows by their fate.
func (v *oneView) tabs(p i18n.Printer) []ui.Tab {
	tabs := []ui.Tab{{Text: p.T("orgimport.all", "number", p.Number(v.counts.Total())), Href: v.href(""), Current: v.fate == ""}}
	for _, fate := range Fates {
		if n := v.counts[fate]; n > 0 || fate == v.fate {
			tabs = append(tabs, ui.Tab{Text: p.T("orgimport.fate_count", "fate", v.fateName(p, fate), "number", p.Number(n)), Href: v.href("?fate=" + string(fate)), Current: v.fate == fate})
		}
	}
	return tabs
}

// fateName says what happens, or what happened.
func (v *oneView) fateName(p i18n.Printer, fate Fate) string {
	if v.imp.State == Draft || fate == Back || fate == Kept {
		return p.T("orgimport.fate." + string(fate))
	}
	return p.T("orgimport.became." + string(fate))
}

// shapes are the marks of the fates.
var shapes = map[Fate]string{Refused: "not_met", Double: "at_risk", Added: "met", Changed: "in_progress", Same: "not_started", LeftOut: "not_applicable", Back: "not_applicable", Kept: "at_risk"}

func (v *oneView) laterHref() string {
	if !v.more {
		return ""
	}
	rest := "?after=" + strconv.Itoa(v.lines[len(v.lines)-1].Line)
	if v.fate != "" {
		rest += "&fate=" + string(v.fate)
	}
	return v.href(rest)
}

// reason says why a row has its fate, and in which field.
func reason(p i18n.Printer, l *Line) string {
	why := l.Why.V
	switch {
	case why.ID == "":
		return ""
	case why.ID == "orgimport.why.changes" || why.ID == "orgimport.why.beside":
		var names []string
		for _, field := range strings.Split(fmt.Sprint(why.Args["fields"]), ",") {
			names = append(names, p.T("orgimport.field."+field))
		}
		return p.T(why.ID, "fields", strings.Join(names, ", "))
	case l.Field != "" && slices.Contains(Fields, l.Field):
		return p.T("orgimport.field."+string(l.Field)) + ": " + p.Text(why)
	}
	return p.Text(why)
}

// nameOf is the row's name; a word when it has none.
func nameOf(p i18n.Printer, l *Line) string {
	if l.Name == "" {
		return p.T("orgimport.nameless")
	}
	return l.Name
}

func fieldOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("orgimport.columns.not_read")}}
	for _, field := range Fields {
		options = append(options, ui.Option{Value: string(field), Text: p.T("orgimport.field." + string(field))})
	}
	return options
}

// heading is what a column is called; its place when it has no name.
func (v *oneView) heading(p i18n.Printer, i int) string { return heading(p, v.imp.Head.V, i) }

func heading(p i18n.Printer, head []string, i int) string {
	if head[i] == "" {
		return p.T("orgimport.columns.nameless", "place", strconv.Itoa(i+1))
	}
	return head[i]
}

// samples are the first cells of a column, to know it by.
func (v *oneView) samples(i int) string {
	var cells []string
	for at := range v.lines {
		if all := v.lines[at].Cells.V; i < len(all) && all[i] != "" && !slices.Contains(cells, shortened(all[i])) {
			cells = append(cells, shortened(all[i]))
		}
		if len(cells) == 3 {
			break
		}
	}
	return strings.Join(cells, " · ")
}

// asksFor tells whether something is asked that only some columns need: they are chosen, or it has been answered.
func (v *oneView) asksFor(f *form.Form, answer string, fields []Field) bool {
	chosen := make(Mapping, len(v.imp.Head.V))
	for i := range chosen {
		chosen[i] = Field(f.Typed(columnName(i)))
	}
	return chosen.hasAny(fields) || f.Typed(answer) != ""
}

// culprit is the column that a fault of the mapping is said beside.
func (m Mapping) culprit() int {
	for i, field := range m {
		if field != "" && joined[field] == "" && slices.Contains(m[:i], field) {
			return i
		}
	}
	return 0
}

// lineView is a row to be corrected.
type lineView struct {
	imp  Import
	line Line
	form *form.Form
}

func (v *lineView) action() string {
	return home + "/" + v.imp.ID + "/rows/" + strconv.Itoa(v.line.Line) + "/edit"
}

// refuse says what is wrong beside the field that it is about.
func (v *lineView) refuse() {
	if v.line.Fate != Refused {
		return
	}
	field := ""
	if i := slices.Index(v.imp.Mapping.V, v.line.Field); i >= 0 {
		field = columnName(i)
	} else if i := slices.IndexFunc(v.imp.Mapping.V, func(f Field) bool { return v.line.Field == "class_code" && (f == ICNPO || f == SNI) }); i >= 0 {
		field = columnName(i)
	}
	v.form.Refuse(field, v.line.Why.V)
}

// label is what a field of the row is called: what it holds and what the file calls it.
func (v *lineView) label(p i18n.Printer, i int) string {
	return p.T("orgimport.line.label", "field", p.T("orgimport.field."+string(v.imp.Mapping.V[i])), "column", heading(p, v.imp.Head.V, i))
}

// choices are what can be decided of the row.
func (v *lineView) choices(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Value: string(ByProgram), Text: p.T("orgimport.choice.program")}}
	resembles := v.line.Fate == Double && (v.line.OrganisationID != "" || v.imp.Mapping.V.values(v.line.Cells.V)[Number] == "")
	if resembles || v.line.Choice == AsNew || v.line.Choice == AsKnown {
		options = append(options, ui.Option{Value: string(AsNew), Text: p.T("orgimport.choice.new")})
		if v.line.OrganisationID != "" && v.line.Fate != Added {
			options = append(options, ui.Option{Value: string(AsKnown), Text: p.T("orgimport.choice.known")})
		}
	}
	return append(options, ui.Option{Value: string(NotAtAll), Text: p.T("orgimport.choice.not")})
}

func (imp *Import) title(p i18n.Printer) string {
	if imp.FileName == "" {
		return p.T("orgimport.unnamed")
	}
	return imp.FileName
}

func (imp *Import) brought(p i18n.Printer) string {
	return p.T("orgimport.brought_by", "who", imp.BroughtBy, "when", imp.BroughtAt.In(calendar.Stockholm()).Format("2006-01-02 15.04"))
}

func (imp *Import) meta(p i18n.Printer) string {
	return p.T("orgimport.state_"+string(imp.State)) + " · " + imp.brought(p)
}

// rowHref is where a row of a draft is corrected, and where the organisation is afterwards.
func (v *oneView) rowHref(l *Line) string {
	switch {
	case v.isDraft():
		return v.href("/rows/" + strconv.Itoa(l.Line) + "/edit")
	case l.OrganisationID != "" && l.Fate != Back:
		return "/organisations/" + l.OrganisationID
	}
	return ""
}
