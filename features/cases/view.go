package cases

import (
	"slices"
	"strconv"
	"strings"

	"samverk/features/cases/paper"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// shapeOf is the mark that stands before a state's word.
func shapeOf(s State) string {
	switch s {
	case Drafted:
		return "not_started"
	case Final, Upheld:
		return "met"
	case Appealed:
		return "at_risk"
	case Annulled:
		return "not_met"
	case Withdrawn:
		return "not_applicable"
	}
	return "in_progress"
}

// Name is the state in words.
func (s State) Name(p i18n.Printer) string { return p.T("cases.state." + string(s)) }

type allView struct {
	today            calendar.Date
	words            string
	state            State
	list             []Case
	more             bool
	ahead, behind    []*meetingView // behind: those before today whose minutes are not adjusted
	lately           []Item
	mayWrite, drafts bool
}

func (v *allView) states(p i18n.Printer) []ui.Option {
	options := []ui.Option{{Text: p.T("cases.all_states")}}
	for _, s := range States {
		if s != Drafted || v.drafts {
			options = append(options, ui.Option{Value: string(s), Text: s.Name(p)})
		}
	}
	return options
}

type caseView struct {
	c                               Case
	today                           calendar.Date
	files                           []File
	events                          []Event
	submissions                     []Submission
	appeal                          *CourtCase
	items                           []Item // the latest meeting first
	meetings                        map[string]*meetingView
	indicators                      []ui.Link
	sending                         *form.Form // documents that could not be kept
	mayWrite, mayDecide, hidesDraft bool
}

func (v *caseView) href(below string) string { return "/cases/" + v.c.ID + below }

func (v *caseView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(crumbs(p), ui.Link{Text: v.c.DiaryNumber, Href: v.href("")})
}

func (v *caseView) state() State { return v.c.StateOn(v.today) }

// may tells whether the reader can do an act with the case as it is today.
func (v *caseView) may(act Act) bool {
	allowed := v.mayWrite
	if act == Appeal || act == Uphold {
		allowed = v.mayDecide
	}
	return allowed && can(v.state(), act)
}

// waitsForMeeting tells of a case that was tabled without a meeting to go to.
func (v *caseView) waitsForMeeting() bool {
	return v.mayDecide && v.c.State == Submitted && !slices.ContainsFunc(v.items, func(i Item) bool { return !i.IsRecorded() })
}

// settled is the item in which the board decided; nil before.
func (v *caseView) settled() *Item {
	for n := range v.items {
		if v.items[n].Outcome.Settles() {
			return &v.items[n]
		}
	}
	return nil
}

// facts are the case in short.
func (v *caseView) facts(p i18n.Printer) []ui.Definition {
	kind := "none"
	if v.c.Kind != "" {
		kind = string(v.c.Kind)
	}
	list := []ui.Definition{{Term: p.T("cases.diary_number"), Text: v.c.DiaryNumber}, {Term: p.T("cases.state_label"), Detail: ui.Status(shapeOf(v.state()), v.state().Name(p))}}
	for n := range v.items {
		m := v.meetings[v.items[n].MeetingID]
		list = append(list, ui.Definition{Term: p.T("cases.meeting"), Detail: ui.Titled(ui.Link{Text: m.name(p), Href: m.href("")}, "")})
	}
	if !v.c.AppealUntil.IsZero() {
		term := "cases.appeal_ended"
		if v.state() == Posted {
			term = "cases.appeal_until"
		}
		list = append(list, ui.Definition{Term: p.T(term), Text: p.DateLong(v.c.AppealUntil)})
	}
	if v.c.Round > 1 {
		list = append(list, ui.Definition{Term: p.T("cases.round"), Text: strconv.Itoa(v.c.Round)})
	}
	list = append(list, ui.Definition{Term: p.T("cases.counts"), Text: p.T("cases.kind." + kind)})
	for _, record := range [][2]string{{"cases.record", v.c.RecordID}, {"cases.decision_record", v.c.DecisionRecordID}} {
		if record[1] != "" {
			list = append(list, ui.Definition{Term: p.T(record[0]), Detail: ui.Titled(ui.Link{Text: p.T("cases.see_record"), Href: "/records/" + record[1]}, "")})
		}
	}
	return list
}

// history is what has been done with the case, the latest first.
func (v *caseView) history(p i18n.Printer) []ui.Dated {
	var list []ui.Dated
	for n := len(v.events) - 1; n >= 0; n-- {
		e := &v.events[n]
		list = append(list, ui.Dated{Date: p.Date(e.Day), Title: p.T("cases.did." + string(e.Act)), Text: strings.TrimSpace(e.Why + " (" + e.ActorName + ")")})
	}
	if v.c.State == Posted && v.state() == Final { // the clock has come further than the job that writes it down
		list = append([]ui.Dated{{Date: p.Date(v.c.AppealUntil.AddDays(1)), Title: p.T("cases.did.gain_force")}}, list...)
	}
	return list
}

func (v *caseView) fileLinks(p i18n.Printer, f *File) ui.File {
	return ui.File{Name: f.Name, Href: v.href("/files/" + strconv.Itoa(f.Round) + "/" + strconv.Itoa(f.Position)), Size: sizeOf(p, f.Size)}
}

func sizeOf(p i18n.Printer, bytes int64) string {
	if bytes < 1<<20 {
		return p.Number(int(max(bytes>>10, 1))) + " kB"
	}
	return p.Number(int(bytes>>20)) + " MB"
}

type paperView struct {
	c    *caseView
	s    paper.Snapshot
	hash string // empty for a draft
}

func (v *paperView) file(ending string) string {
	if v.hash == "" {
		return v.c.href("/paper" + ending)
	}
	return v.c.href("/paper" + ending + "?round=" + strconv.Itoa(v.s.Round))
}

// documents are the snapshot's documents with where they are kept.
func (v *paperView) documents(p i18n.Printer) []ui.File {
	list := make([]ui.File, len(v.s.Documents))
	for n, d := range v.s.Documents {
		list[n] = ui.File{Name: d.Name, Size: sizeOf(p, d.Size), Href: v.c.href("/files/" + strconv.Itoa(v.s.Round) + "/" + strconv.Itoa(d.Position))}
	}
	return list
}

type boardsView struct {
	boards    []Board
	series    Series
	mayDecide bool
}

type boardView struct {
	b         Board
	members   []Member
	meetings  []Meeting
	today     calendar.Date
	mayDecide bool
}

func (v *boardView) href(below string) string { return "/boards/" + v.b.ID + below }

func (v *boardView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(boardsCrumbs(p), ui.Link{Text: v.b.Name, Href: v.href("")})
}

// stateOf says how far a meeting's minutes have come.
func stateOf(p i18n.Printer, m *Meeting, today calendar.Date) string {
	switch {
	case !m.TakenDownOn.IsZero():
		return p.T("cases.minutes.down")
	case !m.PostedOn.IsZero():
		return p.T("cases.minutes.posted")
	case m.IsAdjusted():
		return p.T("cases.minutes.adjusted")
	case m.Day.After(today):
		return p.T("cases.minutes.ahead")
	}
	return p.T("cases.minutes.open")
}

type meetingView struct {
	m         Meeting
	items     []Item
	members   []Member
	present   []string
	own       string // the reader's key as a member; empty when the reader is none
	today     calendar.Date
	mayDecide bool
}

func (v *meetingView) name(p i18n.Printer) string { return v.m.BoardName + " " + p.DateLong(v.m.Day) }

func (v *meetingView) href(below string) string { return "/board-meetings/" + v.m.ID + below }

func (v *meetingView) itemHref(i *Item, below string) string {
	return v.href("/items/" + i.ID + below)
}

func (v *meetingView) crumbs(p i18n.Printer) []ui.Link {
	return append(boardsCrumbs(p), ui.Link{Text: v.m.BoardName, Href: "/boards/" + v.m.BoardID})
}

func (v *meetingView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(v.crumbs(p), ui.Link{Text: p.DateLong(v.m.Day), Href: v.href("")})
}

// names are what members are called, in the board's order.
func (v *meetingView) names(ids []string) string {
	var list []string
	for n := range v.members {
		if slices.Contains(ids, v.members[n].ID) {
			list = append(list, v.members[n].Name)
		}
	}
	return strings.Join(list, ", ")
}

func (v *meetingView) meta(p i18n.Printer) string {
	list := []string{i18n.Capital(p.Weekday(v.m.Day))}
	if v.m.Begins != "" {
		list[0] += " " + p.T("cases.at", "hour", v.m.Begins)
	}
	if v.m.Place != "" {
		list = append(list, v.m.Place)
	}
	return strings.Join(append(list, stateOf(p, &v.m, v.today)), " · ")
}

// mayRecord tells whether the reader can write in the minutes now.
func (v *meetingView) mayRecord() bool {
	return v.mayDecide && !v.m.IsAdjusted() && !v.m.Day.After(v.today)
}

func (v *meetingView) isAllRecorded() bool {
	return len(v.items) > 0 && !slices.ContainsFunc(v.items, func(i Item) bool { return !i.IsRecorded() })
}

// hasDeclared tells whether the reader has declared a conflict in an item.
func (v *meetingView) hasDeclared(i *Item) bool { return slices.Contains(declaredBy(i), v.own) }

// mayDeclare tells whether the reader can still declare one, or take it back.
func (v *meetingView) mayDeclare(i *Item) bool {
	return v.own != "" && !i.IsRecorded() && !v.m.IsAdjusted()
}

// ruling is what the meeting did about an item, in words.
func (v *meetingView) ruling(p i18n.Printer, i *Item) []ui.Definition {
	list := []ui.Definition{{Term: p.T("cases.ruling.outcome"), Text: p.T("cases.outcome." + string(i.Outcome))}}
	switch i.Outcome {
	case AdoptChanged:
		list = append(list, ui.Definition{Term: p.T("cases.ruling.changes"), Text: i.Why})
	case ReferBack:
		list = append(list, ui.Definition{Term: p.T("cases.why"), Text: i.Why})
	}
	list = append(list, ui.Definition{Term: p.T("cases.ruling.left"), Text: v.names(i.Left)})
	for _, r := range i.Spoken {
		list = append(list, ui.Definition{Term: p.T("cases.reservation.noted"), Text: strings.TrimSuffix(v.names([]string{r.MemberID})+": "+r.Text, ": ")})
	}
	return list
}

// minutes are the days of the minutes.
func (v *meetingView) minutes(p i18n.Printer) []ui.Definition {
	var list []ui.Definition
	for _, d := range []struct {
		key string
		day calendar.Date
	}{{"adjusted", v.m.AdjustedOn}, {"posted", v.m.PostedOn}, {"until", v.m.AppealUntil}, {"down", v.m.TakenDownOn}} {
		if d.day.IsZero() {
			continue
		}
		text := p.DateLong(d.day)
		if d.key == "adjusted" {
			text += ", " + v.m.AdjustedBy
		}
		list = append(list, ui.Definition{Term: p.T("cases.minutes.day_" + d.key), Text: text})
	}
	return list
}

type publicView struct {
	list  []Public
	year  int
	years []int
	today calendar.Date
}

// tabs are the years with decisions.
func (v *publicView) tabs() []ui.Tab {
	list := make([]ui.Tab, len(v.years))
	for n, year := range v.years {
		list[n] = ui.Tab{Text: strconv.Itoa(year), Href: "/public/decisions?year=" + strconv.Itoa(year), Current: year == v.year}
	}
	return list
}
