package meetings

import (
	"context"
	"slices"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Agenda lists the points of a meeting in their order.
func Agenda(ctx context.Context, tx *store.Tx, meetingID string) (all []Item, err error) {
	return all, tx.Select(ctx, &all, "SELECT id, title, body, presenter, place, minutes FROM meeting_item WHERE meeting_id = $1 ORDER BY place, id", meetingID)
}

// itemTold is what the trail keeps of a point. Who presents it is not among it.
type itemTold struct {
	Title   string `json:"title"`
	Body    string `json:"body,omitempty"`
	Minutes int    `json:"minutes,omitempty"`
	Place   int    `json:"orderNumber,omitempty"`
}

func (i *Item) told() itemTold { return itemTold{i.Title, i.Body, i.Minutes, i.Place} }

// withAgenda gives a meeting whose agenda may be changed with its points, and keeps others from changing them meanwhile.
func withAgenda(ctx context.Context, tx *store.Tx, id string, before func(State) bool) (Meeting, []Item, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Meeting{}, nil, err
	}
	m, err := Find(ctx, tx, id)
	if err != nil {
		return m, nil, err
	}
	if !before(m.State) {
		return m, nil, i18n.Fail("meetings.agenda_fixed")
	}
	items, err := Agenda(ctx, tx, id)
	return m, items, err
}

// AddItem puts a point last on the agenda. The same form sent twice adds one.
func AddItem(ctx context.Context, tx *store.Tx, meetingID string, item Item) error {
	item.tidy()
	if err := firstFault(item.check()); err != nil {
		return err
	}
	_, items, err := withAgenda(ctx, tx, meetingID, State.mayAddTo)
	if err != nil || slices.ContainsFunc(items, func(i Item) bool { return i.ID == item.ID }) {
		return err
	}
	if len(items) >= mostItems {
		return i18n.Fail("meetings.too_many_items", "most", mostItems)
	}
	item.Place = len(items) + 1
	if err := insertItem(ctx, tx, meetingID, &item); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.item_added", ObjectKind: "meeting", ObjectID: meetingID, After: item.told()})
}

func insertItem(ctx context.Context, tx *store.Tx, meetingID string, i *Item) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_item (id, meeting_id, place, title, body, presenter, minutes) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO NOTHING`, i.ID, meetingID, i.Place, i.Title, i.Body, i.Presenter, i.Minutes)
	return err
}

// itemOf finds a point among a meeting's; store.ErrNotFound when it has no such point.
func itemOf(items []Item, id string) (Item, error) {
	for _, i := range items {
		if i.ID == id {
			return i, nil
		}
	}
	return Item{}, i18n.Fail("meetings.item_unknown").Because(store.ErrNotFound)
}

// ChangeItem changes a point of the agenda, unless it is not what the reader saw: points have no versions.
func ChangeItem(ctx context.Context, tx *store.Tx, meetingID string, item Item, saw string) error {
	item.tidy()
	if err := firstFault(item.check()); err != nil {
		return err
	}
	_, items, err := withAgenda(ctx, tx, meetingID, State.mayAddTo)
	if err != nil {
		return err
	}
	before, err := itemOf(items, item.ID)
	if err != nil {
		return err
	}
	item.Place = before.Place
	if before == item {
		return nil
	}
	if saw != before.mark() {
		return i18n.Fail("meetings.meanwhile").Because(ErrSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting_item SET title = $2, body = $3, presenter = $4, minutes = $5 WHERE id = $1", item.ID, item.Title, item.Body, item.Presenter, item.Minutes); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.item_changed", ObjectKind: "meeting", ObjectID: meetingID, Before: before.told(), After: item.told()})
}

// MoveItem moves a point a step up or down. Beyond the ends nothing moves.
func MoveItem(ctx context.Context, tx *store.Tx, meetingID, id string, down bool) error {
	_, items, err := withAgenda(ctx, tx, meetingID, State.IsAhead)
	if err != nil {
		return err
	}
	before, err := itemOf(items, id)
	if err != nil {
		return err
	}
	after := moved(items, id, down)
	if err := renumber(ctx, tx, items, after); err != nil {
		return err
	}
	now, _ := itemOf(after, id)
	if now.Place == before.Place {
		return nil
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.item_moved", ObjectKind: "meeting", ObjectID: meetingID, Before: before.told(), After: now.told()})
}

func renumber(ctx context.Context, tx *store.Tx, before, after []Item) error {
	for _, item := range after {
		if slices.ContainsFunc(before, func(b Item) bool { return b.ID == item.ID && b.Place == item.Place }) {
			continue
		}
		if _, err := tx.Exec(ctx, "UPDATE meeting_item SET place = $2 WHERE id = $1", item.ID, item.Place); err != nil {
			return err
		}
	}
	return nil
}

// RemoveItem takes a point away; its documents stay with the meeting. One that is gone already is no fault.
func RemoveItem(ctx context.Context, tx *store.Tx, meetingID, id string) error {
	_, items, err := withAgenda(ctx, tx, meetingID, State.IsAhead)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(items, func(i Item) bool { return i.ID == id })
	if at < 0 {
		return nil
	}
	gone := items[at]
	for _, query := range []string{"UPDATE meeting_document SET item_id = NULL WHERE item_id = $1", "DELETE FROM meeting_item WHERE id = $1"} {
		if _, err := tx.Exec(ctx, query, id); err != nil {
			return err
		}
	}
	left := moved(slices.Delete(slices.Clone(items), at, at+1), "", false)
	if err := renumber(ctx, tx, items, left); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.item_removed", ObjectKind: "meeting", ObjectID: meetingID, Before: gone.told()})
}

// TakeAgenda gives a meeting without points those of the latest meeting of its type that has some.
func TakeAgenda(ctx context.Context, tx *store.Tx, meetingID string) error {
	m, items, err := withAgenda(ctx, tx, meetingID, State.IsAhead)
	if err != nil || len(items) > 0 {
		return err
	}
	return copyAgenda(ctx, tx, &m)
}

// copyAgenda takes over titles and lengths; what is said of a point, and who presents it, belongs to the meeting it was for.
func copyAgenda(ctx context.Context, tx *store.Tx, m *Meeting) error {
	from, err := agendaBefore(ctx, tx, m)
	if err != nil || from == "" {
		return err
	}
	items, err := Agenda(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, i := range items {
		if err := insertItem(ctx, tx, m.ID, &Item{ID: store.NewID(), Title: i.Title, Place: i.Place, Minutes: i.Minutes}); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.agenda_taken", ObjectKind: "meeting", ObjectID: m.ID, After: map[string]int{"points": len(items)}})
}

// agendaBefore is the key of the latest other meeting of the type that has an agenda; empty when there is none.
func agendaBefore(ctx context.Context, tx *store.Tx, m *Meeting) (string, error) {
	var keys []string
	err := tx.Select(ctx, &keys, `SELECT m.id FROM meeting m WHERE m.type_id = $1 AND m.id <> $2 AND EXISTS (SELECT 1 FROM meeting_item i WHERE i.meeting_id = m.id)
		ORDER BY m.starts_at DESC, m.id DESC LIMIT 1`, m.TypeID, m.ID)
	if err != nil || len(keys) == 0 {
		return "", err
	}
	return keys[0], nil
}
