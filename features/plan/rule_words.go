package plan

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
)

// RuleInWords says in whole sentences what the rule looks at and when it is met, so that nobody has to read a rule's
// parts to know what counts. A rule that Validate does not accept is described as far as its parts go.
func RuleInWords(rule Rule, p i18n.Printer) string {
	w := ruleWords{Rule: rule, p: p, cells: rule.Cells()}
	var sentences []string
	switch {
	case rule.IsCount():
		sentences = w.count()
	case rule.IsDelivery():
		sentences = w.delivery()
	case rule.Kind == Threshold:
		sentences = w.threshold()
	case rule.Kind == Ratio:
		sentences = w.ratio()
	default:
		sentences = []string{w.say("judged", "when", w.when()), w.say("judged_latest")}
	}
	return strings.Join(append(sentences, w.partial()...), " ")
}

// ruleWords puts one rule into one language.
type ruleWords struct {
	Rule
	p     i18n.Printer
	cells []Cell
}

func (w ruleWords) say(id string, pairs ...any) string { return w.p.T("plan.words."+id, pairs...) }

// each tells whether the rule is to be spoken of period by period; one that has a single cell is not.
func (w ruleWords) each() bool { return w.Recurs() && len(w.cells) > 1 }

// met says when a period, or the indicator, is met.
func (w ruleWords) met(condition string) string {
	if w.each() {
		return w.say("met_"+string(w.Period), "condition", condition)
	}
	return w.say("met_once", "condition", condition)
}

func (w ruleWords) count() []string {
	target := w.Target
	if len(w.cells) == 1 {
		target = w.cells[0].Target
	}
	enough := w.say("enough", "number", w.number(target), "done", w.done(2))
	if target == 1 {
		enough = w.say("enough_one", "single", w.single("event"), "done", w.done(1))
	}
	return []string{w.say("counted", "when", w.when(), "things", w.things()), w.met(enough)}
}

// delivery speaks of the first record that goes far enough.
func (w ruleWords) delivery() []string {
	thing, done := "to_deliver", w.done(1)
	if w.Kind == ComesIntoBeing {
		thing = "to_come"
	} else if highest := w.HighestState(); highest != NoState && !w.isDecision(highest) {
		done = w.p.T("plan.state_done." + string(highest))
	}
	single := w.single(thing)
	if w.each() {
		inTime := w.say("delivered_"+string(w.Period), "single", single, "done", done)
		return []string{w.say("delivery_wanted", "when", w.when(), "single", single, "done", done), w.met(inTime)}
	}
	inTime := w.say("delivered_by", "single", single, "done", done, "day", w.day(w.To))
	return []string{w.met(inTime), w.say("late")}
}

// isDecision tells whether a decision shall be decided: that is said in the decision's own word.
func (w ruleWords) isDecision(highest State) bool {
	return highest == Decided && len(w.Evidence) == 1 && w.Evidence[0] == Decision
}

func (w ruleWords) threshold() []string {
	measure := w.Measure
	if measure == "" {
		measure = MeasureValue
	}
	return []string{
		w.say("counted", "when", w.when(), "things", w.things()),
		w.say("least_"+string(measure), "number", w.digits(w.Target)),
		w.say("least_means"),
	}
}

func (w ruleWords) ratio() []string {
	return []string{
		w.say("shared", "when", w.when(), "things", w.things()),
		w.met(w.say("share", "percent", w.digits(w.Target*100))),
		w.say("share_of_nothing"),
	}
}

// partial says what becomes of a first or last period that the window cuts, when that is not the plain thing.
func (w ruleWords) partial() []string {
	if !w.each() || w.Period.Around(w.From).From == w.From && w.Period.Around(w.To).To == w.To {
		return nil
	}
	switch {
	case w.Partial == PartialProrated && w.IsCount():
		return []string{w.say("prorated_" + string(w.Period))}
	case w.Partial == PartialExempt:
		return []string{w.say("exempt_" + string(w.Period))}
	}
	return nil
}

// when begins a sentence with the time that the rule looks at.
func (w ruleWords) when() string {
	days := w.days()
	switch {
	case w.each():
		return w.say("every_"+string(w.Period), "days", days)
	case w.From == w.To:
		return w.say("once_day", "days", days)
	case w.wholeYears():
		return w.say("once_years", "days", days)
	}
	return i18n.Capital(w.say("once_days", "days", days))
}

func (w ruleWords) wholeYears() bool {
	return w.From == calendar.Year(w.From.Year()).From && w.To == calendar.Year(w.To.Year()).To
}

// days names the window in as few words as it can: "2018–2021", "från 1 januari till 30 juni 2019".
func (w ruleWords) days() string {
	switch {
	case w.From == w.To:
		return w.day(w.From)
	case w.wholeYears() && w.From.Year() == w.To.Year():
		return strconv.Itoa(w.From.Year())
	case w.wholeYears():
		return strconv.Itoa(w.From.Year()) + "–" + strconv.Itoa(w.To.Year())
	case w.From.Year() == w.To.Year():
		return w.say("days", "from", w.dayOfMonth(w.From), "to", w.day(w.To))
	}
	return w.say("days", "from", w.day(w.From), "to", w.day(w.To))
}

func (w ruleWords) day(d calendar.Date) string {
	return w.say("day", "day", d.Day(), "month", w.month(d.Month()), "year", d.Year())
}

func (w ruleWords) dayOfMonth(d calendar.Date) string {
	return w.say("day_of_month", "day", d.Day(), "month", w.month(d.Month()))
}

func (w ruleWords) month(m time.Month) string {
	return w.p.T("plan.month." + strings.ToLower(m.String()))
}

// things names what is counted, in the plural.
func (w ruleWords) things() string {
	var kinds []string
	for _, kind := range w.Evidence {
		kinds = append(kinds, w.p.T("plan.kind."+string(kind), "count", 2))
	}
	return w.marked(kinds, "and", "events", "events_by_hand")
}

// single names one of what is looked for; where the rule names no kinds it is called by the message given.
func (w ruleWords) single(unnamed string) string {
	var kinds []string
	for _, kind := range w.Evidence {
		kinds = append(kinds, w.p.T("plan.kind_single."+string(kind)))
	}
	return w.marked(kinds, "or", unnamed, unnamed)
}

// marked joins the kinds and adds the tags and the network that the records must have.
func (w ruleWords) marked(kinds []string, joint, unnamed, byHand string) string {
	things := w.join(kinds, joint)
	switch {
	case len(kinds) > 0:
	case len(w.Tags) == 0 && w.Network == "":
		things = w.say(byHand)
	default:
		things = w.say(unnamed)
	}
	if len(w.Tags) > 0 {
		var tags []string
		for _, tag := range w.Tags {
			tags = append(tags, w.say("quoted", "text", tag))
		}
		things = w.say("tagged", "things", things, "tags", w.join(tags, "and"), "count", len(tags))
	}
	if w.Network != "" {
		things = w.say("in_network", "things", things, "network", w.say("quoted", "text", w.Network))
	}
	return things
}

func (w ruleWords) join(list []string, joint string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return strings.Join(list[:last], w.say("comma")) + w.say(joint) + list[last]
}

// done says what has happened to the records: meetings are held, decisions made. Kinds that do not share a verb have
// been recorded.
func (w ruleWords) done(count int) string {
	said := ""
	for _, kind := range w.Evidence {
		verb := w.p.T("plan.kind_done."+string(kind), "count", count)
		if said != "" && verb != said {
			return w.say("done", "count", count)
		}
		said = verb
	}
	if said == "" {
		return w.say("done", "count", count)
	}
	return said
}

// number writes small whole numbers as words.
func (w ruleWords) number(n float64) string {
	if n >= 2 && n <= 12 && n == float64(int(n)) {
		return w.p.T("plan.number.n" + strconv.Itoa(int(n)))
	}
	return w.digits(n)
}

// digits writes a number the way the language does, with at most four decimals.
func (w ruleWords) digits(n float64) string {
	printer := message.NewPrinter(language.Make(string(w.p.Language())))
	return printer.Sprint(number.Decimal(n, number.MaxFractionDigits(4)))
}
