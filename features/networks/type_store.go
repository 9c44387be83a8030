package networks

import (
	"context"
	"errors"
	"slices"

	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const typeQuery = "SELECT id, network_id, name, kind, wanted, minutes, indicator_ids, ended_on, version FROM meeting_type"

type typeRow struct {
	ID, NetworkID, Name string
	Kind                plan.EvidenceKind
	Wanted, Minutes     int
	IndicatorIDs        store.JSON[[]string] `db:"indicator_ids"`
	EndedOn             calendar.Date
	Version             int
}

func (r *typeRow) meetingType() Type {
	return Type{ID: r.ID, NetworkID: r.NetworkID, Name: r.Name, Kind: r.Kind, Wanted: r.Wanted, Minutes: r.Minutes, IndicatorIDs: r.IndicatorIDs.V, EndedOn: r.EndedOn,
		Version: r.Version}
}

// Types lists a network's types of meetings, those that have ended last.
func Types(ctx context.Context, tx *store.Tx, networkID string) ([]Type, error) {
	return types(ctx, tx, " WHERE network_id = $1", networkID)
}

// AllTypes lists the types of meetings of every network, those that have ended last.
func AllTypes(ctx context.Context, tx *store.Tx) ([]Type, error) { return types(ctx, tx, "") }

func types(ctx context.Context, tx *store.Tx, where string, args ...any) ([]Type, error) {
	var rows []typeRow
	err := tx.Select(ctx, &rows, typeQuery+where+" ORDER BY CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END, id", args...)
	all := make([]Type, len(rows))
	for i := range rows {
		all[i] = rows[i].meetingType()
	}
	return all, err
}

// FindType gives a type of meeting; store.ErrNotFound when there is none.
func FindType(ctx context.Context, tx *store.Tx, id string) (Type, error) {
	unknown := i18n.Fail("networks.type_unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return Type{}, unknown
	}
	var row typeRow
	err := tx.Get(ctx, &row, typeQuery+" WHERE id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return row.meetingType(), err
}

// typeTold is what the trail keeps of a type of meeting.
type typeTold struct {
	Name    string            `json:"name"`
	Kind    plan.EvidenceKind `json:"kind"`
	Wanted  int               `json:"wantedYearly"`
	Minutes int               `json:"usualMinutes"`
	Counted []counted         `json:"countsTowards,omitempty"`
	EndedOn calendar.Date     `json:"endedOn,omitzero"`
}

// counted is an indicator in the trail, which tells it by its text.
type counted struct {
	IndicatorID string `json:"indicatorId"`
}

func (t *Type) told() typeTold {
	told := typeTold{Name: t.Name, Kind: t.Kind, Wanted: t.Wanted, Minutes: t.Minutes, EndedOn: t.EndedOn}
	for _, id := range t.IndicatorIDs {
		told.Counted = append(told.Counted, counted{id})
	}
	return told
}

// AddType gives a network a type of meeting. The key was made with the form, so the same form sent twice adds one.
func AddType(ctx context.Context, tx *store.Tx, t Type) error {
	t.tidy()
	if err := firstFault(t.check()); err != nil {
		return err
	}
	if _, err := openNetwork(ctx, tx, t.NetworkID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO meeting_type (id, network_id, name, kind, wanted, minutes, indicator_ids, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
		ON CONFLICT (id) DO NOTHING`, t.ID, t.NetworkID, t.Name, t.Kind, t.Wanted, t.Minutes, store.AsJSON(t.IndicatorIDs))
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "network.type_added", ObjectKind: "network", ObjectID: t.NetworkID, After: t.told()})
}

// ChangeType changes what is said of a type of meeting, unless somebody else has done so since version seen.
func ChangeType(ctx context.Context, tx *store.Tx, t Type, seen int) error {
	t.tidy()
	if err := firstFault(t.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindType(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	t.NetworkID, t.EndedOn, t.Version = before.NetworkID, before.EndedOn, before.Version
	if before.Name == t.Name && before.Kind == t.Kind && before.Wanted == t.Wanted && before.Minutes == t.Minutes && slices.Equal(before.IndicatorIDs, t.IndicatorIDs) {
		return nil
	}
	if before.Version != seen {
		return i18n.Fail("networks.meanwhile").Because(ErrSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, `UPDATE meeting_type SET name = $2, kind = $3, wanted = $4, minutes = $5, indicator_ids = $6, version = version + 1 WHERE id = $1`,
		t.ID, t.Name, t.Kind, t.Wanted, t.Minutes, store.AsJSON(t.IndicatorIDs)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "network.type_changed", ObjectKind: "network", ObjectID: t.NetworkID, Before: before.told(), After: t.told()})
}

// EndType says that no more meetings of a type are planned. No day takes the end back.
func EndType(ctx context.Context, tx *store.Tx, id string, day calendar.Date) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindType(ctx, tx, id)
	if err != nil || before.HasEnded() == !day.IsZero() {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE meeting_type SET ended_on = $2, version = version + 1 WHERE id = $1", id, day); err != nil {
		return err
	}
	after, action := before, "network.type_ended"
	if after.EndedOn = day; day.IsZero() {
		action = "network.type_reopened"
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "network", ObjectID: before.NetworkID, Before: before.told(), After: after.told()})
}
