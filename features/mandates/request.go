package mandates

import (
	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Answer is what became of a request.
type Answer string

// The answers.
const (
	Unanswered Answer = ""
	Accepted   Answer = "accepted"
	Denied     Answer = "refused"
	TakenBack  Answer = "taken_back"
)

// Request is what a representative asks to have changed of an organisation that only the authority changes.
type Request struct {
	ID             string
	OrganisationID string
	Organisation   string // its name today
	AccountID      string
	AskedBy        string
	Name           string
	Number         organisations.Number
	Form           organisations.LegalForm
	Why            string
	AskedAt        store.Time
	Answer         Answer
	DecidedBy      string
	DecidedAt      store.Time
	Reason         string
}

// isFor tells whether something would change.
func (r *Request) isFor(o *organisations.Organisation) bool {
	return r.Name != o.Name || r.Number != o.Number || r.Form != o.Form
}

// applied is the organisation's content with what is asked for. The name it had is kept among the former ones.
func (r *Request) applied(o *organisations.Organisation) organisations.Content {
	c := o.Content
	if r.Name != c.Name {
		c.FormerNames = append([]string{c.Name}, c.FormerNames...)
	}
	c.Name, c.Number, c.Form = r.Name, r.Number, r.Form
	return c
}

// refuseIn puts what is wrong with a request beside its fields.
func (r *Request) refuseIn(f *form.Form, o *organisations.Organisation) {
	c := r.applied(o)
	c.RefuseIn(f)
	if r.Why == "" {
		f.Refuse("why", i18n.Msg("mandates.request.why_missing"))
	} else if err := checkReason(r.Why); err != nil {
		refuse(f, "why", err)
	}
	if f.IsRight() && !r.isFor(o) {
		f.Refuse("name", i18n.Msg("mandates.request.nothing"))
	}
}
