package orgimport

import (
	"context"
	"errors"
	"strings"
	"time"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/store"
)

// Kinds of refusal that callers act on. Test with errors.Is.
var (
	ErrOver      = errors.New("the import is no draft any more")
	ErrMeanwhile = errors.New("the fates are not those that were seen")
)

// kind is what the trail calls an import.
const kind = "organisation_import"

// lock is held by whoever changes an import.
const lock = "organisation_import"

const importColumns = "id, file_name, head, mapping, new_are_public, state, brought_by, brought_at, version"

// Find gives one import; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (imp Import, err error) {
	if store.IsID(id) {
		err = tx.Get(ctx, &imp, "SELECT "+importColumns+" FROM organisation_import WHERE id = $1", id)
	}
	if imp.ID == "" && (err == nil || errors.Is(err, store.ErrNotFound)) {
		err = i18n.Fail("orgimport.unknown").Because(store.ErrNotFound)
	}
	return imp, err
}

// mostListed is how many imports the list shows: the latest.
const mostListed = 100

// List gives the imports, the latest first.
func List(ctx context.Context, tx *store.Tx) (all []Import, err error) {
	err = tx.Select(ctx, &all, "SELECT "+importColumns+" FROM organisation_import ORDER BY brought_at DESC, id DESC LIMIT $1", mostListed)
	return all, err
}

// draft finds an import that can still be changed, and holds it; ErrOver when it cannot.
func draft(ctx context.Context, tx *store.Tx, id string) (Import, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Import{}, err
	}
	imp, err := Find(ctx, tx, id)
	if err == nil && imp.State != Draft {
		err = i18n.Fail("orgimport.over").Because(ErrOver)
	}
	return imp, err
}

// told is what the trail keeps of an import.
type told struct {
	FileName string `json:"fileName"`
	Rows     int    `json:"rows,omitempty"`
	Added    int    `json:"addedRows,omitempty"`
	Changed  int    `json:"changedRows,omitempty"`
	Back     int    `json:"undoneRows,omitempty"`
	Kept     int    `json:"keptRows,omitempty"`
}

func (imp *Import) told(counts Counts) told {
	return told{imp.FileName, counts.Total(), counts[Added], counts[Changed], counts[Back], counts[Kept]}
}

// Bring keeps a file as an import, with a first guess of what its columns hold. The key was made with the form, so that the
// same form sent twice brings one.
func Bring(ctx context.Context, tx *store.Tx, id, fileName string, t *sheet.Table) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	if _, err := Find(ctx, tx, id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	actor, _ := audit.ActorIn(ctx)
	imp := Import{ID: id, FileName: fileName, State: Draft, BroughtBy: actor.Name, BroughtAt: store.Now()}
	if _, err := tx.Exec(ctx, "INSERT INTO organisation_import ("+importColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
		id, fileName, store.AsJSON(t.Head), store.AsJSON(Guess(t.Head)), false, imp.State, imp.BroughtBy, imp.BroughtAt); err != nil {
		return err
	}
	rows := store.NewBulk(tx, "organisation_import_row ("+lineColumns+")", "", lineValues)
	for _, row := range t.Rows {
		line := Line{Line: row.Line, Cells: store.AsJSON(row.Cells), Fate: Refused}
		if err := rows.Add(ctx, line.row(id)...); err != nil {
			return err
		}
	}
	if err := rows.Flush(ctx); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation_import.brought", ObjectKind: kind, ObjectID: id, After: imp.told(nil)})
}

// Arrange says what the columns hold, and gives every row its fate anew.
func Arrange(ctx context.Context, tx *store.Tx, id string, m Mapping, public bool, towns organisations.Municipalities) error {
	if err := m.Check(); err != nil {
		return err
	}
	imp, err := draft(ctx, tx, id)
	if err != nil {
		return err
	}
	imp.Mapping, imp.Public = store.AsJSON(m), public
	if _, err := tx.Exec(ctx, "UPDATE organisation_import SET mapping = $2, new_are_public = $3, version = version + 1 WHERE id = $1", id, imp.Mapping, public); err != nil {
		return err
	}
	_, err = imp.judgeAll(ctx, tx, towns)
	return err
}

// Discard gives an import up: its cells are forgotten.
func Discard(ctx context.Context, tx *store.Tx, id string) error {
	imp, err := draft(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM organisation_import_row WHERE import_id = $1", id); err != nil {
		return err
	}
	return imp.become(ctx, tx, Discarded, "organisation_import.discarded", nil)
}

// KeptAsDraft is how long a draft waits to be read in; its file may tell of people.
const KeptAsDraft = 30 * 24 * time.Hour

// Forget discards drafts that nobody has read in since a moment.
func Forget(ctx context.Context, tx *store.Tx, before time.Time) error {
	var old []string
	if err := tx.Select(ctx, &old, "SELECT id FROM organisation_import WHERE state = $1 AND brought_at < $2", Draft, store.TimeOf(before)); err != nil {
		return err
	}
	for _, id := range old {
		if err := Discard(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// become takes an import to its next state and says so in the trail.
func (imp *Import) become(ctx context.Context, tx *store.Tx, state State, action string, counts Counts) error {
	if _, err := tx.Exec(ctx, "UPDATE organisation_import SET state = $2, version = version + 1 WHERE id = $1", imp.ID, state); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: kind, ObjectID: imp.ID, After: imp.told(counts)})
}

// lineColumns are those of a row, with its import.
const lineColumns = "import_id, line, cells, choice, fate, name, field, why, organisation_id, version, before"

var lineValues = strings.Count(lineColumns, ",") + 1

func (l *Line) row(importID string) []any {
	return []any{importID, l.Line, l.Cells, l.Choice, l.Fate, l.Name, l.Field, l.Why, l.OrganisationID, l.Version, l.Before}
}
