package grants

import (
	"strconv"
	"strings"

	"samverk/features/grants/allocation"
	"samverk/features/grants/assessment"
	"samverk/platform/i18n"
	"samverk/platform/questions"
)

// withYear writes the year after in a title that has the year; otherwise the title stays.
func withYear(title string, year int) string {
	return strings.ReplaceAll(title, strconv.Itoa(year), strconv.Itoa(year+1))
}

// DecisionMakers are who decides about a programme's grants.
var DecisionMakers = []string{"board", "delegation"}

const mostYears = 5

// check tells what is wrong with what is said of a programme.
func (c *ProgrammeContent) check() (faults []fault) {
	add := func(field, key string, args ...any) { faults = append(faults, fault{field, i18n.Fail(key, args...)}) }
	if c.Name == "" {
		add("name", "grants.name_missing")
	}
	if c.Kind != Association && c.Kind != Innovation {
		add("kind", "grants.kind_missing")
	}
	if c.DecisionMaker != "board" && c.DecisionMaker != "delegation" {
		add("decision_maker", "grants.decision_maker_missing")
	}
	if c.Years < 1 || c.Years > mostYears {
		add("years", "grants.years_wrong", "most", mostYears)
	}
	faults = append(faults, checkTexts(longestTitle, "name", c.Name, "account", c.Account, "decided_by", c.DecidedBy)...)
	return append(faults, checkTexts(longestText, "purpose", c.Purpose, "legal_basis", c.LegalBasis)...)
}

// Check tells the first thing that is wrong with terms as somebody has put them together, or nil.
func (t *Terms) check() error {
	if err := t.Form.Check(); err != nil {
		return err
	}
	if err := t.ReportForm.Check(); err != nil {
		return err
	}
	if err := checkCriteria(t.Criteria); err != nil {
		return err
	}
	if _, err := allocation.Carry(t.Pots, nil); err != nil {
		return i18n.Fail("grants.pots_wrong").Because(err)
	}
	return t.Rules.check(&t.Form)
}

// Bounds of criteria.
const (
	mostCriteria = 20
	mostSteps    = 10
	mostWeight   = 1000
)

func checkCriteria(all []assessment.Criterion) error {
	seen := map[string]bool{}
	for _, c := range all {
		switch {
		case c.Key == "" || seen[c.Key]:
			return i18n.Fail("grants.criteria.name_twice", "name", c.Key)
		case c.Weight < 1 || c.Weight > mostWeight:
			return i18n.Fail("grants.criteria.weight_wrong", "name", c.Key, "most", mostWeight)
		case len(c.Steps) < 2 || len(c.Steps) > mostSteps:
			return i18n.Fail("grants.criteria.steps_wrong", "name", c.Key, "most", mostSteps)
		}
		seen[c.Key] = true
	}
	if len(all) > mostCriteria {
		return i18n.Fail("grants.criteria.too_many", "most", mostCriteria)
	}
	return nil
}

// check tells the first thing that is wrong with rules, given the form whose questions they name.
func (r *Rules) check(f *questions.Form) error {
	switch {
	case r.Least < 0 || r.Most < 0 || r.Most > 0 && r.Least > r.Most:
		return i18n.Fail("grants.rules.amounts_wrong")
	case r.Municipalities < 0 || r.Activity < 0 || r.Municipalities > 290 || r.Activity > 290:
		return i18n.Fail("grants.rules.municipalities_wrong")
	case r.OwnPart < 0 || r.HourlyRate < 0 || r.OwnPart > 10_000:
		return i18n.Fail("grants.rules.own_part_wrong")
	}
	for i, step := range r.Late {
		if step.Days < 1 || step.Deduct < 0 || step.Deduct > 1000 || i > 0 && step.Days <= r.Late[i-1].Days {
			return i18n.Fail("grants.rules.late_wrong")
		}
	}
	for answer, kinds := range map[string][]questions.Kind{r.AmountAnswer: {questions.Money}, r.OwnMoney: {questions.Money}, r.OwnHours: {questions.Number}, r.LevelAnswer: {questions.Choice}} {
		if answer == "" {
			continue
		}
		if q := f.Question(answer); q == nil || q.Kind != kinds[0] {
			return i18n.Fail("grants.rules.question_wrong", "key", answer)
		}
	}
	return nil
}

// asks tells whether a form has any question.
func asks(f *questions.Form) bool {
	for i := range f.Sections {
		for n := range f.Sections[i].Questions {
			if f.Sections[i].Questions[n].Kind != questions.Note {
				return true
			}
		}
	}
	return false
}
