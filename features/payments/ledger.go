package payments

import (
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Ledger is all money of one grant, in öre: what was granted, how it is divided among years, what has been paid and what
// has come back. Its methods refuse what would break its promises: the years are together what was granted, and what has
// been paid and not come back is never more.
type Ledger struct {
	Granted  int64
	Tranches []Tranche
}

// Tranche is a year of a grant.
type Tranche struct {
	Year        int
	Amount      int64 // as granted
	Off         int64 // by how much it has been reduced; all of it when cancelled
	State       TrancheState
	Why         string // it was reduced or cancelled
	Members     *int   // what the organisation has told of the year; nil before
	Answer      string
	AnsweredAt  store.Time
	Instalments []Instalment
}

// Instalment is a payment of a year.
type Instalment struct {
	ID        string
	Amount    int64
	State     InstalmentState
	DueOn     calendar.Date // not paid before
	IsAdvance bool          // may be paid before the year is released
	ReadyBy   string        // the key of the account that prepared it; empty for none that is known
	FirstBy   string        // the key of the account that attested first
	FirstAt   store.Time
	SecondBy  string // another person's
	SecondAt  store.Time
	BatchID   string // the payment file it stands in
	ReclaimID string // what it was set off against
	PaidOn    calendar.Date
	Why       string // of the latest step
}

// Check tells whether the ledger keeps its promises.
func (l *Ledger) Check() error {
	years, net := int64(0), int64(0)
	for i := range l.Tranches {
		t := &l.Tranches[i]
		years += t.Amount
		if t.Amount < 0 || t.Off < 0 || t.Off > t.Amount {
			return i18n.Fail("payments.tranche_wrong", "year", t.Year)
		}
		claimed := int64(0)
		for n := range t.Instalments {
			p := &t.Instalments[n]
			if p.Amount <= 0 {
				return i18n.Fail("payments.amount_wrong")
			}
			if err := p.check(); err != nil {
				return err
			}
			if p.State.holds() {
				claimed += p.Amount
			}
			if p.State == Paid || p.State == Sent {
				net += p.Amount
			}
		}
		if claimed > t.Amount-t.Off {
			return i18n.Fail("payments.more_than_year", "year", t.Year)
		}
	}
	switch {
	case years != l.Granted:
		return i18n.Fail("payments.years_wrong")
	case net > l.Granted:
		return i18n.Fail("payments.more_than_granted")
	}
	return nil
}

// holds tells whether a payment in the state takes its amount of the year: all but those that came back.
func (s InstalmentState) holds() bool { return s != Returned }

// check tells whether the payment has the attests that its state asks for, by two different people.
func (p *Instalment) check() error {
	switch p.State {
	case AttestedTwice, Sent, Paid, Failed, Returned:
		if p.FirstBy == "" || p.SecondBy == "" || p.FirstBy == p.SecondBy {
			return i18n.Fail("payments.two_people")
		}
	case AttestedOnce:
		if p.FirstBy == "" || p.SecondBy != "" {
			return i18n.Fail("payments.two_people")
		}
	}
	return nil
}

// Attest adds an account's attest to a payment: the first when it is ready, the second, by another person, after that. Whoever
// prepared the payment attests it never, so that three people have looked at it when it is sent.
func (p *Instalment) Attest(account string) error {
	switch {
	case account == "":
		return i18n.Fail("payments.two_people")
	case account == p.ReadyBy:
		return i18n.Fail("payments.prepared_by_you")
	case p.State == Ready:
		p.State, p.FirstBy, p.SecondBy = AttestedOnce, account, ""
	case p.State == AttestedOnce && p.FirstBy != account:
		p.State, p.SecondBy = AttestedTwice, account
	case p.State == AttestedOnce:
		return i18n.Fail("payments.same_person")
	default:
		return i18n.Fail("payments.not_now")
	}
	return nil
}

// Move takes a payment along a way that is no attest. Going back takes attests away.
func (p *Instalment) Move(to InstalmentState, reason string) error {
	if to == AttestedOnce || to == AttestedTwice || !InstalmentWays.May(p.State, to, reason) {
		return i18n.Fail("payments.not_now")
	}
	p.State = to
	p.Why = reason
	if to == Ready || to == Planned || to == HeldBack || to == Offset {
		p.FirstBy, p.SecondBy, p.BatchID = "", "", ""
		p.FirstAt, p.SecondAt = store.Time{}, store.Time{}
	}
	return nil
}

// Left is what can still be planned to be paid of a year, in öre.
func (t *Tranche) Left() int64 {
	left := t.Amount - t.Off
	for i := range t.Instalments {
		if t.Instalments[i].State.holds() {
			left -= t.Instalments[i].Amount
		}
	}
	return left
}

// Reduce takes an amount off a year, with the reason. What has been sent or paid already cannot be taken off; what is only
// planned must be planned anew first.
func (t *Tranche) Reduce(by int64, reason string) error {
	to := Reduced
	if by == t.Amount-t.Off && len(t.Instalments) == 0 && t.State != Released {
		to = TrancheCancelled
	}
	switch {
	case by <= 0 || by > t.Left():
		return i18n.Fail("payments.reduce_wrong")
	case !TrancheWays.May(t.State, to, reason):
		return i18n.Fail("payments.not_now")
	}
	t.Off, t.State, t.Why = t.Off+by, to, reason
	return nil
}

// Years divides what was granted among years, as evenly as whole öre allow: the first years get the öre left.
func Years(granted int64, first, count int) []Tranche {
	list := make([]Tranche, count)
	for i := range list {
		list[i] = Tranche{Year: first + i, Amount: granted / int64(count), State: TranchePlanned}
		if int64(i) < granted%int64(count) {
			list[i].Amount++
		}
	}
	return list
}
