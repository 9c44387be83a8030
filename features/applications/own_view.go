package applications

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/ui"
)

// callShown is a call as pages show it.
type callShown = grants.Call

// mineView is what one may apply for and has applied for.
type mineView struct {
	acts  []mandates.Mandate
	calls []grants.Call
	all   []Application
	now   time.Time
	done  string
}

// items are the applications that have been sent, or those that have not.
func (v *mineView) items(p i18n.Printer, sent bool) (items []ui.Linked) {
	for i := range v.all {
		a := &v.all[i]
		if a.SubmittedAt.IsZero() != sent {
			items = append(items, ui.Linked{Link: ui.Link{Text: a.title(p), Href: ownHref(a.ID)}, Shape: a.State.Shape(), Word: a.State.Name(p),
				Text: strings.Join(slices.DeleteFunc([]string{a.Organisation, a.DiaryNumber}, func(s string) bool { return s == "" }), ", ")})
		}
	}
	return items
}

// hasIn tells whether an organisation has an application in a call already.
func (v *mineView) hasIn(callID, organisationID string) *Application {
	at := slices.IndexFunc(v.all, func(a Application) bool {
		return a.CallID == callID && a.OrganisationID == organisationID && a.State != Withdrawn
	})
	if at < 0 {
		return nil
	}
	return &v.all[at]
}

// closing says when a call closes, or what being late costs when it has.
func closing(p i18n.Printer, c *grants.Call, now time.Time) string {
	if c.StateAt(now) == grants.Open {
		return p.T("applications.closes", "when", calendar.Clock(c.Content.Closes))
	}
	return lateness(p, c, c.DaysLate(now))
}

// lateness says how late something is and what that costs; nothing when it is in time.
func lateness(p i18n.Printer, c *grants.Call, days int) string {
	if days == 0 {
		return ""
	}
	text := p.T("applications.days_late", "count", days)
	left, taken := c.Terms.Rules.Late.After(1000, days)
	if !taken {
		return text + " " + p.T("applications.late_refused")
	}
	return text + " " + p.T("applications.late_costs", "percent", strings.TrimSuffix(strconv.FormatFloat(float64(1000-left)/10, 'f', 1, 64), ".0"))
}

// beginView is what stands before an application is begun.
type beginView struct {
	o        organisations.Organisation
	call     grants.Call
	findings []grants.Finding
	there    Application
	now      time.Time
}

func (v *beginView) mayBegin() bool { return mayBegin(&v.call, v.now) }

func (v *beginView) isMet() bool {
	return grants.Outcome(v.findings) != grants.Unmet
}

// ownView is an application as its organisation sees it.
type ownView struct {
	me         string
	a          Application
	call       grants.Call
	mandate    mandates.Mandate
	steps      map[string]Saved
	versions   []Sent
	messages   []Message
	hash       string // of what would be sent now
	signatures []Signature
	acting     []mandates.Mandate
	added      []templ.Component
	now        time.Time
	received   time.Time
	mails      bool
	done       string
	message    *form.Form
}

func (v *ownView) form() *questions.Form    { return &v.call.Terms.Form }
func (v *ownView) href(below string) string { return ownHref(v.a.ID) + below }

func (v *ownView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("applications.mine"), Href: "/my/applications"}}
}

func (v *ownView) crumbsBelow(p i18n.Printer) []ui.Link {
	return append(v.crumbs(p), ui.Link{Text: v.a.title(p), Href: v.href("")})
}

// fileHref is where a file among the answers is.
func (v *ownView) fileHref(_ *questions.Question, f file.File) string {
	return v.href("/files/" + f.SHA256)
}

// lateText says what being late costs; nothing when it is in time.
func (v *ownView) lateText(p i18n.Printer, days int) string { return lateness(p, &v.call, days) }

// lateNow is how late it would be to send now. A completion is never late by this.
func (v *ownView) lateNow() int {
	if v.a.State == CompletionRequested {
		return 0
	}
	return v.call.DaysLate(v.now)
}

// tasks are the steps as a list of what is left.
func (v *ownView) tasks(p i18n.Printer) (items []ui.Item) {
	for _, task := range v.a.Tasks(v.form()) {
		item := ui.Item{Title: task.Section.Title.In(p.Language()), Href: v.href("/steps/" + task.Section.Key), Shape: "not_started", Text: taskText(p, &task)}
		switch {
		case task.IsDone():
			item.Shape, item.Text = "met", p.T("applications.task.done")
		case task.Begun:
			item.Shape = "in_progress"
		}
		if saved, is := v.steps[task.Section.Key]; is {
			item.When, item.Date = p.T("applications.task.saved_by", "who", saved.By), calendar.Clock(saved.SavedAt.Time)
		}
		items = append(items, item)
	}
	return items
}

// taskText says what is left of a step.
func taskText(p i18n.Printer, t *Task) string {
	var parts []string
	if t.Missing > 0 {
		parts = append(parts, p.T("applications.task.missing", "count", t.Missing))
	}
	if t.Wrong > 0 {
		parts = append(parts, p.T("applications.task.wrong", "count", t.Wrong))
	}
	if t.ToCheck > 0 {
		parts = append(parts, p.T("applications.task.to_check", "count", t.ToCheck))
	}
	return strings.Join(parts, ". ")
}

// left counts the steps in which something is left.
func (v *ownView) left() (n int) {
	for _, task := range v.a.Tasks(v.form()) {
		if !task.IsDone() {
			n++
		}
	}
	return n
}

func (v *ownView) demands() []Demand { return Demands(v.form(), &v.call.Terms.Rules, v.a.Answers) }

// asked is the completion that is asked for; nil when none is.
func (v *ownView) asked() *Message {
	for i := len(v.messages) - 1; i >= 0; i-- {
		if m := &v.messages[i]; !m.DueOn.IsZero() && m.AnsweredAt.IsZero() && v.a.State == CompletionRequested {
			return m
		}
	}
	return nil
}

// hasSigned tells whether the reader has signed what the application says now.
func (v *ownView) hasSigned() bool {
	return slices.ContainsFunc(v.signatures, func(s Signature) bool { return s.AccountID == v.me })
}

// willSend tells whether the reader's signature is enough.
func (v *ownView) willSend() bool {
	var signers []mandates.Mandate
	for _, m := range v.acting {
		if m.AccountID == v.me || slices.ContainsFunc(v.signatures, func(s Signature) bool { return s.AccountID == m.AccountID }) {
			signers = append(signers, m)
		}
	}
	return mandates.Suffice(signers, calendar.Today(v.now))
}

// canEverBeSigned tells whether those who act for the organisation may sign for it at all.
func (v *ownView) canEverBeSigned() bool { return mandates.Suffice(v.acting, calendar.Today(v.now)) }

// stillToSign names those who may sign and have not.
func (v *ownView) stillToSign() string {
	var names []string
	for _, m := range v.acting {
		signed := slices.ContainsFunc(v.signatures, func(s Signature) bool { return s.AccountID == m.AccountID })
		if m.Signs != mandates.Never && !signed && !slices.Contains(names, m.Person) {
			names = append(names, m.Person)
		}
	}
	return strings.Join(names, ", ")
}

func (v *ownView) signedBy() string {
	var names []string
	for _, s := range v.signatures {
		names = append(names, s.Name)
	}
	return strings.Join(names, ", ")
}

// mayWithdraw tells whether the application can be taken back.
func (v *ownView) mayWithdraw() bool {
	_, may := Ways.Find(v.a.State, Withdrawn)
	return may
}

// facts are what stands above an application that has been sent.
func facts(p i18n.Printer, a *Application, call *grants.Call) []ui.Definition {
	list := []ui.Definition{{Term: p.T("applications.column.diary"), Text: a.DiaryNumber}, {Term: p.T("applications.column.received"), Text: moment(a)},
		{Term: p.T("applications.column.call"), Text: call.Content.Title}, {Term: p.T("applications.column.organisation"), Text: a.Organisation},
		{Term: p.T("applications.column.requested"), Text: p.Money(a.Requested)}}
	if a.DaysLate > 0 {
		list = append(list, ui.Definition{Term: p.T("applications.late"), Text: lateness(p, call, a.DaysLate)})
	}
	if a.LateTaken != "" {
		list = append(list, ui.Definition{Term: p.T("applications.column.late_taken"), Text: a.LateTaken})
	}
	if a.DecidedAmount != nil {
		list = append(list, ui.Definition{Term: p.T("applications.column.decided"), Text: p.Money(*a.DecidedAmount)})
	}
	return list
}

// messageItems are messages as they are read, the first first. Officers are not named to applicants.
func messageItems(p i18n.Printer, all []Message, own bool) (items []ui.Dated) {
	for i := range all {
		m := &all[i]
		who := p.T("applications.from_authority")
		if m.FromApplicant || !own && m.By != "" {
			who = m.By
		}
		title := who
		if !m.DueOn.IsZero() {
			title = p.T("applications.asked_by", "who", who, "day", p.DateLong(m.DueOn))
		}
		items = append(items, ui.Dated{Date: calendar.Clock(m.SentAt.Time), Title: title, Text: m.Body})
	}
	return items
}

// versionItems lead to the versions.
func versionItems(p i18n.Printer, versions []Sent, href string) (items []ui.Linked) {
	for _, v := range slices.Backward(versions) {
		items = append(items, ui.Linked{Link: ui.Link{Text: p.T("applications.version", "number", v.Number), Href: href + "/versions/" + strconv.Itoa(v.Number)},
			Text: p.T("applications.version_sent", "when", calendar.Clock(v.SentAt), "hash", v.SHA256[:12])})
	}
	return items
}

// stepView is a step of the form.
type stepView struct {
	*ownView
	section    *questions.Section
	at         int // from 0
	typed      *form.Form
	stale      *ui.Meanwhile
	savedWrong bool
}

// savedForm is the step as it is saved.
func (v *stepView) savedForm() *form.Form {
	return v.form().Typed(v.section, v.a.Answers).Resent(strconv.Itoa(v.steps[v.section.Key].Version))
}

// nextHref is the step after, or the page where all is checked.
func (v *stepView) nextHref() string {
	if sections := v.form().Sections; v.at+1 < len(sections) {
		return v.href("/steps/" + sections[v.at+1].Key)
	}
	return v.href("/check")
}

// filledFrom names the questions of the step that were filled in beforehand from a source.
func (v *stepView) filledFrom(p i18n.Printer, source Source) string {
	var labels []string
	for i := range v.section.Questions {
		if q := &v.section.Questions[i]; v.a.Filled[q.Key] == source {
			labels = append(labels, q.Label.In(p.Language()))
		}
	}
	return strings.Join(labels, ", ")
}

// verdictShape is the mark of a verdict, beside its word.
func verdictShape(v grants.Verdict) string {
	switch v {
	case grants.Met:
		return "met"
	case grants.Unmet:
		return "not_met"
	}
	return "not_assessed"
}
