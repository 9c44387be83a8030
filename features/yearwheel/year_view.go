package yearwheel

import (
	"net/url"
	"strconv"
	"strings"

	"samverk/features/meetings"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// yearView is the year wheel, for those who work with it or for everybody.
type yearView struct {
	year      int
	today     calendar.Date
	networkID string
	page      int
	public    bool
	mayChange bool
	networks  []Network // that can be chosen
	rows      []Row     // of the chosen network, or of all
	shown     []Row     // on this page
	count     int       // networks among the rows
	booked    int       // meetings that have just been booked
}

func (v *yearView) at() string {
	if v.public {
		return "/public/year-wheel"
	}
	return "/year-wheel"
}

// href is an address below the year wheel for the same year and network.
func (v *yearView) href(below string, more ...string) string {
	query := url.Values{"year": {strconv.Itoa(v.year)}}
	if v.networkID != "" {
		query.Set("network", v.networkID)
	}
	for i := 0; i+1 < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	return v.at() + below + "?" + query.Encode()
}

func (v *yearView) title(p i18n.Printer) string {
	return p.T("yearwheel.title_of", "year", strconv.Itoa(v.year))
}

// network is the name of the chosen network; empty for all.
func (v *yearView) network() string {
	for _, n := range v.networks {
		if n.ID == v.networkID {
			return n.Name
		}
	}
	return ""
}

// meta says what is on the page.
func (v *yearView) meta(p i18n.Printer) string {
	if name := v.network(); name != "" {
		return name
	}
	if v.count == 0 {
		return ""
	}
	return p.T("yearwheel.types", "count", len(v.rows)) + " " + p.T("yearwheel.in_networks", "count", v.count)
}

func (v *yearView) tabs() []ui.Tab {
	years := []int{v.year - 1, v.year, v.year + 1}
	if now := v.today.Year(); now < years[0] {
		years = append([]int{now}, years...)
	} else if now > years[2] {
		years = append(years, now)
	}
	tabs := make([]ui.Tab, len(years))
	for i, year := range years {
		tabs[i] = ui.Tab{Text: strconv.Itoa(year), Href: v.href("", "year", strconv.Itoa(year)), Current: year == v.year}
	}
	return tabs
}

func (v *yearView) networkOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("yearwheel.all_networks")}}
	for _, n := range v.networks {
		options = append(options, ui.Option{Value: n.ID, Text: n.Name})
	}
	return options
}

// feedHref is the page where a calendar of the same meetings is subscribed to.
func (v *yearView) feedHref() string {
	switch {
	case v.public:
		return "/public/calendar"
	case v.networkID != "":
		return "/networks/" + v.networkID + "/calendar"
	}
	return "/account/calendar"
}

// total is the sum of all rows, and how many meetings are missing.
func (v *yearView) total() (sum Count, missing int) {
	for i := range v.rows {
		sum = sum.Plus(v.rows[i].Count)
		missing += v.rows[i].Missing()
	}
	return sum, missing
}

// strip is the year in one line of marks.
func (v *yearView) strip(p i18n.Printer) []ui.Part {
	sum, missing := v.total()
	parts := []ui.Part{{Shape: meetings.Held.Shape(), Word: p.T("yearwheel.count_held"), Count: sum.Held}, {Shape: meetings.Invited.Shape(), Word: p.T("yearwheel.count_invited"), Count: sum.Invited},
		{Shape: meetings.Planned.Shape(), Word: p.T("yearwheel.count_planned"), Count: sum.Planned}}
	if sum.Unclosed > 0 {
		parts = append(parts, ui.Part{Shape: "not_assessed", Word: p.T("yearwheel.count_unclosed"), Count: sum.Unclosed})
	}
	shape := "at_risk"
	if v.isOver() {
		shape = "not_met"
	}
	return append(parts, ui.Part{Shape: shape, Word: p.T("yearwheel.count_missing"), Count: missing})
}

func (v *yearView) isOver() bool { return v.year < v.today.Year() }

// mayPropose tells whether days can be proposed for what is missing.
func (v *yearView) mayPropose() bool {
	return v.mayChange && !ProposalSpan(v.year, v.today).IsEmpty()
}

// manyMissing tells whether more than one type is missing meetings.
func (v *yearView) manyMissing() bool {
	n := 0
	for i := range v.rows {
		if v.rows[i].Missing() > 0 {
			n++
		}
	}
	return n > 1
}

// outlookShapes are the marks of the outlooks that something must be done about; what is only missing has an icon.
var outlookShapes = map[Outlook]string{ToClose: "not_assessed", Late: "at_risk", Short: "not_met"}

// waiting are the types on the page that something must be done about: the hurried first.
func (v *yearView) waiting(p i18n.Printer) (items []ui.Item) {
	for _, outlook := range []Outlook{Late, Short, Missing, ToClose} {
		for i := range v.shown {
			if r := &v.shown[i]; r.Outlook == outlook {
				items = append(items, v.item(p, r))
			}
		}
	}
	return items
}

func (v *yearView) item(p i18n.Printer, r *Row) ui.Item {
	item := ui.Item{Shape: outlookShapes[r.Outlook], Word: p.T("yearwheel.outlook." + string(r.Outlook)), Title: r.Name + ", " + r.Network, Href: v.typeHref(r), Text: v.sentence(p, r)}
	if r.Outlook == Missing {
		item.Icon = ui.IconCalendarPlus
	}
	if r.Missing() > 0 && v.mayPropose() {
		item.Action = ui.LinkButton(v.href("/dates/new", "type", r.ID), ui.Act{Text: p.T("yearwheel.propose"), Hidden: r.Name + ", " + r.Network, Small: true})
	}
	return item
}

// sentence says what is missing: Två stormöten saknas, senast 31 december.
func (v *yearView) sentence(p i18n.Printer, r *Row) string {
	var parts []string
	if r.Outlook == Late {
		parts = append(parts, p.T("yearwheel.outlook.late")+".")
	}
	switch missing := r.Missing(); {
	case missing == 0:
	case v.isOver():
		parts = append(parts, p.T("yearwheel.was_missing", "what", many(p, r, missing), "count", missing))
	default:
		last := calendar.Year(v.year).To
		day := p.DateShort(last)
		if v.year != v.today.Year() {
			day = p.DateLong(last)
		}
		parts = append(parts, p.T("yearwheel.is_missing", "what", many(p, r, missing), "count", missing, "day", day))
	}
	if r.Unclosed > 0 {
		parts = append(parts, p.T("yearwheel.is_unclosed", "count", r.Unclosed))
	}
	if r.Standing() > 0 {
		parts = append(parts, p.T("yearwheel.so_far", "wanted", r.Wanted, "held", r.Held, "booked", r.Booked()))
	}
	return strings.Join(parts, " ")
}

// many is a number of meetings of a type in words, as a sentence begins: Två stormöten, Ett årsmöte.
func many(p i18n.Printer, r *Row, n int) string {
	kind := string(r.Kind)
	if kind == "other" {
		kind = "meeting"
	}
	if n == 1 {
		return i18n.Capital(p.T("plan.kind_single." + kind))
	}
	return i18n.Capital(number(p, n)) + " " + p.T("plan.kind."+kind, "count", n)
}

// number is a whole number as it stands in a sentence: in words up to twelve.
func number(p i18n.Printer, n int) string {
	if n >= 2 && n <= 12 {
		return p.T("plan.number.n" + strconv.Itoa(n))
	}
	return p.Number(n)
}

// typeHref lists the meetings of the type that year.
func (v *yearView) typeHref(r *Row) string {
	if v.public {
		return ""
	}
	return "/meetings?type=" + r.ID + "&year=" + strconv.Itoa(v.year)
}

// state says how a meeting stands, and the mark for it. The public is told what has been held and what is planned.
func (v *yearView) state(p i18n.Printer, m *meetings.YearMeeting) (shape, word string) {
	switch {
	case v.public && m.State.IsAhead():
		return meetings.Planned.Shape(), meetings.Planned.Name(p)
	case isUnclosed(m, v.today):
		return "not_assessed", p.T("yearwheel.mark.unclosed")
	case m.State == meetings.Adjusted:
		return meetings.Held.Shape(), meetings.Held.Name(p)
	}
	return m.State.Shape(), m.State.Name(p)
}

func (v *yearView) shape(m *meetings.YearMeeting) string {
	shape, _ := v.state(i18n.Printer{}, m)
	return shape
}

func (v *yearView) legend(p i18n.Printer) []ui.LegendRow {
	signs := []ui.LegendSign{{Shape: meetings.Held.Shape(), Means: meetings.Held.Name(p)}}
	if !v.public {
		signs = append(signs, ui.LegendSign{Shape: meetings.Invited.Shape(), Means: meetings.Invited.Name(p)})
	}
	signs = append(signs, ui.LegendSign{Shape: meetings.Planned.Shape(), Means: meetings.Planned.Name(p)}, ui.LegendSign{Shape: meetings.Cancelled.Shape(), Means: meetings.Cancelled.Name(p)})
	if !v.public {
		signs = append(signs, ui.LegendSign{Shape: "not_assessed", Means: p.T("yearwheel.mark.unclosed")})
	}
	return []ui.LegendRow{{Title: p.T("yearwheel.marks"), Signs: append(signs, ui.LegendSign{Text: "14", Means: p.T("yearwheel.day_of_month")})}}
}

// table is the year month by month.
func (v *yearView) table(p i18n.Printer) ui.Timeline {
	t := ui.Timeline{Label: v.title(p), RowHead: p.T("yearwheel.type"), Spans: []ui.TimelineSpan{{Name: strconv.Itoa(v.year)}}, Stacks: true}
	if !v.public {
		t.SecondHead = p.T("yearwheel.held")
	}
	for month := range 12 {
		t.Spans[0].Columns = append(t.Spans[0].Columns, ui.TimelineColumn{Name: monthShort(p, month), Current: v.year == v.today.Year() && int(v.today.Month()) == month+1})
	}
	for i := range v.shown {
		r := &v.shown[i]
		if last := len(t.Groups) - 1; last < 0 || t.Groups[last].Href != v.networkHref(r) {
			t.Groups = append(t.Groups, ui.TimelineGroup{Title: r.Network, Href: v.networkHref(r)})
		}
		group := &t.Groups[len(t.Groups)-1]
		group.Rows = append(group.Rows, v.line(p, r))
	}
	var months [12]int
	for i := range v.rows {
		PerMonth(&months, v.rows[i].Meetings)
	}
	t.Foot = []string{p.T("yearwheel.per_month")}
	for _, n := range months {
		t.Foot = append(t.Foot, strconv.Itoa(n))
	}
	return t
}

func monthShort(p i18n.Printer, month int) string {
	return p.T("yearwheel.month.m" + strconv.Itoa(month+1))
}

func (v *yearView) networkHref(r *Row) string {
	if v.public {
		return "/public/networks/" + r.NetworkID
	}
	return "/networks/" + r.NetworkID
}

func (v *yearView) line(p i18n.Printer, r *Row) ui.TimelineRow {
	row := ui.TimelineRow{Name: r.Name, Href: v.typeHref(r), Cells: make([]ui.TimelineCell, 12)}
	if !v.public {
		row.Note, row.Second = v.note(p, r), v.second(p, r)
	}
	at := "/meetings/"
	if v.public {
		at = "/public/meetings/"
	}
	for i := range r.Meetings {
		m := &r.Meetings[i]
		shape, word := v.state(p, m)
		cell := &row.Cells[m.Day.Month()-1]
		cell.Marks = append(cell.Marks, ui.TimelineMark{Shape: shape, Word: word + ", " + m.Title + ",", Text: strconv.Itoa(m.Day.Day()), Href: at + m.ID})
	}
	return row
}

// second is how many have been held of those that are wanted.
func (v *yearView) second(p i18n.Printer, r *Row) string {
	if r.Wanted == 0 {
		return strconv.Itoa(r.Held)
	}
	return p.T("yearwheel.of", "held", r.Held, "wanted", r.Wanted)
}

// note is what is booked and what is missing, in short.
func (v *yearView) note(p i18n.Printer, r *Row) string {
	var parts []string
	if r.Booked() > 0 {
		parts = append(parts, p.T("yearwheel.note.booked", "count", r.Booked()))
	}
	if r.Unclosed > 0 {
		parts = append(parts, p.T("yearwheel.note.unclosed", "count", r.Unclosed))
	}
	if missing := r.Missing(); missing > 0 {
		parts = append(parts, p.T("yearwheel.note.missing", "count", missing))
	}
	if len(parts) == 0 && r.Wanted > 0 && r.Held >= r.Wanted {
		parts = append(parts, p.T("yearwheel.note.done"))
	}
	return i18n.Capital(strings.Join(parts, ", "))
}

// earlierHref and laterHref lead to the pages of networks beside this.
func (v *yearView) earlierHref() string {
	if v.page <= 1 {
		return ""
	}
	return v.href("", "page", strconv.Itoa(v.page-1))
}

func (v *yearView) laterHref() string {
	if v.page*PerPage >= v.count {
		return ""
	}
	return v.href("", "page", strconv.Itoa(v.page+1))
}

// part says which networks are on the page.
func (v *yearView) part(p i18n.Printer) string {
	return p.T("yearwheel.part", "first", (v.page-1)*PerPage+1, "last", min(v.page*PerPage, v.count), "all", v.count)
}
