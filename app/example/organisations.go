package example

import (
	"context"
	"fmt"

	"github.com/BurntSushi/toml"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// register is what stands in organisations.toml.
type register struct{ Organisation []organisation }

type organisation struct {
	Name, Number, Form, ICNPO, SNI2007, Seat string
	SVB                                      bool
	Municipalities, Former                   []string
	Web, Email, Telephone, Address, Note     string
	Private                                  bool   // stands only in the register for those who have signed in
	Ended, Why                               string // its last day
	Role                                     []organisationRole
	Contact                                  []organisationContact
}

type organisationRole struct{ Kind, From, Until, Certifier, Certificate, Note string }

type organisationContact struct{ Name, Role, Email, Telephone, Consent string } // with consent everybody sees it

// putOrganisations fills the register, unless somebody has begun with it already.
func putOrganisations(ctx context.Context, tx *store.Tx) error {
	var all register
	read, err := toml.Decode(string(organisationsFile), &all)
	if err != nil {
		return err
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("organisations.toml: %s is not known", unknown[0])
	}
	there, err := organisations.List(ctx, tx, organisations.Filter{WithEnded: true, Limit: 1})
	if err != nil || len(there.Organisations) > 0 {
		return err
	}
	for i := range all.Organisation {
		if err := all.Organisation[i].put(ctx, tx); err != nil {
			return fmt.Errorf("organisations.toml: %s: %w", all.Organisation[i].Name, err)
		}
	}
	return nil
}

func (o *organisation) content() (organisations.Content, error) {
	number, err := organisations.ParseNumber(o.Number)
	c := organisations.Content{Number: number, Name: o.Name, FormerNames: o.Former, Form: organisations.LegalForm(o.Form), SVB: o.SVB, Seat: o.Seat,
		Municipalities: o.Municipalities, Web: o.Web, Email: o.Email, Telephone: o.Telephone, Address: o.Address, IsPublic: !o.Private,
		PublicFields: organisations.PublicFields, Note: o.Note}
	switch {
	case o.ICNPO != "":
		c.Class = organisations.Class{Vocabulary: organisations.ICNPO, Code: o.ICNPO}
	case o.SNI2007 != "":
		c.Class = organisations.Class{Vocabulary: organisations.SNI2007, Code: o.SNI2007}
	}
	return c, err
}

func (o *organisation) put(ctx context.Context, tx *store.Tx) error {
	content, err := o.content()
	if err != nil {
		return err
	}
	id := store.NewID()
	if err := organisations.Add(ctx, tx, id, content); err != nil {
		return err
	}
	for _, r := range o.Role {
		role := organisations.Role{ID: store.NewID(), OrganisationID: id, Kind: organisations.RoleKind(r.Kind), From: calendar.MustDate(r.From), Certifier: r.Certifier,
			Certificate: r.Certificate, Note: r.Note}
		if r.Until != "" {
			role.Until = calendar.MustDate(r.Until)
		}
		if err := organisations.AddRole(ctx, tx, role); err != nil {
			return err
		}
	}
	for _, c := range o.Contact {
		contact := organisations.Contact{ID: store.NewID(), OrganisationID: id, Name: c.Name, Role: c.Role, Email: c.Email, Telephone: c.Telephone, Consent: c.Consent,
			IsPublic: c.Consent != ""}
		if err := organisations.AddContact(ctx, tx, contact); err != nil {
			return err
		}
	}
	if o.Ended == "" {
		return nil
	}
	return organisations.End(ctx, tx, id, calendar.MustDate(o.Ended), o.Why)
}
