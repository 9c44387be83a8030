package organisations

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// oneView is the page of one organisation.
type oneView struct {
	o            Organisation
	roles        []Role
	contacts     []Contact
	additions    []Addition
	facts        []ui.Definition // of other features, that everybody may read
	contactsTold bool            // the trail tells of contacts, those taken away too
	towns        Municipalities
	today        calendar.Date
	mayChange    bool
	seeContacts  bool
	public       bool
	done         string // what has just been done, as the end of a message's key
	merged       []mergedOne
	absorbed     []Organisation    // the same, as they are kept
	names        map[string]string // of those, by their keys
	cameFrom     string            // the name of the one whose address led here
}

func (v *oneView) href(below string) string { return "/organisations/" + v.o.ID + below }

func (v *oneView) crumbs(p i18n.Printer) []ui.Link {
	at := "/organisations"
	if v.public {
		at = "/public/organisations"
	}
	return []ui.Link{{Text: p.T("organisations.title"), Href: at}}
}

// meta is the quiet line below the name: form and number.
func (v *oneView) meta(p i18n.Printer) string {
	parts := []string{v.formName(p), ""}
	if !v.public || v.o.Shows("number") {
		parts[1] = v.o.Number.String()
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

func (v *oneView) formName(p i18n.Printer) string {
	if v.o.SVB {
		return p.T("organisations.with_svb", "form", v.o.Form.Name(p))
	}
	return v.o.Form.Name(p)
}

// sees tells whether the reader may see a field.
func (v *oneView) sees(field string) bool { return !v.public || v.o.Shows(field) }

// definitions are the fields that the reader may see.
func (v *oneView) definitions(p i18n.Printer) []ui.Definition {
	o := &v.o
	elsewhere := make([]string, len(o.Municipalities))
	for i, code := range o.Municipalities {
		elsewhere[i] = v.towns.Shown(code)
	}
	seat := ""
	if o.Seat != "" {
		seat = v.towns.Shown(o.Seat)
	}
	all := []struct {
		field string
		ui.Definition
	}{
		{"number", ui.Definition{Term: p.T("organisations.field.number"), Text: o.Number.String()}},
		{"", ui.Definition{Term: p.T("organisations.legal_form"), Text: v.formName(p)}},
		{"class", ui.Definition{Term: p.T("organisations.field.class"), Text: o.Class.Name(p)}},
		{"municipalities", ui.Definition{Term: p.T("organisations.seat"), Text: seat}},
		{"municipalities", ui.Definition{Term: p.T("organisations.active_in"), Text: strings.Join(elsewhere, ", ")}},
		{"web", ui.Definition{Term: p.T("organisations.field.web"), Detail: linkTo(o.Web, o.Web)}},
		{"email", ui.Definition{Term: p.T("organisations.field.email"), Detail: linkTo("mailto:"+o.Email, o.Email)}},
		{"telephone", ui.Definition{Term: p.T("organisations.field.telephone"), Text: o.Telephone}},
		{"address", ui.Definition{Term: p.T("organisations.field.address"), Text: o.Address}},
	}
	var list []ui.Definition
	for _, d := range all {
		isEmpty := d.Detail == nil && d.Text == "" || d.field == "web" && o.Web == "" || d.field == "email" && o.Email == ""
		if !isEmpty && (d.field == "" || v.sees(d.field)) {
			list = append(list, d.Definition)
		}
	}
	if !v.public {
		list = append(list, ui.Definition{Term: p.T("organisations.former_numbers"), Text: v.formerNumbers()}, ui.Definition{Term: p.T("organisations.former"), Text: strings.Join(o.FormerNames, ", ")},
			ui.Definition{Term: p.T("organisations.public_as"), Text: v.publicAs(p)}, ui.Definition{Term: p.T("organisations.note"), Text: o.Note})
	}
	return slices.DeleteFunc(list, func(d ui.Definition) bool { return d.Detail == nil && d.Text == "" })
}

// publicAs says what anybody may read of the organisation.
func (v *oneView) publicAs(p i18n.Printer) string {
	if !v.o.IsPublic {
		return p.T("organisations.not_public")
	}
	if v.o.HasEnded() {
		return p.T("organisations.not_public_ended")
	}
	names := []string{p.T("organisations.name_and_form")}
	for _, field := range v.o.PublicFields {
		names = append(names, small(fieldName(p, field)))
	}
	return i18n.Capital(strings.Join(names, ", "))
}

// small writes a name's first letter small, inside a sentence.
func small(name string) string {
	_, size := utf8.DecodeRuneInString(name)
	return strings.ToLower(name[:size]) + name[size:]
}

// current are the roles that the organisation has today.
func (v *oneView) current() []Role {
	return slices.DeleteFunc(slices.Clone(v.roles), func(r Role) bool { return !r.Holds(v.today) })
}

// until says when a role ends.
func until(p i18n.Printer, r *Role) string {
	if r.Until.IsZero() {
		return p.T("organisations.no_end")
	}
	return p.Date(r.Until)
}

// roleBelow is the quiet line below a role.
func roleBelow(p i18n.Printer, r *Role) string {
	text := r.Note
	if r.Kind == Certified {
		text = strings.TrimSuffix(p.T("organisations.certified_by", "who", r.Certifier, "number", r.Certificate), ", ") + " " + text
	}
	return strings.TrimSpace(text)
}

// timeline is all that has happened, the latest first.
func (v *oneView) timeline(p i18n.Printer) []ui.Dated {
	var all []Happening
	for _, e := range Timeline(&v.o, v.roles) {
		all = append(all, e.told(p))
	}
	all = append(all, v.mergeEvents(p)...)
	for _, addition := range v.additions {
		all = append(all, addition.Happened...)
	}
	latestFirst(all)
	items := make([]ui.Dated, len(all))
	for i, h := range all {
		items[i] = ui.Dated{Date: p.Date(h.Day), Title: h.Title, Text: v.withFrom(p, h.Text, h.Of), Href: h.Href}
	}
	return items
}

// told says in words what happened.
func (e *Event) told(p i18n.Printer) Happening {
	h := Happening{Day: e.Day, Text: e.Why}
	if e.Role != nil {
		h.Of = e.Role.OrganisationID
	}
	switch e.Kind {
	case RoleBegan:
		h.Title, h.Text = p.T("organisations.event.role_began", "role", small(e.Role.Kind.Name(p))), roleBelow(p, e.Role)
	case RoleEnded:
		h.Title = p.T("organisations.event.role_ended", "role", small(e.Role.Kind.Name(p)))
	case Ended:
		h.Title = p.T("organisations.event.ended")
	}
	return h
}

// formView is the form of an organisation, new or changed.
type formView struct {
	form  *form.Form
	o     Organisation // as kept; empty for a new one
	towns Municipalities
	stale *ui.Meanwhile
	alike []Alike // those that it may be
}

// alikeHref is where the form asks, while it is filled in, for those that it may be.
func (v *formView) alikeHref() string {
	self := v.form.Typed("id")
	if !v.isNew() {
		self = v.o.ID
	}
	return "/organisations/new/alike?self=" + url.QueryEscape(self)
}

// alikeKeys are the keys of those that it may be, as one value of a form.
func (v *formView) alikeKeys() string {
	keys := make([]string, len(v.alike))
	for i := range v.alike {
		keys[i] = v.alike[i].ID
	}
	return strings.Join(keys, ",")
}

// isAsked tells whether saving has stopped to ask.
func (v *formView) isAsked() bool { return len(v.alike) > 0 }

func (v *formView) isNew() bool { return v.o.ID == "" }

func (v *formView) action() string {
	if v.isNew() {
		return "/organisations"
	}
	return "/organisations/" + v.o.ID + "/edit"
}

func (v *formView) cancelHref() string {
	if v.isNew() {
		return "/organisations"
	}
	return "/organisations/" + v.o.ID
}

func (v *formView) title(p i18n.Printer) string {
	if v.isNew() {
		return p.T("organisations.add")
	}
	return p.T("organisations.change_title", "name", v.o.Name)
}

func (v *formView) crumbs(p i18n.Printer) []ui.Link {
	crumbs := []ui.Link{{Text: p.T("organisations.title"), Href: "/organisations"}}
	if !v.isNew() {
		crumbs = append(crumbs, ui.Link{Text: v.o.Name, Href: v.cancelHref()})
	}
	return crumbs
}

func formChoices(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("organisations.not_said")}}
	for _, f := range LegalForms {
		options = append(options, ui.Option{Value: string(f), Text: f.Name(p) + " (" + string(f) + ")"})
	}
	return options
}

// classChoices are ICNPO's groups and the two editions of SNI, whose code is written beside.
func classChoices(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("organisations.not_said")}}
	for _, code := range icnpoCodes() {
		options = append(options, ui.Option{Value: string(ICNPO) + ":" + code, Text: code + ". " + Class{ICNPO, code}.Name(p)})
	}
	for _, vocabulary := range []Vocabulary{SNI2007, SNI2025} {
		options = append(options, ui.Option{Value: string(vocabulary), Text: p.T("organisations.class_sni", "name", p.T("organisations.vocabulary."+string(vocabulary)))})
	}
	return options
}

// townChoices are the municipalities of the setting, and those that the organisation has besides.
func (v *formView) townChoices() []ui.Option {
	var options []ui.Option
	known := map[string]bool{}
	for _, town := range v.towns {
		known[town.Code] = true
		options = append(options, ui.Option{Value: town.Code, Text: v.towns.Shown(town.Code)})
	}
	for _, code := range v.o.everywhere() {
		if !known[code] {
			options = append(options, ui.Option{Value: code, Text: code})
		}
	}
	return options
}

func (v *formView) seatChoices(p i18n.Printer) []ui.Option {
	return append([]ui.Option{{Text: p.T("organisations.not_said")}}, v.townChoices()...)
}

func fieldChoices(p i18n.Printer) []ui.Option {
	var options []ui.Option
	for _, field := range PublicFields {
		options = append(options, ui.Option{Value: field, Text: fieldName(p, field)})
	}
	return options
}

// newForm is the empty form.
func newForm() *form.Form {
	pairs := []string{"id", store.NewID(), "public", "1"}
	for _, field := range usuallyPublic {
		pairs = append(pairs, "fields", field)
	}
	return form.Of(pairs...)
}

// formOf is the form filled in with what is kept.
func formOf(o *Organisation) *form.Form {
	class, code := string(o.Class.Vocabulary), sniShown(o.Class.Code)
	if o.Class.Vocabulary == ICNPO {
		class, code = class+":"+o.Class.Code, ""
	}
	pairs := []string{"number", o.Number.String(), "name", o.Name, "former", strings.Join(o.FormerNames, "\n"), "form", string(o.Form), "class", class, "class_code", code,
		"seat", o.Seat, "web", o.Web, "email", o.Email, "telephone", o.Telephone, "address", o.Address, "note", o.Note, "seen", strconv.Itoa(o.Version), "keep_name", "1"}
	for _, flag := range []struct {
		field string
		set   bool
	}{{"svb", o.SVB}, {"public", o.IsPublic}} {
		if flag.set {
			pairs = append(pairs, flag.field, "1")
		}
	}
	for _, code := range o.Municipalities {
		pairs = append(pairs, "municipalities", code)
	}
	for _, field := range o.PublicFields {
		pairs = append(pairs, "fields", field)
	}
	return form.Of(pairs...)
}

// contentIn reads what was typed about an organisation and refuses what is wrong beside its field.
func contentIn(f *form.Form) Content {
	number, err := ParseNumber(f.Text("number"))
	refuseError(f, "number", err)
	c := Content{Number: number, Name: strings.Join(strings.Fields(f.Text("name")), " "), FormerNames: strings.Split(f.Text("former"), "\n"),
		Form: LegalForm(f.Text("form")), SVB: f.Text("svb") != "", Class: classIn(f), Seat: f.Text("seat"), Municipalities: f.All("municipalities"), Web: completeWeb(f.Text("web")),
		Email: f.Text("email"), Telephone: f.Text("telephone"), Address: f.Text("address"), IsPublic: f.Text("public") != "", PublicFields: f.All("fields"), Note: f.Text("note")}
	c.tidy()
	refuseAll(f, c.check())
	return c
}

// classIn reads the class: a group of ICNPO is one choice, a code of SNI stands in a field of its own.
func classIn(f *form.Form) Class {
	vocabulary, code, isWhole := strings.Cut(f.Text("class"), ":")
	if !isWhole {
		code = f.Text("class_code")
	}
	switch {
	case vocabulary == "" && code != "":
		f.Refuse("class", i18n.Msg("organisations.class.which_sni"))
		return Class{}
	case vocabulary != "" && code == "":
		f.Refuse("class_code", i18n.Msg("organisations.class.sni"))
		return Class{}
	}
	class, err := readClass(vocabulary, code)
	if err != nil {
		f.Refuse("class_code", err.Message)
	}
	return class
}

// refuseAll puts what is wrong beside its fields; of a field only the first.
func refuseAll(f *form.Form, faults []fault) {
	for _, wrong := range faults {
		f.RefuseFirst(wrong.field, wrong.err.Message)
	}
}

// publicRoles are the roles of today, as anybody may read them.
func (v *oneView) publicRoles(p i18n.Printer) []ui.Dated {
	var items []ui.Dated
	for _, r := range v.current() {
		item := ui.Dated{Date: p.Date(r.From), Title: r.Kind.Name(p)}
		if r.Kind == Certified {
			item.Text = p.T("organisations.certified_by", "who", r.Certifier, "number", r.Certificate)
		}
		items = append(items, item)
	}
	return items
}
