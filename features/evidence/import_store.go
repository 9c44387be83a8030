package evidence

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"

	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Imported is the outcome of reading a file of records into a plan.
type Imported struct {
	Rows      int           // records added
	Uncounted int           // of them, those that no indicator counts
	Days      calendar.Span // from the first record's day to the last one's; only in what ForeseeCSV gives
	Problems  []RowProblem
	Warnings  []RowProblem
}

// mostListed bounds how many problems and how many warnings are kept, so that a file that is wrong throughout does not
// fill the memory. The last one then says how many more there are.
const mostListed = 100_000

// ImportCSV adds every record of a file, or none. When a row is bad the error says so and Problems names each; a file
// whose very content has been imported into the plan before is refused. Today is the date in Stockholm.
func ImportCSV(ctx context.Context, tx *store.Tx, p *plan.Plan, content []byte, today calendar.Date) (Imported, error) {
	if err := refuseDraft(p.Status); err != nil {
		return Imported{}, err
	}
	if err := tx.LockShared(ctx, rulesLock); err != nil {
		return Imported{}, err
	}
	i := importing{ctx: ctx, tx: tx, plan: p, today: today, content: content}
	if err := i.refuseSameFile(); err != nil {
		return Imported{}, err
	}
	if err := i.check(); err != nil {
		return i.outcome(), err
	}
	if err := i.warnOfDuplicates(); err != nil {
		return i.outcome(), err
	}
	if err := i.rememberFile(); err != nil {
		return i.outcome(), err
	}
	return i.write()
}

// ForeseeCSV tells what ImportCSV would do with a file, and writes nothing. A file that would be refused gives the same
// error and the same problems.
func ForeseeCSV(ctx context.Context, tx *store.Tx, p *plan.Plan, content []byte, today calendar.Date) (Imported, error) {
	if err := refuseDraft(p.Status); err != nil {
		return Imported{}, err
	}
	i := importing{ctx: ctx, tx: tx, plan: p, today: today, content: content}
	if err := i.refuseSameFile(); err != nil {
		return Imported{}, err
	}
	if err := i.check(); err != nil {
		return i.outcome(), err
	}
	if err := i.warnOfDuplicates(); err != nil {
		return i.outcome(), err
	}
	indicators, err := i.indicators()
	if err != nil {
		return i.outcome(), err
	}
	w := newWriter(ctx, tx, indicators)
	defer w.close()
	outcome := i.outcome()
	outcome.Days = i.days
	quiet := func(RowProblem) {}
	reading := csvReading{plan: p, today: today, problem: quiet, warn: quiet, take: func(_ int, n NewRecord) error {
		record := w.record(n)
		if len(w.links(&record, n.Indicators)) == 0 {
			outcome.Uncounted++
		}
		outcome.Rows++
		return nil
	}}
	return outcome, reading.read(content)
}

// importing is one file on its way in. It is read twice, first to check and then to write, so that its records need not
// be in memory together.
type importing struct {
	ctx      context.Context
	tx       *store.Tx
	plan     *plan.Plan
	today    calendar.Date
	content  []byte
	hash     string
	rows     int
	problems problemList
	warnings problemList
	seen     map[rowPrint]int // the line of each row
	days     calendar.Span    // of the rows
}

func (i *importing) outcome() Imported {
	return Imported{Problems: i.problems.all(), Warnings: i.warnings.all()}
}

// refuseSameFile keeps a file from being counted twice.
func (i *importing) refuseSameFile() error {
	sum := sha256.Sum256(i.content)
	i.hash = hex.EncodeToString(sum[:])
	var before struct {
		ImportedBy string
		ImportedAt store.Time
	}
	err := i.tx.Get(i.ctx, &before, "SELECT imported_by, imported_at FROM evidence_import WHERE plan_id = $1 AND sha256 = $2",
		i.plan.ID, i.hash)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return i18n.Fail("evidence.import.same_file", "by", before.ImportedBy,
		"date", calendar.Today(before.ImportedAt.Time).String(), "plan", i.plan.Key)
}

// check reads the whole file without writing.
func (i *importing) check() error {
	i.seen = map[rowPrint]int{}
	reading := csvReading{plan: i.plan, today: i.today, problem: i.problems.add, warn: i.warnings.add, take: i.see}
	if err := reading.read(i.content); err != nil {
		return err
	}
	if i.problems.count > 0 {
		return i18n.Fail("evidence.import.refused", "count", i.problems.count)
	}
	return nil
}

// see notes a good row, and warns when the file has it already.
func (i *importing) see(line int, n NewRecord) error {
	i.rows++
	if i.days.From.IsZero() || n.Day.Before(i.days.From) {
		i.days.From = n.Day
	}
	if n.Day.After(i.days.To) {
		i.days.To = n.Day
	}
	sum := printOf(&n.Content, n.LinksFixed || len(n.Indicators) > 0, n.Indicators)
	if earlier, twice := i.seen[sum]; twice {
		i.warnings.add(RowProblem{Line: line, Message: i18n.Msg("evidence.warning.same_row", "earlier", earlier)})
		return nil
	}
	i.seen[sum] = line
	return nil
}

// rememberFile comes before the records: of two who import the same file at once the second waits here and is refused.
func (i *importing) rememberFile() error {
	_, err := i.tx.Exec(i.ctx, `INSERT INTO evidence_import (id, plan_id, sha256, rows, imported_by, imported_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, store.NewID(), i.plan.ID, i.hash, i.rows, actorName(i.ctx), store.Now())
	if errors.Is(err, store.ErrConflict) {
		return i18n.Fail("evidence.import.same_file_now", "plan", i.plan.Key).Because(err)
	}
	return err
}

func (i *importing) write() (Imported, error) {
	indicators, err := i.indicators()
	if err != nil {
		return i.outcome(), err
	}
	w := newWriter(i.ctx, i.tx, indicators)
	defer w.close()
	outcome := i.outcome()
	quiet := func(RowProblem) {}
	reading := csvReading{plan: i.plan, today: i.today, problem: quiet, warn: quiet, take: func(_ int, n NewRecord) error {
		record := w.record(n)
		links := w.links(&record, n.Indicators)
		if len(links) == 0 {
			outcome.Uncounted++
		}
		outcome.Rows++
		return w.write(i.ctx, &record, links)
	}}
	if err := reading.read(i.content); err != nil {
		return i.outcome(), err
	}
	if err := w.finish(i.ctx); err != nil {
		return i.outcome(), err
	}
	return outcome, audit.Append(i.ctx, i.tx, audit.Change{Action: "evidence.imported", ObjectKind: "plan", ObjectID: i.plan.ID,
		After: map[string]any{"sha256": i.hash, "rows": outcome.Rows, "uncounted": outcome.Uncounted, "warnings": i.warnings.count}})
}

// indicators gives those of the plan imported into and of every current plan: the rules of all of them decide.
func (i *importing) indicators() ([]counting, error) {
	var all []counting
	err := i.tx.Select(i.ctx, &all, indicatorQuery+" WHERE p.status = 'current' OR p.id = $1 ORDER BY i.id", i.plan.ID)
	return all, err
}

// warnOfDuplicates names the rows that are recorded already: same date, kind, title, diary number and indicators.
func (i *importing) warnOfDuplicates() error {
	type named struct {
		id       string
		content  Content
		fixed    bool
		placings []Placing
	}
	var last named
	compare := func() {
		sum := printOf(&last.content, last.fixed, last.placings)
		if line, same := i.seen[sum]; same && last.id != "" {
			i.warnings.add(RowProblem{Line: line, Message: i18n.Msg("evidence.warning.recorded_already")})
			delete(i.seen, sum)
		}
	}
	rows, err := i.tx.QueryContext(i.ctx, `SELECT r.id, r.day, r.kind, r.title, r.diary_number, r.links_fixed,
		COALESCE(l.indicator_id, ''), l.counts_for
		FROM record r LEFT JOIN record_link l ON l.record_id = r.id AND r.links_fixed
		WHERE r.voided_at IS NULL AND r.day >= $1 AND r.day <= $2 ORDER BY r.id`, i.days.From, i.days.To)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err is what tells
	for rows.Next() {
		var next named
		var placing Placing
		if err := rows.Scan(&next.id, &next.content.Day, &next.content.Kind, &next.content.Title, &next.content.DiaryNumber,
			&next.fixed, &placing.IndicatorID, &placing.CountsFor); err != nil {
			return err
		}
		if next.id != last.id {
			compare()
			last = next
		}
		if placing.IndicatorID != "" {
			last.placings = append(last.placings, placing)
		}
	}
	compare()
	return rows.Err()
}

// rowPrint is the same for rows that say the same.
type rowPrint [16]byte

func printOf(c *Content, fixed bool, placings []Placing) rowPrint {
	h := sha256.New()
	write := func(text string) {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(text)))
		h.Write(length[:])
		h.Write([]byte(text))
	}
	for _, text := range []string{c.Day.String(), string(c.Kind), c.Title, c.DiaryNumber} {
		write(text)
	}
	if fixed {
		for _, id := range sortedPlacings(placings, c.Day) {
			write(id)
		}
		write(countsNowhere)
	}
	return rowPrint(h.Sum(nil)[:16])
}

// sortedPlacings gives the placings as texts in one order. A placing on the day itself says nothing.
func sortedPlacings(placings []Placing, day calendar.Date) []string {
	texts := make([]string, len(placings))
	for i, placing := range placings {
		texts[i] = placing.IndicatorID
		if !placing.CountsFor.IsZero() && placing.CountsFor != day {
			texts[i] += placingSign + placing.CountsFor.String()
		}
	}
	slices.Sort(texts)
	return texts
}

// problemList keeps the first problems and counts the rest.
type problemList struct {
	kept  []RowProblem
	count int
}

func (l *problemList) add(p RowProblem) {
	l.count++
	if l.count <= mostListed {
		l.kept = append(l.kept, p)
	}
}

// all gives the problems in order of line.
func (l *problemList) all() []RowProblem {
	slices.SortStableFunc(l.kept, func(a, b RowProblem) int { return cmp.Compare(a.Line, b.Line) })
	if more := l.count - len(l.kept); more > 0 {
		return append(slices.Clone(l.kept), RowProblem{Message: i18n.Msg("evidence.csv.more", "count", more)})
	}
	return l.kept
}

// MarkExample makes every record that the one who acts has recorded an example: it counts in example plans only.
func MarkExample(ctx context.Context, tx *store.Tx) error {
	_, err := tx.Exec(ctx, "UPDATE record SET example = $1 WHERE recorded_by = $2", true, actorName(ctx))
	return err
}
