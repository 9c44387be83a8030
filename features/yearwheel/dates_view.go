package yearwheel

import (
	"slices"
	"strconv"
	"strings"

	"samverk/features/meetings"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// mostProposed bounds how many days are proposed at once.
const mostProposed = 60

// datesView is the form of days that are proposed.
type datesView struct {
	*yearView
	form   *form.Form
	typeID string // only this type's; empty for all that is missing
	groups []dateGroup
	cut    bool // there are more than are proposed at once
	stale  bool // others have planned of the same types meanwhile
}

// dateGroup is a type of meeting with its proposed days.
type dateGroup struct {
	Row   *Row
	Usual meetings.Content // of its latest meeting; no times when there is none
	Lines []dateLine
}

// dateLine is a proposed day, with its place in the form.
type dateLine struct {
	Proposal
	At string // ends the names of its fields
}

// chosenRows are the rows that days are proposed for, in the order in which they are shown.
func (v *datesView) chosenRows() (rows []*Row) {
	for i := range v.rows {
		if r := &v.rows[i]; v.typeID == r.ID || v.typeID == "" && r.Missing() > 0 {
			rows = append(rows, r)
		}
	}
	return rows
}

// needs are what the rows need, not more than can be proposed at once.
func (v *datesView) needs(rows []*Row) (needs []Need) {
	left := mostProposed
	for _, r := range rows {
		need := needOf(r)
		if need.Missing > left {
			need.Missing, v.cut = left, true
		}
		left -= need.Missing
		needs = append(needs, need)
	}
	return needs
}

// put makes the groups of explained days, and numbers their fields.
func (v *datesView) put(rows []*Row, explained [][]Proposal, usual map[string]meetings.Content) {
	n := 0
	for i, r := range rows {
		group := dateGroup{Row: r, Usual: usual[r.ID]}
		for _, p := range explained[i] {
			group.Lines = append(group.Lines, dateLine{p, strconv.Itoa(n)})
			n++
		}
		if len(group.Lines) > 0 {
			v.groups = append(v.groups, group)
		}
	}
}

// suggested is the form filled in with the proposals. Those that something serious speaks against are not ticked.
func (v *datesView) suggested() *form.Form {
	pairs := []string{"agenda", "1"}
	for _, g := range v.groups {
		from, until := g.clocks()
		for _, line := range g.Lines {
			if line.IsGood() {
				pairs = append(pairs, "take"+line.At, "1")
			}
			pairs = append(pairs, "day"+line.At, line.Day.String(), "from"+line.At, from, "until"+line.At, until)
		}
	}
	return form.Of(append(pairs, v.marks(true)...)...)
}

// marks are the hidden fields: what was proposed, and how many meetings of each type the reader has seen. New forms get new keys.
func (v *datesView) marks(isNew bool) (pairs []string) {
	for _, g := range v.groups {
		pairs = append(pairs, "seen-"+g.Row.ID, strconv.Itoa(g.Row.Standing()))
		for _, line := range g.Lines {
			key := ""
			if isNew {
				key = store.NewID()
			} else {
				key = store.GivenID(v.form.Text("key" + line.At))
			}
			pairs = append(pairs, "key"+line.At, key, "type"+line.At, g.Row.ID, "proposed"+line.At, line.Day.String())
		}
	}
	return pairs
}

// hidden are the marks as they go with the form.
func (v *datesView) hidden() (pairs [][2]string) {
	marks := v.marks(false)
	for i := 0; i+1 < len(marks); i += 2 {
		pairs = append(pairs, [2]string{marks[i], marks[i+1]})
	}
	return append(pairs, [2]string{"year", strconv.Itoa(v.year)}, [2]string{"network", v.networkID}, [2]string{"only", v.typeID})
}

// clocks are when meetings of the type usually begin and end.
func (g *dateGroup) clocks() (from, until string) {
	if !g.Usual.Starts.IsZero() {
		return meetings.ClockText(g.Usual.Starts), meetings.ClockText(g.Usual.Ends)
	}
	starts := 9 * 60
	ends := min(starts+g.Row.Minutes, 24*60-1)
	two := func(n int) string { return strings.TrimPrefix(strconv.Itoa(100+n), "1") }
	return two(starts/60) + "." + two(starts%60), two(ends/60) + "." + two(ends%60)
}

func (v *datesView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: v.title(p), Href: v.href("")}}
}

// lead says what is proposed and how the days have been chosen.
func (v *datesView) lead(p i18n.Printer) string { return p.T("yearwheel.dates.lead") }

// note says how a type of meeting stands.
func (g *dateGroup) note(p i18n.Printer) string {
	return g.Row.Network + ". " + p.T("yearwheel.so_far", "wanted", g.Row.Wanted, "held", g.Row.Held, "booked", g.Row.Booked()+g.Row.Unclosed)
}

// place says where the meetings will be, as the latest was.
func (g *dateGroup) place(p i18n.Printer) string {
	var parts []string
	if where := strings.Join(slices.DeleteFunc([]string{g.Usual.Place, g.Usual.Link}, func(s string) bool { return s == "" }), ", "); where != "" {
		parts = append(parts, p.T("yearwheel.dates.place", "place", where))
	}
	if g.Usual.IsPublic {
		parts = append(parts, p.T("yearwheel.dates.public"))
	}
	return strings.Join(parts, " ")
}

// proposed says which day was proposed, whatever has been written instead: Föreslås: tisdag 17 mars, v. 12.
func (line *dateLine) proposed(p i18n.Printer) string {
	return p.T("yearwheel.dates.take", "day", p.Weekday(line.Day)+" "+p.DateShort(line.Day)+", "+p.Week(line.Day))
}

// why says why a day was chosen: Sex veckor efter förra mötet.
func (line *dateLine) why(p i18n.Printer) (text string) {
	switch weeks := (line.After + 3) / 7; {
	case line.After == 0:
		text = p.T("yearwheel.why.first")
	case line.After < 14:
		text = p.T("yearwheel.why.days", "days", number(p, line.After), "count", line.After)
	default:
		text = p.T("yearwheel.why.weeks", "weeks", number(p, weeks))
	}
	text = i18n.Capital(text) + "."
	for _, reason := range line.Against {
		text += " " + p.T("yearwheel.against."+string(reason))
	}
	for _, b := range line.Clashes {
		text += " " + p.T("yearwheel.why.clash", "title", b.Title, "network", b.Network)
	}
	return text
}

// linesIn gives the proposals that a form was made with, by type.
func linesIn(typed *form.Form) (types []string, days map[string][]calendar.Date) {
	days = map[string][]calendar.Date{}
	for n := range mostProposed {
		at := strconv.Itoa(n)
		day, err := calendar.ParseDate(typed.Text("proposed" + at))
		typeID := typed.Text("type" + at)
		if err != nil || typeID == "" {
			break
		}
		if days[typeID] == nil {
			types = append(types, typeID)
		}
		days[typeID] = append(days[typeID], day)
	}
	return types, days
}
