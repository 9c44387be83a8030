package networks

import (
	"net/url"
	"slices"
	"strconv"

	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// chooseView is the page where organisations are chosen as members.
type chooseView struct {
	*oneView
	form          *form.Form
	chosen, found []organisations.Organisation
	more          bool // there are more than are shown
	towns         organisations.Municipalities
}

// leaveOut takes away, of those found, members and those ticked already.
func (v *chooseView) leaveOut(ticked []string) {
	v.found = slices.DeleteFunc(v.found, func(o organisations.Organisation) bool {
		return isMember(v.members, o.ID, v.day) || slices.Contains(ticked, o.ID)
	})
}

func (v *chooseView) options(list []organisations.Organisation) []ui.Option {
	options := make([]ui.Option, len(list))
	for i := range list {
		options[i] = ui.Option{Value: list[i].ID, Text: list[i].Name, Hint: v.towns.Name(list[i].Seat)}
	}
	return options
}

// all are those ticked, first, and those found.
func (v *chooseView) all() []ui.Option { return append(v.options(v.chosen), v.options(v.found)...) }

// searchHref is the page with other words and what is ticked kept; with all that are shown ticked, when asked for.
func (v *chooseView) searchHref(tickAll bool) string {
	query := url.Values{}
	for _, field := range []string{"q", "as", "role", "from", "contacts"} {
		if text := v.form.Text(field); text != "" {
			query.Set(field, text)
		}
	}
	for _, o := range v.chosen {
		query.Add("organisation", o.ID)
	}
	if tickAll {
		for _, o := range v.found[:min(len(v.found), mostChosen-len(v.chosen))] {
			query.Add("organisation", o.ID)
		}
	}
	return v.href("/members/new?" + query.Encode())
}

// hint says how many are ticked.
func (v *chooseView) hint(p i18n.Printer) string {
	if len(v.chosen) == 0 {
		return p.T("networks.organisations_how")
	}
	return p.T("networks.organisations_hint", "count", len(v.chosen))
}

func roleOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(MemberRoles))
	for i, role := range MemberRoles {
		options[i] = ui.Option{Value: string(role), Text: role.Name(p)}
	}
	return options
}

func (v *chooseView) asOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("networks.any_role")}}
	for _, kind := range organisations.RoleKinds {
		options = append(options, ui.Option{Value: string(kind), Text: kind.Name(p)})
	}
	return options
}

// memberView is the form of a member: a new person, or one that is changed.
type memberView struct {
	*oneView
	form     *form.Form
	kept     Member // empty for a new one
	contacts []organisations.Contact
	stale    *ui.Meanwhile
}

func (v *memberView) isNew() bool { return v.kept.ID == "" }

func (v *memberView) action() string {
	if v.isNew() {
		return v.href("/people")
	}
	return v.href("/members/" + v.kept.ID + "/edit")
}

func (v *memberView) title(p i18n.Printer) string {
	if v.isNew() {
		return p.T("networks.person_add")
	}
	return p.T("networks.member_change_title", "who", v.kept.Called())
}

// isForOrganisation tells whether the member is an organisation, which needs nobody to come for it.
func (v *memberView) isForOrganisation() bool { return v.kept.OrganisationID != "" }

// organisationOptions are the member organisations, and none.
func (v *memberView) organisationOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("networks.of_nobody")}}
	known := map[string]bool{}
	for _, m := range v.members {
		if m.OrganisationID != "" && !known[m.OrganisationID] && !m.HasEnded && isMember(v.members, m.OrganisationID, v.day) {
			known[m.OrganisationID] = true
			options = append(options, ui.Option{Value: m.OrganisationID, Text: m.Organisation})
		}
	}
	return options
}

func (v *memberView) contactItems() []ui.Definition {
	var list []ui.Definition
	for _, c := range v.contacts {
		list = append(list, ui.Definition{Term: c.Name, Text: c.Email})
	}
	return list
}

func formOfMember(m *Member) *form.Form {
	return form.Of("name", m.Name, "email", m.Email, "role", string(m.Role), "from", m.From.String(), "until", m.Until.String(), "seen", strconv.Itoa(m.Version))
}

func memberIn(typed *form.Form) Member {
	m := Member{Name: typed.Text("name"), Email: typed.Text("email"), Role: MemberRole(typed.Text("role")), From: typed.Date("from")}
	m.tidy()
	return m
}
