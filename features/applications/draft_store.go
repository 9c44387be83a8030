package applications

import (
	"context"
	"errors"
	"reflect"
	"time"

	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/features/organisations"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
)

// ErrSavedMeanwhile says that somebody else has saved since the page was shown.
var ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")

// hold gives an application that nobody else changes until the transaction has ended.
func hold(ctx context.Context, tx *store.Tx, id string) (Application, error) {
	if err := tx.Lock(ctx, "application "+id); err != nil {
		return Application{}, err
	}
	return Find(ctx, tx, id)
}

// Beginning is an application that is begun.
type Beginning struct {
	CallID         string
	OrganisationID string
	AccountID      string            // who begins it
	Known          map[string]string // see Fills
	At             time.Time
}

// Begin gives the organisation's application in a call; it is made when there is none, with what is known filled in. However
// often it is begun, there is one (rule 10). After one that was withdrawn another can be begun.
func Begin(ctx context.Context, tx *store.Tx, b Beginning) (Application, error) {
	organisation, err := organisations.Resolve(ctx, tx, b.OrganisationID)
	if err != nil {
		return Application{}, err
	}
	if err := tx.Lock(ctx, "application of "+organisation+" in "+b.CallID); err != nil {
		return Application{}, err
	}
	there, err := Of(ctx, tx, organisation, b.CallID)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return there, err
	}
	call, err := grants.FindCall(ctx, tx, b.CallID)
	if err != nil {
		return there, err
	}
	if !mayBegin(&call, b.At) {
		return there, i18n.Fail("applications.call_not_open")
	}
	earlier, _, err := Earlier(ctx, tx, &Application{CallID: call.ID, OrganisationID: organisation})
	if err != nil {
		return there, err
	}
	answers, from := fill(&call.Terms.Form, b.Known, earlier.Answers)
	id := store.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, days_late, late_taken, filled, begun_at, changed_at, version)
		VALUES ($1, $2, $3, $4, '', $5, 0, 0, '', $6, $7, $7, 1)`, id, call.ID, organisation, Draft, store.AsJSON(answers), store.AsJSON(from), store.TimeOf(b.At)); err != nil {
		return there, err
	}
	if err := addPerson(ctx, tx, id, b.AccountID); err != nil {
		return there, err
	}
	a, err := Find(ctx, tx, id)
	if err != nil {
		return a, err
	}
	return a, audit.Append(ctx, tx, audit.Change{Action: "application.begun", ObjectKind: "application", ObjectID: id,
		After: begunTold{a.Organisation, call.Content.Title, Draft}})
}

// begunTold is what the trail says of an application that is begun.
type begunTold struct {
	Organisation string `json:"organisationName"`
	Call         string `json:"callTitle"`
	State        State  `json:"applicationState"`
}

// Of gives the application of an organisation in a call that is not withdrawn; store.ErrNotFound when there is none.
func Of(ctx context.Context, tx *store.Tx, organisationID, callID string) (Application, error) {
	keys, err := organisations.Keys(ctx, tx, organisationID)
	if err != nil {
		return Application{}, err
	}
	places, args := mandates.In(keys, 3)
	var row applicationRow
	err = tx.Get(ctx, &row, applicationQuery+" WHERE a.call_id = $1 AND a.state <> $2 AND a.organisation_id IN ("+places+") ORDER BY a.begun_at, a.id LIMIT 1",
		append([]any{callID, Withdrawn}, args...)...)
	return row.application(), err
}

// Earlier gives the latest application that the same organisation has sent in another call of the same programme, with the
// answers as they were sent; false when there is none.
func Earlier(ctx context.Context, tx *store.Tx, a *Application) (Application, bool, error) {
	keys, err := organisations.Keys(ctx, tx, a.OrganisationID)
	if err != nil {
		return Application{}, false, err
	}
	places, args := mandates.In(keys, 3)
	var row applicationRow
	err = tx.Get(ctx, &row, applicationQuery+` WHERE a.submitted_at IS NOT NULL AND a.call_id <> $1 AND a.state <> $2 AND a.organisation_id IN (`+places+`)
		AND a.call_id IN (SELECT c.id FROM grant_call c WHERE c.programme_id = (SELECT p.programme_id FROM grant_call p WHERE p.id = $1))
		ORDER BY a.submitted_at DESC, a.id DESC LIMIT 1`, append([]any{a.CallID, Withdrawn}, args...)...)
	if errors.Is(err, store.ErrNotFound) {
		return Application{}, false, nil
	}
	if err != nil {
		return Application{}, false, err
	}
	earlier := row.application()
	sent, err := Versions(ctx, tx, earlier.ID)
	if err == nil && len(sent) > 0 {
		var read Read
		if read, err = sent[len(sent)-1].Read(); err == nil {
			earlier.Answers = read.Answers
		}
	}
	return earlier, err == nil, err
}

func addPerson(ctx context.Context, tx *store.Tx, id, accountID string) error {
	_, err := tx.Exec(ctx, "INSERT INTO application_person (application_id, account_id, added_at) VALUES ($1, $2, $3) ON CONFLICT (application_id, account_id) DO NOTHING",
		id, accountID, store.Now())
	return err
}

// Saved is who saved a step last.
type Saved struct {
	Section string
	By      string // the account's name
	SavedAt store.Time
	Version int // from 1
}

// SavedSteps are the steps that have been saved, by their sections' keys.
func SavedSteps(ctx context.Context, tx *store.Tx, id string) (map[string]Saved, error) {
	var rows []Saved
	err := tx.Select(ctx, &rows, `SELECT s.section, p.name AS by, s.saved_at, s.version FROM application_step s JOIN account p ON p.id = s.account_id
		WHERE s.application_id = $1 ORDER BY s.section`, id)
	steps := make(map[string]Saved, len(rows))
	for _, row := range rows {
		steps[row.Section] = row
	}
	return steps, err
}

// Step is a step of the form as somebody saves it.
type Step struct {
	ID        string // of the application
	AccountID string
	Section   string
	Seen      int // version of the step that the page showed; 0 for one not saved yet
	// Answer gives the answers with those of the step, over those that there are.
	Answer func(f *questions.Form, s *questions.Section, before questions.Answers) questions.Answers
}

// SaveStep keeps the answers of a step as typed, also what is wrong, unless somebody else has saved the same step since:
// ErrSavedMeanwhile. What is the same already is not saved again. Signatures are of no use any more.
func SaveStep(ctx context.Context, tx *store.Tx, s Step) (Application, error) {
	a, err := hold(ctx, tx, s.ID)
	if err != nil {
		return a, err
	}
	call, err := grants.FindCall(ctx, tx, a.CallID)
	if err != nil {
		return a, err
	}
	section, _ := call.Terms.Form.Find(s.Section)
	switch {
	case section == nil:
		return a, i18n.Fail("applications.step_unknown").Because(store.ErrNotFound)
	case !a.State.MayChange():
		return a, i18n.Fail("applications.not_open").Because(ErrNotNow)
	}
	steps, err := SavedSteps(ctx, tx, a.ID)
	if err != nil {
		return a, err
	}
	after := s.Answer(&call.Terms.Form, section, a.Answers)
	before, filled := a.Answers, a.Filled
	a.Answers, a.Filled = after, lookedAt(section, filled)
	isSame := reflect.DeepEqual(before, after) && len(a.Filled) == len(filled)
	switch {
	case isSame && steps[s.Section].Version > 0:
		return a, nil
	case s.Seen != steps[s.Section].Version:
		return a, i18n.Fail("applications.meanwhile").Because(ErrSavedMeanwhile)
	}
	if err := keepFiles(ctx, tx, &a, s.AccountID, before); err != nil {
		return a, err
	}
	if err := keepAnswers(ctx, tx, &a, &call); err != nil {
		return a, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO application_step (application_id, section, account_id, saved_at, version) VALUES ($1, $2, $3, $4, 1)
		ON CONFLICT (application_id, section) DO UPDATE SET account_id = excluded.account_id, saved_at = excluded.saved_at, version = application_step.version + 1`,
		a.ID, s.Section, s.AccountID, store.Now()); err != nil {
		return a, err
	}
	if err := addPerson(ctx, tx, a.ID, s.AccountID); err != nil {
		return a, err
	}
	if !isSame {
		if err := voidSignatures(ctx, tx, &a); err != nil {
			return a, err
		}
	}
	return a, audit.Append(ctx, tx, audit.Change{Action: "application.saved", ObjectKind: "application", ObjectID: a.ID, After: map[string]string{"step": section.Title.In(i18n.Swedish)}})
}

// lookedAt is what is still filled in beforehand when somebody has saved a step.
func lookedAt(s *questions.Section, filled map[string]Source) map[string]Source {
	left := map[string]Source{}
	for key, from := range filled {
		left[key] = from
	}
	for i := range s.Questions {
		delete(left, s.Questions[i].Key)
	}
	return left
}

func keepAnswers(ctx context.Context, tx *store.Tx, a *Application, call *grants.Call) error {
	form := &call.Terms.Form
	a.Title, a.Requested = titleOf(form, a.Answers), form.Sent(a.Answers).Money(call.Terms.Rules.AmountAnswer)
	_, err := tx.Exec(ctx, "UPDATE application SET answers = $2, title = $3, requested = $4, filled = $5, changed_at = $6, version = version + 1 WHERE id = $1",
		a.ID, store.AsJSON(a.Answers), a.Title, a.Requested, store.AsJSON(a.Filled), store.Now())
	a.Version++
	return err
}

// keepFiles notes the files among the answers, and lets go of those that were taken away and have never been sent.
func keepFiles(ctx context.Context, tx *store.Tx, a *Application, accountID string, before questions.Answers) error {
	now := map[string]bool{}
	for _, answer := range a.Answers {
		for _, f := range answer.Files {
			now[f.SHA256] = true
			if _, err := tx.Exec(ctx, `INSERT INTO application_file (application_id, sha256, name, media, account_id, sent_at) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (application_id, sha256) DO NOTHING`, a.ID, f.SHA256, f.Name, f.Media, accountID, store.Now()); err != nil {
				return err
			}
		}
	}
	sent, err := Versions(ctx, tx, a.ID)
	if err != nil || len(sent) > 0 {
		return err
	}
	var gone []string
	for _, hash := range before.HashesOf() {
		if now[hash] {
			continue
		}
		gone = append(gone, hash)
		if _, err := tx.Exec(ctx, "DELETE FROM application_file WHERE application_id = $1 AND sha256 = $2", a.ID, hash); err != nil {
			return err
		}
	}
	return file.Release(ctx, tx, gone)
}

// voidSignatures makes what has been signed worthless: the content is another.
func voidSignatures(ctx context.Context, tx *store.Tx, a *Application) error {
	if _, err := tx.Exec(ctx, "DELETE FROM application_signature WHERE application_id = $1", a.ID); err != nil {
		return err
	}
	if a.State == AwaitingSignatory {
		return Become(ctx, tx, a, Draft, "")
	}
	return nil
}

// OpenFile gives a file of an application with its content; store.ErrNotFound when it has none such.
func OpenFile(ctx context.Context, tx *store.Tx, id, hash string) (file.File, []byte, error) {
	var row struct{ Name, Media string }
	err := tx.Get(ctx, &row, "SELECT name, media FROM application_file WHERE application_id = $1 AND sha256 = $2", id, hash)
	if errors.Is(err, store.ErrNotFound) {
		return file.File{}, nil, i18n.Fail("file.unknown").Because(store.ErrNotFound)
	}
	if err != nil {
		return file.File{}, nil, err
	}
	content, err := file.Content(ctx, tx, hash)
	return file.File{Name: row.Name, Media: row.Media, SHA256: hash, Size: int64(len(content))}, content, err
}
