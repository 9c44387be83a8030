package example

import (
	"context"
	"fmt"

	"github.com/BurntSushi/toml"

	"samverk/features/cases"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// politics is what stands in cases.toml.
type politics struct {
	Board   string
	Member  []struct{ Name, Office string }
	Meeting []boardMeeting
	Case    []boardCase
}

type boardMeeting struct {
	Day                    calendar.Date
	Begins, Place          string
	Adjusted, Posted, Down calendar.Date
	Present                []string
}

type boardCase struct {
	Title, Summary, Background, Outcome, Why string
	Points, Decision, Left                   []string
	Paragraph                                int
	Opened, Presented, Submitted, Meeting    calendar.Date
}

// chamber is the board with the keys of its members and meetings.
type chamber struct {
	id       string
	members  map[string]string
	meetings map[calendar.Date]string
}

// putCases adds the board with its members, meetings and cases, unless somebody has added a board already.
func putCases(ctx context.Context, tx *store.Tx, printer i18n.Printer) error {
	var all politics
	read, err := toml.Decode(string(casesFile), &all)
	if err != nil {
		return err
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("cases.toml: %s is not known", unknown[0])
	}
	there, err := cases.Boards(ctx, tx)
	if err != nil || len(there) > 0 {
		return err
	}
	room := chamber{store.NewID(), map[string]string{}, map[calendar.Date]string{}}
	if err := cases.AddBoard(ctx, tx, room.id, all.Board); err != nil {
		return err
	}
	for _, m := range all.Member {
		room.members[m.Name] = store.NewID()
		if err := cases.AddMember(ctx, tx, cases.Member{ID: room.members[m.Name], BoardID: room.id, Name: m.Name, Office: cases.Office(m.Office), From: calendar.MustDate("2018-01-01")}); err != nil {
			return err
		}
	}
	for _, m := range all.Meeting {
		room.meetings[m.Day] = store.NewID()
		if err := cases.AddMeeting(ctx, tx, cases.Meeting{ID: room.meetings[m.Day], BoardID: room.id, Day: m.Day, Begins: m.Begins, Place: m.Place}); err != nil {
			return err
		}
		if len(m.Present) > 0 {
			if err := cases.SetPresent(ctx, tx, room.meetings[m.Day], room.keys(m.Present)); err != nil {
				return err
			}
		}
	}
	for i := range all.Case {
		if err := all.Case[i].put(ctx, tx, printer, &room); err != nil {
			return fmt.Errorf("cases.toml: %s: %w", all.Case[i].Title, err)
		}
	}
	return room.close(ctx, tx, all.Meeting)
}

func (room *chamber) keys(names []string) []string {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = room.members[name]
	}
	return keys
}

// close carries the minutes of the meetings as far as they came.
func (room *chamber) close(ctx context.Context, tx *store.Tx, meetings []boardMeeting) error {
	for _, m := range meetings {
		if m.Adjusted.IsZero() {
			continue
		}
		id := room.meetings[m.Day]
		if err := cases.AdjustMinutes(ctx, tx, id, m.Adjusted, m.Present[0]+" och "+m.Present[1], LastDay); err != nil {
			return err
		}
		if err := cases.PostMinutes(ctx, tx, id, m.Posted, LastDay); err != nil {
			return err
		}
		if err := cases.TakeDown(ctx, tx, id, m.Down, LastDay); err != nil {
			return err
		}
	}
	return nil
}

func (c *boardCase) put(ctx context.Context, tx *store.Tx, printer i18n.Printer, room *chamber) error {
	opened, err := cases.Propose(ctx, tx, cases.Proposal{Title: c.Title, Points: c.Points, Summary: c.Summary, Background: c.Background, Opened: c.Opened})
	if err != nil || c.Presented.IsZero() {
		return err
	}
	if err := cases.PresentCase(ctx, tx, opened.ID, c.Presented, "Presidiet", LastDay); err != nil {
		return err
	}
	meeting := room.meetings[c.Meeting]
	if err := cases.SubmitCase(ctx, tx, cases.Press{Words: printer}, opened.ID, meeting, c.Submitted, LastDay); err != nil || c.Outcome == "" {
		return err
	}
	items, err := cases.ItemsOf(ctx, tx, opened.ID)
	if err != nil {
		return err
	}
	return cases.Record(ctx, tx, nil, meeting, items[0].ID, cases.Ruling{Outcome: cases.Act(c.Outcome), Paragraph: c.Paragraph, Decision: c.Decision, Why: c.Why, Left: room.keys(c.Left)}, LastDay)
}
