package payments

import (
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Reclaim is what is claimed back of a grant (återkrav). Amounts are in öre.
type Reclaim struct {
	ID, GrantID     string
	Amount, Settled int64 // settled: repaid or set off
	Grounds         string
	State           ReclaimState
	Why             string // of the latest step
	ReplyBy         calendar.Date
	Reply           string
	RepliedAt       store.Time
	Invoice         string
	SettledOn       calendar.Date
	OpenedAt        store.Time
	Version         int
	OrganisationID  string
	Organisation    string
}

// Left is what has neither been repaid nor set off, in öre.
func (r *Reclaim) Left() int64 { return r.Amount - r.Settled }

// isOpen tells whether something is still to be done.
func (r *Reclaim) isOpen() bool { return len(ReclaimWays[r.State]) > 0 }

// ReclaimStep is what is done with a claim.
type ReclaimStep struct {
	To      ReclaimState
	Reason  string
	Amount  int64         // öre: what is decided to be claimed, or what has come back
	Grounds string        // told to the organisation when it is communicated
	ReplyBy calendar.Date // until when it may reply
	Invoice string
	Day     calendar.Date // when it is done, or when the money came
}

// step takes a claim along. Nothing is decided before the organisation has been told the grounds and has replied, or has had
// its time to (förvaltningslagen, 2017:900, 25 §). Money that comes back in parts settles the claim when it is all there.
func (r *Reclaim) step(s ReclaimStep) error {
	way, is := ReclaimWays.Find(r.State, s.To)
	switch {
	case !is:
		return notNow()
	case way.Reason && s.Reason == "":
		return i18n.Fail("payments.reason_missing")
	}
	switch s.To {
	case Communicated:
		if s.Grounds == "" {
			return i18n.Fail("payments.reclaim.grounds_missing")
		}
		if !s.ReplyBy.After(s.Day) {
			return i18n.Fail("payments.reclaim.reply_by_wrong")
		}
		r.Grounds, r.ReplyBy, r.Reply, r.RepliedAt = s.Grounds, s.ReplyBy, "", store.Time{}
	case Claimed:
		if r.RepliedAt.IsZero() && !s.Day.After(r.ReplyBy) {
			return i18n.Fail("payments.reclaim.reply_awaited", "day", r.ReplyBy.String())
		}
		if s.Amount <= 0 || s.Amount > r.Amount {
			return i18n.Fail("payments.reclaim.amount_wrong")
		}
		r.Amount = s.Amount
	case Invoiced:
		if s.Invoice == "" {
			return i18n.Fail("payments.reclaim.invoice_missing")
		}
		r.Invoice = s.Invoice
	case Repaid:
		return r.settle(s.Amount, s.Day)
	}
	r.State, r.Why = s.To, s.Reason
	return nil
}

// settle takes off what has come back or has been set off.
func (r *Reclaim) settle(amount int64, day calendar.Date) error {
	switch {
	case r.State != Invoiced && r.State != Collection:
		return notNow()
	case amount <= 0 || amount > r.Left():
		return i18n.Fail("payments.reclaim.settle_wrong", "left", kronorText(r.Left()))
	case day.IsZero():
		return i18n.Fail("payments.due_missing")
	}
	r.Settled, r.SettledOn = r.Settled+amount, day
	if r.Left() == 0 {
		r.State, r.Why = Repaid, ""
	}
	return nil
}

// answer is what the organisation replies while it may.
func (r *Reclaim) answer(text string, day calendar.Date) error {
	switch {
	case r.State != Communicated || day.After(r.ReplyBy):
		return notNow()
	case text == "":
		return i18n.Fail("payments.reclaim.reply_missing")
	}
	r.Reply, r.RepliedAt = text, store.Now()
	return nil
}
