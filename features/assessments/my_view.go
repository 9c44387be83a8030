package assessments

import (
	"samverk/features/applications"
	"samverk/features/grants"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/ui"
)

// mine is one of an assessor's assessments with its application.
type mine struct {
	Assessment
	application applications.Application
}

// waits tells whether something is left for the assessor to do.
func (m *mine) waits() bool {
	return m.IsOpen() && m.application.State == applications.UnderAssessment
}

// mineOfCall are those of one call.
type mineOfCall struct {
	call  grants.Call
	dueOn calendar.Date
	list  []mine
}

// left counts what is left to do.
func (c *mineOfCall) left() (n int) {
	for i := range c.list {
		if c.list[i].waits() {
			n++
		}
	}
	return n
}

// note says what is left and until when.
func (c *mineOfCall) note(p i18n.Printer, today calendar.Date) string {
	switch left := c.left(); {
	case left == 0:
		return p.T("assessments.mine.none_left")
	case c.dueOn.IsZero():
		return p.T("assessments.mine.left", "count", left)
	case c.dueOn.Before(today):
		return p.T("assessments.mine.late", "count", left, "day", p.DateLong(c.dueOn))
	default:
		return p.T("assessments.mine.left_until", "count", left, "day", p.DateLong(c.dueOn))
	}
}

// items lists what waits first.
func (c *mineOfCall) items(p i18n.Printer) []ui.Item {
	var waiting, rest []ui.Item
	for i := range c.list {
		m := &c.list[i]
		item := ui.Item{Shape: shapes[m.State], Word: word(p, m.State), Title: titleOf(p, &m.application), Href: ownHref(m.ID), When: word(p, m.State),
			Text: m.application.Organisation}
		if m.application.Requested > 0 {
			item.Text += ", " + p.Money(m.application.Requested)
		}
		switch {
		case m.waits():
			if m.State == assessment.SentBack {
				item.Text = p.T("assessments.mine.sent_back", "why", m.SentBackWhy)
			}
			waiting = append(waiting, item)
		case m.IsOpen(): // withdrawn, or ended in another way
			item.Shape, item.Word, item.When = "not_applicable", p.T("assessments.mine.over"), p.T("assessments.mine.over")
			rest = append(rest, item)
		default:
			rest = append(rest, item)
		}
	}
	return append(waiting, rest...)
}

// mineView is the page of an assessor's own assessments.
type mineView struct {
	calls []mineOfCall
	today calendar.Date
}

// oneView is an assessor's own assessment.
type oneView struct {
	mine
	call     grants.Call
	dueOn    calendar.Date
	sent     questions.Form // what was sent of the application; empty unless it may be read
	answers  questions.Answers
	barred   bool    // there is a conflict of interest
	recusal  Recusal // the assessor's own word of it; empty when there is none
	together Ranked  // what all think; only when the own assessment is locked
	next     *mine   // another of the call that waits
	typed    *form.Form
	conflict *form.Form
	lost     bool // what was typed cannot be saved any more, and is shown to be copied
	stale    *ui.Meanwhile
	done     string
}

func (v *oneView) criteria() []assessment.Criterion { return v.call.Terms.Criteria }

// isOver tells that nothing more can be done, since the application is not under assessment.
func (v *oneView) isOver() bool {
	return v.application.State != applications.UnderAssessment && v.State != assessment.Locked
}

// mayScore tells whether the form of scores is shown.
func (v *oneView) mayScore() bool { return v.MayScore() && !v.isOver() }

func (v *oneView) crumbs(p i18n.Printer) []ui.Link {
	return []ui.Link{{Text: p.T("assessments.mine.title"), Href: "/my/assessments"}, {Text: v.call.Content.Title}}
}

func (v *oneView) meta(p i18n.Printer) string {
	text := v.application.Organisation
	if v.application.Requested > 0 {
		text += ", " + p.Money(v.application.Requested)
	}
	if !v.dueOn.IsZero() && v.IsOpen() {
		text += ". " + p.T("assessments.last_day", "day", p.DateLong(v.dueOn))
	}
	return text
}

// fileHref is where an attachment of the application can be read.
func (v *oneView) fileHref(_ *questions.Question, sent file.File) string {
	return ownHref(v.ID) + "/files/" + sent.SHA256
}

// progress says how far the assessor has come.
func (v *oneView) progress(p i18n.Printer) string {
	return p.T("assessments.progress", "scored", len(v.criteria())-len(assessment.Missing(v.criteria(), v.Scores)), "count", len(v.criteria()))
}

// scored is one criterion as it was handed in.
type scored struct{ name, weight, step, comment string }

func scoredIn(p i18n.Printer, criteria []assessment.Criterion, d *Draft) (list []scored) {
	for i := range criteria {
		c := &criteria[i]
		step, given := d.Scores[c.Key]
		if !given {
			step = -1
		}
		list = append(list, scored{nameOf(c), weightText(p, criteria, c), stepText(c, step), d.Comments[c.Key]})
	}
	return list
}
