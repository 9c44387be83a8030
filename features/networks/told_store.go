package networks

import (
	"context"

	"github.com/a-h/templ"

	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Meetings is what the feature of meetings tells on the pages of networks. App passes it in; without it they tell of none.
type Meetings interface {
	// Next is each network's next meeting after a moment of a day, by the network's key; for everybody only public ones.
	Next(ctx context.Context, tx *store.Tx, day calendar.Date, public bool) (map[string]Coming, error)
	// Of tells of one network's meetings on a day.
	Of(ctx context.Context, tx *store.Tx, n *Network, day calendar.Date, public bool) (Told, error)
}

// Coming is a meeting that is planned.
type Coming struct {
	ID, Title string
	Day       calendar.Date
}

// Told is what is told of a network's meetings.
type Told struct {
	Section templ.Component   // what is coming and what has been; nil for none
	Numbers map[string]Number // of the day's year, by type
	Coming  int               // planned from the day on
}

// Number is how many meetings of a type have been held in a year, and how many are booked.
type Number struct{ Held, Booked int }

// Missing is how many more are wanted than have been held and are booked.
func (n Number) Missing(wanted int) int { return max(0, wanted-n.Held-n.Booked) }
