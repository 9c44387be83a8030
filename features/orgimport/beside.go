package orgimport

import (
	"slices"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// beside is what a row says of somebody to turn to and of roles, without keys.
func (r *reading) beside(values map[Field]string) (b organisations.Beside, wrong *fault) {
	if saysAny(values, ofContact) {
		c := organisations.Contact{Name: oneLine(values[ContactName]), Role: oneLine(values[ContactRole]), Email: values[ContactEmail],
			Telephone: values[ContactTelephone], Consent: r.Consent}
		if field, err := c.Fault(); err != nil {
			return b, &fault{contactField(field), err.Message}
		}
		b.Contacts = []organisations.Contact{c}
	}
	if values[Roles] == "" {
		return b, nil
	}
	b.Roles, wrong = r.rolesIn(values)
	return b, wrong
}

func (r *reading) rolesIn(values map[Field]string) ([]organisations.Role, *fault) {
	from, wrong := dayIn(values, RolesFrom, r.RolesFrom)
	if wrong != nil {
		return nil, wrong
	}
	until, wrong := dayIn(values, RolesUntil, calendar.Date{})
	if wrong != nil {
		return nil, wrong
	}
	var all []organisations.Role
	for _, text := range strings.FieldsFunc(values[Roles], func(sign rune) bool { return strings.ContainsRune(",;/\n", sign) }) {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		kind, known := r.roles[fold.Search(text)]
		if !known {
			return nil, &fault{Roles, i18n.Msg("orgimport.fault.role", "text", text)}
		}
		role := organisations.Role{Kind: kind, From: from, Until: until}
		if kind == organisations.Certified {
			role.Certifier, role.Certificate = oneLine(values[Certifier]), oneLine(values[Certificate])
		}
		if field, err := role.Fault(); err != nil {
			return nil, &fault{roleField(field), err.Message}
		}
		if !slices.ContainsFunc(all, func(other organisations.Role) bool { return other.Kind == kind }) {
			all = append(all, role)
		}
	}
	return all, nil
}

// dayIn reads a day as spreadsheets write it, perhaps with a time of day after.
func dayIn(values map[Field]string, field Field, otherwise calendar.Date) (calendar.Date, *fault) {
	text := strings.TrimSpace(values[field])
	if text == "" {
		return otherwise, nil
	}
	day, _, _ := strings.Cut(strings.ReplaceAll(text, "T", " "), " ")
	if len(day) == len("20190630") && !strings.Contains(day, "-") {
		day = day[:4] + "-" + day[4:6] + "-" + day[6:]
	}
	date, err := calendar.ParseDate(day)
	if err != nil {
		return date, &fault{field, i18n.Msg("orgimport.fault.day", "text", text)}
	}
	return date, nil
}

func saysAny(values map[Field]string, fields []Field) bool {
	return slices.ContainsFunc(fields, func(field Field) bool { return values[field] != "" })
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// contactField and roleField are the columns that the forms' names of fields are about.
func contactField(field string) Field { return Field("contact_" + field) }

func roleField(field string) Field {
	switch field {
	case "from":
		return RolesFrom
	case "until":
		return RolesUntil
	case "certifier":
		return Certifier
	case "certificate":
		return Certificate
	}
	return Roles
}

// lacking is what a row says that is not there yet: people whose name nobody has there, and roles that do not hold already.
func lacking(says, there organisations.Beside) organisations.Beside {
	says.Contacts = slices.DeleteFunc(says.Contacts, func(c organisations.Contact) bool {
		return slices.ContainsFunc(there.Contacts, func(other organisations.Contact) bool { return fold.Search(c.Name) == fold.Search(other.Name) })
	})
	says.Roles = slices.DeleteFunc(says.Roles, func(r organisations.Role) bool {
		return slices.ContainsFunc(there.Roles, func(other organisations.Role) bool { return r.Kind == other.Kind && other.Holds(r.From) })
	})
	return says
}

// added are the fields of what comes beside.
func added(b *organisations.Beside) (fields []string) {
	if len(b.Contacts) > 0 {
		fields = append(fields, string(ContactName))
	}
	if len(b.Roles) > 0 {
		fields = append(fields, string(Roles))
	}
	return fields
}

// keyed gives what comes beside an organisation its keys, and tells them.
func keyed(b *organisations.Beside, o *organisations.Organisation) (keys []string) {
	b.OrganisationID, b.Name = o.ID, o.Name
	for i := range b.Contacts {
		b.Contacts[i].ID = store.NewID()
		keys = append(keys, contactKey+b.Contacts[i].ID)
	}
	for i := range b.Roles {
		b.Roles[i].ID = store.NewID()
		keys = append(keys, roleKey+b.Roles[i].ID)
	}
	return keys
}

// What the keys that are kept with a row begin with.
const (
	contactKey = "contact "
	roleKey    = "role "
)

// madeBy is what a row added beside an organisation, by the keys that were kept.
func (l *Line) madeBy() organisations.Beside {
	b := organisations.Beside{OrganisationID: l.OrganisationID}
	for _, key := range l.Made.V {
		if id, is := strings.CutPrefix(key, contactKey); is {
			b.Contacts = append(b.Contacts, organisations.Contact{ID: id})
		} else if id, is := strings.CutPrefix(key, roleKey); is {
			b.Roles = append(b.Roles, organisations.Role{ID: id})
		}
	}
	return b
}
