package events

import (
	"context"
	"errors"
	"slices"
	"time"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// errSavedMeanwhile says that somebody else has saved since the form was shown.
var errSavedMeanwhile = errors.New("somebody else saved meanwhile")

const eventColumns = `e.id, e.kind, e.title, e.description, e.starts_at, e.ends_at, e.place, e.link, e.organiser, e.contact, e.places, e.opens_at, e.closes_at,
	e.invited_only, e.invitation, e.programme, e.indicators, e.tags, e.state, e.was_published, e.cancelled_why, e.held_on, COALESCE(e.head_count, 0) AS head_count,
	COALESCE(e.record_id, '') AS record_id, e.questions, e.evaluation_sent_at, e.evaluation_sent, e.changed_at, e.version`

type eventRow struct {
	ID                                             string
	Kind                                           Kind
	Title, Description                             string
	StartsAt, EndsAt                               store.Time
	Place, Link, Organiser, Contact                string
	Places                                         int
	OpensAt, ClosesAt, EvaluationSentAt, ChangedAt store.Time
	InvitedOnly                                    bool
	Invitation                                     string
	Programme                                      store.JSON[[]Line]
	Indicators, Tags                               store.JSON[[]string]
	State                                          State
	WasPublished                                   bool
	CancelledWhy                                   string
	HeldOn                                         calendar.Date
	HeadCount                                      int
	RecordID                                       string
	Questions                                      store.JSON[[]Question]
	EvaluationSent, Version                        int
}

func (r *eventRow) event() Event {
	return Event{ID: r.ID, Content: Content{Kind: r.Kind, Title: r.Title, Description: r.Description, Starts: r.StartsAt.Time, Ends: r.EndsAt.Time, Place: r.Place,
		Link: r.Link, Organiser: r.Organiser, Contact: r.Contact, Places: r.Places, Opens: r.OpensAt.Time, Closes: r.ClosesAt.Time, InvitedOnly: r.InvitedOnly,
		Indicators: r.Indicators.V, Tags: r.Tags.V}, Programme: r.Programme.V, Invitation: r.Invitation, State: r.State, WasPublished: r.WasPublished,
		CancelledWhy: r.CancelledWhy, HeldOn: r.HeldOn, HeadCount: r.HeadCount, RecordID: r.RecordID, Questions: r.Questions.V, AskedAt: r.EvaluationSentAt.Time,
		Asked: r.EvaluationSent, ChangedAt: r.ChangedAt.Time, Version: r.Version}
}

// Find gives one event; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (Event, error) {
	unknown := i18n.Fail("events.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return Event{}, unknown
	}
	var row eventRow
	err := tx.Get(ctx, &row, "SELECT "+eventColumns+" FROM event e WHERE e.id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return row.event(), err
}

// locked gives an event, and keeps others from changing it and its registrations to the end of the transaction.
func locked(ctx context.Context, tx *store.Tx, id string) (Event, error) {
	if err := tx.Lock(ctx, "event "+id); err != nil {
		return Event{}, err
	}
	return Find(ctx, tx, id)
}

func selectEvents(ctx context.Context, tx *store.Tx, condition string, args ...any) ([]Event, error) {
	var rows []eventRow
	if err := tx.Select(ctx, &rows, "SELECT "+eventColumns+" FROM event e WHERE "+condition, args...); err != nil {
		return nil, err
	}
	all := make([]Event, len(rows))
	for i := range rows {
		all[i] = rows[i].event()
	}
	return all, nil
}

// Bounds of the lists.
const (
	mostComing = 200
	pageLength = 25
)

// forAnybody is what stands in the list that anybody may read.
const forAnybody = " AND e.was_published AND e.state <> 'draft' AND NOT e.invited_only"

// Coming lists events that are not over at an instant, the first to come first.
func Coming(ctx context.Context, tx *store.Tx, onlyPublic bool, now time.Time) ([]Event, error) {
	condition := "e.ends_at >= $1"
	if onlyPublic {
		condition += forAnybody
	}
	return selectEvents(ctx, tx, condition+" ORDER BY e.starts_at, e.id LIMIT $2", store.TimeOf(now), mostComing)
}

// Past lists those that are over, the latest first, from just after the one with a key; empty for the beginning. next is the
// key from which more can be had; empty when there is no more.
func Past(ctx context.Context, tx *store.Tx, onlyPublic bool, now time.Time, after string) (all []Event, next string, err error) {
	condition, args := "e.ends_at < $1", []any{store.TimeOf(now)}
	if onlyPublic {
		condition += forAnybody
	}
	if after != "" {
		from, err := Find(ctx, tx, after)
		if err != nil {
			return nil, "", err
		}
		condition += " AND (e.starts_at, e.id) < ($3, $4)"
		args = append(args, pageLength+1, store.TimeOf(from.Starts), from.ID)
	} else {
		args = append(args, pageLength+1)
	}
	if all, err = selectEvents(ctx, tx, condition+" ORDER BY e.starts_at DESC, e.id DESC LIMIT $2", args...); err != nil {
		return nil, "", err
	}
	if len(all) > pageLength {
		all = all[:pageLength]
		next = all[pageLength-1].ID
	}
	return all, next, nil
}

// Calendar gives what a calendar should show of events that end on a day or later, the first to come first: those that have
// been published, cancelled ones among them. The key stays the same, and the version rises with every change, as the
// sequence of a calendar entry does. For the public, only those that are not for invited people alone.
func Calendar(ctx context.Context, tx *store.Tx, onlyPublic bool, from calendar.Date) ([]Event, error) {
	condition := "e.ends_at >= $1 AND e.was_published AND e.state <> 'draft'"
	if onlyPublic {
		condition += forAnybody
	}
	return selectEvents(ctx, tx, condition+" ORDER BY e.starts_at, e.id", store.TimeOf(from.Begins()))
}

// Add adds a draft. Its key was made with the form, so the same form sent twice adds one. Whoever adds it handles it.
func Add(ctx context.Context, tx *store.Tx, id string, c Content, handlers []string) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	e := Event{ID: id, Content: c, State: Draft}
	n, err := tx.Exec(ctx, `INSERT INTO event (id, kind, title, description, starts_at, ends_at, place, link, organiser, contact, places, opens_at, closes_at, invited_only,
		invitation, programme, indicators, tags, state, was_published, cancelled_why, questions, evaluation_sent, changed_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '[]', $16, $17, $18, $19, '', '[]', 0, $20, 1) ON CONFLICT (id) DO NOTHING`,
		id, c.Kind, c.Title, c.Description, store.TimeOf(c.Starts), store.TimeOf(c.Ends), c.Place, c.Link, c.Organiser, c.Contact, c.Places, asTime(c.Opens), asTime(c.Closes),
		c.InvitedOnly, newToken(), store.AsJSON(c.Indicators), store.AsJSON(c.Tags), Draft, false, store.Now())
	if err != nil || n == 0 {
		return err
	}
	if err := setHandlers(ctx, tx, id, handlers); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "event.added", ObjectKind: "event", ObjectID: id, After: e.told()})
}

// Change changes what is said of an event, unless somebody else has done so since version seen. What follows from it follows:
// more places go to those who wait, and what a held event is evidence of is corrected. Fewer places than are taken are refused.
func (f *Feature) Change(ctx context.Context, tx *store.Tx, id string, c Content, handlers []string, seen int) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	before, err := locked(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := setHandlers(ctx, tx, id, handlers); err != nil {
		return err
	}
	after := before
	after.Content = c
	if before.isSame(&after) {
		return nil
	}
	if before.Version != seen {
		return i18n.Fail("events.meanwhile").Because(errSavedMeanwhile)
	}
	counts, err := countsOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if c.Places > 0 && c.Places < counts.Placed {
		return i18n.Fail("events.places_taken", "taken", counts.Placed).Because(errPlacesTaken)
	}
	if _, err := tx.Exec(ctx, `UPDATE event SET kind = $2, title = $3, description = $4, starts_at = $5, ends_at = $6, place = $7, link = $8, organiser = $9, contact = $10,
		places = $11, opens_at = $12, closes_at = $13, invited_only = $14, indicators = $15, tags = $16 WHERE id = $1`,
		id, c.Kind, c.Title, c.Description, store.TimeOf(c.Starts), store.TimeOf(c.Ends), c.Place, c.Link, c.Organiser, c.Contact, c.Places, asTime(c.Opens), asTime(c.Closes),
		c.InvitedOnly, store.AsJSON(c.Indicators), store.AsJSON(c.Tags)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE event_registration SET keep_from = $2 WHERE event_id = $1", id, store.TimeOf(c.Ends)); err != nil {
		return err
	}
	if err := f.changed(ctx, tx, &before, &after, "event.changed", ""); err != nil {
		return err
	}
	if err := f.fill(ctx, tx, &after); err != nil {
		return err
	}
	return f.keepEvidence(ctx, tx, &before, &after)
}

// changed notes that a calendar should show something else than before, and tells the trail.
func (f *Feature) changed(ctx context.Context, tx *store.Tx, before, after *Event, action, reason string) error {
	if _, err := tx.Exec(ctx, "UPDATE event SET version = version + 1, changed_at = $2 WHERE id = $1", after.ID, store.Now()); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "event", ObjectID: after.ID, Reason: reason, Before: before.told(), After: after.told()})
}

// errPlacesTaken says that more have a place than there would be places.
var errPlacesTaken = errors.New("more places are taken")

func (e *Event) isSame(other *Event) bool {
	a, b := e.Content, other.Content
	return a.Kind == b.Kind && a.Title == b.Title && a.Description == b.Description && a.Starts.Equal(b.Starts) && a.Ends.Equal(b.Ends) && a.Place == b.Place && a.Link == b.Link &&
		a.Organiser == b.Organiser && a.Contact == b.Contact && a.Places == b.Places && a.Opens.Equal(b.Opens) && a.Closes.Equal(b.Closes) && a.InvitedOnly == b.InvitedOnly &&
		slices.Equal(a.Indicators, b.Indicators) && slices.Equal(a.Tags, b.Tags)
}

// setHandlers keeps who handles an event, and tells the trail when it is others than before.
func setHandlers(ctx context.Context, tx *store.Tx, id string, handlers []string) error {
	before, err := Handlers(ctx, tx, id)
	if err != nil {
		return err
	}
	handlers = eachOnce(handlers)
	slices.Sort(handlers)
	if slices.Equal(before, handlers) {
		return nil
	}
	if _, err := tx.Exec(ctx, "DELETE FROM event_handler WHERE event_id = $1", id); err != nil {
		return err
	}
	for _, account := range handlers {
		if _, err := tx.Exec(ctx, "INSERT INTO event_handler (event_id, account_id, chosen_at) VALUES ($1, $2, $3)", id, account, store.Now()); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "event.handlers_chosen", ObjectKind: "event", ObjectID: id,
		Before: map[string]int{"handlerCount": len(before)}, After: map[string]int{"handlerCount": len(handlers)}})
}

// Handlers are the accounts that handle an event.
func Handlers(ctx context.Context, tx *store.Tx, id string) ([]string, error) {
	handlers := []string{}
	return handlers, tx.Select(ctx, &handlers, "SELECT account_id FROM event_handler WHERE event_id = $1 ORDER BY account_id", id)
}

// SetProgramme keeps the programme, unless somebody else has changed the event since version seen.
func (f *Feature) SetProgramme(ctx context.Context, tx *store.Tx, id string, lines []Line, seen int) error {
	before, err := locked(ctx, tx, id)
	if err != nil || slices.Equal(before.Programme, lines) {
		return err
	}
	if before.Version != seen {
		return i18n.Fail("events.meanwhile").Because(errSavedMeanwhile)
	}
	after := before
	after.Programme = lines
	if _, err := tx.Exec(ctx, "UPDATE event SET programme = $2 WHERE id = $1", id, store.AsJSON(lines)); err != nil {
		return err
	}
	return f.changed(ctx, tx, &before, &after, "event.programme_changed", "")
}
