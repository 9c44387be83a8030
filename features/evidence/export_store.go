package evidence

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/store"
)

// ExportCSV writes a plan's records, oldest first, in the form that ImportCSV reads: read into an empty copy of the plan
// they give the same statuses. Void records are left out. A record that counts towards nothing is with the plan in
// whose period it lies. Where rules alone would not give the same links, the indicators are named; an indicator may
// then be followed by @ and a day of the period that the record counts for.
func ExportCSV(ctx context.Context, tx *store.Tx, p *plan.Plan, w io.Writer) error {
	return export(ctx, tx, p, w, pageQuery{args: []any{p.Period.From, p.Period.To}, text: `(l.indicator_id IS NOT NULL
		OR r.day >= $1 AND r.day <= $2 AND NOT EXISTS (SELECT 1 FROM record_link o WHERE o.record_id = r.id))`})
}

// ExportChosen writes the records that the filter chooses in the form of ExportCSV, oldest first, with what they count
// towards in the plan. The filter's place and length are not looked at; void records are left out.
func ExportChosen(ctx context.Context, tx *store.Tx, p *plan.Plan, f Filter, w io.Writer) error {
	f.WithVoided = false
	q := f.query("r.id")
	if words := f.words(); len(words) > 0 {
		q.text += " AND " + q.hasWords(tx.Engine(), words)
	}
	q.text = "r.id IN (" + q.text + ")"
	return export(ctx, tx, p, w, q)
}

// export writes the records r that the condition chooses, void ones left out.
func export(ctx context.Context, tx *store.Tx, p *plan.Plan, w io.Writer, condition pageQuery) error {
	out := csv.NewWriter(w)
	if err := out.Write(append(slices.Clone(requiredColumns), optionalColumns...)); err != nil {
		return err
	}
	x := exporting{names: csvReading{plan: p}, out: out, byID: map[string]*plan.Indicator{}}
	x.names.knowIndicators()
	for _, indicator := range p.Indicators() {
		x.byID[indicator.ID] = indicator
	}
	var link exportedLink
	condition.args = append(condition.args, p.ID)
	err := eachRecord(ctx, tx, `SELECT `+recordColumns+`, COALESCE(l.indicator_id, ''), COALESCE(l.excluded, false), l.counts_for
		FROM record r LEFT JOIN record_link l ON l.record_id = r.id
			AND l.indicator_id IN (SELECT id FROM indicator WHERE plan_id = `+condition.place()+` AND removed_at IS NULL)
		WHERE r.voided_at IS NULL AND `+condition.text+` ORDER BY r.day, r.id`, condition.args,
		[]any{&link.indicatorID, &link.excluded, &link.countsFor}, func(r Record) error { return x.add(&r, link) })
	if err != nil {
		return err
	}
	if err := x.writeLast(); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

type exportedLink struct {
	indicatorID string
	excluded    bool
	countsFor   calendar.Date
}

// exporting gathers the links of one record at a time.
type exporting struct {
	names csvReading // knows how indicators are written
	byID  map[string]*plan.Indicator
	out   *csv.Writer
	last  *Record
	links []exportedLink
}

func (x *exporting) add(r *Record, link exportedLink) error {
	if x.last == nil || x.last.ID != r.ID {
		if err := x.writeLast(); err != nil {
			return err
		}
		x.last, x.links = r, x.links[:0]
	}
	if link.indicatorID != "" {
		x.links = append(x.links, link)
	}
	return nil
}

func (x *exporting) writeLast() error {
	r := x.last
	if r == nil {
		return nil
	}
	cells := []string{r.Day.String(), string(r.Kind), r.Title, x.indicators(), string(r.State), r.Body, r.DiaryNumber,
		numberCell(r.Numerator), numberCell(r.Denominator), numberCell(r.Value), r.Text, wholeCell(r.HeadCount), organisationsCell(r)}
	for i := range cells {
		cells[i] = defused(cells[i])
	}
	return x.out.Write(cells)
}

// indicators writes what counts the record: nothing when rules, as they see it in the file, give the same.
func (x *exporting) indicators() string {
	var countedBy []string
	placed := false
	for _, link := range x.links {
		if !link.excluded {
			countedBy = append(countedBy, link.indicatorID)
			placed = placed || !link.countsFor.IsZero()
		}
	}
	slices.Sort(countedBy)
	if !x.last.LinksFixed && !placed && slices.Equal(countedBy, x.byRules()) {
		return ""
	}
	if len(countedBy) == 0 {
		return countsNowhere
	}
	return x.references()
}

// byRules gives the indicators whose rules would count the record as the file tells of it, without tags and network.
func (x *exporting) byRules() []string {
	bare := x.last.Content
	bare.Tags, bare.Network = nil, ""
	var ids []string
	for id, indicator := range x.byID {
		if matches(&indicator.Rule, &bare) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (x *exporting) references() string {
	slices.SortFunc(x.links, func(a, b exportedLink) int { return x.byID[a.indicatorID].Number - x.byID[b.indicatorID].Number })
	var texts []string
	for _, link := range x.links {
		if link.excluded {
			continue
		}
		text := x.names.reference(x.byID[link.indicatorID])
		if !link.countsFor.IsZero() {
			text += placingSign + link.countsFor.String()
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " ")
}

func numberCell(n *decimal.Thousandths) string {
	if n == nil {
		return ""
	}
	return n.String()
}

func wholeCell(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// organisationsCell writes the number first, so that a name of digits is not taken for it.
func organisationsCell(r *Record) string {
	if r.OrganisationCount == nil {
		return ""
	}
	return strings.Join(append([]string{strconv.Itoa(*r.OrganisationCount)}, r.Organisations...), " "+nameSeparator+" ")
}
