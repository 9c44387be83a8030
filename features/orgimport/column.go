package orgimport

import (
	"slices"
	"strings"

	"samverk/platform/fold"
	"samverk/platform/i18n"
)

// Field is what a column says of an organisation. Nothing when the column is not read.
type Field string

// The fields.
const (
	Name           Field = "name"
	Number         Field = "number"
	Form           Field = "form"
	Seat           Field = "seat"
	Municipalities Field = "municipalities"
	ICNPO          Field = "icnpo"
	SNI            Field = "sni"
	Email          Field = "email"
	Telephone      Field = "telephone"
	Web            Field = "web"
	Address        Field = "address"
	Former         Field = "former"
	Note           Field = "note"
	SVB            Field = "svb"
)

// The fields of what comes beside an organisation: somebody to turn to, and what it is to the plan.
const (
	ContactName      Field = "contact_name"
	ContactRole      Field = "contact_role"
	ContactEmail     Field = "contact_email"
	ContactTelephone Field = "contact_telephone"
	Roles            Field = "roles"
	RolesFrom        Field = "roles_from"
	RolesUntil       Field = "roles_until"
	Certifier        Field = "certifier"
	Certificate      Field = "certificate"
)

// Fields are all of them, in the order they are shown.
var Fields = []Field{Name, Number, Form, SVB, Seat, Municipalities, ICNPO, SNI, Email, Telephone, Web, Address, Former, Note,
	ContactName, ContactRole, ContactEmail, ContactTelephone, Roles, RolesFrom, RolesUntil, Certifier, Certificate}

// ofContact and ofRoles are the fields of each.
var (
	ofContact = []Field{ContactName, ContactRole, ContactEmail, ContactTelephone}
	ofRoles   = []Field{Roles, RolesFrom, RolesUntil, Certifier, Certificate}
)

// joined are the fields that several columns may say together, and what is put between.
var joined = map[Field]string{Address: "\n", Note: "\n", Municipalities: ", ", Former: "\n", Roles: ", "}

// headings are the beginnings of what columns are called, folded, the more telling first.
var headings = []struct {
	field Field
	words []string
}{
	{ContactEmail, []string{"kontaktepost", "kontaktpersonepost", "kontaktpersonsepost", "kontaktpersonensepost", "kontaktmail", "kontaktmejl", "contactemail"}},
	{ContactTelephone, []string{"kontakttelefon", "kontaktpersontelefon", "kontaktpersonstelefon", "kontaktpersonenstelefon", "kontakttel", "kontaktmobil", "contacttelephone", "contactphone"}},
	{ContactRole, []string{"kontaktroll", "kontaktpersonroll", "kontaktpersonsroll", "kontaktpersonensroll", "kontaktpersonensuppdrag", "befattning", "uppdrag", "funktion", "contactrole"}},
	{ContactName, []string{"kontakt", "contact"}},
	{SVB, []string{"svb", "sarskildvinst", "aktiebolagmedsarskild"}},
	{Certifier, []string{"certifieradav", "certifierare", "certifiedby", "certifier"}},
	{Certificate, []string{"certifikat", "certificate"}},
	{RolesFrom, []string{"rollfran", "rollenfran", "rollerfran", "franochmed", "gallerfran", "fom", "rolefrom", "rolesfrom"}},
	{RolesUntil, []string{"rolltill", "rollentill", "rollertill", "tillochmed", "gallertill", "giltigtill", "roleuntil", "rolesuntil"}},
	{Roles, []string{"roll", "role"}},
	{Number, []string{"orgnr", "orgnummer", "organisationsnummer", "organisationsnr", "organisationnumber", "organizationnumber", "number"}},
	{Former, []string{"tidigarenamn", "tidigare", "formername"}},
	{Form, []string{"juridiskform", "jurform", "associationsform", "bolagsform", "organisationsform", "legalform", "form"}},
	{Email, []string{"epost", "email", "mail", "mejl"}},
	{Web, []string{"webb", "hemsida", "www", "web", "url"}},
	{Municipalities, []string{"verksamikommun", "verksami", "ovrigakommuner", "kommuner", "municipalities"}},
	{Seat, []string{"kommun", "sate", "hemkommun", "municipality", "seat"}},
	{Telephone, []string{"telefon", "tfn", "tel", "mobil", "phone"}},
	{Address, []string{"adress", "postadress", "gatuadress", "utdelningsadress", "postnr", "postnummer", "postort", "ort", "coadress", "address", "street", "postcode", "town"}},
	{ICNPO, []string{"icnpo"}},
	{SNI, []string{"sni", "naringsgren"}},
	{Note, []string{"anteckning", "kommentar", "ovrigt", "notering", "note", "comment"}},
	{Name, []string{"namn", "organisation", "forening", "name", "association"}},
}

// Mapping says what each column of a file holds.
type Mapping []Field

// Guess tells what columns hold by what they are called. What it does not know is not read.
func Guess(head []string) Mapping {
	m := make(Mapping, len(head))
	for i, text := range head {
		heading := bare(text)
		for _, known := range headings {
			begins := slices.ContainsFunc(known.words, func(word string) bool { return strings.HasPrefix(heading, word) })
			if begins && (joined[known.field] != "" || !slices.Contains(m, known.field)) {
				m[i] = known.field
				break
			}
		}
	}
	return m
}

// bare is a text folded, with letters and digits only.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, fold.Search(text))
}

// Check tells what is wrong with a mapping: there is no name, or two columns say what only one can.
func (m Mapping) Check() *i18n.Error {
	if !slices.Contains(m, Name) {
		return i18n.Fail("orgimport.columns.no_name")
	}
	for i, field := range m {
		if field != "" && joined[field] == "" && slices.Contains(m[:i], field) {
			return i18n.Fail("orgimport.columns.twice", "field", string(field))
		}
		if field != "" && !slices.Contains(Fields, field) {
			return i18n.Fail("orgimport.columns.no_name")
		}
	}
	return nil
}

// hasAny tells whether some of the fields are read.
func (m Mapping) hasAny(fields []Field) bool {
	return slices.ContainsFunc(m, func(field Field) bool { return slices.Contains(fields, field) })
}

// values are the texts of a row by what they say.
func (m Mapping) values(cells []string) map[Field]string {
	values := map[Field]string{}
	for i, cell := range cells[:min(len(cells), len(m))] {
		switch field := m[i]; {
		case field == "" || cell == "":
		case values[field] == "":
			values[field] = cell
		default:
			values[field] += joined[field] + cell
		}
	}
	return values
}

// longestShown is how much of a name a row shows, in letters.
const longestShown = 120

func shortened(text string) string {
	letters := []rune(text)
	return string(letters[:min(len(letters), longestShown)])
}
