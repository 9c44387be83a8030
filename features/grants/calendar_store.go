package grants

import (
	"context"
	"time"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Dated is a day of a call that calendars show: it opens, the last moment to apply, the decision.
type Dated struct {
	CallID, What string
	Title        string
	Starts, Ends time.Time // Ends is zero for a moment
	IsCancelled  bool
	Version      int
	ChangedAt    time.Time
}

// Calendar gives the days of calls that anybody may read about, from an instant on, in the order of calls.
func Calendar(ctx context.Context, tx *store.Tx, p i18n.Printer, since time.Time) (list []Dated, err error) {
	all, err := Calls(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	var added []struct {
		ID      string
		AddedAt store.Time
	}
	if err := tx.Select(ctx, &added, "SELECT id, added_at FROM grant_call ORDER BY id"); err != nil {
		return nil, err
	}
	times := map[string]time.Time{}
	for _, a := range added {
		times[a.ID] = a.AddedAt.Time
	}
	for i := range all {
		c := &all[i]
		if !c.IsPublic() {
			continue
		}
		add := func(what string, starts, ends time.Time) {
			if !starts.IsZero() && starts.After(since) {
				list = append(list, Dated{c.ID, what, p.T("grants.in_calendar."+what, "title", c.Content.Title), starts, ends, c.State == Cancelled, c.Version, times[c.ID]})
			}
		}
		add("opens", c.Content.Opens, time.Time{})
		if closes := c.Content.Closes; !closes.IsZero() {
			add("closes", closes.Add(-time.Minute), time.Time{}) // midnight belongs to the day before
		}
		if day := c.Content.DecisionOn; !day.IsZero() {
			add("decided", day.Begins(), day.AddDays(1).Begins())
		}
	}
	return list, nil
}
