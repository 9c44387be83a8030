package plan

import (
	"slices"
	"strconv"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// reviewView is what the review page shows: one part of the plan beside its lines in the document.
type reviewView struct {
	*Review
	At        Part
	Goal      *DraftGoal
	Activity  *DraftActivity
	Indicator *DraftIndicator
	Questions []Question
	Asked     *Question // the question shown; nil when nothing is asked of the part
	Place     int       // of Asked among the questions, from 1
	Excerpt   []Line
	Form      *form.Form // of the part
	Done      editDone   // what the reader has just done
	Stale     *ui.Meanwhile
	New       bool // the part is not in the saved draft yet
	Outline   Plan // the draft as a plan, to find what belongs to what
}

// viewReview makes the page of a part. asked is the question wanted; when it is empty or unknown the first open one of
// the part is shown.
func viewReview(r *Review, at Part, asked string) (reviewView, bool) {
	fields, found := r.Draft.fieldsOf(at)
	if !found {
		return reviewView{}, false
	}
	v := reviewView{Review: r, At: at, Questions: r.Questions(), Form: form.Of(fields...), Outline: r.Draft.toPlan()}
	switch at.Kind {
	case GoalPart:
		v.Goal = r.Draft.goal(at.Number)
	case ActivityPart:
		v.Goal, v.Activity = r.Draft.activity(at.Number)
	case IndicatorPart:
		v.Activity, v.Indicator = r.Draft.indicator(at.Number)
	}
	v.ask(asked)
	v.Excerpt = excerpt(r.Lines, at, v.Activity)
	return v, true
}

func (v *reviewView) ask(wanted string) {
	for i := range v.Questions {
		q := &v.Questions[i]
		if q.Part == v.At && (q.ID == wanted || v.Asked == nil && q.Answer == NotAnswered) {
			v.Asked, v.Place = q, i+1
		}
	}
}

// Open is the number of questions that nobody has answered.
func (v reviewView) Open() int {
	open := 0
	for _, q := range v.Questions {
		if q.Answer == NotAnswered {
			open++
		}
	}
	return open
}

// Unread lists the lines that were not understood and that nobody has passed over.
func (v reviewView) Unread() []UnreadLine {
	return slices.DeleteFunc(slices.Clone(v.Draft.Unread), func(u UnreadLine) bool { return slices.Contains(v.Skipped, u.Line) })
}

// before and after are the questions on either side of the one asked; nil at the ends.
func (v reviewView) before() *Question { return v.question(v.Place - 1) }
func (v reviewView) after() *Question  { return v.question(v.Place + 1) }

func (v reviewView) question(place int) *Question {
	if v.Asked == nil || place < 1 || place > len(v.Questions) {
		return nil
	}
	return &v.Questions[place-1]
}

// counts are how many goals, activities and indicators the draft has.
func (v reviewView) counts() (goals, activities, indicators int) {
	for _, goal := range v.Draft.Goals {
		activities += len(goal.Activities)
		for _, activity := range goal.Activities {
			indicators += len(activity.Indicators)
		}
	}
	return len(v.Draft.Goals), activities, indicators
}

// nextOpen is the question to go to when this one has been answered: the next open one, from the beginning at the end.
func nextOpen(questions []Question, answered string) *Question {
	from := slices.IndexFunc(questions, func(q Question) bool { return q.ID == answered })
	for i := range questions {
		q := &questions[(from+1+i)%len(questions)]
		if q.Answer == NotAnswered {
			return q
		}
	}
	return nil
}

func (r *Review) href(tail string) string { return "/plans/import/" + r.ID + tail }

// newHref is the form of a part to be added below another.
func (r *Review) newHref(above Part) string {
	return r.href("?new=" + string(kindBelow[above.Kind]) + "&in=" + strconv.Itoa(above.Number))
}

func (r *Review) partHref(part Part) string { return r.href("?at=" + part.String()) }

func (q *Question) href(r *Review) string { return r.partHref(q.Part) + "&flag=" + q.ID }

// parsePart reads "indicator-5"; an empty text is the whole plan.
func parsePart(text string) (Part, bool) {
	if text == "" || text == string(WholePlan) {
		return Part{Kind: WholePlan}, true
	}
	kind, number, _ := strings.Cut(text, "-")
	n, err := strconv.Atoi(number)
	known := slices.Contains([]PartKind{GoalPart, ActivityPart, IndicatorPart}, PartKind(kind))
	return Part{PartKind(kind), n}, known && err == nil
}

// around is how many lines of context stand before and after a part.
const around = 2

// longestExcerpt keeps the page readable: a part longer than this is cut at its end.
const longestExcerpt = 120

// excerpt gives the lines that a part was read from, with a little around them; an indicator is shown with the rest
// of its activity. Blank lines are left out.
func excerpt(lines []Line, at Part, activity *DraftActivity) []Line {
	belongs := map[string]bool{subjectOf(at): true}
	if activity != nil && at.Kind != GoalPart {
		belongs[subjectOf(Part{ActivityPart, activity.Number})] = true
		for _, indicator := range activity.Indicators {
			belongs[subjectOf(Part{IndicatorPart, indicator.Number})] = true
		}
	}
	var written []Line
	for _, line := range lines {
		if line.Role != LineBlank {
			written = append(written, line)
		}
	}
	belonging := func(line Line) bool {
		return belongs[line.Subject] && line.Subject != "" || at.Kind == WholePlan && slices.Contains(planRoles, line.Role)
	}
	first := slices.IndexFunc(written, belonging)
	if first < 0 {
		return nil
	}
	last := first
	for i := first; i < len(written) && i-last < farAway; i++ {
		if belonging(written[i]) {
			last = i
		}
	}
	own := slices.IndexFunc(written, func(line Line) bool { return line.Subject == subjectOf(at) })
	if at.Kind == IndicatorPart && own > first {
		first, last = max(first, own-linesBefore), max(last, own)
	}
	first, last = max(0, first-around), min(len(written)-1, last+around)
	return written[first:min(last+1, first+longestExcerpt+2*around)]
}

// linesBefore is how much of its activity is shown before an indicator.
const linesBefore = 12

// farAway ends an excerpt: what is said of the part again after so many other lines, as in an appendix, is not shown.
const farAway = 25

var planRoles = []LineRole{LineTitle, LineIntroduction, LineOverallGoal, LineStaff}

// subjectOf is how the lines of a document name a part.
func subjectOf(part Part) string {
	if part.Kind == WholePlan {
		return ""
	}
	return string(part.Kind) + " " + strconv.Itoa(part.Number)
}

// asked tells whether the line belongs to what the page asks about.
func (v reviewView) isAsked(line Line) bool {
	return v.Asked != nil && line.Subject != "" && line.Subject == subjectOf(v.Asked.Part)
}

// word is a piece of a line: as it stands, and what it was read as when that differs.
type word struct {
	Text, ReadAs string
	Asked        bool
}

// wordsOf marks the words of a line that were repaired. Where words were joined or parted, all between the first and
// the last difference is one piece.
func wordsOf(line Line, question string) []word {
	as, read := strings.Fields(line.Text), strings.Fields(line.Repaired)
	if line.Repaired == "" {
		read = as
	}
	var words []word
	add := func(text, readAs string) {
		w := word{Text: text, ReadAs: readAs, Asked: asksAbout(question, text)}
		if readAs == text {
			w.ReadAs = ""
		}
		if last := len(words) - 1; last >= 0 && words[last].plain() && w.plain() {
			words[last].Text += " " + text
			return
		}
		words = append(words, w)
	}
	if len(as) == len(read) {
		for i := range as {
			add(as[i], read[i])
		}
		return words
	}
	start := 0
	for start < min(len(as), len(read)) && as[start] == read[start] {
		add(as[start], as[start])
		start++
	}
	end := 0
	for end < min(len(as), len(read))-start && as[len(as)-1-end] == read[len(read)-1-end] {
		end++
	}
	if middle := strings.Join(as[start:len(as)-end], " "); middle != "" {
		add(middle, strings.Join(read[start:len(read)-end], " "))
	}
	for _, text := range as[len(as)-end:] {
		add(text, text)
	}
	return words
}

func (w word) plain() bool { return w.ReadAs == "" && !w.Asked }

// asksAbout tells whether a question quotes the word.
func asksAbout(question, text string) bool {
	for _, quotes := range []string{"‘%’", "”%”", "“%”", "’%’"} {
		if strings.Contains(question, strings.Replace(quotes, "%", text, 1)) {
			return true
		}
	}
	return false
}

// repairedWords counts the words of a source that were repaired.
func repairedWords(lines []Line, from, to int) int {
	n := 0
	for _, line := range lines {
		if line.Number >= from && line.Number <= to {
			for _, w := range wordsOf(line, "") {
				if w.ReadAs != "" {
					n++
				}
			}
		}
	}
	return n
}

// clockOf is a time as it is shown to a person: 2019-05-21 14.32, in Sweden.
func clockOf(t store.Time) string {
	return t.In(calendar.Stockholm()).Format("2006-01-02 15.04")
}

// quartersAround are the quarters to choose among for a plan's activities: its own, a year before and a year after.
func quartersAround(period calendar.Span) []calendar.Quarter {
	if period.IsEmpty() {
		return nil
	}
	return calendar.Span{From: period.From.AddMonths(-12), To: period.To.AddMonths(12)}.Quarters()
}

// parseSubject reads how the lines of a document name a part: "indicator 5".
func parseSubject(subject string) (Part, bool) {
	return parsePart(strings.Replace(subject, " ", "-", 1))
}

// heading is the activity's short name: the heading it stands under, else its title.
func (d *DraftActivity) heading() string {
	if d.Area != "" {
		return d.Area
	}
	return d.Title
}
