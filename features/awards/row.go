package awards

import (
	"cmp"
	"slices"

	"samverk/features/applications"
	"samverk/features/organisations"
	"samverk/features/payments"
)

// Reason is why an application is given nothing, or less than it asked for (förvaltningslagen 32 §: a decision is to say why).
type Reason string

// The standard reasons. Other needs own words.
const (
	FrameReason      Reason = "frame"
	RankingReason    Reason = "ranking"
	PurposeReason    Reason = "purpose"
	CostsReason      Reason = "costs"
	ConditionsReason Reason = "conditions" // it does not meet the conditions; left out of formulas
	LateReason       Reason = "late"
	FormulaReason    Reason = "formula"
	OtherReason      Reason = "own"
)

// Reasons lists them in the order they are chosen from.
var Reasons = []Reason{FrameReason, RankingReason, PurposeReason, CostsReason, ConditionsReason, LateReason, FormulaReason, OtherReason}

// largest bounds an amount, in öre: ten thousand million kronor. A sum of any rows stays far within 64 bits.
const largest = 1_000_000_000_000

// RowContent is what can be changed of a row.
type RowContent struct {
	Account    string
	Part       int
	Category   string
	Proposed   *int64 // öre, for all the years of the grant; nil until somebody has said so
	Reason     Reason
	Words      string
	Conditions string
}

// Row is what is proposed for an application.
type Row struct {
	ApplicationID string
	RowContent
	Formula     *int64 // öre that the formula gave
	BoardAmount *int64 // öre, as the board changed it
	IsDecided   bool

	Application applications.Application
	Number      organisations.Number
	Seat        string // code of the municipality
	Last        int64  // öre granted for the year before the call's
	Rank        Rank
}

// Rank is what assessors think of an application together.
type Rank struct {
	Place         int // from 1; 0 when it has not been assessed
	Total, Spread int // as assessments gives them
	IsWide        bool
}

// IsOpen tells whether something can still be decided for it.
func (r *Row) IsOpen() bool { return !r.IsDecided && r.Application.State == applications.InProposal }

// Counts tells whether the row takes of the frame: it may be decided, or has been.
func (r *Row) Counts() bool { return r.IsDecided || r.IsOpen() }

// Amount is what the row takes of the frame, in öre, for all years: as decided, as the board changed it, or as proposed.
func (r *Row) Amount() int64 {
	switch {
	case r.IsDecided && r.Application.DecidedAmount != nil:
		return *r.Application.DecidedAmount
	case r.BoardAmount != nil:
		return *r.BoardAmount
	case r.Proposed != nil:
		return *r.Proposed
	}
	return 0
}

// Discretionary is what is proposed beside what the formula gave, in öre; it may be less than nothing.
func (r *Row) Discretionary() int64 {
	if r.Formula == nil || r.Proposed == nil {
		return 0
	}
	return *r.Proposed - *r.Formula
}

// needsReason tells whether the decision must say why: nothing is given, or less than was asked for.
func (r *Row) needsReason() bool {
	return r.Proposed != nil && (*r.Proposed == 0 || *r.Proposed < r.Application.Requested)
}

// Use is what is taken of an account in a year, in öre.
type Use struct {
	Account      string
	Year         int
	Frame, Taken int64
}

// Left is what is left of the frame; below 0 when more has been taken.
func (u *Use) Left() int64 { return u.Frame - u.Taken }

// Uses adds up what the rows take, by account and year, with the frames. A year without a frame has a frame of nothing.
func (t *Table) Uses() []Use {
	at := map[Use]*Use{}
	find := func(account string, year int) *Use {
		key := Use{Account: account, Year: year}
		if at[key] == nil {
			at[key] = &Use{Account: account, Year: year}
		}
		return at[key]
	}
	for _, f := range t.Call.Content.Frames {
		find(f.Account, f.Year).Frame += f.Amount
	}
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Counts() && r.Amount() > 0 {
			for _, year := range payments.Years(r.Amount(), t.Call.Content.Year, t.years()) {
				find(r.Account, year.Year).Taken += year.Amount
			}
		}
	}
	var list []Use
	for _, u := range at {
		list = append(list, *u)
	}
	slices.SortFunc(list, func(a, b Use) int { return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Year, b.Year)) })
	return list
}

// years is how many years a grant of the programme is for, at least one.
func (t *Table) years() int { return max(1, t.Programme.Years) }

// firstYear is what the row takes in the call's own year, in öre: what last year's grant is compared with.
func (t *Table) firstYear(amount int64) int64 {
	return payments.Years(amount, t.Call.Content.Year, t.years())[0].Amount
}

// Lack is something that keeps a proposal from being balanced.
type Lack struct {
	Kind string // amount, reason, words or frame
	Row  *Row   // nil for a frame
	Use  Use    // of a frame
}

// Lacks lists what keeps the proposal from being balanced: rows without an amount or a reason, and frames that are exceeded.
func (t *Table) Lacks() (list []Lack) {
	for i := range t.Rows {
		r := &t.Rows[i]
		switch {
		case !r.IsOpen():
		case r.Proposed == nil:
			list = append(list, Lack{Kind: "amount", Row: r})
		case r.needsReason() && r.Reason == "":
			list = append(list, Lack{Kind: "reason", Row: r})
		case r.Reason == OtherReason && r.Words == "":
			list = append(list, Lack{Kind: "words", Row: r})
		}
	}
	for _, u := range t.Uses() {
		if u.Left() < 0 {
			list = append(list, Lack{Kind: "frame", Use: u})
		}
	}
	return list
}

// Sum is a total of some rows.
type Sum struct {
	Name                      string
	Count                     int
	Requested, Proposed, Last int64 // öre; Proposed for all years, Last for one
	FirstYear                 int64 // of Proposed
}

// add counts a row.
func (s *Sum) add(t *Table, r *Row) {
	s.Count++
	s.Requested += r.Application.Requested
	s.Proposed += r.Amount()
	s.Last += r.Last
	s.FirstYear += t.firstYear(r.Amount())
}

// Change is how much more is given the first year than last year, in tenths of a per cent; false when there is nothing to
// compare with.
func (s *Sum) Change() (tenths int64, known bool) {
	if s.Last == 0 {
		return 0, false
	}
	return (s.FirstYear - s.Last) * 1000 / s.Last, true
}

// SumsBy adds the rows up by what a function says of each, in the order of the names.
func (t *Table) SumsBy(name func(*Row) string) []Sum {
	at := map[string]*Sum{}
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Counts() {
			key := name(r)
			if at[key] == nil {
				at[key] = &Sum{Name: key}
			}
			at[key].add(t, r)
		}
	}
	var list []Sum
	for _, s := range at {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b Sum) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// Total adds all rows up.
func (t *Table) Total() (s Sum) {
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Counts() {
			s.add(t, r)
		}
	}
	return s
}

// Order is how the rows are sorted.
type Order string

// Orders are what the rows can be sorted by; the first is the usual one.
var Orders = []Order{"name", "ranking", "amount"}

// Sort puts the rows in an order: by name, by the assessors' ranking (those that have none last), or the largest amount first.
func (t *Table) Sort(by Order) {
	slices.SortStableFunc(t.Rows, func(a, b Row) int {
		switch by {
		case "ranking":
			last := func(r *Row) bool { return r.Rank.Place == 0 }
			if last(&a) != last(&b) {
				return map[bool]int{true: 1, false: -1}[last(&a)]
			}
			return cmp.Compare(a.Rank.Place, b.Rank.Place)
		case "amount":
			return cmp.Compare(b.Amount(), a.Amount())
		}
		return 0 // as they were read: by name
	})
}
