package meetings

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Attendance lists who came, in the order of what they are called.
func Attendance(ctx context.Context, tx *store.Tx, meetingID string) (all []Attendee, err error) {
	err = tx.Select(ctx, &all, `SELECT COALESCE(a.member_id, '') AS member_id, COALESCE(a.organisation_id, '') AS organisation_id, a.organisation, a.name
		FROM meeting_attendance a WHERE a.meeting_id = $1 ORDER BY a.id`, meetingID)
	sortAttendees(all)
	return all, err
}

func sortAttendees(all []Attendee) {
	slices.SortStableFunc(all, func(a, b Attendee) int {
		return bytes.Compare(inOrder(a.Organisation, a.Name), inOrder(b.Organisation, b.Name))
	})
}

// holdingOf is what is said of how a meeting was held.
func holdingOf(ctx context.Context, tx *store.Tx, m *Meeting) (h Holding, err error) {
	h = Holding{Day: m.Day(), HeadCount: m.HeadCount, OrganisationCount: m.OrganisationCount}
	if err := tx.Get(ctx, &h.MinutesSpent, "SELECT minutes_spent FROM meeting WHERE id = $1", m.ID); err != nil {
		return h, err
	}
	h.Present, err = Attendance(ctx, tx, m.ID)
	return h, err
}

// held is what the trail keeps of how a meeting was held: how many came, not who.
type held struct {
	Day               calendar.Date `json:"day"`
	HeadCount         int           `json:"headCount"`
	OrganisationCount int           `json:"organisationCount"`
	MinutesSpent      *int          `json:"minutesSpent,omitempty"`
	RecordID          string        `json:"recordId"`
}

func (h *Holding) told(recordID string) held {
	return held{h.Day, h.heads(), h.organisationCount(), h.MinutesSpent, recordID}
}

// Hold closes a meeting as held, which is evidence that counts at once, or corrects what was said when it was closed. Seen
// is the version of the meeting that the form was filled in from; somebody else's change since is not written over. The
// same form sent twice closes once.
func (f *Feature) Hold(ctx context.Context, tx *store.Tx, id string, h Holding, seen int, today calendar.Date) error {
	sortAttendees(h.Present)
	if slips := h.check(today); len(slips) > 0 {
		return slips[0].err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	m, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	before, err := holdingOf(ctx, tx, &m)
	if err != nil {
		return err
	}
	switch {
	case m.State.WasHeld() && before.isSame(&h):
		return nil
	case m.Version != seen:
		return i18n.Fail("meetings.held.meanwhile").Because(ErrSavedMeanwhile)
	case m.State == Cancelled:
		return i18n.Fail("meetings.not_now")
	case m.State == Adjusted:
		return i18n.Fail("meetings.held.is_adjusted")
	}
	isNew := !m.State.WasHeld()
	if isNew {
		if err := become(ctx, tx, &m, Held, ""); err != nil {
			return err
		}
	}
	if err := writeHolding(ctx, tx, &m, &h); err != nil {
		return err
	}
	if !isNew {
		if err := correctRecord(ctx, tx, &Meeting{ID: id}); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Change{Action: "meeting.held_corrected", ObjectKind: "meeting", ObjectID: id, Before: before.told(m.RecordID), After: h.told(m.RecordID)})
	}
	recordID, err := addRecord(ctx, tx, id, today)
	if err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.held", ObjectKind: "meeting", ObjectID: id, After: h.told(recordID)})
}

// writeHolding writes how the meeting was held, on the day it was.
func writeHolding(ctx context.Context, tx *store.Tx, m *Meeting, h *Holding) error {
	moved := m.onDay(h.Day)
	if _, err := tx.Exec(ctx, `UPDATE meeting SET starts_at = $2, ends_at = $3, day = $4, head_count = $5, organisation_count = $6, minutes_spent = $7, changed_at = $8,
		version = version + 1 WHERE id = $1`, m.ID, store.TimeOf(moved.Starts), store.TimeOf(moved.Ends), h.Day, h.heads(), h.organisationCount(), intOrNull(h.MinutesSpent), store.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM meeting_attendance WHERE meeting_id = $1", m.ID); err != nil {
		return err
	}
	for i := range h.Present {
		a := &h.Present[i]
		if _, err := tx.Exec(ctx, "INSERT INTO meeting_attendance (id, meeting_id, member_id, organisation_id, organisation, name, noted_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			store.NewID(), m.ID, orNull(a.MemberID), orNull(a.OrganisationID), a.Organisation, a.Name, store.Now()); err != nil {
			return err
		}
	}
	return nil
}

func intOrNull(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// kindOf is what meetings of a type are recorded as.
func kindOf(ctx context.Context, tx *store.Tx, typeID string) (kind evidenceKind, err error) {
	var row struct {
		Kind         string
		Name         string
		IndicatorIDs store.JSON[[]string] `db:"indicator_ids"`
	}
	if err = tx.Get(ctx, &row, "SELECT kind, name, indicator_ids FROM meeting_type WHERE id = $1", typeID); err != nil {
		return kind, err
	}
	return evidenceKind{Kind: kindNamed(row.Kind), Name: row.Name, IndicatorIDs: row.IndicatorIDs.V}, nil
}

// addRecord writes the evidence that a meeting was held, and gives its key.
func addRecord(ctx context.Context, tx *store.Tx, id string, today calendar.Date) (recordID string, err error) {
	m, h, kind, err := toRecord(ctx, tx, id)
	if err != nil {
		return "", err
	}
	groups, err := indicatorsNow(ctx, tx, kind.IndicatorIDs)
	if err != nil {
		return "", err
	}
	n := evidence.NewRecord{Content: m.content(&h, kind), Source: m.source()}
	if len(groups) > 0 {
		for _, indicator := range groups[0] {
			n.Indicators = append(n.Indicators, evidence.Placing{IndicatorID: indicator})
		}
		groups = groups[1:]
	}
	record, err := evidence.Add(ctx, tx, n, today)
	if err != nil {
		return "", err
	}
	for _, group := range groups { // a record names the indicators of one plan; those of others are linked one by one
		for _, indicator := range group {
			if err := evidence.LinkByHand(ctx, tx, record.ID, indicator, calendar.Date{}, ""); err != nil {
				return "", err
			}
		}
	}
	_, err = tx.Exec(ctx, "UPDATE meeting SET record_id = $2 WHERE id = $1", id, record.ID)
	return record.ID, err
}

// toRecord reads what a meeting's record is made of.
func toRecord(ctx context.Context, tx *store.Tx, id string) (m Meeting, h Holding, kind evidenceKind, err error) {
	if m, err = Find(ctx, tx, id); err != nil {
		return m, h, kind, err
	}
	if h, err = holdingOf(ctx, tx, &m); err != nil {
		return m, h, kind, err
	}
	kind, err = kindOf(ctx, tx, m.TypeID)
	return m, h, kind, err
}

// indicatorsNow are a type's indicators as they are in the plans in force, by plan: a new edition has its own in place of
// those of the edition before. Those that no plan in force has are left out.
func indicatorsNow(ctx context.Context, tx *store.Tx, ids []string) (groups [][]string, err error) {
	plans := map[string]int{}
	seen := map[string]bool{}
	for _, id := range ids {
		for range 20 { // editions
			var at struct {
				PlanID  string
				InForce bool
			}
			err := tx.Get(ctx, &at, "SELECT i.plan_id, p.status = 'current' AS in_force FROM indicator i JOIN plan p ON p.id = i.plan_id WHERE i.id = $1 AND i.removed_at IS NULL", id)
			if errors.Is(err, store.ErrNotFound) {
				break
			}
			if err != nil {
				return nil, err
			}
			if at.InForce {
				if group, known := plans[at.PlanID]; !seen[id] && known {
					groups[group] = append(groups[group], id)
				} else if !seen[id] {
					plans[at.PlanID] = len(groups)
					groups = append(groups, []string{id})
				}
				seen[id] = true
				break
			}
			err = tx.Get(ctx, &id, `SELECT i.id FROM indicator i JOIN plan p ON p.id = i.plan_id WHERE i.carried_from = $1 AND i.removed_at IS NULL
				AND p.status IN ('current', 'archived') ORDER BY p.edition LIMIT 1`, id)
			if errors.Is(err, store.ErrNotFound) {
				break
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return groups, nil
}

// correctRecord brings the evidence in step with a meeting that has been held; nothing for any other.
func correctRecord(ctx context.Context, tx *store.Tx, of *Meeting) error {
	m, h, kind, err := toRecord(ctx, tx, of.ID)
	if err != nil || !m.State.WasHeld() || m.RecordID == "" {
		return err
	}
	last, err := audit.Last(ctx, tx, "record", m.RecordID)
	if err != nil {
		return err
	}
	record, err := evidence.Find(ctx, tx, m.RecordID)
	if err != nil {
		return err
	}
	content := m.content(&h, kind)
	content.Kind, content.Tags = record.Kind, record.Tags // the type may have changed since; the record is of its time
	return evidence.Correct(ctx, tx, m.RecordID, content, last.ID, calendar.Today(store.Now().Time))
}

// takeBack voids the evidence that a meeting was held.
func takeBack(ctx context.Context, tx *store.Tx, m *Meeting, why string) error {
	if m.RecordID == "" {
		return nil
	}
	record, err := evidence.Find(ctx, tx, m.RecordID)
	if err != nil {
		return err
	}
	if !record.IsVoided() {
		if err := evidence.Void(ctx, tx, m.RecordID, why); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, "UPDATE meeting SET record_id = NULL WHERE id = $1", m.ID)
	return err
}

// Reopen says that a meeting that was closed had not been held, or must be closed anew. Its record is void with the reason.
// What was said of who came stays, to begin with when it is closed again.
func (f *Feature) Reopen(ctx context.Context, tx *store.Tx, id, why string) error {
	why = strings.TrimSpace(why)
	if fault := checkReason(why); fault != nil {
		return fault
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	m, err := Find(ctx, tx, id)
	if err != nil {
		return err
	}
	switch {
	case m.State == Planned || m.State == Invited:
		return nil
	case m.State == Adjusted:
		return i18n.Fail("meetings.held.is_adjusted")
	case m.State != Held:
		return i18n.Fail("meetings.not_now")
	}
	var asked int
	if err := tx.Get(ctx, &asked, "SELECT count(*) FROM meeting_invitation WHERE meeting_id = $1", id); err != nil {
		return err
	}
	back := Planned
	if asked > 0 {
		back = Invited
	}
	if err := become(ctx, tx, &m, back, ""); err != nil {
		return err
	}
	if err := takeBack(ctx, tx, &m, why); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "meeting.reopened", ObjectKind: "meeting", ObjectID: id, Reason: why, Before: struct {
		RecordID string `json:"recordId"`
	}{m.RecordID}})
}

// byName gives organisations of the register by exactly their names; of one that has been merged, who stands for it.
func byName(ctx context.Context, tx *store.Tx, names []string) (map[string]Attendee, error) {
	found := map[string]Attendee{}
	for _, name := range names {
		if name = oneLine(name); name == "" {
			continue
		}
		var rows []struct{ ID, Name string }
		if err := tx.Select(ctx, &rows, "SELECT DISTINCT k.id, k.name FROM organisation o JOIN organisation k ON k.id = "+organisations.Stands("o")+
			" WHERE o.sort_key = $1 AND k.ended_on IS NULL ORDER BY k.id LIMIT 2", inOrder(name)); err != nil {
			return nil, err
		}
		if len(rows) == 1 { // two of the same name: which one cannot be known
			found[fold.Search(name)] = Attendee{OrganisationID: rows[0].ID, Organisation: rows[0].Name}
		}
	}
	return found, nil
}
