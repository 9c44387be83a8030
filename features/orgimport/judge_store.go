package orgimport

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// judgedAtOnce is how many rows are judged together.
const judgedAtOnce = 1000

// judgeAll gives every row its fate, writes those that are new, and counts them.
func (imp *Import) judgeAll(ctx context.Context, tx *store.Tx, towns organisations.Municipalities) (Counts, error) {
	j := newJudge(newReading(imp.settings(), towns, i18n.In(ctx)))
	return imp.judgeBy(ctx, tx, j, Judged, func([]*entry) error { return nil })
}

// judgeBy judges the rows in turn, some at a time, and gives them to do before it reads others.
func (imp *Import) judgeBy(ctx context.Context, tx *store.Tx, j *judge, stage Stage, do func(some []*entry) error) (Counts, error) {
	counts, tell := Counts{}, tellOf(ctx)
	for last, done := 0, 0; ; {
		lines, err := linesToJudge(ctx, tx, imp.ID, last)
		if err != nil || len(lines) == 0 {
			return counts, err
		}
		entries, err := imp.judgeSome(ctx, tx, j, lines)
		if err != nil {
			return counts, err
		}
		for i := range lines {
			counts[lines[i].Fate]++
		}
		if err := do(entries); err != nil {
			return counts, err
		}
		last, done = lines[len(lines)-1].Line, done+len(lines)
		tell(stage, done)
	}
}

// linesToJudge gives the rows after a line with what judging asks for. It is done for every row of large files, so it is
// done by hand.
func linesToJudge(ctx context.Context, tx *store.Tx, id string, last int) (lines []Line, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT line, cells, choice, fate, name, field, why, organisation_id, number, name_key FROM organisation_import_row
		WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3`, id, last, judgedAtOnce)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	lines = make([]Line, 0, judgedAtOnce)
	for rows.Next() {
		var l Line
		var cells string
		if err := rows.Scan(&l.Line, &cells, &l.Choice, &l.Fate, &l.Name, &l.Field, &l.whyKept, &l.OrganisationID, &l.Number, &l.NameKey); err != nil {
			return nil, err
		}
		if l.Cells.V, err = cellsOf(cells); err != nil {
			return nil, err
		}
		l.Made = none
		lines = append(lines, l)
	}
	return lines, rows.Err()
}

// cellsOf reads a list of texts that was kept as JSON. Most have no sign that is written in another way.
func cellsOf(kept string) (cells []string, err error) {
	if strings.Contains(kept, `\`) || !strings.HasPrefix(kept, `["`) || !strings.HasSuffix(kept, `"]`) {
		err = json.Unmarshal([]byte(kept), &cells)
		return cells, err
	}
	return strings.Split(kept[2:len(kept)-2], `","`), nil
}

// judgeSome gives rows that follow each other their fates, and writes those that are new.
func (imp *Import) judgeSome(ctx context.Context, tx *store.Tx, j *judge, lines []Line) ([]*entry, error) {
	was := slices.Clone(lines)
	entries := make([]*entry, len(lines))
	for i := range lines {
		entries[i] = j.read(&lines[i])
	}
	all, err := j.lookUp(ctx, tx, entries)
	if err != nil {
		return nil, err
	}
	out := store.NewBulk(tx, "organisation_import_row ("+lineColumns+")", ` ON CONFLICT (import_id, line) DO UPDATE SET fate = excluded.fate, name = excluded.name,
		field = excluded.field, why = excluded.why, organisation_id = excluded.organisation_id, number = excluded.number, name_key = excluded.name_key`, lineValues)
	for i := range lines {
		entries[i].verdict = j.judge(entries[i], all)
		if err := lines[i].take(entries[i]); err != nil {
			return nil, err
		}
		if !lines[i].looksAs(&was[i]) {
			if err := out.Add(ctx, lines[i].row(imp.ID)...); err != nil {
				return nil, err
			}
		}
	}
	return entries, out.Flush(ctx)
}

// take keeps what a verdict says of a row. One that is to be added keeps the key that it will have.
func (l *Line) take(e *entry) error {
	v, key := &e.verdict, ""
	switch {
	case v.is != nil:
		key = v.is.ID
	case v.fate == Added && l.Fate == Added && l.OrganisationID != "":
		key = l.OrganisationID
	case v.fate == Added:
		key = store.NewID()
	}
	l.Fate, l.Field, l.OrganisationID, l.Name = v.fate, v.field, key, shortened(e.values[Name])
	return l.say(v.why)
}

// say keeps why a row has its fate.
func (l *Line) say(why i18n.Message) error {
	l.Why = store.AsJSON(why)
	if l.whyKept = noReason; why.ID == "" {
		return nil
	}
	kept, err := json.Marshal(why)
	l.whyKept = string(kept)
	return err
}

// noReason is how it is kept that there is none.
var noReason = func() string { kept, _ := json.Marshal(i18n.Message{}); return string(kept) }()

func (l *Line) looksAs(was *Line) bool {
	return l.Fate == was.Fate && l.Field == was.Field && l.OrganisationID == was.OrganisationID && l.Name == was.Name && l.Number == was.Number && l.NameKey == was.NameKey &&
		l.whyKept == was.whyKept
}

// lookUp asks the register for what some rows may be.
func (j *judge) lookUp(ctx context.Context, tx *store.Tx, entries []*entry) (all register, err error) {
	var numbers []organisations.Number
	var names []string
	for _, e := range entries {
		if e.content.Number != "" {
			numbers = append(numbers, e.content.Number)
		}
		if e.key != "" {
			names = append(names, e.key)
		}
	}
	if all.byNumber, err = j.among.ByNumbers(ctx, tx, numbers); err != nil {
		return all, err
	}
	if all.byName, err = j.among.ByNameKeys(ctx, tx, names); err != nil || !j.Mapping.hasAny(slices.Concat(ofContact, ofRoles)) {
		return all, err
	}
	all.beside, err = organisations.BesideOf(ctx, tx, all.each())
	return all, err
}

// each are the organisations that rows may be, each once.
func (all *register) each() (list []organisations.Organisation) {
	is := map[string]bool{}
	take := func(o organisations.Organisation) {
		if !is[o.ID] {
			is[o.ID], list = true, append(list, o)
		}
	}
	for _, o := range all.byNumber {
		take(o)
	}
	for _, some := range all.byName {
		for i := range some {
			take(some[i])
		}
	}
	return list
}

// Refresh gives every row of a draft its fate anew, since the register has changed.
func Refresh(ctx context.Context, tx *store.Tx, id string, towns organisations.Municipalities) error {
	imp, err := draft(ctx, tx, id)
	if err == nil {
		_, err = imp.judgeAll(ctx, tx, towns)
	}
	return err
}

// kin are keys by which rows know each other: rows that share one may change each other's fates.
type kin struct {
	numbers, names, known map[string]bool
	all                   []kinKey
}

type kinKey struct{ column, key string }

func (k *kin) add(column, key string) {
	of := map[string]map[string]bool{"number": k.numbers, "name_key": k.names, "organisation_id": k.known}[column]
	if key != "" && !of[key] {
		of[key] = true
		k.all = append(k.all, kinKey{column, key})
	}
}

func (k *kin) addOrganisation(o *organisations.Organisation) {
	k.add("organisation_id", o.ID)
	k.add("number", string(o.Number))
	k.add("name_key", organisations.NameKey(o.Name))
}

// judgeWith gives a row that has been corrected its fate anew, with those that know it by a number, a name or an
// organisation of the register, as it was and as it is, and those that know them.
func (imp *Import) judgeWith(ctx context.Context, tx *store.Tx, was Line, towns organisations.Municipalities) error {
	j := newJudge(newReading(imp.settings(), towns, i18n.In(ctx)))
	k := &kin{numbers: map[string]bool{}, names: map[string]bool{}, known: map[string]bool{}}
	lines := map[int]Line{}
	now, err := FindLine(ctx, tx, imp.ID, was.Line)
	if err != nil {
		return err
	}
	lines[now.Line] = now
	for fresh := []Line{was, now}; ; {
		if err := j.meet(ctx, tx, k, fresh); err != nil {
			return err
		}
		if len(k.all) == 0 {
			break
		}
		if fresh, err = imp.sharing(ctx, tx, k, lines); err != nil {
			return err
		}
	}
	group := make([]Line, 0, len(lines))
	for _, line := range lines {
		group = append(group, line)
	}
	slices.SortFunc(group, func(a, b Line) int { return cmp.Compare(a.Line, b.Line) })
	for some := range slices.Chunk(group, judgedAtOnce) {
		if _, err := imp.judgeSome(ctx, tx, j, some); err != nil {
			return err
		}
	}
	return nil
}

// meet adds the keys of rows, and those of the organisations that they may be.
func (j *judge) meet(ctx context.Context, tx *store.Tx, k *kin, lines []Line) error {
	for some := range slices.Chunk(lines, judgedAtOnce) {
		entries := make([]*entry, len(some))
		for i := range some {
			if some[i].Fate != Added {
				k.add("organisation_id", some[i].OrganisationID)
			}
			k.add("number", some[i].Number)
			k.add("name_key", some[i].NameKey)
			entries[i] = j.read(&some[i])
			k.add("number", some[i].Number)
			k.add("name_key", some[i].NameKey)
		}
		all, err := j.lookUp(ctx, tx, entries)
		if err != nil {
			return err
		}
		for _, o := range all.each() {
			k.addOrganisation(&o)
		}
	}
	return nil
}

// sharing takes the rows that have one of the keys that are new, and gives those that were not known.
func (imp *Import) sharing(ctx context.Context, tx *store.Tx, k *kin, known map[int]Line) (fresh []Line, err error) {
	with := map[string]string{"number": " AND number <> '' AND number = $2", "name_key": " AND name_key = $2",
		"organisation_id": " AND organisation_id <> '' AND fate <> 'added' AND organisation_id = $2"}
	for _, key := range k.all {
		var lines []Line
		if err := tx.Select(ctx, &lines, readLine+with[key.column], imp.ID, key.key); err != nil {
			return nil, err
		}
		for i := range lines {
			if _, is := known[lines[i].Line]; !is {
				known[lines[i].Line] = lines[i]
				fresh = append(fresh, lines[i])
			}
		}
	}
	k.all = nil
	return fresh, nil
}
