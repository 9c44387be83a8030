package cases

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const boardKind = "board"

// Boards lists the boards in the order of their names.
func Boards(ctx context.Context, tx *store.Tx) (all []Board, err error) {
	err = tx.Select(ctx, &all, "SELECT id, name, version FROM board")
	slices.SortFunc(all, func(a, b Board) int {
		return cmp.Or(cmp.Compare(organisations.NameKey(a.Name), organisations.NameKey(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return all, err
}

// FindBoard gives a board; store.ErrNotFound when there is none.
func FindBoard(ctx context.Context, tx *store.Tx, id string) (b Board, err error) {
	unknown := i18n.Fail("cases.board_unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return b, unknown
	}
	if err = tx.Get(ctx, &b, "SELECT id, name, version FROM board WHERE id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return b, err
}

func checkBoard(name string) *i18n.Error {
	switch {
	case name == "":
		return i18n.Fail("cases.name_missing")
	case utf8.RuneCountInString(name) > longestTitle:
		return i18n.Fail("cases.too_long", "longest", longestTitle)
	}
	return nil
}

// AddBoard adds a board. The key was made with the form, so the same form sent twice adds one.
func AddBoard(ctx context.Context, tx *store.Tx, id, name string) error {
	if err := checkBoard(name); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "INSERT INTO board (id, name, version) VALUES ($1, $2, 1) ON CONFLICT (id) DO NOTHING", id, name)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board.added", ObjectKind: boardKind, ObjectID: id, After: map[string]string{"name": name}})
}

// RenameBoard gives a board another name. Seen is the version that the reader changed.
func RenameBoard(ctx context.Context, tx *store.Tx, id, name string, seen int) error {
	if err := checkBoard(name); err != nil {
		return err
	}
	if err := tx.Lock(ctx, boardKind+id); err != nil {
		return err
	}
	b, err := FindBoard(ctx, tx, id)
	switch {
	case err != nil || b.Name == name:
		return err
	case b.Version != seen:
		return ErrSavedMeanwhile
	}
	if _, err := tx.Exec(ctx, "UPDATE board SET name = $2, version = version + 1 WHERE id = $1", id, name); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board.changed", ObjectKind: boardKind, ObjectID: id, Before: map[string]string{"name": b.Name}, After: map[string]string{"name": name}})
}

const memberQuery = "SELECT id, board_id, name, office, account_id, from_on, until_on FROM board_member"

// Members lists a board's members, the chair first; those of the same office by name.
func Members(ctx context.Context, tx *store.Tx, boardID string) (all []Member, err error) {
	err = tx.Select(ctx, &all, memberQuery+" WHERE board_id = $1", boardID)
	slices.SortFunc(all, func(a, b Member) int {
		return cmp.Or(cmp.Compare(slices.Index(Offices, a.Office), slices.Index(Offices, b.Office)),
			cmp.Compare(organisations.NameKey(a.Name), organisations.NameKey(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return all, err
}

// ServingOn lists those who are members on a day.
func ServingOn(ctx context.Context, tx *store.Tx, boardID string, day calendar.Date) ([]Member, error) {
	all, err := Members(ctx, tx, boardID)
	return slices.DeleteFunc(all, func(m Member) bool { return !m.ServesOn(day) }), err
}

// memberTold is what the trail keeps of a member: no name.
type memberTold struct {
	ID     string        `json:"boardMember"`
	Office Office        `json:"boardOffice"`
	From   calendar.Date `json:"from"`
	Until  calendar.Date `json:"memberUntil"`
}

// AddMember adds a member to a board. The key was made with the form, so the same form sent twice adds one.
func AddMember(ctx context.Context, tx *store.Tx, m Member) error {
	if faults := m.check(); len(faults) > 0 {
		return faults[0].err
	}
	if _, err := FindBoard(ctx, tx, m.BoardID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "INSERT INTO board_member (id, board_id, name, office, account_id, from_on) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
		m.ID, m.BoardID, m.Name, m.Office, m.AccountID, m.From)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board.member_added", ObjectKind: boardKind, ObjectID: m.BoardID, After: memberTold{m.ID, m.Office, m.From, m.Until}})
}

// EndMember says which day was a member's last.
func EndMember(ctx context.Context, tx *store.Tx, boardID, memberID string, until calendar.Date) error {
	if err := tx.Lock(ctx, boardKind+boardID); err != nil {
		return err
	}
	m, err := findMember(ctx, tx, boardID, memberID)
	switch {
	case err != nil:
		return err
	case until.IsZero():
		return i18n.Fail("cases.day_missing")
	case until.Before(m.From):
		return i18n.Fail("cases.ends_early", "day", m.From.String())
	case m.Until == until:
		return nil
	}
	if _, err := tx.Exec(ctx, "UPDATE board_member SET until_on = $2 WHERE id = $1", memberID, until); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "board.member_ended", ObjectKind: boardKind, ObjectID: boardID,
		Before: memberTold{m.ID, m.Office, m.From, m.Until}, After: memberTold{m.ID, m.Office, m.From, until}})
}

func findMember(ctx context.Context, tx *store.Tx, boardID, memberID string) (m Member, err error) {
	if err = tx.Get(ctx, &m, memberQuery+" WHERE id = $1 AND board_id = $2", memberID, boardID); errors.Is(err, store.ErrNotFound) {
		err = i18n.Fail("cases.member_unknown").Because(err)
	}
	return m, err
}
