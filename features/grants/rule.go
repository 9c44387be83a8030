package grants

import (
	"slices"

	"samverk/features/grants/allocation"
)

// Rules are what a programme demands of those who apply, beside the questions.
type Rules struct {
	// Who may apply.
	LegalForms     []string `json:"legalForms,omitempty"`     // SCB's codes; none for any
	Classes        []string `json:"classes,omitempty"`        // "vocabulary code" that are left out, such as sports clubs
	NeedsEntitled  bool     `json:"needsEntitled,omitempty"`  // must be entitled to grants on the day of closing
	NeedsMandate   bool     `json:"needsMandate,omitempty"`   // who sends must have a confirmed mandate
	Municipalities int      `json:"municipalities,omitempty"` // members in at least so many, or
	Activity       int      `json:"activity,omitempty"`       // activity in at least so many; 0 and 0 for no such demand
	// How much.
	Least        int64   `json:"least,omitempty"`        // öre
	Most         int64   `json:"most,omitempty"`         // öre; 0 for no bound
	Levels       []Level `json:"levels,omitempty"`       // kinds of grants with bounds of their own, such as pre-study and development
	AmountAnswer string  `json:"amountAnswer,omitempty"` // the question that holds what is applied for
	LevelAnswer  string  `json:"levelAnswer,omitempty"`  // the question that chooses among the levels
	// The applicant's own part: in thousandths of what is applied for, as money or as hours at a value.
	OwnPart    int64  `json:"ownPart,omitempty"`
	OwnMoney   string `json:"ownMoney,omitempty"`   // the question that holds the money
	OwnHours   string `json:"ownHours,omitempty"`   // the question that holds the hours
	HourlyRate int64  `json:"hourlyRate,omitempty"` // öre an hour
	// What comes in late: refused without steps.
	Late allocation.Ladder `json:"late,omitempty"`
}

// Level is a kind of grant within a programme.
type Level struct {
	Key  string `json:"key"`
	Most int64  `json:"most"` // öre
}

// MostFor is the most that can be applied for at a level, in öre; 0 for no bound.
func (r *Rules) MostFor(level string) int64 {
	if at := slices.IndexFunc(r.Levels, func(l Level) bool { return l.Key == level }); at >= 0 {
		return r.Levels[at].Most
	}
	return r.Most
}

// OwnPartNeeded is the own part that an amount asks for, in öre, rounded up.
func (r *Rules) OwnPartNeeded(amount int64) int64 { return (amount*r.OwnPart + 999) / 1000 }

// OwnPartOf is what money in öre and hours in thousandths are worth together, in öre, cut to whole öre.
func (r *Rules) OwnPartOf(money, hours int64) int64 { return money + hours*r.HourlyRate/1000 }
