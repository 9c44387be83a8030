package meetings

import (
	"context"

	"github.com/google/uuid"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Series is a series of meetings to be planned: the first one's content, and the days that its pattern gave and that were kept.
type Series struct {
	ID     string // made with the form, so that the same form sent twice plans one series
	TypeID string
	Content
	Pattern Pattern
	Days    []calendar.Date
}

// PlanSeries plans every meeting of a series, each a meeting of its own. All begin and end when clocks show the same.
func PlanSeries(ctx context.Context, tx *store.Tx, s Series) error {
	kind, _, err := typeOf(ctx, tx, s.TypeID)
	if err != nil {
		return err
	}
	if len(s.Days) == 0 || len(s.Days) > mostInSeries {
		return i18n.Fail("meetings.series_empty", "most", mostInSeries)
	}
	n, err := tx.Exec(ctx, "INSERT INTO meeting_series (id, network_id, type_id, pattern, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
		s.ID, kind.NetworkID, kind.ID, store.AsJSON(s.Pattern), store.Now())
	if err != nil || n == 0 {
		return err
	}
	all := make([]NewMeeting, len(s.Days))
	for i, day := range s.Days {
		content, there := s.shifted(s.Day().DaysUntil(day), clockOf(s.Starts), clockOf(s.Ends))
		if !there {
			return i18n.Fail("meetings.no_such_clock_on", "day", day.String())
		}
		all[i] = NewMeeting{ID: keyOn(s.ID, day), TypeID: kind.ID, Content: content, SeriesID: s.ID}
	}
	if err := PlanMany(ctx, tx, all); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.series_planned", ObjectKind: "network", ObjectID: kind.NetworkID,
		After: map[string]any{"title": kind.Name, "meetings": len(all), "day": s.Days[0], "lastDay": s.Days[len(s.Days)-1]}})
}

// keyOn is the key of a series' meeting on a day: always the same.
func keyOn(seriesID string, day calendar.Date) string {
	series, err := uuid.Parse(seriesID)
	if err != nil {
		return store.NewID()
	}
	return uuid.NewSHA1(series, []byte(day.String())).String()
}

// following are the meetings of a series from one on, itself first, that are still to be held.
func following(ctx context.Context, tx *store.Tx, m *Meeting) ([]Meeting, error) {
	var rows []meetingRow
	if err := tx.Select(ctx, &rows, meetingQuery+` WHERE m.series_id = $1 AND m.starts_at >= $2 AND m.id <> $3 AND m.state IN ('planned', 'invited')
		ORDER BY m.starts_at, m.id`, m.SeriesID, store.TimeOf(m.Starts), m.ID); err != nil {
		return nil, err
	}
	all := []Meeting{*m}
	for i := range rows {
		all = append(all, rows[i].meeting())
	}
	return all, nil
}

// each is told of what becomes of a meeting, in the same transaction.
type each func(ctx context.Context, tx *store.Tx, before, after *Meeting) error

// ChangeFollowing changes a meeting of a series and those after it that are still to be held: they move as many days, and get
// the same times, place and text. One that has been moved by itself keeps its day and its times.
func ChangeFollowing(ctx context.Context, tx *store.Tx, id string, c Content, seen int, tell each) error {
	before, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	all, err := following(ctx, tx, &before)
	if err != nil {
		return err
	}
	before, after, err := Change(ctx, tx, id, c, seen)
	if err != nil {
		return err
	}
	if err := tell(ctx, tx, &before, &after); err != nil {
		return err
	}
	days := before.Day().DaysUntil(after.Day())
	for i := range all[1:] {
		old := all[i+1]
		content, there := old.like(&after.Content, days)
		if !there {
			return i18n.Fail("meetings.no_such_clock_on", "day", old.Day().AddDays(days).String())
		}
		was, is, err := Change(ctx, tx, old.ID, content, old.Version)
		if err != nil {
			return err
		}
		if err := tell(ctx, tx, &was, &is); err != nil {
			return err
		}
	}
	return nil
}

// CancelFollowing cancels a meeting of a series and those after it that are still to be held.
func CancelFollowing(ctx context.Context, tx *store.Tx, id, why string, tell each) error {
	first, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	all, err := following(ctx, tx, &first)
	if err != nil {
		return err
	}
	for i := range all {
		before, after, err := Cancel(ctx, tx, all[i].ID, why)
		if err != nil {
			return err
		}
		if err := tell(ctx, tx, &before, &after); err != nil {
			return err
		}
	}
	return nil
}
