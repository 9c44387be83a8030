package assessments

import (
	"errors"
	"maps"
	"time"
	"unicode/utf8"

	"samverk/features/grants/assessment"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Kinds of refusals. Test with errors.Is.
var (
	ErrNotNow         = errors.New("the assessment is in another state")
	ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")
	ErrMissing        = errors.New("a criterion has no score")
	ErrRecused        = errors.New("there is a conflict of interest")
)

// Draft is what an assessor writes.
type Draft struct {
	Scores   assessment.Scores // steps by the criteria's keys; those that are not scored yet are missing
	Comments map[string]string // by the criteria's keys; none is empty
	Overall  string            // about the whole application
}

// isSame tells whether two drafts say the same.
func (d *Draft) isSame(other *Draft) bool {
	return d.Overall == other.Overall && maps.Equal(d.Scores, other.Scores) && maps.Equal(d.Comments, other.Comments)
}

// longestComment bounds a comment, in letters.
const longestComment = 4000

// check tells what is wrong with a draft: scores that are on no scale, and texts that cannot be kept.
func (d *Draft) check(criteria []assessment.Criterion) error {
	known := map[string]int{}
	for _, c := range criteria {
		known[c.Key] = len(c.Steps)
	}
	for key, step := range d.Scores {
		if step < 0 || step >= known[key] {
			return i18n.Fail("assessments.score_unknown")
		}
	}
	for key, comment := range d.Comments {
		if _, is := known[key]; !is {
			return i18n.Fail("assessments.score_unknown")
		}
		if err := checkText(comment); err != nil {
			return err
		}
	}
	return errorOf(checkText(d.Overall))
}

// errorOf keeps a missing error from becoming an error that is not nil.
func errorOf(err *i18n.Error) error {
	if err == nil {
		return nil
	}
	return err
}

// checkText refuses a text that is too long, or in which somebody's personal number stands.
func checkText(text string) *i18n.Error {
	switch {
	case utf8.RuneCountInString(text) > longestComment:
		return i18n.Fail("assessments.too_long", "longest", longestComment)
	case organisations.HoldsPersonalNumber(text):
		return i18n.Fail("organisations.personal_number")
	}
	return nil
}

// checkReason is checkText of a reason, which must be there.
func checkReason(why, missing string) *i18n.Error {
	if why == "" {
		return i18n.Fail(missing)
	}
	return checkText(why)
}

// Assessment is what an assessor thinks of an application, or has yet to think.
type Assessment struct {
	ID            string
	ApplicationID string
	CallID        string
	AssessorID    string
	Assessor      string // the account's name
	State         assessment.State
	Draft
	SentBackWhy string // what an officer asked for last; empty when it was never sent back
	AssignedAt  store.Time
	SubmittedAt store.Time // the last time; no time before
	RemindedOn  calendar.Date
	EndedAt     store.Time // an officer took the assignment away
	EndedWhy    string
	Version     int
}

// HasEnded tells whether an officer has taken the assignment away: nothing is left to read or do.
func (a *Assessment) HasEnded() bool { return !a.EndedAt.IsZero() }

// ReadsAll tells whether the assessor may read the whole application.
func (a *Assessment) ReadsAll() bool { return !a.HasEnded() && a.State.ReadsAll() }

// MayScore tells whether the assessor may write now.
func (a *Assessment) MayScore() bool { return !a.HasEnded() && a.State.Scores() }

// Counts tells whether the assessment is in the application's total.
func (a *Assessment) Counts() bool { return !a.HasEnded() && a.State.Counts() }

// IsOpen tells whether something is left for the assessor to do.
func (a *Assessment) IsOpen() bool {
	return !a.HasEnded() && a.State != assessment.Recused && !a.State.Counts()
}

// mayRecuse tells whether a conflict of interest can still be declared.
func (a *Assessment) mayRecuse() bool {
	_, is := assessment.Ways.Find(a.State, assessment.Recused)
	return is && !a.HasEnded()
}

// become goes to another state, with the reason where one is needed.
func (a *Assessment) become(to assessment.State, why string) error {
	way, is := assessment.Ways.Find(a.State, to)
	switch {
	case !is || a.HasEnded():
		return i18n.Fail("assessments.not_now").Because(ErrNotNow)
	case way.Reason && why == "":
		return i18n.Fail("assessments.why_missing")
	}
	a.State = to
	return nil
}

// declareFree says that there is no conflict of interest.
func (a *Assessment) declareFree() error {
	if a.ReadsAll() { // it has been said
		return nil
	}
	return a.become(assessment.DeclaredFree, "")
}

// save keeps what has been written so far.
func (a *Assessment) save(criteria []assessment.Criterion, d Draft) error {
	if !a.MayScore() {
		return i18n.Fail("assessments.not_now").Because(ErrNotNow)
	}
	if err := d.check(criteria); err != nil {
		return err
	}
	a.Draft = d
	if a.State == assessment.InProgress {
		return nil
	}
	return a.become(assessment.InProgress, "")
}

// submit hands the assessment in. Every criterion must have a score; ErrMissing otherwise.
func (a *Assessment) submit(criteria []assessment.Criterion, d Draft, now time.Time) error {
	if err := a.save(criteria, d); err != nil {
		return err
	}
	if missing := assessment.Missing(criteria, d.Scores); len(missing) > 0 {
		return i18n.Fail("assessments.missing", "count", len(missing)).Because(ErrMissing)
	}
	a.SubmittedAt = store.TimeOf(now)
	return a.become(assessment.Submitted, "")
}

// sendBack asks the assessor for more.
func (a *Assessment) sendBack(why string) error {
	if err := checkReason(why, "assessments.why_missing"); err != nil {
		return err
	}
	a.SentBackWhy = why
	return a.become(assessment.SentBack, why)
}

// end takes the assignment away, as long as nothing has been handed in. What was written stays, for when it is given back.
func (a *Assessment) end(why string, now time.Time) error {
	if !a.IsOpen() {
		return i18n.Fail("assessments.not_now").Because(ErrNotNow)
	}
	if err := checkReason(why, "assessments.why_missing"); err != nil {
		return err
	}
	a.EndedAt, a.EndedWhy = store.TimeOf(now), why
	return nil
}

// counted are the scores of those assessments that count, in their order, and whose they are.
func counted(all []Assessment) (scores []assessment.Scores, whose []*Assessment) {
	for i := range all {
		if a := &all[i]; a.Counts() {
			scores, whose = append(scores, a.Scores), append(whose, a)
		}
	}
	return scores, whose
}

// isDone tells whether an application's assessments can be locked: one at least has been handed in, and none is left to do.
func isDone(all []Assessment) bool {
	scores, _ := counted(all)
	for i := range all {
		if all[i].IsOpen() {
			return false
		}
	}
	return len(scores) > 0
}
