package orgimport

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// undoneAtOnce is how many rows are taken back together.
const undoneAtOnce = 5000

// Undo takes an import back: what it added is withdrawn, what it changed is as it was. What somebody has changed since, or
// refers to, is left as it is, and its row says so.
func Undo(ctx context.Context, tx *store.Tx, id, why string) error {
	imp, err := readIn(ctx, tx, id)
	if err != nil {
		return err
	}
	done, tell := 0, tellOf(ctx)
	for _, fate := range []Fate{Added, Changed} {
		if err := imp.each(ctx, tx, fate, func(lines []Line) error {
			back, err := takeBack(ctx, tx, fate, lines, why)
			if err != nil {
				return err
			}
			done += len(lines)
			tell(TakenOut, done)
			return imp.settle(ctx, tx, lines, back)
		}); err != nil {
			return err
		}
	}
	counts, err := Count(ctx, tx, id)
	if err != nil {
		return err
	}
	return imp.become(ctx, tx, Undone, "organisation_import.undone", counts)
}

// Foreseen is what undoing an import would do.
type Foreseen struct {
	Gone, AsBefore, Kept int
	Stay                 []Line // the first of those that are left as they are
}

// mostStaying is how many that stay are named before an import is undone.
const mostStaying = 50

// ForeseeUndo tells what undoing an import would do now. Only what may stay is looked at closely.
func ForeseeUndo(ctx context.Context, tx *store.Tx, id string) (f Foreseen, err error) {
	counts, err := Count(ctx, tx, id)
	if err != nil {
		return f, err
	}
	f.Gone, f.AsBefore = counts[Added], counts[Changed]
	for last := 0; ; {
		var lines []Line
		if err := tx.Select(ctx, &lines, "SELECT "+columnsOf("r.")+` FROM organisation_import_row r LEFT JOIN organisation o ON o.id = r.organisation_id
			WHERE r.import_id = $1 AND r.fate IN ($2, $3) AND r.line > $4 AND (o.id IS NULL OR o.version <> r.version OR r.fate = $3 OR `+organisations.ReferredTo("o.id")+`)
			ORDER BY r.line LIMIT $5`, id, Added, Changed, last, undoneAtOnce); err != nil || len(lines) == 0 {
			return f, err
		}
		last = lines[len(lines)-1].Line
		if err := f.look(ctx, tx, lines); err != nil {
			return f, err
		}
	}
}

// look counts which of some rows stay.
func (f *Foreseen) look(ctx context.Context, tx *store.Tx, lines []Line) error {
	back := map[string]bool{}
	for _, fate := range []Fate{Added, Changed} {
		of := slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Fate != fate })
		if fate == Added {
			gone, err := organisations.Withdrawable(ctx, tx, madeByAll(of))
			if err != nil {
				return err
			}
			maps.Copy(back, gone)
			continue
		}
		as, err := revisable(ctx, tx, of)
		if err != nil {
			return err
		}
		for id := range as {
			back[id] = true
		}
	}
	for i := range lines {
		if back[lines[i].OrganisationID] {
			continue
		}
		if f.Kept++; lines[i].Fate == Added {
			f.Gone--
		} else {
			f.AsBefore--
		}
		if len(f.Stay) < mostStaying {
			f.Stay = append(f.Stay, lines[i])
		}
	}
	return nil
}

// readIn finds an import that can be undone, and holds it.
func readIn(ctx context.Context, tx *store.Tx, id string) (Import, error) {
	imp, err := held(ctx, tx, id)
	if err == nil && imp.State != ReadIn {
		err = i18n.Fail("orgimport.over").Because(ErrOver)
	}
	return imp, err
}

// each gives the rows of a fate in turn, many at a time.
func (imp *Import) each(ctx context.Context, tx *store.Tx, fate Fate, do func(lines []Line) error) error {
	for last := 0; ; {
		var lines []Line
		if err := tx.Select(ctx, &lines, readLine+" AND fate = $2 AND line > $3 ORDER BY line LIMIT $4", imp.ID, fate, last, undoneAtOnce); err != nil || len(lines) == 0 {
			return err
		}
		last = lines[len(lines)-1].Line
		if err := do(lines); err != nil {
			return err
		}
	}
}

func madeByAll(lines []Line) []organisations.Beside {
	all := make([]organisations.Beside, len(lines))
	for i := range lines {
		all[i] = lines[i].madeBy()
	}
	return all
}

// takeBack undoes rows of a fate, and tells which organisations are as if they had not been.
func takeBack(ctx context.Context, tx *store.Tx, fate Fate, lines []Line, why string) (map[string]bool, error) {
	if fate == Added {
		return organisations.WithdrawMany(ctx, tx, madeByAll(lines), why)
	}
	if _, err := organisations.NewAdder(ctx, tx); err != nil { // the register stays as it is looked at
		return nil, err
	}
	as, err := revisable(ctx, tx, lines)
	if err != nil {
		return nil, err
	}
	var revisions []organisations.Revision
	var beside []organisations.Beside
	back := map[string]bool{}
	for i := range lines {
		is := as[lines[i].OrganisationID]
		if is == nil {
			continue
		}
		back[is.ID] = true
		beside = append(beside, lines[i].madeBy())
		if before := lines[i].Before.V; before != nil {
			revisions = append(revisions, organisations.Revision{Is: is, After: *before})
		}
	}
	if err := organisations.RemoveBeside(ctx, tx, beside, why); err != nil {
		return nil, err
	}
	return back, organisations.ChangeMany(ctx, tx, revisions)
}

// revisable are the organisations of rows that are as the import left them and can be as they were: nobody else has the
// number that they had.
func revisable(ctx context.Context, tx *store.Tx, lines []Line) (map[string]*organisations.Organisation, error) {
	ids := make([]string, len(lines))
	var numbers []organisations.Number
	for i := range lines {
		ids[i] = lines[i].OrganisationID
		if before := lines[i].Before.V; before != nil && before.Number != "" {
			numbers = append(numbers, before.Number)
		}
	}
	as, err := organisations.ByIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	taken, err := organisations.ByNumbers(ctx, tx, numbers)
	for i := range lines {
		is := as[lines[i].OrganisationID]
		if is == nil {
			continue
		}
		other, isTaken := organisations.Organisation{}, false
		if before := lines[i].Before.V; before != nil && before.Number != "" {
			other, isTaken = taken[before.Number]
		}
		if is.Version != lines[i].Version || isTaken && other.ID != is.ID {
			delete(as, is.ID)
		}
	}
	return as, err
}

// settle writes what became of rows that were to be undone.
func (imp *Import) settle(ctx context.Context, tx *store.Tx, lines []Line, back map[string]bool) error {
	by := map[Fate][]int{}
	for i := range lines {
		fate := Kept
		if back[lines[i].OrganisationID] {
			fate = Back
		}
		by[fate] = append(by[fate], lines[i].Line)
	}
	for fate, numbers := range by {
		for some := range slices.Chunk(numbers, judgedAtOnce/2) {
			places, args := placesOf(some, imp.ID, fate)
			if _, err := tx.Exec(ctx, "UPDATE organisation_import_row SET fate = $2, before = 'null' WHERE import_id = $1 AND line IN ("+places+")", args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// placesOf gives the places of some numbers in a statement, after other arguments.
func placesOf(numbers []int, before ...any) (places string, args []any) {
	args = before
	for i, n := range numbers {
		if i > 0 {
			places += ", "
		}
		args = append(args, n)
		places += "$" + strconv.Itoa(len(args))
	}
	return places, args
}
