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
	ErrBusy      = errors.New("something is being done with the import")
)

// kind is what the trail calls an import.
const kind = "organisation_import"

// lock is held by whoever changes an import.
const lock = "organisation_import"

const (
	importColumns = "id, file_name, head, mapping, new_are_public, state, brought_by, brought_at, version"
	readImport    = `SELECT i.id, i.file_name, i.head, i.mapping, i.new_are_public, i.consent, i.roles_from, i.state, i.brought_by, i.brought_at, i.failure, i.is_keyed,
		i.version, COALESCE(t.task, '') AS task, COALESCE(t.is_begun, FALSE) AS is_begun
		FROM organisation_import i LEFT JOIN organisation_import_task t ON t.import_id = i.id`
)

// Find gives one import; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (imp Import, err error) {
	if store.IsID(id) {
		err = tx.Get(ctx, &imp, readImport+" WHERE i.id = $1", id)
	}
	if imp.ID == "" && (err == nil || errors.Is(err, store.ErrNotFound)) {
		err = i18n.Fail("orgimport.unknown").Because(store.ErrNotFound)
	}
	return imp, err
}

// mostListed is how many imports a page of the list shows.
const mostListed = 50

// List gives imports, the latest first, after one of them; from the latest when after is empty. Drafts are shown to those
// who may change them only. More tells whether there are others.
func List(ctx context.Context, tx *store.Tx, after string, withDrafts bool) (all []Import, more bool, err error) {
	text, args := readImport+" WHERE (i.state <> $1 OR $2)", []any{Draft, withDrafts}
	if after != "" {
		from, err := Find(ctx, tx, after)
		if err != nil {
			return nil, false, err
		}
		text, args = text+" AND (i.brought_at < $4 OR i.brought_at = $4 AND i.id < $5)", append(args, mostListed+1, from.BroughtAt, from.ID)
	} else {
		args = append(args, mostListed+1)
	}
	err = tx.Select(ctx, &all, text+" ORDER BY i.brought_at DESC, i.id DESC LIMIT $3", args...)
	return all[:min(len(all), mostListed)], len(all) > mostListed, err
}

// held finds an import and holds it until the transaction ends; ErrBusy while something large is done with it.
func held(ctx context.Context, tx *store.Tx, id string) (Import, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Import{}, err
	}
	imp, err := Find(ctx, tx, id)
	if err == nil && imp.Task != "" {
		err = i18n.Fail("orgimport.busy").Because(ErrBusy)
	}
	return imp, err
}

// draft finds an import that can still be changed, and holds it; ErrOver when it cannot.
func draft(ctx context.Context, tx *store.Tx, id string) (Import, error) {
	imp, err := held(ctx, tx, id)
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
		line := Line{Line: row.Line, Cells: store.AsJSON(row.Cells), Fate: Refused, Made: none}
		if err := rows.Add(ctx, line.row(id)...); err != nil {
			return err
		}
	}
	if err := rows.Flush(ctx); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "organisation_import.brought", ObjectKind: kind, ObjectID: id, After: imp.told(nil)})
}

// Arrange says how the file is to be read, and gives every row its fate anew.
func Arrange(ctx context.Context, tx *store.Tx, id string, s Settings, towns organisations.Municipalities) error {
	if _, err := s.Check(); err != nil {
		return err
	}
	imp, err := draft(ctx, tx, id)
	if err != nil {
		return err
	}
	imp.Mapping, imp.Public, imp.Consent, imp.RolesFrom = store.AsJSON(s.Mapping), s.Public, s.Consent, s.RolesFrom
	if _, err := tx.Exec(ctx, `UPDATE organisation_import SET mapping = $2, new_are_public = $3, consent = $4, roles_from = $5, is_keyed = $6, failure = '{}',
		version = version + 1 WHERE id = $1`, id, imp.Mapping, imp.Public, imp.Consent, imp.RolesFrom, true); err != nil {
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
	if err := tx.Select(ctx, &old, `SELECT id FROM organisation_import WHERE state = $1 AND brought_at < $2
		AND NOT EXISTS (SELECT 1 FROM organisation_import_task WHERE import_id = organisation_import.id)`, Draft, store.TimeOf(before)); err != nil {
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
	if _, err := tx.Exec(ctx, "UPDATE organisation_import SET state = $2, failure = '{}', version = version + 1 WHERE id = $1", imp.ID, state); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: kind, ObjectID: imp.ID, After: imp.told(counts)})
}

// lineColumns are those of a row, with its import.
const lineColumns = "import_id, line, cells, choice, fate, name, field, why, organisation_id, version, before, number, name_key, made"

// none is that nothing was added beside.
var none = store.AsJSON([]string{})

var lineValues = strings.Count(lineColumns, ",") + 1

func (l *Line) row(importID string) []any {
	return []any{importID, l.Line, l.Cells, l.Choice, l.Fate, l.Name, l.Field, l.Why, l.OrganisationID, l.Version, l.Before, l.Number, l.NameKey, l.Made}
}
