package applications

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// oneView is an application as officers see it.
type oneView struct {
	me         string
	a          Application
	call       grants.Call
	recused    bool
	versions   []Sent
	shown      shownVersion // the latest
	checks     map[string]Checked
	messages   []Message
	notes      []Note
	officers   []accounts.Account
	signatures []Signature
	hasEarlier bool
	findings   []grants.Finding
	history    []audit.Entry
	added      []templ.Component
	today      calendar.Date
	mayHandle  bool
	forms      map[string]*form.Form // those that were sent, by what they do
	at         string                // the form that was sent; empty for none
	to         State                 // what was to be decided
	stale      *ui.Meanwhile
	done       string
}

func (v *oneView) href(below string) string { return "/applications/" + v.a.ID + below }

func (v *oneView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("applications.title"), Href: "/applications"}, {Text: v.call.Content.Title, Href: "/applications?call=" + v.call.ID}}
}

func (v *oneView) fileHref(_ *questions.Question, f file.File) string {
	return v.href("/files/" + f.SHA256)
}

func (v *oneView) seen() string { return strconv.Itoa(v.a.Version) }

// formOf is one of the page's forms as it was sent, or as it begins.
func (v *oneView) formOf(name string) *form.Form {
	switch name {
	case "assigned":
		return formOr(v.forms[name], "seen", v.seen(), "officer", v.a.OfficerID)
	case "late":
		return formOr(v.forms[name], "seen", v.seen(), "late_reason", v.a.LateTaken)
	case "note", "message":
		return formOr(v.forms[name], "key", store.NewID())
	case "checks":
		pairs := []string{"seen", v.seen()}
		for key, c := range v.checks {
			is := "wrong"
			if c.IsRight {
				is = "right"
			}
			pairs = append(pairs, "is."+key, is, "note."+key, c.Note)
		}
		return formOr(v.forms[name], pairs...)
	}
	return form.Of()
}

// decisionForm is the form that leads to a state.
func (v *oneView) decisionForm(to State) *form.Form {
	if sent := v.forms["decided"]; sent != nil && (v.to == to || sent.Text("to") == string(to)) {
		return sent
	}
	return form.Of("seen", v.seen(), "due_on", v.today.AddDays(21).String())
}

// wrongForm is the form in which something is wrong, for the summary above the page.
func (v *oneView) wrongForm() (name string, f *form.Form) {
	if v.at == "decided" {
		return "to-" + v.forms["decided"].Text("to"), v.forms["decided"]
	}
	return v.at, v.forms[v.at]
}

func (v *oneView) officerOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Value: "", Text: p.T("applications.nobody")}}
	for i := range v.officers {
		options = append(options, ui.Option{Value: v.officers[i].ID, Text: v.officers[i].Name})
	}
	return options
}

func refusalOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Value: "", Text: p.T("applications.choose")}}
	for _, r := range Refusals {
		options = append(options, ui.Option{Value: string(r), Text: r.Name(p)})
	}
	return options
}

func pointOptions(p i18n.Printer) []ui.Option {
	return []ui.Option{{Value: "", Text: p.T("applications.point.open")}, {Value: "right", Text: p.T("applications.point.right")}, {Value: "wrong", Text: p.T("applications.point.wrong")}}
}

// pointView is a point that is looked at, with what the program knows of it.
type pointView struct {
	key, title, text string
}

// points are what an officer looks at: each section of the form, and what the rules ask.
func (v *oneView) points(p i18n.Printer) (all []pointView) {
	answered := v.shown.Read
	for i := range answered.Form.Sections {
		s := &answered.Form.Sections[i]
		text := p.T("applications.point.answered")
		if n := len(answered.Form.FaultsIn(s, answered.Answers)); n > 0 {
			text = p.T("applications.point.faults", "count", n)
		}
		all = append(all, pointView{sectionPoint + s.Key, s.Title.In(p.Language()), text})
	}
	for _, key := range ownPoints {
		all = append(all, pointView{key, p.T("applications.point." + key), v.pointText(p, key)})
	}
	return all
}

// pointText is what the program knows of a point.
func (v *oneView) pointText(p i18n.Printer, key string) string {
	var texts []string
	switch key {
	case "signed":
		for _, s := range v.signatures {
			texts = append(texts, s.Name)
		}
		return p.T("applications.signed_by", "names", strings.Join(texts, ", "))
	case "eligible":
		for _, f := range v.findings {
			if f.Verdict != grants.Met {
				texts = append(texts, p.Text(f.Text))
			}
		}
		if len(v.findings) > 0 && len(texts) == 0 {
			return p.T("applications.eligible_yes")
		}
	case "amounts":
		for _, d := range Demands(&v.shown.Form, &v.call.Terms.Rules, v.shown.Answers) {
			texts = append(texts, p.Text(d.Message))
		}
		if len(texts) == 0 {
			return p.T("applications.amounts_right")
		}
	}
	return strings.Join(texts, " ")
}

// checkedBy says who looked at a point last.
func (v *oneView) checkedBy(p i18n.Printer, key string) string {
	c, is := v.checks[key]
	if !is || c.By == "" {
		return ""
	}
	return p.T("applications.checked_by", "who", c.By, "when", calendar.Clock(c.CheckedAt.Time))
}

func (v *oneView) noteItems() (items []ui.Dated) {
	for i := range v.notes {
		items = append(items, ui.Dated{Date: calendar.Clock(v.notes[i].WrittenAt.Time), Title: v.notes[i].By, Text: v.notes[i].Body})
	}
	return items
}

// compareLinks lead to what differs from earlier versions and from the last application.
func (v *oneView) compareLinks(p i18n.Printer) (links []ui.Linked) {
	for n := 1; n < len(v.versions); n++ {
		links = append(links, ui.Linked{Link: ui.Link{Text: p.T("applications.compare_version", "number", n), Href: v.href("/compare?from=" + strconv.Itoa(n))}})
	}
	if v.hasEarlier {
		links = append(links, ui.Linked{Link: ui.Link{Text: p.T("applications.compare_earlier"), Href: v.href("/compare?from=earlier")}})
	}
	return links
}

// checkWord says what was found of a point.
func (v *oneView) checkWord(p i18n.Printer, key string) string {
	c, is := v.checks[key]
	word := p.T("applications.point.open")
	if is && c.IsRight {
		word = p.T("applications.point.right")
	} else if is {
		word = p.T("applications.point.wrong")
	}
	return strings.TrimSpace(word + ". " + c.Note)
}
