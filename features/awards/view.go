package awards

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"samverk/features/accounts"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// rowFields are the fields of a row, in their order on the page.
var rowFields = []string{"amount", "reason", "words", "conditions", "category", "part", "account"}

// doneWords are the acts that the address may say have been done.
var doneWords = []string{"begun", "saved", "checked", "submitted", "taken_back", "decided", "applied", "wordings", "changes"}

// tableView is a proposal as its page shows it.
type tableView struct {
	t                         *Table
	me                        accounts.Account
	may, mayDecide, mayRecord bool
	recused                   map[string]bool
	names                     map[string]string // of accounts
	towns                     organisations.Municipalities
	today                     calendar.Date
	order                     Order
	done                      string
	typed                     *form.Form // of the table, when it was sent
	typedRows                 []int      // the rows that were changed in it
	saved                     []RowContent
	acts                      *form.Form // of the step that was sent
	at                        string
	stale                     *ui.Meanwhile
}

func field(name string, r *Row) string { return name + "." + r.ApplicationID }

func (v *tableView) href(below string) string { return "/awards/" + v.t.ID + below }

func (v *tableView) seen() string { return strconv.Itoa(v.t.Version) }

func (v *tableView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("awards.title"), Href: "/awards"}}
}

func (v *tableView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(v.crumbs(p), ui.Link{Text: v.t.Call.Content.Title, Href: v.href("")})
}

// mayEdit tells whether the reader may change a row now.
func (v *tableView) mayEdit(r *Row) bool {
	return v.may && v.t.MayChange(r) && !v.recused[r.ApplicationID]
}

// isRecused tells whether the reader has a conflict of interest in any row.
func (v *tableView) isRecused() bool {
	for _, is := range v.recused {
		if is {
			return true
		}
	}
	return false
}

func (v *tableView) mayEditAny() bool {
	for i := range v.t.Rows {
		if v.mayEdit(&v.t.Rows[i]) {
			return true
		}
	}
	return false
}

// fieldText is a field of a row as it is typed.
func fieldText(c *RowContent, name string) string {
	switch name {
	case "amount":
		if c.Proposed == nil {
			return ""
		}
		return amountText(*c.Proposed)
	case "reason":
		return string(c.Reason)
	case "words":
		return c.Words
	case "conditions":
		return c.Conditions
	case "category":
		return c.Category
	case "part":
		if c.Part == 0 {
			return ""
		}
		return strconv.Itoa(c.Part)
	}
	return c.Account
}

// value is what a row's field shows: as typed, when the table was sent.
func (v *tableView) value(r *Row, name string) string {
	if v.typed != nil && v.typed.Typed(field("was", r)) != "" {
		return v.typed.Typed(field(name, r))
	}
	return fieldText(&r.RowContent, name)
}

// was is the row's content as the reader saw it.
func (v *tableView) was(r *Row) string {
	if v.typed != nil {
		if was := v.typed.Typed(field("was", r)); was != "" {
			return was
		}
	}
	return seenText(&r.RowContent)
}

func seenText(c *RowContent) string {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // texts and numbers can be written
	}
	return string(text)
}

func sameContent(a, b *RowContent) bool { return reflect.DeepEqual(a, b) }

func (v *tableView) fault(r *Row, name string) (i18n.Message, bool) {
	if v.typed == nil {
		return i18n.Message{}, false
	}
	return v.typed.FaultOf(field(name, r))
}

// actForm is a step's form, as sent when it was.
func (v *tableView) actForm(name string) *form.Form {
	if v.at == name && v.acts != nil {
		return v.acts
	}
	return form.Of("seen", v.seen())
}

func reasonOptions(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Value: "", Text: p.T("awards.reason_none")}}
	for _, r := range Reasons {
		options = append(options, ui.Option{Value: string(r), Text: p.T("awards.reason." + string(r))})
	}
	return options
}

// accounts are the accounts that have frames.
func (v *tableView) accounts() (list []ui.Option) {
	seen := map[string]bool{}
	for _, f := range v.t.Call.Content.Frames {
		if !seen[f.Account] {
			seen[f.Account] = true
			list = append(list, ui.Option{Value: f.Account, Text: f.Account})
		}
	}
	return list
}

// below is the quiet line under an organisation's name.
func (v *tableView) below(p i18n.Printer, r *Row) string {
	parts := []string{r.Application.DiaryNumber, v.towns.Name(r.Seat)}
	if cost := v.t.LateCost(&r.Application); r.Application.DaysLate > 0 {
		parts = append(parts, p.T("awards.late", "days", r.Application.DaysLate, "percent", percentText(cost)))
	}
	if !r.IsOpen() && !r.IsDecided {
		parts = append(parts, p.T("awards.fallen_out"))
	}
	if v.recused[r.ApplicationID] {
		parts = append(parts, p.T("awards.you_are_recused"))
	}
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, ", ")
}

func rankText(p i18n.Printer, r *Row) string {
	if r.Rank.Place == 0 {
		return "–"
	}
	return p.T("awards.rank", "place", r.Rank.Place, "total", r.Rank.Total, "spread", r.Rank.Spread)
}

func maybeMoney(p i18n.Printer, ore *int64) string {
	if ore == nil {
		return "–"
	}
	return p.Money(*ore)
}

// changeText is a change since last year in per cent: "+5,2 %".
func changeText(p i18n.Printer, s *Sum) string {
	tenths, known := s.Change()
	if !known {
		return "–"
	}
	sign := "+"
	if tenths < 0 {
		sign, tenths = "−", -tenths
	}
	point := map[i18n.Language]string{i18n.Swedish: ","}[p.Language()]
	if point == "" {
		point = "."
	}
	return sign + strconv.FormatInt(tenths/10, 10) + point + strconv.FormatInt(tenths%10, 10) + " %"
}

// gainText is an amount with its sign.
func gainText(p i18n.Printer, ore int64) string {
	if ore > 0 {
		return "+" + p.Money(ore)
	}
	return p.Money(ore)
}

// sumGroups are the totals of the table, by what they are of.
func (v *tableView) sumGroups(p i18n.Printer) (groups []sumGroup) {
	none := func(text string) string {
		if text == "" {
			return p.T("awards.without")
		}
		return text
	}
	for _, g := range []struct {
		key string
		of  func(*Row) string
	}{{"account", func(r *Row) string { return none(r.Account) }}, {"municipality", func(r *Row) string { return none(v.towns.Name(r.Seat)) }}, {"category", func(r *Row) string { return none(r.Category) }}} {
		groups = append(groups, sumGroup{p.T("awards.by." + g.key), v.t.SumsBy(g.of)})
	}
	return groups
}

type sumGroup struct {
	title string
	sums  []Sum
}

// lackText says what is missing.
func lackText(p i18n.Printer, l *Lack) string {
	if l.Kind == "frame" {
		return p.T("awards.over_frame", "account", l.Use.Account, "year", strconv.Itoa(l.Use.Year), "over", p.Money(-l.Use.Left()))
	}
	return p.T("awards.lack."+l.Kind, "organisation", l.Row.Application.Organisation)
}

// Shape is the mark of a state.
func (s State) Shape() string {
	switch {
	case s.IsDecided():
		return "met"
	case s == Rejected || s == ReferredBack:
		return "not_met"
	case s == Draft:
		return "not_started"
	}
	return "in_progress"
}

// caseLinks lead to the cases that the proposal is put to the board in.
func (v *tableView) caseLinks(p i18n.Printer) (links []ui.Linked) {
	for _, part := range v.t.Parts {
		text := p.T("awards.case")
		if part.Part != 0 {
			text = p.T("awards.case_part", "part", part.Part)
		}
		links = append(links, ui.Linked{Link: ui.Link{Text: text, Href: "/cases/" + part.CaseID}, Shape: part.State.Shape(), Word: p.T("awards.state." + string(part.State))})
	}
	return links
}
