package orgimport

import (
	"context"
	"slices"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Run reads an import into the register, all of it or nothing. Seen is what the reader was shown: when the register has
// changed so that something else would happen, nothing does (ErrMeanwhile). The cells are forgotten.
func Run(ctx context.Context, tx *store.Tx, id string, seen Counts, towns organisations.Municipalities) error {
	imp, err := draft(ctx, tx, id)
	if err != nil {
		return err
	}
	counts, err := Count(ctx, tx, id)
	if err == nil {
		err = counts.mayBeRead(seen)
	}
	if err != nil {
		return err
	}
	r, err := newRunning(ctx, tx, &imp, towns)
	if err != nil {
		return err
	}
	if counts, err = r.judgeAndAdd(ctx); err == nil {
		err = counts.mayBeRead(seen)
	}
	if err != nil {
		return err
	}
	if err := r.change(ctx); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE organisation_import_row SET cells = '[]', version = CASE WHEN fate = $2 THEN 1 ELSE version END
		WHERE import_id = $1`, id, Added); err != nil {
		return err
	}
	return imp.become(ctx, tx, ReadIn, "organisation_import.read", counts)
}

// mayBeRead tells why rows with these fates are not read in, by somebody who was shown others; nil when they are.
func (c Counts) mayBeRead(seen Counts) error {
	switch {
	case !c.isSame(seen):
		return i18n.Fail("orgimport.meanwhile").Because(ErrMeanwhile)
	case c[Refused] > 0:
		return i18n.Fail("orgimport.refused_left")
	case c[Added]+c[Changed] == 0:
		return i18n.Fail("orgimport.nothing")
	}
	return nil
}

// running is the reading in of an import. It judges the rows once more and adds what is new as it goes on, so that each row
// is read once. Rows are not taken for those that have been added before them: the judge remembers those itself. What is
// changed is changed afterwards, so that every row is judged by the register as it was.
type running struct {
	*judge
	tx     *store.Tx
	imp    *Import
	adder  *organisations.Adder
	room   int // how many organisations are added together
	some   []organisations.Newcomer
	beside []organisations.Beside
	kept   *store.Bulk
}

func newRunning(ctx context.Context, tx *store.Tx, imp *Import, towns organisations.Municipalities) (*running, error) {
	adder, err := organisations.NewAdder(ctx, tx) // from here on nobody else changes the register
	if err != nil {
		return nil, err
	}
	r := &running{judge: newJudge(newReading(imp.settings(), towns, i18n.In(ctx))), tx: tx, imp: imp, adder: adder, room: adder.Room(),
		kept: store.NewBulk(tx, "organisation_import_row ("+lineColumns+")", ` ON CONFLICT (import_id, line) DO UPDATE SET version = excluded.version,
			before = excluded.before, made = excluded.made`, lineValues)}
	r.among = adder.Before()
	return r, nil
}

// judgeAndAdd gives the rows their fates, and adds the organisations that are new with what comes beside them.
func (r *running) judgeAndAdd(ctx context.Context) (Counts, error) {
	counts, err := r.imp.judgeBy(ctx, r.tx, r.judge, Read, func(some []*entry) error {
		for _, e := range some {
			if err := r.take(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return counts, r.flush(ctx)
}

// take gathers what a row adds.
func (r *running) take(ctx context.Context, e *entry) error {
	if e.verdict.fate != Added {
		return nil
	}
	o := organisations.Organisation{ID: e.line.OrganisationID, Content: e.verdict.after}
	r.some = append(r.some, organisations.Newcomer{ID: o.ID, Key: e.key, Content: o.Content})
	if b := &e.verdict.beside; !b.IsNothing() {
		e.line.Made, e.line.Version = store.AsJSON(keyed(b, &o)), 1
		r.beside = append(r.beside, *b)
		if err := r.kept.Add(ctx, e.line.row(r.imp.ID)...); err != nil {
			return err
		}
	}
	if len(r.some) < r.room {
		return nil
	}
	return r.flush(ctx)
}

// flush adds what has been gathered.
func (r *running) flush(ctx context.Context) error {
	// By name: what stands together in the register's indexes is then written together.
	slices.SortFunc(r.some, func(a, b organisations.Newcomer) int { return strings.Compare(a.Key, b.Key) })
	if err := r.adder.Add(ctx, r.some); err != nil {
		return err
	}
	if err := organisations.AddBeside(ctx, r.tx, r.beside); err != nil {
		return err
	}
	r.some, r.beside, r.room = r.some[:0], r.beside[:0], r.adder.Room()
	return r.kept.Flush(ctx)
}

// changedAtOnce is how many organisations are changed together.
const changedAtOnce = 500

// change changes the organisations that are there, and keeps with each row what is needed to undo it.
func (r *running) change(ctx context.Context) error {
	for last := 0; ; {
		var lines []Line
		if err := r.tx.Select(ctx, &lines, readLine+" AND fate = $2 AND line > $3 ORDER BY line LIMIT $4", r.imp.ID, Changed, last, changedAtOnce); err != nil {
			return err
		}
		if len(lines) == 0 {
			return r.kept.Flush(ctx)
		}
		last = lines[len(lines)-1].Line
		entries := make([]*entry, len(lines))
		for i := range lines {
			entries[i] = r.read(&lines[i])
		}
		if err := r.changeSome(ctx, entries); err != nil {
			return err
		}
	}
}

func (r *running) changeSome(ctx context.Context, entries []*entry) error {
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.line.OrganisationID
	}
	is, err := organisations.ByIDs(ctx, r.tx, ids)
	if err != nil {
		return err
	}
	var list []organisations.Organisation
	for _, id := range ids {
		list = append(list, *is[id])
	}
	there, err := organisations.BesideOf(ctx, r.tx, list)
	if err != nil {
		return err
	}
	var revisions []organisations.Revision
	var beside []organisations.Beside
	for _, e := range entries {
		o := is[e.line.OrganisationID]
		v := r.over(e, o, there[o.ID])
		e.line.Version = o.Version
		if !v.after.IsSame(&o.Content) {
			before := o.Content
			e.line.Before, e.line.Version = store.AsJSON(&before), o.Version+1
			revisions = append(revisions, organisations.Revision{Is: o, After: v.after})
		}
		if !v.beside.IsNothing() {
			after := organisations.Organisation{ID: o.ID, Content: v.after}
			e.line.Made = store.AsJSON(keyed(&v.beside, &after))
			beside = append(beside, v.beside)
		}
		if err := r.kept.Add(ctx, e.line.row(r.imp.ID)...); err != nil {
			return err
		}
	}
	if err := organisations.ChangeMany(ctx, r.tx, revisions); err != nil {
		return err
	}
	return organisations.AddBeside(ctx, r.tx, beside)
}
