package mapping

import (
	"io"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/ui"
)

type allView struct {
	rounds            []Round
	ending            []Ending
	public, mayChange bool
}

func (v *allView) at() string {
	if v.public {
		return "/public/mapping"
	}
	return "/mapping"
}

type askView struct {
	round Round
	form  *form.Form
	words string
	found []organisations.Organisation
	towns organisations.Municipalities
}

func (v *askView) options() []ui.Option {
	options := make([]ui.Option, len(v.found))
	for i := range v.found {
		options[i] = ui.Option{Value: v.found[i].ID, Text: v.found[i].Name, Hint: v.towns.Name(v.found[i].Seat)}
	}
	return options
}

type sectionView struct {
	o         *organisations.Organisation
	all       []Assessment // the latest first
	ending    []Ending
	mayChange bool
}

func definitions(p i18n.Printer, a *Assessment) []ui.Definition {
	list := []ui.Definition{{Term: p.T("mapping.outcome"), Text: a.Outcome().Name(p)}}
	for _, name := range marks {
		answer, evidence := a.mark(name)
		text := answer.Name(p)
		if evidence != "" {
			text += ". " + evidence
		}
		list = append(list, ui.Definition{Term: p.T("mapping.mark." + name), Text: text})
	}
	for _, ground := range a.Reserved.V {
		list = append(list, ui.Definition{Term: p.T("mapping.reserved"), Text: p.T("mapping.ground." + ground)})
	}
	return append(list, ui.Definition{Term: p.T("mapping.assessed"), Text: p.DateLong(a.AssessedOn) + ", " + a.AssessedBy})
}

func answerOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(Answers))
	for i, answer := range Answers {
		options[i] = ui.Option{Value: string(answer), Text: answer.Name(p)}
	}
	return options
}

func groundOptions(p i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(grounds))
	for i, ground := range grounds {
		options[i] = ui.Option{Value: ground, Text: p.T("mapping.ground." + ground)}
	}
	return options
}

type roundView struct {
	round             Round
	asked             []Asked
	towns             organisations.Municipalities
	public, mayChange bool
}

func (v *roundView) at(below string) string {
	if v.public {
		return "/public/mapping/" + v.round.ID + below
	}
	return "/mapping/" + v.round.ID + below
}

func (v *roundView) organisationHref(a *Asked) string {
	if v.public {
		return "/public/organisations/" + a.ID
	}
	return "/organisations/" + a.ID
}

func (v *roundView) crumbs(p i18n.Printer) []ui.Link {
	all := allView{public: v.public}
	return []ui.Link{{Text: p.T("mapping.title"), Href: all.at()}}
}

// meta says since when the round is open, or published.
func (v *roundView) meta(p i18n.Printer) string {
	if v.round.IsPublished() {
		return p.T("mapping.published_on", "day", p.DateLong(calendar.Today(v.round.PublishedAt.Time)))
	}
	return p.T("mapping.opened_on", "day", p.DateLong(v.round.OpenedOn))
}

// isNamed tells whether the round's table names an organisation. The public reads which are social enterprises; that
// somebody was asked and is none, or never answered, is only counted.
func (v *roundView) isNamed(a *Asked) bool {
	outcome := a.Outcome()
	return !v.public || outcome == Yes || outcome == Partly
}

// enterprises are those that the public reads the names of.
func (v *roundView) enterprises() []Asked {
	public := *v
	public.public = true
	return slices.DeleteFunc(slices.Clone(v.asked), func(a Asked) bool { return !public.isNamed(&a) })
}

func (v *roundView) byTown() []Coverage {
	codes := make([]string, len(v.towns))
	for i, town := range v.towns {
		codes[i] = town.Code
	}
	return coverage(v.asked, codes, func(a *Asked) string { return a.Seat })
}

func (v *roundView) byClass(p i18n.Printer) []Coverage {
	return coverage(v.asked, nil, func(a *Asked) string { return a.Class.Name(p) })
}

func (v *roundView) town(p i18n.Printer, code string) string {
	if code == "" {
		return p.T("mapping.not_told")
	}
	return v.towns.Name(code)
}

func day(p i18n.Printer, d calendar.Date) string {
	if d.IsZero() {
		return "–"
	}
	return p.Date(d)
}

// rows are the round's table as a file has it.
func (v *roundView) rows(p i18n.Printer) [][]string {
	rows := [][]string{{p.T("mapping.organisation"), p.T("mapping.municipality"), p.T("mapping.class"), p.T("mapping.asked"), p.T("mapping.answered"), p.T("mapping.outcome")}}
	for i := range v.asked {
		a := &v.asked[i]
		if !v.isNamed(a) {
			continue
		}
		rows = append(rows, []string{a.Name, v.town(p, a.Seat), a.Class.Name(p), a.AskedOn.String(), a.AnsweredOn.String(), a.Outcome().Name(p)})
	}
	return rows
}

func (v *roundView) writeCSV(p i18n.Printer, to io.Writer) error {
	out := sheet.NewCSV(to)
	for _, row := range v.rows(p) {
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return out.Close()
}

func (v *roundView) workbook(p i18n.Printer, to io.Writer) error {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it lives in memory only
	name := p.T("mapping.title")
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	for n, row := range v.rows(p) {
		if err := book.SetSheetRow(name, "A"+strconv.Itoa(n+1), &row); err != nil {
			return err
		}
	}
	return book.Write(to)
}

// square is a municipality on the map.
type square struct {
	Coverage
	Name        string
	Column, Row int
}

// places are columns and rows where the example's municipalities stand on the map, roughly as they lie.
var places = map[string][2]int{"1863": {0, 0}, "1864": {1, 0}, "1884": {1, 1}, "1885": {2, 1}, "1883": {0, 2}, "1814": {1, 2}, "1880": {2, 2},
	"1862": {0, 3}, "1881": {2, 3}, "1860": {1, 4}, "1861": {2, 4}, "1882": {1, 5}}

// The map's width in squares, and the size of one with the air around it, in the drawing's own units.
const (
	mapColumns = 3
	squareSize = 92
)

// squares are the municipalities of the setting; those without a known place stand below the others.
func (v *roundView) squares() []square {
	var list []square
	below := 0
	known := func(c Coverage) bool { _, is := places[c.Part]; return is }
	all := v.byTown()[:len(v.towns)]
	first := 0
	if slices.ContainsFunc(all, known) {
		first = 6
	}
	for _, c := range all {
		at, is := places[c.Part]
		if !is {
			at = [2]int{below % mapColumns, first + below/mapColumns}
			below++
		}
		list = append(list, square{c, v.towns.Name(c.Part), at[0], at[1]})
	}
	return list
}

func mapHeight(list []square) int {
	rows := 0
	for _, s := range list {
		rows = max(rows, s.Row+1)
	}
	return rows * squareSize
}

// shade is how dark a square is: darker with more enterprises, never so dark that the text is hard to read.
func (s square) shade() string {
	return strconv.FormatFloat(min(0.05*float64(s.Enterprise), 0.2), 'f', 2, 64)
}
