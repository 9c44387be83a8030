package events

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/features/organisations"
	"samverk/platform/i18n"
)

// Question is one question of an evaluation.
type Question struct {
	ID     string `json:"id"` // q1, q2, …: it stays when the wording is mended
	Text   string `json:"text"`
	IsFree bool   `json:"free,omitempty"` // answered in words; otherwise from 1 to 5
}

// The scale of answers.
const (
	lowest  = 1
	highest = 5
)

// Bounds of an evaluation. Results are shown once there are so many answers that none can be told to be somebody's.
const (
	fewestShown   = 5
	mostQuestions = 20
	longestAnswer = 2000
)

// Answer is what somebody answered, by the question's key: "4", or words.
type Answer map[string]string

// freeMark begins a question that is answered in words, where questions are written a line each.
const freeMark = "*"

// parseQuestions reads questions written a line each. One that stands there already keeps its key.
func parseQuestions(text string, before []Question) (list []Question, err *i18n.Error) {
	for row := range strings.SplitSeq(strings.ReplaceAll(text, "\r", "\n"), "\n") {
		row = oneLine(row)
		words, isFree := strings.CutPrefix(row, freeMark)
		words = strings.TrimSpace(words)
		if words == "" {
			continue
		}
		switch {
		case utf8.RuneCountInString(words) > longestTitle:
			return nil, i18n.Fail("events.too_long", "longest", longestTitle)
		case organisations.HoldsPersonalNumber(words):
			return nil, i18n.Fail("organisations.personal_number")
		}
		list = append(list, Question{Text: words, IsFree: isFree})
	}
	switch {
	case len(list) == 0:
		return nil, i18n.Fail("events.evaluation.questions_missing")
	case len(list) > mostQuestions:
		return nil, i18n.Fail("events.evaluation.too_many", "most", mostQuestions)
	}
	keyed(list, before)
	return list, nil
}

// keyed gives each question its key: the one that the same question had, else one that no other has.
func keyed(list, before []Question) {
	used := map[string]bool{}
	for i := range list {
		for _, old := range before {
			if old.Text == list[i].Text && old.IsFree == list[i].IsFree && !used[old.ID] {
				list[i].ID = old.ID
				used[old.ID] = true
				break
			}
		}
	}
	next := 1
	for i := range list {
		for list[i].ID == "" {
			if key := questionKey(next); !used[key] {
				list[i].ID, used[key] = key, true
			}
			next++
		}
	}
}

func questionKey(n int) string { return "q" + strconv.Itoa(n) }

// questionsText writes questions as parseQuestions reads them.
func questionsText(list []Question) string {
	var text strings.Builder
	for _, q := range list {
		if q.IsFree {
			text.WriteString(freeMark + " ")
		}
		text.WriteString(q.Text + "\n")
	}
	return text.String()
}

// checkAnswer tells what is wrong with an answer, by the questions' keys. No question has to be answered, but one of them.
func checkAnswer(a Answer, questions []Question) (faults []fault) {
	isEmpty := true
	for _, q := range questions {
		answer := a[q.ID]
		if answer == "" {
			continue
		}
		isEmpty = false
		switch {
		case q.IsFree && utf8.RuneCountInString(answer) > longestAnswer:
			faults = append(faults, fault{q.ID, i18n.Fail("events.too_long", "longest", longestAnswer)})
		case q.IsFree && organisations.HoldsPersonalNumber(answer):
			faults = append(faults, fault{q.ID, i18n.Fail("organisations.personal_number")})
		case !q.IsFree && grade(answer) == 0:
			faults = append(faults, fault{q.ID, i18n.Fail("events.evaluation.grade_wrong")})
		}
	}
	if isEmpty {
		faults = append(faults, fault{questions[0].ID, i18n.Fail("events.evaluation.nothing_answered")})
	}
	return faults
}

// grade is an answer on the scale; 0 when it is none.
func grade(answer string) int {
	if len(answer) == 1 && answer[0] >= '0'+lowest && answer[0] <= '0'+highest {
		return int(answer[0] - '0')
	}
	return 0
}

// Result is what was answered to one question.
type Result struct {
	Question
	Grades [highest]int // how many gave 1, 2, …
	Words  []string     // in an order that says nothing
}

// Number is how many answered the question.
func (r *Result) Number() int {
	if r.IsFree {
		return len(r.Words)
	}
	n := 0
	for _, count := range r.Grades {
		n += count
	}
	return n
}

// Tenths is the mean of the grades in tenths; 0 when nobody has answered.
func (r *Result) Tenths() int {
	sum, n := 0, 0
	for i, count := range r.Grades {
		sum += (i + lowest) * count
		n += count
	}
	if n == 0 {
		return 0
	}
	return (20*sum + n) / (2 * n) // rounded to the nearest
}

// Results adds answers up; nothing while they are so few that somebody could be known by them.
func Results(questions []Question, answers []Answer) []Result {
	if len(answers) < fewestShown {
		return nil
	}
	list := make([]Result, len(questions))
	for i, q := range questions {
		list[i].Question = q
		for _, a := range answers {
			answer := a[q.ID]
			if q.IsFree && answer != "" {
				list[i].Words = append(list[i].Words, answer)
			} else if g := grade(answer); !q.IsFree && g > 0 {
				list[i].Grades[g-lowest]++
			}
		}
		slices.Sort(list[i].Words)
	}
	return list
}
