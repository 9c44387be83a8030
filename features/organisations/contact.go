package organisations

import "samverk/platform/i18n"

// Contact is somebody to turn to in an organisation.
type Contact struct {
	ID             string
	OrganisationID string
	Name           string
	Role           string // "Ordförande"
	Email          string
	Telephone      string
	Consent        string // how and when the person agreed to be kept here
	IsPublic       bool   // anybody may read name, role, e-mail and telephone, when the organisation is public
	Version        int
}

// check tells what is wrong, by the form's names of the fields.
func (c *Contact) check() (faults []fault) {
	add := func(field string, err *i18n.Error) {
		if err != nil {
			faults = append(faults, fault{field, err})
		}
	}
	if c.Name == "" {
		add("name", i18n.Fail("organisations.contact.name_missing"))
	}
	if c.Email != "" && !isEmail(c.Email) {
		add("email", i18n.Fail("organisations.email_wrong"))
	}
	if c.IsPublic && c.Consent == "" {
		add("consent", i18n.Fail("organisations.contact.consent_missing"))
	}
	add("name", checkText(c.Name, longestName))
	add("role", checkText(c.Role, longestName))
	add("email", checkText(c.Email, longestAddress))
	add("consent", checkText(c.Consent, longestAddress))
	add("telephone", checkTelephone(c.Telephone))
	return faults
}
