package planimport

import (
	"strings"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

var (
	// titlePhrase reads a plan's name out of running text: "Handlingsplan för … 2018–2021".
	titlePhrase  = newPattern(`\p{Lu}\p{L}*(?:plan|program|strategi)(?:en|met|n)?\s[^.!?]{0,120}?(?:19|20)\d\d\s?[-–—]\s?(?:20)?\d\d\b`)
	adoptionText = newPattern(`(?i)(?:fastställ(?:d|t|des|ts|da)|anta(?:gen|get|gna|gits|gs)|antogs|beslutad(?:es)?|beslutat|godkän(?:d|t|des)|adopted|approved)\s+(?:av|i|by)\s+(?:the\s+)?(.{2,90}?),?\s+\(?(?:den\s+|on\s+)?(\d{4}-\d\d-\d\d|\d{1,2}\s+\p{L}+\s+\d{4})`)
)

func (d *drafter) readIntroduction() {
	if d.parts.introduction.empty() {
		return
	}
	d.out.Introduction = d.field(&d.parts.introduction, "introduction", d.out.Sources)
}

// longestBeginning is how much of an introduction is searched for title, period and adoption, in bytes.
const longestBeginning = 20000

func beginning(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), longestBeginning)], "")
}

// readTitle takes the title's heading, else the first phrase that names a plan and its years.
func (d *drafter) readTitle() {
	if !d.parts.title.empty() {
		d.out.Title = strings.TrimRight(d.field(&d.parts.title, "title", d.out.Sources), ". ")
		return
	}
	text := beginning(d.out.Introduction)
	phrase := titlePhrase.FindString(text)
	source := plan.Source{Confidence: 0.5, Flags: []string{}}
	if !d.parts.introduction.empty() {
		source = d.out.Sources["introduction"]
		source.Confidence, source.Flags = 0.6, nil
		first := d.parts.introduction.fragments[0].index
		source.Lines = [2]int{d.doc.lines[first].number, d.lineOfPhrase(phrase)}
		source.Original = d.textOfLines(source.Lines)
	}
	if phrase == "" {
		d.warn(0, "title_missing")
		source.Lines, source.Original = [2]int{}, ""
		source.Flags = []string{d.printer.T("planimport.flag.title_missing_plan")}
	} else {
		d.out.Title = strings.Join(strings.Fields(phrase), " ")
		source.Flags = []string{d.printer.T("planimport.flag.title_from_text")}
		d.warn(source.Lines[0], "title_from_text", "title", d.out.Title)
	}
	d.out.Sources["title"] = source
}

// lineOfPhrase is the line on which the last word of a phrase of the introduction stands.
func (d *drafter) lineOfPhrase(phrase string) int {
	words := strings.Fields(phrase)
	for _, part := range d.parts.introduction.fragments {
		if len(words) > 0 && strings.Contains(d.doc.lines[part.index].text, words[len(words)-1]) {
			return d.doc.lines[part.index].number
		}
	}
	first := d.parts.introduction.fragments[0].index
	return d.doc.lines[first].number
}

func (d *drafter) textOfLines(lines [2]int) string {
	var texts []string
	for i := range d.doc.lines {
		if n := d.doc.lines[i].number; n >= lines[0] && n <= lines[1] {
			texts = append(texts, strings.TrimSpace(d.doc.lines[i].text))
		}
	}
	return strings.Join(texts, " ")
}

// readPeriod takes the plan's period from its title, else from the first span of years in the introduction, else from
// the activities' times.
func (d *drafter) readPeriod() {
	if span, ok := longestTime(d.out.Title, true); ok {
		d.period = span
	} else if span, ok := longestTime(beginning(d.out.Introduction), false); ok {
		d.period = span
		d.warn(0, "period_from_text", "from", span.From.String(), "to", span.To.String())
	} else if span, ok := d.periodOfActivities(); ok {
		d.period = span
		d.warn(0, "period_from_activities", "from", span.From.String(), "to", span.To.String())
	} else {
		d.period = calendar.Year(calendar.Today(now()).Year())
		d.warn(0, "period_missing", "from", d.period.From.String(), "to", d.period.To.String())
	}
	d.out.Period = d.period
	source := d.out.Sources["title"]
	source.Flags = []string{}
	d.out.Sources["period"] = source
}

// longestTime is the longest closed time of a text; a single year counts only where single is set.
func longestTime(text string, single bool) (calendar.Span, bool) {
	var best calendar.Span
	for _, t := range timesIn(text) {
		if t.wholePlan || t.deadline || t.fromThenOn || t.span.Days() <= best.Days() {
			continue
		}
		if single && t.span.Days() >= 180 || t.span.Days() > 366 {
			best = t.span
		}
	}
	return best, !best.IsEmpty()
}

func (d *drafter) periodOfActivities() (calendar.Span, bool) {
	var whole calendar.Span
	for _, activity := range d.parts.activities() {
		for _, t := range timesIn(d.repairer.repair(activity.time.joined(d.repairer.known)).text) {
			if t.wholePlan {
				continue
			}
			if !t.span.From.IsZero() && (whole.From.IsZero() || t.span.From.Before(whole.From)) {
				whole.From = t.span.From
			}
			if t.span.To.After(whole.To) {
				whole.To = t.span.To
			}
		}
	}
	if whole.From.IsZero() || whole.To.IsZero() {
		return calendar.Span{}, false
	}
	return calendar.Span{From: calendar.Year(whole.From.Year()).From, To: calendar.Year(whole.To.Year()).To}, !whole.IsEmpty()
}

// readAdoption finds who adopted the plan and when, in the introduction or in a line of its own before it.
func (d *drafter) readAdoption() {
	if d.adoptionIn(beginning(d.out.Introduction) + " " + d.out.Title) {
		return
	}
	for i := range d.doc.lines {
		l := &d.doc.lines[i]
		if l.role == plan.LineGoal || l.role == plan.LineActivity {
			return
		}
		if l.reason == "heading_without_text" && d.adoptionIn(d.repairer.repair(l.clean).text) {
			l.role, l.reason = plan.LineTitle, ""
			return
		}
	}
}

func (d *drafter) adoptionIn(text string) bool {
	m := adoptionText.FindStringSubmatch(strings.Join(strings.Fields(text), " "))
	if m == nil {
		return false
	}
	moments := momentsIn(m[2])
	if len(moments) == 0 || moments[0].span.From != moments[0].span.To {
		return false
	}
	d.out.AdoptedOn = moments[0].span.From
	d.out.AdoptedBy = i18n.Capital(strings.TrimSpace(m[1]))
	return true
}
