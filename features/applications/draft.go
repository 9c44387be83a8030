package applications

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/features/accounts"
	"samverk/features/grants"
	"samverk/features/organisations"
	"samverk/platform/i18n"
	"samverk/platform/questions"
)

// mayBegin tells whether an application can be begun in a call at a moment: while it is open, and afterwards while the late
// ladder still takes something.
func mayBegin(c *grants.Call, at time.Time) bool {
	switch c.StateAt(at) {
	case grants.Open:
		return true
	case grants.Closed, grants.InAssessment:
		_, taken := c.Terms.Rules.Late.After(1, c.DaysLate(at))
		return taken
	}
	return false
}

// maySend tells whether the authority still receives an application in a call. What comes late is received too, since who
// applies has a right to an answer; what being late costs is told beside.
func maySend(c *grants.Call, received time.Time) bool {
	switch c.StateAt(received) {
	case grants.Open, grants.Closed, grants.InAssessment:
		return true
	}
	return false
}

// titleQuestion is the question whose answer is the application's title, by its key or by what it is filled in from.
const (
	titleQuestion = "title"
	titleFill     = "application.title"
)

// titleOf is what an application is for, in short: the answer to the question that asks for it; nothing before it is answered.
func titleOf(f *questions.Form, answers questions.Answers) string {
	key := titleQuestion
	for i := range f.Sections {
		for n := range f.Sections[i].Questions {
			if q := &f.Sections[i].Questions[n]; q.Fill == titleFill {
				key = q.Key
			}
		}
	}
	title := []rune(strings.Join(strings.Fields(answers.Text(key)), " "))
	return string(title[:min(len(title), longestTitle)])
}

// longestTitle bounds a title, in characters.
const longestTitle = 200

// Fills are what is known of an applicant before anything has been answered, by the names that questions fill in from.
func Fills(o *organisations.Organisation, who *accounts.Account, towns organisations.Municipalities) map[string]string {
	return map[string]string{
		"organisation.name": o.Name, "organisation.number": o.Number.String(), "organisation.web": o.Web, "organisation.email": o.Email,
		"organisation.telephone": o.Telephone, "organisation.address": o.Address, "organisation.seat": towns.Name(o.Seat),
		"account.name": who.Name, "account.email": who.Email,
	}
}

// fill answers beforehand what is known: from the register where the question says so, else as the organisation answered the
// same question in its latest application. Files are never taken over, nor the title: they belong to one application.
func fill(f *questions.Form, known map[string]string, earlier questions.Answers) (questions.Answers, map[string]Source) {
	answers, from := questions.Answers{}, map[string]Source{}
	for i := range f.Sections {
		for n := range f.Sections[i].Questions {
			q := &f.Sections[i].Questions[n]
			before, answered := earlier[q.Key]
			switch {
			case q.Fill == titleFill || q.Key == titleQuestion || q.Kind == questions.Files || q.Kind == questions.Note:
			case known[q.Fill] != "":
				answers[q.Key], from[q.Key] = questions.Answer{Texts: []string{known[q.Fill]}}, FromRegister
			case answered && !before.IsEmpty():
				answers[q.Key], from[q.Key] = questions.Answer{Texts: before.Texts, Rows: before.Rows}, FromEarlier
			}
		}
	}
	return answers, from
}

// Task is a step of the form with what is left of it.
type Task struct {
	questions.Step
	ToCheck int // answers filled in beforehand that nobody has looked at
}

// IsDone tells whether nothing is left.
func (t *Task) IsDone() bool { return t.Step.IsDone() && t.ToCheck == 0 }

// Tasks are the steps of an application's form with what is left of each.
func (a *Application) Tasks(f *questions.Form) []Task {
	steps := f.Steps(a.Answers)
	tasks := make([]Task, len(steps))
	for i := range steps {
		tasks[i].Step = steps[i]
		for _, q := range f.Shown(steps[i].Section, a.Answers) {
			if a.Filled[q.Key] != "" {
				tasks[i].ToCheck++
			}
		}
	}
	return tasks
}

// isComplete tells whether an application can be sent as it stands.
func (a *Application) isComplete(f *questions.Form) bool {
	return !slices.ContainsFunc(a.Tasks(f), func(t Task) bool { return !t.IsDone() })
}

// Demand is something that the call's rules demand and that the answers do not meet.
type Demand struct {
	Question string // the question that should be changed
	Message  i18n.Message
}

// Demands tells what the call's rules demand of amounts and own part and the answers do not meet. What is not answered is
// told by the form itself.
func Demands(f *questions.Form, r *grants.Rules, answers questions.Answers) (all []Demand) {
	sent := f.Sent(answers)
	amount := sent.Money(r.AmountAnswer)
	if r.AmountAnswer == "" || amount == 0 {
		return nil
	}
	if most := r.MostFor(sent.Text(r.LevelAnswer)); most > 0 && amount > most {
		all = append(all, Demand{r.AmountAnswer, i18n.Msg("applications.demand.most", "most", kronor(most))})
	}
	if amount < r.Least {
		all = append(all, Demand{r.AmountAnswer, i18n.Msg("applications.demand.least", "least", kronor(r.Least))})
	}
	var hours int64
	if n := sent.Number(r.OwnHours); n != nil {
		hours = int64(*n)
	}
	needed, own := r.OwnPartNeeded(amount), r.OwnPartOf(sent.Money(r.OwnMoney), hours)
	if own < needed {
		question := r.OwnMoney
		if question == "" {
			question = r.OwnHours
		}
		all = append(all, Demand{question, i18n.Msg("applications.demand.own_part", "needed", kronor(needed), "own", kronor(own))})
	}
	return all
}

// kronor writes an amount in öre as whole kronor with unbroken spaces; what is less than a krona is told with two decimals.
func kronor(ore int64) string {
	text := strconv.FormatInt(ore/100, 10)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "\u00a0" + text[at:]
	}
	if part := ore % 100; part > 0 {
		text += "," + strconv.FormatInt(100+part, 10)[1:]
	}
	return text
}
