package events

import (
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/form"
	"samverk/platform/i18n"
)

// Side tells costs from what pays for them.
type Side string

// The sides of a budget.
const (
	Cost      Side = "cost"
	Financing Side = "financing"
)

// Sides lists them in the order in which they are shown.
var Sides = []Side{Cost, Financing}

// Money is a line of the budget. Amounts are in öre.
type Money struct {
	ID      string
	EventID string
	Side    Side
	Title   string // for financing: who finances
	Planned int64
	Outcome *int64 // nil: not known yet
	Version int
}

// mostMoney is a hundred million kronor: more is a slip of the finger.
const mostMoney = 10_000_000_000

func (m *Money) check() (faults []fault) {
	if m.Title == "" {
		faults = append(faults, fault{"title", i18n.Fail("events.money." + string(m.Side) + "_missing")})
	}
	if utf8.RuneCountInString(m.Title) > longestTitle {
		faults = append(faults, fault{"title", i18n.Fail("events.too_long", "longest", longestTitle)})
	} else if organisations.HoldsPersonalNumber(m.Title) {
		faults = append(faults, fault{"title", i18n.Fail("organisations.personal_number")})
	}
	if m.Planned < 0 || m.Planned > mostMoney {
		faults = append(faults, fault{"planned", i18n.Fail("events.money.too_much")})
	}
	if m.Outcome != nil && (*m.Outcome < 0 || *m.Outcome > mostMoney) {
		faults = append(faults, fault{"outcome", i18n.Fail("events.money.too_much")})
	}
	return faults
}

// Sum is what the lines of one side come to.
type Sum struct {
	Planned, Outcome int64
	Known            bool // some outcome is known
}

// sumOf adds a side up.
func sumOf(all []Money, side Side) (s Sum) {
	for i := range all {
		if all[i].Side != side {
			continue
		}
		s.Planned += all[i].Planned
		if all[i].Outcome != nil {
			s.Outcome += *all[i].Outcome
			s.Known = true
		}
	}
	return s
}

// parseMoney reads an amount in kronor as öre.
func parseMoney(text string) (ore int64, is bool) { return form.ParseMoney(text) }
