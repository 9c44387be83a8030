package assessments

import (
	"strconv"
	"strings"

	"samverk/features/applications"
	"samverk/features/grants/assessment"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// shapes are the marks of the states; each stands beside its word.
var shapes = map[assessment.State]string{assessment.Assigned: "not_started", assessment.DeclaredFree: "in_progress", assessment.InProgress: "in_progress",
	assessment.SentBack: "at_risk", assessment.Submitted: "met", assessment.Locked: "met", assessment.Recused: "not_applicable"}

func word(p i18n.Printer, s assessment.State) string { return p.T("assessments.state." + string(s)) }

// roundHref is where a call's assessments are.
func roundHref(callID string) string { return "/assessments/" + callID }

// ownHref is where an assessor's own assessment is.
func ownHref(id string) string { return "/my/assessments/" + id }

// points writes a total, which is in thousandths, as points of a hundred: "72,5".
func points(p i18n.Printer, thousandths int) string {
	separator := ","
	if p.Language() == i18n.English {
		separator = "."
	}
	return strconv.Itoa(thousandths/10) + separator + strconv.Itoa(thousandths%10)
}

// summary is what may be read of an application by everybody who has to do with it.
func summary(p i18n.Printer, a *applications.Application, call string) []ui.Definition {
	amount := p.T("assessments.no_amount")
	if a.Requested > 0 {
		amount = p.Money(a.Requested)
	}
	return []ui.Definition{{Term: p.T("assessments.organisation"), Text: a.Organisation}, {Term: p.T("assessments.requested"), Text: amount},
		{Term: p.T("assessments.call"), Text: call}, {Term: p.T("assessments.diary_number"), Text: a.DiaryNumber}}
}

// titleOf is what an application is called on pages.
func titleOf(p i18n.Printer, a *applications.Application) string {
	if a.Title == "" {
		return p.T("assessments.untitled", "organisation", a.Organisation)
	}
	return a.Title
}

// field names of the form of scores: criteria are counted from 1.
func scoreField(place int) string   { return "score_" + strconv.Itoa(place+1) }
func commentField(place int) string { return "comment_" + strconv.Itoa(place+1) }

// stepText is a step of a scale with its number.
func stepText(c *assessment.Criterion, step int) string {
	if step < 0 || step >= len(c.Steps) {
		return "–"
	}
	return strconv.Itoa(step) + " – " + c.Steps[step]
}

func stepOptions(c *assessment.Criterion) []ui.Option {
	options := make([]ui.Option, len(c.Steps))
	for i := range c.Steps {
		options[i] = ui.Option{Value: strconv.Itoa(i), Text: stepText(c, i)}
	}
	return options
}

// weightText says how much a criterion counts: "Väger 3 av 6".
func weightText(p i18n.Printer, criteria []assessment.Criterion, c *assessment.Criterion) string {
	sum := 0
	for i := range criteria {
		sum += criteria[i].Weight
	}
	return p.T("assessments.weight", "weight", c.Weight, "sum", sum)
}

// typedOf is a draft as the form of scores.
func typedOf(criteria []assessment.Criterion, d *Draft, version int) *form.Form {
	pairs := []string{"seen", strconv.Itoa(version), "overall", d.Overall}
	for i := range criteria {
		if step, given := d.Scores[criteria[i].Key]; given {
			pairs = append(pairs, scoreField(i), strconv.Itoa(step))
		}
		pairs = append(pairs, commentField(i), d.Comments[criteria[i].Key])
	}
	return form.Of(pairs...)
}

// draftIn reads the form of scores. What is wrong is refused beside its field.
func draftIn(typed *form.Form, criteria []assessment.Criterion) Draft {
	d := Draft{Scores: assessment.Scores{}, Comments: map[string]string{}, Overall: oneEnd(typed.Text("overall"))}
	text := func(field, text string) {
		if err := checkText(text); err != nil {
			typed.RefuseFirst(field, err.Message)
		}
	}
	for i := range criteria {
		c := &criteria[i]
		if chosen := typed.Text(scoreField(i)); chosen != "" {
			step, err := strconv.Atoi(chosen)
			if err != nil || step < 0 || step >= len(c.Steps) {
				typed.RefuseFirst(scoreField(i), i18n.Msg("assessments.score_unknown"))
			} else {
				d.Scores[c.Key] = step
			}
		}
		if comment := oneEnd(typed.Text(commentField(i))); comment != "" {
			d.Comments[c.Key] = comment
			text(commentField(i), comment)
		}
	}
	text("overall", d.Overall)
	return d
}

// oneEnd writes ends of lines as they are kept.
func oneEnd(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// differences tells what another window has saved and what was typed here.
func differences(p i18n.Printer, criteria []assessment.Criterion, saved, typed *Draft) (list []ui.Difference) {
	add := func(label, before, now string) {
		if before != now {
			list = append(list, ui.Difference{Label: label, Saved: before, Typed: now})
		}
	}
	step := func(d *Draft, c *assessment.Criterion) string {
		if at, given := d.Scores[c.Key]; given {
			return stepText(c, at)
		}
		return ""
	}
	for i := range criteria {
		c := &criteria[i]
		add(nameOf(c), step(saved, c), step(typed, c))
		add(p.T("assessments.comment_on", "criterion", nameOf(c)), saved.Comments[c.Key], typed.Comments[c.Key])
	}
	add(p.T("assessments.overall"), saved.Overall, typed.Overall)
	return list
}

// nameOf is what a criterion is called.
func nameOf(c *assessment.Criterion) string { return c.Key }

// refuse puts what somebody can mend beside a field; false when nothing of that kind is wrong: see store.Mendable.
func refuse(typed *form.Form, field string, own *i18n.Error) bool {
	if own == nil {
		return false
	}
	typed.RefuseFirst(field, own.Message)
	return true
}
