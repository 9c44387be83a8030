package organisations

import (
	"encoding/csv"
	"io"
	"strings"

	"samverk/platform/i18n"
	"samverk/platform/sheet"
)

// rowWriter writes the rows of a file; no cell of them is taken for a formula.
type rowWriter interface {
	Write(row []string) error
	Close() error
}

func newSpreadsheet(w io.Writer) rowWriter { return sheet.NewCSV(w) }

// machineFile is comma-separated, as programs read it.
type machineFile struct{ out *csv.Writer }

func newMachineFile(w io.Writer) rowWriter { return machineFile{csv.NewWriter(w)} }

func (m machineFile) Write(row []string) error {
	cells := make([]string, len(row))
	for i, cell := range row {
		cells[i] = sheet.Harmless(cell)
	}
	return m.out.Write(cells)
}

func (m machineFile) Close() error {
	m.out.Flush()
	return m.out.Error()
}

// columns are those of the files. For machines their names and codes are the same in every language.
var columns = []string{"id", "number", "name", "former_names", "legal_form", "svb", "class_vocabulary", "class_code", "seat", "municipalities",
	"web", "email", "telephone", "address", "public", "ended_on", "ended_why", "roles"}

// cells are what the files have of an organisation. Several things in a cell are parted by vertical bars.
func (o *Organisation) cells(roles []Role) []string {
	var held []string
	for i := range roles {
		r := &roles[i]
		held = append(held, string(r.Kind)+" "+r.From.String()+"/"+r.Until.String())
	}
	return []string{o.ID, o.Number.String(), o.Name, strings.Join(o.FormerNames, "|"), string(o.Form), yesNo(o.SVB), string(o.Class.Vocabulary), o.Class.Code, o.Seat,
		strings.Join(o.Municipalities, "|"), o.Web, o.Email, o.Telephone, o.Address, yesNo(o.IsPublic), o.EndedOn.String(), o.EndedWhy, strings.Join(held, "|")}
}

func yesNo(yes bool) string {
	if yes {
		return "true"
	}
	return "false"
}

// inWords are the same cells for people: names instead of codes.
func (o *Organisation) inWords(roles []Role, towns Municipalities, p i18n.Printer) []string {
	var held, elsewhere []string
	for i := range roles {
		r := &roles[i]
		held = append(held, r.Kind.Name(p)+" "+r.From.String()+"–"+r.Until.String())
	}
	for _, code := range o.Municipalities {
		elsewhere = append(elsewhere, towns.Name(code))
	}
	answer := map[bool]string{true: p.T("organisations.yes"), false: p.T("organisations.no")}
	vocabulary := ""
	if o.Class.Vocabulary != "" {
		vocabulary = p.T("organisations.vocabulary." + string(o.Class.Vocabulary))
	}
	return []string{o.ID, o.Number.String(), o.Name, strings.Join(o.FormerNames, ", "), o.Form.Name(p), answer[o.SVB], vocabulary, o.Class.Name(p), towns.Name(o.Seat),
		strings.Join(elsewhere, ", "), o.Web, o.Email, o.Telephone, o.Address, answer[o.IsPublic], o.EndedOn.String(), o.EndedWhy, strings.Join(held, ", ")}
}

// heads are the columns as people read them.
func heads(p i18n.Printer) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		if column == "id" { // a word that catalogues keep for themselves
			column = "key"
		}
		names[i] = p.T("organisations.column." + column)
	}
	return names
}

// contactHeads are the columns of the file of people to turn to.
func contactHeads(p i18n.Printer) []string {
	return []string{p.T("organisations.column.name"), p.T("organisations.field.number"), p.T("organisations.contact.person"), p.T("organisations.contact.role"),
		p.T("organisations.field.email"), p.T("organisations.field.telephone"), p.T("organisations.contact.consent"), p.T("organisations.column.public")}
}

func (c *Contact) cells(o *Organisation, p i18n.Printer) []string {
	public := p.T("organisations.no")
	if c.IsPublic {
		public = p.T("organisations.yes")
	}
	return []string{o.Name, o.Number.String(), c.Name, c.Role, c.Email, c.Telephone, c.Consent, public}
}
