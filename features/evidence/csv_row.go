package evidence

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
)

const (
	// nameSeparator stands between names in one cell.
	nameSeparator = "|"
	// countsNowhere, in the column indicators, keeps every rule away from a record.
	countsNowhere = "none"
	// placingSign stands between an indicator and a day of the period that the record counts for.
	placingSign = "@"
	// numberSign says that what follows is an indicator's number and not its label.
	numberSign = "#"
)

// csvRow is one line on its way to a record.
type csvRow struct {
	reading *csvReading
	line    int
	record  NewRecord
	faulty  map[string]bool // columns with a problem
}

func (r *csvRow) fault(column string, message i18n.Message) {
	if r.faulty == nil {
		r.faulty = map[string]bool{}
	}
	r.faulty[column] = true
	r.reading.problem(RowProblem{r.line, column, message})
}

// set reads one cell. What Content.Check will find is left to it.
func (r *csvRow) set(column, cell string) {
	switch column {
	case "date":
		r.setDate(cell)
	case "kind":
		r.record.Kind = plan.EvidenceKind(cell)
	case "title":
		r.record.Title = cell
	case "indicators":
		r.setIndicators(cell)
	case "state":
		r.record.State = plan.State(cell)
	case "body":
		r.record.Body = cell
	case "diary_number":
		r.record.DiaryNumber = cell
	case "text":
		r.record.Text = cell
	case "numerator":
		r.record.Numerator = r.number(column, cell)
	case "denominator":
		r.record.Denominator = r.number(column, cell)
	case "value":
		r.record.Value = r.number(column, cell)
	case "head_count":
		r.record.HeadCount = r.whole(column, cell)
	case "organisations":
		r.setOrganisations(cell)
	}
}

func (r *csvRow) setDate(cell string) {
	if cell == "" {
		return
	}
	day, err := calendar.ParseDate(cell)
	if err != nil {
		r.fault("date", i18n.Msg("evidence.csv.wrong_date", "date", cell))
		return
	}
	r.record.Day = day
}

// number reads an exact number; nil when the cell is empty. A decimal comma is understood where it cannot be a separator.
func (r *csvRow) number(column, cell string) *decimal.Thousandths {
	if cell == "" {
		return nil
	}
	if strings.Contains(cell, ",") && !r.reading.decimalComma {
		r.fault(column, i18n.Msg("evidence.csv.decimal_comma", "number", cell))
		return nil
	}
	n, err := decimal.Parse(cell)
	switch {
	case errors.Is(err, decimal.ErrTooLarge):
		r.fault(column, i18n.Msg("evidence.record.too_large"))
	case errors.Is(err, decimal.ErrTooFine):
		r.fault(column, i18n.Msg("evidence.csv.too_fine", "number", cell))
	case err != nil:
		r.fault(column, i18n.Msg("evidence.csv.not_number", "number", cell))
	default:
		return &n
	}
	return nil
}

func (r *csvRow) whole(column, cell string) *int {
	if cell == "" {
		return nil
	}
	n, err := strconv.Atoi(cell)
	if errors.Is(err, strconv.ErrRange) {
		r.fault(column, i18n.Msg("evidence.record.too_large"))
		return nil
	}
	if err != nil {
		r.fault(column, i18n.Msg("evidence.csv.not_whole", "number", cell))
		return nil
	}
	return &n
}

// setOrganisations reads a number, names, or a number and then names: "3", "A | B", "40 | A | B".
func (r *csvRow) setOrganisations(cell string) {
	if cell == "" {
		return
	}
	names := strings.Split(cell, nameSeparator)
	first := strings.TrimSpace(names[0])
	if _, err := strconv.Atoi(first); err == nil || errors.Is(err, strconv.ErrRange) || len(names) == 1 && isNumberLike(first) {
		r.record.OrganisationCount = r.whole("organisations", first)
		names = names[1:]
	}
	r.record.Organisations = names
}

// isNumberLike tells a number that is not whole from a name.
func isNumberLike(cell string) bool {
	_, err := decimal.Parse(cell)
	return err == nil
}

// setIndicators reads labels or numbers separated by white space, each perhaps with a day of the period it counts for.
func (r *csvRow) setIndicators(cell string) {
	if cell == countsNowhere && r.reading.byLabel[countsNowhere] == nil {
		r.record.LinksFixed = true
		return
	}
	for _, reference := range strings.Fields(cell) {
		placing, ok := r.placing(reference)
		if !ok {
			continue
		}
		isSame := func(other Placing) bool { return other.IndicatorID == placing.IndicatorID }
		if slices.ContainsFunc(r.record.Indicators, isSame) {
			r.fault("indicators", i18n.Msg("evidence.csv.indicator_twice", "indicator", reference))
			continue
		}
		r.record.Indicators = append(r.record.Indicators, placing)
	}
}

func (r *csvRow) placing(reference string) (placing Placing, ok bool) {
	name, day, placed := strings.Cut(reference, placingSign)
	indicator := r.reading.indicator(name)
	if indicator == nil {
		r.fault("indicators", i18n.Msg("evidence.csv.unknown_indicator", "indicator", name, "known", r.reading.indicatorNames()))
		return placing, false
	}
	placing.IndicatorID = indicator.ID
	if placed {
		var err error
		if placing.CountsFor, err = calendar.ParseDate(day); err != nil {
			r.fault("indicators", i18n.Msg("evidence.csv.wrong_date", "date", day))
			return placing, false
		}
	}
	return placing, true
}

// knowIndicators keeps the plan's indicators by label and number, so that a row costs nothing to look up.
func (r *csvReading) knowIndicators() {
	r.byLabel, r.byNumber = map[string]*plan.Indicator{}, map[int]*plan.Indicator{}
	for _, indicator := range r.plan.Indicators() {
		if r.byLabel[indicator.Label] == nil && indicator.Label != "" {
			r.byLabel[indicator.Label] = indicator
		}
		if r.byNumber[indicator.Number] == nil {
			r.byNumber[indicator.Number] = indicator
		}
	}
}

// indicator finds an indicator as plan.FindIndicator does: by its printed label, else by its number.
func (r *csvReading) indicator(reference string) *plan.Indicator {
	if found := r.byLabel[reference]; found != nil {
		return found
	}
	number, err := strconv.Atoi(strings.TrimPrefix(reference, numberSign))
	if err != nil {
		return nil
	}
	return r.byNumber[number]
}

// indicatorNames lists what can be written, for who wrote something else.
func (r *csvReading) indicatorNames() string {
	var names []string
	for _, indicator := range r.plan.Indicators() {
		names = append(names, r.reference(indicator))
	}
	return strings.Join(names, ", ")
}

// reference is what leads back to the indicator: its label, its number where the label is no single word, or the number
// marked as one where another indicator has it for its label.
func (r *csvReading) reference(indicator *plan.Indicator) string {
	number := strconv.Itoa(indicator.Number)
	for _, name := range []string{indicator.Label, number} {
		if r.indicator(name) == indicator && len(strings.Fields(name)) == 1 && name != countsNowhere && !strings.Contains(name, placingSign) {
			return name
		}
	}
	return numberSign + number
}

// defused marks a text that a spreadsheet would take for a formula, so that it stays a text; undefused is its inverse.
func defused(text string) string {
	if looksLikeFormula(text) {
		return "'" + text
	}
	return text
}

func undefused(text string) string {
	if strings.HasPrefix(text, "'") && looksLikeFormula(text) {
		return text[1:]
	}
	return text
}

// looksLikeFormula tells whether a text begins as a formula does, or as one that has been marked already.
func looksLikeFormula(text string) bool {
	text = strings.TrimLeft(text, "'")
	return text != "" && strings.ContainsRune("=+-@", rune(text[0]))
}
