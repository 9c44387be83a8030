package staffing

import (
	"strconv"

	"samverk/features/accounts"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// personView is the page of one person.
type personView struct {
	*shown
	person  *Person
	percent *form.Form // a change of percent
	absence *form.Form
	account string // the name of the account; empty for none
	done    string // what has just been done, as the end of a message's key
}

func (v *personView) href(below string) string {
	return v.at("/staffing/people/" + v.person.ID + below)
}

func (v *personView) definitions(p i18n.Printer) []ui.Definition {
	who := v.person
	until := ""
	if !who.Until.IsZero() {
		until = p.DateLong(who.Until)
	}
	return []ui.Definition{{Term: p.T("staffing.people.role"), Text: who.Role}, {Term: p.T("staffing.people.account"), Text: v.account},
		{Term: p.T("staffing.people.from"), Text: p.DateLong(who.From)}, {Term: p.T("staffing.people.until"), Text: until}}
}

// personFormView is the form of a person, new or changed.
type personFormView struct {
	*shown
	form     *form.Form
	id       string // empty for somebody new
	name     string // as kept
	accounts []ui.Option
	stale    *ui.Meanwhile
}

func (v *personFormView) action() string {
	if v.id == "" {
		return v.at("/staffing/people")
	}
	return v.at("/staffing/people/" + v.id + "/edit")
}

func (v *personFormView) title(p i18n.Printer) string {
	if v.id == "" {
		return p.T("staffing.people.add")
	}
	return p.T("staffing.people.change_title", "name", v.name)
}

// accountOptions are the accounts that somebody can have, after the choice of none.
func accountOptions(p i18n.Printer, all []accounts.Account, chosen string) []ui.Option {
	options := []ui.Option{{Value: "", Text: p.T("staffing.people.no_account")}}
	for _, a := range all {
		if !a.Closed && !a.Erased || a.ID == chosen {
			options = append(options, ui.Option{Value: a.ID, Text: a.Name})
		}
	}
	return options
}

// personIn reads what was typed about a person.
func personIn(f *form.Form, all []accounts.Account) Person {
	p := Person{Name: f.Text("name"), Role: f.Text("role"), From: f.Date("from"), Until: f.Date("until")}
	for _, a := range all {
		if a.ID == f.Text("account") {
			p.AccountID, p.Name = a.ID, a.Name
		}
	}
	if field, fault := p.check(); fault != nil {
		refuse(f, field, fault)
	}
	return p
}

func personForm(p *Person) *form.Form {
	return form.Of("name", p.Name, "role", p.Role, "account", p.AccountID, "from", p.From.String(), "until", p.Until.String(), "seen", strconv.Itoa(p.Version))
}

// newPersonForm proposes full time from today's year on.
func newPersonForm(s *shown) *form.Form {
	from := s.today
	if s.plan != nil {
		from = s.plan.Period.From
	}
	return form.Of("id", store.NewID(), "from", from.String(), "percent", "100")
}
