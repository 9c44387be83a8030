package payments

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Kind tells what has been decided from what is paid beforehand.
type Kind string

// The kinds.
const (
	Award   Kind = "award"
	Advance Kind = "advance" // on a year that is not decided yet; set off against what is then granted
)

// Decision is what has been decided to grant.
type Decision struct {
	ApplicationID, CallID, OrganisationID string
	Amount                                int64 // öre
	FirstYear, Years                      int
	DecidedOn                             calendar.Date
	Conditions                            string
}

// Grant is what an organisation has been granted, with all its money.
type Grant struct {
	ID, ApplicationID, CallID, OrganisationID string
	Kind                                      Kind
	FirstYear                                 int
	DecidedOn                                 calendar.Date
	Conditions                                string
	State                                     GrantState
	Why                                       string // of the latest step
	Pays                                      BankAccount
	AcceptedAt                                store.Time
	Version                                   int
	Ledger

	Organisation, Call, ProgrammeID, Programme, BudgetAccount, DiaryNumber, OfficerID string // as they are now
}

// notNow is what a state does not allow.
func notNow() error { return i18n.Fail("payments.not_now").Because(ErrNotNow) }

// isPaid tells whether anything may be paid of the grant now.
func (g *Grant) isPaid() bool { return g.State == Active || g.State == Reporting }

// Year gives a year of the grant; nil when the grant is not for it.
func (g *Grant) Year(year int) *Tranche {
	if at := slices.IndexFunc(g.Tranches, func(t Tranche) bool { return t.Year == year }); at >= 0 {
		return &g.Tranches[at]
	}
	return nil
}

// Find gives a payment and its year; nil when there is none.
func (l *Ledger) Find(instalmentID string) (*Tranche, *Instalment) {
	for i := range l.Tranches {
		for n := range l.Tranches[i].Instalments {
			if l.Tranches[i].Instalments[n].ID == instalmentID {
				return &l.Tranches[i], &l.Tranches[i].Instalments[n]
			}
		}
	}
	return nil, nil
}

// Sum adds the payments up that are in one of some states, in öre.
func (l *Ledger) Sum(states ...InstalmentState) (sum int64) {
	for i := range l.Tranches {
		sum += l.Tranches[i].Sum(states...)
	}
	return sum
}

// Sum adds the year's payments up that are in one of some states, in öre.
func (t *Tranche) Sum(states ...InstalmentState) (sum int64) {
	for i := range t.Instalments {
		if slices.Contains(states, t.Instalments[i].State) {
			sum += t.Instalments[i].Amount
		}
	}
	return sum
}

// Coming is what is still to be paid of what was granted and not taken off, in öre.
func (l *Ledger) Coming() (sum int64) {
	for i := range l.Tranches {
		t := &l.Tranches[i]
		sum += t.Amount - t.Off - t.Sum(Paid, Sent, Offset)
	}
	return sum
}

// become takes the grant along a way.
func (g *Grant) become(to GrantState, reason string) error {
	way, is := GrantWays.Find(g.State, to)
	switch {
	case !is:
		return notNow()
	case way.Reason && reason == "":
		return i18n.Fail("payments.reason_missing")
	}
	g.State, g.Why = to, reason
	return nil
}

// accept makes the grant active. What its first year asks for was tried by the decision, so that year is released.
func (g *Grant) accept(to BankAccount) error {
	if to.IsZero() {
		return i18n.Fail("payments.account.missing")
	}
	if err := g.become(Active, ""); err != nil {
		return err
	}
	g.Pays, g.AcceptedAt = to, store.Now()
	if t := g.Year(g.FirstYear); t != nil && t.State == TranchePlanned {
		t.State = Released
	}
	return nil
}

// move is what an officer does with a grant that has been accepted.
func (g *Grant) move(to GrantState, reason string) error {
	if to == Active && g.State == AwaitingAcceptance || to == Declined {
		return notNow()
	}
	if to == GrantClosed && g.unsettled() {
		return i18n.Fail("payments.unsettled")
	}
	if err := g.become(to, reason); err != nil {
		return err
	}
	if to == Terminated {
		if g.Sum(Sent) > 0 {
			return i18n.Fail("payments.sent_unanswered")
		}
		g.drop(reason)
	}
	return nil
}

// unsettled tells whether something is still to be paid, or to be answered by the bank.
func (g *Grant) unsettled() bool {
	return g.Sum(Planned, Ready, AttestedOnce, AttestedTwice, Sent, Failed, HeldBack) > 0
}

// decline is the organisation's no.
func (g *Grant) decline(reason string) error {
	err := g.become(Declined, reason)
	if err == nil {
		g.drop(reason)
	}
	return err
}

// drop takes away everything that has not been sent to the bank.
func (g *Grant) drop(reason string) {
	for i := range g.Tranches {
		t := &g.Tranches[i]
		t.Instalments = slices.DeleteFunc(t.Instalments, func(p Instalment) bool {
			return p.State != Sent && p.State != Paid && p.State != Offset && p.State != Returned
		})
		if left := t.Left(); left > 0 {
			t.Off += left
			t.Why = reason
			if t.State = Reduced; t.Off == t.Amount {
				t.State = TrancheCancelled
			}
		}
	}
}

// stepYear takes a year along: its conditions are asked for, it is released or cancelled. A year that is released and has no
// payment gets one of all that is left.
func (g *Grant) stepYear(year int, to TrancheState, reason string, due calendar.Date, key string) error {
	t := g.Year(year)
	switch {
	case t == nil || !g.isPaid():
		return notNow()
	case to == Reduced:
		return notNow() // by an amount: see Tranche.Reduce
	}
	way, is := TrancheWays.Find(t.State, to)
	switch {
	case !is:
		return notNow()
	case way.Reason && reason == "":
		return i18n.Fail("payments.reason_missing")
	case to == TrancheCancelled && t.Sum(Planned, Ready, AttestedOnce, AttestedTwice, Sent, Paid, Failed, HeldBack, Offset) > 0:
		return i18n.Fail("payments.year_has_payments")
	}
	t.State = to
	if to == TrancheCancelled {
		t.Off, t.Why = t.Amount, reason
	}
	if left := t.Left(); to == Released && left > 0 && len(t.Instalments) == 0 {
		t.Instalments = append(t.Instalments, Instalment{ID: key, Amount: left, State: Planned, DueOn: due})
	}
	return nil
}

// reduce takes an amount off a year.
func (g *Grant) reduce(year int, by int64, reason string) error {
	t := g.Year(year)
	switch {
	case t == nil || !g.isPaid():
		return notNow()
	case reason == "":
		return i18n.Fail("payments.reason_missing")
	}
	return t.Reduce(by, reason)
}

// tell is what the organisation tells of a year whose conditions are asked for.
func (g *Grant) tell(year, members int, answer string) error {
	t := g.Year(year)
	if t == nil || t.State != ConditionsOpen || !g.isPaid() {
		return notNow()
	}
	t.Members, t.Answer, t.AnsweredAt = &members, answer, store.Now()
	return nil
}

// plan adds a payment to a year, or changes one that is only planned.
func (g *Grant) plan(year int, id string, amount int64, due calendar.Date) error {
	t := g.Year(year)
	if t == nil || t.State == TrancheCancelled || g.State != AwaitingAcceptance && !g.isPaid() {
		return notNow()
	}
	of, p := g.Find(id)
	left := t.Left()
	if p != nil {
		if of != t || p.State != Planned {
			return notNow()
		}
		left += p.Amount
	}
	switch {
	case amount <= 0:
		return i18n.Fail("payments.amount_wrong")
	case amount > left:
		return i18n.Fail("payments.more_than_left", "left", kronorText(left))
	case due.IsZero():
		return i18n.Fail("payments.due_missing")
	case p == nil:
		t.Instalments = append(t.Instalments, Instalment{ID: id, Amount: amount, State: Planned, DueOn: due})
	default:
		p.Amount, p.DueOn = amount, due
	}
	return nil
}

// unplan takes a payment away that is only planned.
func (g *Grant) unplan(id string) error {
	t, p := g.Find(id)
	if p == nil || p.State != Planned {
		return notNow()
	}
	t.Instalments = slices.DeleteFunc(t.Instalments, func(p Instalment) bool { return p.ID == id })
	return nil
}

// prepare makes a payment ready to be attested: the grant is accepted, there is an account, and the year is released.
func (g *Grant) prepare(id, by string) error {
	t, p := g.Find(id)
	switch {
	case p == nil || !g.isPaid() || p.State != Planned:
		return notNow()
	case g.Pays.IsZero():
		return i18n.Fail("payments.account.missing")
	case !p.IsAdvance && t.State != Released && t.State != Reduced:
		return i18n.Fail("payments.year_not_released", "year", t.Year)
	}
	p.ReadyBy = by
	return p.Move(Ready, "")
}

// step takes a payment along a way that is no attest, by an officer or the bank's answer.
func (g *Grant) step(id string, to InstalmentState, reason, by string, day calendar.Date) error {
	_, p := g.Find(id)
	if p == nil || to == Sent || to == Offset || p.State == Planned && to == Ready {
		return notNow()
	}
	way, is := InstalmentWays.Find(p.State, to)
	switch {
	case !is:
		return notNow()
	case way.Reason && reason == "":
		return i18n.Fail("payments.reason_missing")
	}
	if to == Ready {
		p.ReadyBy = by
	}
	if to == Paid {
		p.PaidOn = day
	}
	return p.Move(to, reason)
}

// attest adds an attest to a payment that was seen as its seal says.
func (g *Grant) attest(id, by string) error {
	_, p := g.Find(id)
	if p == nil || !g.isPaid() {
		return notNow()
	}
	if err := p.Attest(by); err != nil {
		return err
	}
	if p.State == AttestedOnce {
		p.FirstAt = store.Now()
	} else {
		p.SecondAt = store.Now()
	}
	return nil
}

// payTo changes the account. What has been prepared for the old one is prepared and attested anew; what has been sent is not
// touched.
func (g *Grant) payTo(to BankAccount, reason string) error {
	if to.IsZero() || !g.isPaid() && g.State != Stopped {
		return notNow()
	}
	g.Pays = to
	for i := range g.Tranches {
		for n := range g.Tranches[i].Instalments {
			p := &g.Tranches[i].Instalments[n]
			if p.State == AttestedOnce || p.State == AttestedTwice {
				if err := p.Move(Ready, reason); err != nil {
					return err
				}
			}
			if p.State == Ready {
				if err := p.Move(Planned, reason); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Seal is a hash over everything that is attested of a payment: whom it goes to, where, how much and when, and who has looked
// at it. A payment with another seal is not the one that was seen.
func (g *Grant) Seal(p *Instalment) string {
	content, err := json.Marshal([]any{p.ID, g.ID, g.OrganisationID, g.Organisation, g.Pays, p.Amount, p.DueOn, p.State, p.ReadyBy, p.FirstBy, p.SecondBy, g.State})
	if err != nil {
		panic(err) // texts and numbers can be written
	}
	hash := sha256.Sum256(content)
	return hex.EncodeToString(hash[:16])
}
