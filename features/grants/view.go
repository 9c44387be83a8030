package grants

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/ui"
)

// Name is what the kind is called.
func (k Kind) Name(p i18n.Printer) string { return p.T("grants.kind." + string(k)) }

// Name is what the state is called.
func (s CallState) Name(p i18n.Printer) string { return p.T("grants.state." + string(s)) }

// shape is the mark beside the state's name.
func (s CallState) shape() string {
	switch s {
	case Open:
		return "in_progress"
	case Decided, FollowUp, ResultsCompiled, Archived:
		return "met"
	case Cancelled:
		return "not_applicable"
	case Closed, InAssessment, ProposalReady:
		return "not_assessed"
	}
	return "not_started"
}

// moment says an instant in text: "31 mars 2026 kl. 24" for what ends, "1 april 2026 kl. 0" for what begins.
func moment(p i18n.Printer, t time.Time, ends bool) string {
	if t.IsZero() {
		return ""
	}
	day, clock := form.MomentFields(t, ends)
	return p.T("grants.moment", "day", p.DateLong(calendar.MustDate(day)), "clock", strings.TrimSuffix(clock, ".00"))
}

// when tells what comes next of a call, seen from a moment.
func when(p i18n.Printer, c *Call, now time.Time) string {
	today := calendar.Today(now)
	switch c.StateAt(now) {
	case Scheduled:
		return p.T("grants.opens_in", "count", today.DaysUntil(calendar.Today(c.Content.Opens)), "when", moment(p, c.Content.Opens, false))
	case Open:
		return p.T("grants.closes_in", "count", today.DaysUntil(c.Content.LastDay()), "when", moment(p, c.Content.Closes, true))
	case Closed, InAssessment, ProposalReady:
		if !c.Content.DecisionOn.IsZero() {
			return p.T("grants.decision_is", "day", p.DateLong(c.Content.DecisionOn))
		}
	}
	return ""
}

func crumbs(p i18n.Printer) []ui.Link { return []ui.Link{{Text: p.T("grants.title"), Href: "/grants"}} }

// listView is the page of all calls and programmes.
type listView struct {
	programmes []Programme
	calls      []Call
	now        time.Time
	mayChange  bool
	done       string
}

// programmeView is a programme with what belongs to it.
type programmeView struct {
	Programme
	guidelines []Guideline
	calls      []Call
	now        time.Time
	mayChange  bool
	done       string
}

func (v *programmeView) href(below string) string { return "/grants/" + v.ID + below }

func (v *programmeView) below(p i18n.Printer) []ui.Link {
	return append(crumbs(p), ui.Link{Text: v.Name, Href: v.href("")})
}

func (v *programmeView) facts(p i18n.Printer) []ui.Definition {
	deciders := p.T("grants.decider." + v.DecisionMaker)
	if v.DecidedBy != "" {
		deciders += ", " + v.DecidedBy
	}
	return []ui.Definition{{Term: p.T("grants.field.kind"), Text: v.Kind.Name(p)}, {Term: p.T("grants.field.purpose"), Text: v.Purpose},
		{Term: p.T("grants.field.legal_basis"), Text: v.LegalBasis}, {Term: p.T("grants.field.account"), Text: v.Account}, {Term: p.T("grants.field.decision_maker"), Text: deciders},
		{Term: p.T("grants.field.years"), Text: p.T("grants.years", "count", v.Years)}, {Term: p.T("grants.field.de_minimis"), Text: yesNo(p, v.DeMinimis)},
		{Term: p.T("grants.field.is_assessed"), Text: yesNo(p, v.IsAssessed)}, {Term: p.T("grants.field.needs_direction"), Text: yesNo(p, v.NeedsDirection)},
		{Term: p.T("grants.field.ended_on"), Text: dateText(p, v.EndedOn)}}
}

func dateText(p i18n.Printer, d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.DateLong(d)
}

func yesNo(p i18n.Printer, is bool) string {
	if is {
		return p.T("grants.yes")
	}
	return p.T("grants.no")
}

// callView is a call with what belongs to it.
type callView struct {
	Call
	programme  Programme
	guidelines []Guideline
	missing    []i18n.Message
	diary      string // of the direction's case
	copyID     string // of the call that a copy becomes
	now        time.Time
	mayChange  bool
	done       string
	public     bool
}

func (v *callView) href(below string) string { return "/calls/" + v.ID + below }

func (v *callView) below(p i18n.Printer) []ui.Link {
	return append(crumbs(p), ui.Link{Text: v.Content.Title, Href: v.href("")})
}

func (v *callView) state() CallState { return v.StateAt(v.now) }

// terms are those of the call once it is scheduled, before that the programme's.
func (v *callView) terms() *Terms {
	if v.IsFixed() && v.State != Cancelled {
		return &v.Terms
	}
	return &v.programme.Terms
}

// applied are the guidelines that hold for the call: those of the day it opens.
func (v *callView) applied() (Guideline, bool) {
	day := calendar.Today(v.now)
	if !v.Content.Opens.IsZero() {
		day = calendar.Today(v.Content.Opens)
	}
	return Applied(v.guidelines, day)
}

func (v *callView) facts(p i18n.Printer) []ui.Definition {
	list := []ui.Definition{{Term: p.T("grants.field.opens"), Text: moment(p, v.Content.Opens, false)}, {Term: p.T("grants.field.closes"), Text: moment(p, v.Content.Closes, true)},
		{Term: p.T("grants.field.decision_on"), Text: dateText(p, v.Content.DecisionOn)}, {Term: p.T("grants.field.report_due_on"), Text: dateText(p, v.Content.ReportDueOn)}}
	for _, frame := range v.Content.Frames {
		list = append(list, ui.Definition{Term: p.T("grants.frame_of", "account", frame.Account, "year", strconv.Itoa(frame.Year)), Text: p.Money(frame.Amount)})
	}
	if len(v.Content.Frames) > 1 {
		list = append(list, ui.Definition{Term: p.T("grants.frame_total"), Text: p.Money(v.Content.Total())})
	}
	return append(list, ui.Definition{Term: p.T("grants.field.contact"), Text: v.Content.Contact})
}

// rulesFacts say in words what a programme's rules demand.
func rulesFacts(p i18n.Printer, t *Terms) (list []ui.Definition) {
	r := &t.Rules
	add := func(term, text string) {
		list = append(list, ui.Definition{Term: p.T("grants.rules." + term), Text: text})
	}
	var forms, classes []string
	for _, code := range r.LegalForms {
		forms = append(forms, p.T("organisations.form."+code))
	}
	for _, class := range r.Classes {
		classes = append(classes, className(p, class))
	}
	add("who", strings.Join(forms, ", "))
	add("left_out", strings.Join(classes, ", "))
	var demands []string
	if r.NeedsEntitled {
		demands = append(demands, p.T("grants.rules.entitled_text"))
	}
	if r.NeedsMandate {
		demands = append(demands, p.T("grants.rules.mandate_text"))
	}
	add("demands", strings.Join(demands, ". "))
	switch {
	case r.Municipalities > 0 && r.Activity > 0:
		add("reach", p.T("grants.rules.reach_text", "members", r.Municipalities, "activity", r.Activity))
	case r.Municipalities > 0:
		add("reach", p.T("grants.rules.members_text", "members", r.Municipalities))
	case r.Activity > 0:
		add("reach", p.T("grants.rules.activity_text", "activity", r.Activity))
	}
	add("amounts", amountsText(p, t))
	if r.OwnPart > 0 {
		text := p.T("grants.rules.own_part_text", "share", thousandthsText(r.OwnPart))
		if r.HourlyRate > 0 {
			text += " " + p.T("grants.rules.hour_text", "ore", p.Money(r.HourlyRate))
		}
		add("own_part", text)
	}
	add("late", lateText(p, r))
	return list
}

func className(p i18n.Printer, class string) string {
	vocabulary, code, _ := strings.Cut(class, " ")
	if vocabulary == "icnpo" {
		return p.T("organisations.icnpo." + code)
	}
	return p.T("organisations.vocabulary."+vocabulary) + " " + code
}

func amountsText(p i18n.Printer, t *Terms) string {
	var parts []string
	for _, level := range t.Rules.Levels {
		parts = append(parts, p.T("grants.rules.level_text", "level", levelName(p, t, level.Key), "most", p.Money(level.Most)))
	}
	if t.Rules.Least > 0 {
		parts = append(parts, p.T("grants.rules.least_text", "least", p.Money(t.Rules.Least)))
	}
	if t.Rules.Most > 0 {
		parts = append(parts, p.T("grants.rules.most_text", "most", p.Money(t.Rules.Most)))
	}
	return strings.Join(parts, ". ")
}

// levelName is what the form's question calls a level.
func levelName(p i18n.Printer, t *Terms, key string) string {
	if q := t.Form.Question(t.Rules.LevelAnswer); q != nil {
		if at := slices.IndexFunc(q.Options, func(o questions.Option) bool { return o.Value == key }); at >= 0 {
			return q.Options[at].Label.In(p.Language())
		}
	}
	return key
}

func lateText(p i18n.Printer, r *Rules) string {
	if len(r.Late) == 0 {
		return p.T("grants.rules.late_never")
	}
	parts, from := make([]string, 0, len(r.Late)), 1
	for _, step := range r.Late {
		parts = append(parts, p.T("grants.rules.late_step", "from", from, "to", step.Days, "share", thousandthsText(step.Deduct)))
		from = step.Days + 1
	}
	return i18n.Capital(strings.Join(parts, ", ")) + ". " + p.T("grants.rules.late_after", "count", from-1)
}

// thousandthsText is a share in per cent: 1000 is "100", 125 is "12,5".
func thousandthsText(share int64) string {
	if share%10 == 0 {
		return strconv.FormatInt(share/10, 10)
	}
	return strconv.FormatInt(share/10, 10) + "," + strconv.FormatInt(share%10, 10)
}

// kronor writes an amount as a field holds it: "1234,50"; empty for nothing.
func kronor(ore int64) string {
	switch {
	case ore == 0:
		return ""
	case ore%100 == 0:
		return strconv.FormatInt(ore/100, 10)
	}
	return strconv.FormatInt(ore/100, 10) + "," + strconv.FormatInt(100+ore%100, 10)[1:]
}
