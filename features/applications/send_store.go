package applications

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"samverk/features/audit"
	"samverk/features/grants"
	"samverk/features/mandates"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/series"
	"samverk/platform/store"
)

// Read is what a version holds: the form as it was and the answers.
type Read struct {
	Form    questions.Form    `json:"form"`
	Answers questions.Answers `json:"answers"`
}

// Read reads a version.
func (s *Sent) Read() (r Read, err error) { return r, json.Unmarshal(s.Content, &r) }

// content is what an application would be sent as, and its hash.
func content(f *questions.Form, answers questions.Answers) (data []byte, hash string, err error) {
	data, err = questions.Canonical(f, answers)
	sum := sha256.Sum256(data)
	return data, hex.EncodeToString(sum[:]), err
}

// Versions are an application's versions as they were sent, the first first.
func Versions(ctx context.Context, tx *store.Tx, id string) ([]Sent, error) {
	var rows []struct {
		ApplicationID string
		Number        int
		Content       string
		SHA256        string `db:"sha256"`
		SentAt        store.Time
	}
	err := tx.Select(ctx, &rows, "SELECT application_id, number, content, sha256, sent_at FROM application_version WHERE application_id = $1 ORDER BY number", id)
	all := make([]Sent, len(rows))
	for i, r := range rows {
		all[i] = Sent{r.ApplicationID, r.Number, []byte(r.Content), r.SHA256, r.SentAt.Time}
	}
	return all, err
}

// Signature is that somebody has signed what an application says now.
type Signature struct {
	AccountID string
	Name      string
	SignedAt  store.Time
}

// Signatures are those under a content, the first first.
func Signatures(ctx context.Context, tx *store.Tx, id, hash string) (all []Signature, err error) {
	return all, tx.Select(ctx, &all, `SELECT s.account_id, p.name, s.signed_at FROM application_signature s JOIN account p ON p.id = s.account_id
		WHERE s.application_id = $1 AND s.sha256 = $2 ORDER BY s.signed_at, s.account_id`, id, hash)
}

// Sending is that somebody sends an application, or signs it for others to sign too.
type Sending struct {
	ID        string
	AccountID string
	SHA256    string    // of the content that the person has seen
	Received  time.Time // when the server began to receive the request
}

// Outcome is what became of a sending.
type Outcome struct {
	Application Application
	Sent        bool // the authority has received it by this
	Version     int  // the version that was made; 0 when none was
	// Waiting are those who may sign and have not, when more must. Their accounts; empty when the same person sent again.
	Waiting []string
}

// Send signs an application as it stands, and hands it in when those who have signed may sign for the organisation together:
// a version is kept with its hash and, the first time, it gets its diary number and is judged by when the server received it.
// A completion is sent likewise. Sent twice it is sent once. ErrSavedMeanwhile: the content is not what the person saw.
func Send(ctx context.Context, tx *store.Tx, s Sending) (o Outcome, err error) {
	a, err := hold(ctx, tx, s.ID)
	if err != nil {
		return o, err
	}
	o.Application = a
	call, err := grants.FindCall(ctx, tx, a.CallID)
	if err != nil {
		return o, err
	}
	versions, err := Versions(ctx, tx, a.ID)
	if err != nil {
		return o, err
	}
	if len(versions) > 0 && !a.State.MayChange() && versions[len(versions)-1].SHA256 == s.SHA256 { // the same form sent twice
		return o, nil
	}
	data, hash, err := content(&call.Terms.Form, a.Answers)
	if err == nil {
		err = a.maySend(&call, hash, &s)
	}
	if err != nil {
		return o, err
	}
	enough, waiting, err := sign(ctx, tx, &a, hash, s.AccountID)
	if err != nil {
		return o, err
	}
	if !enough {
		o.Waiting = waiting
		if a.State == Draft {
			err = Become(ctx, tx, &a, AwaitingSignatory, "")
		}
		o.Application = a
		return o, err
	}
	o.Sent, o.Version = true, len(versions)+1
	err = receive(ctx, tx, &a, &call, Sent{ApplicationID: a.ID, Number: o.Version, Content: data, SHA256: hash, SentAt: s.Received})
	o.Application = a
	return o, err
}

// maySend refuses what cannot be sent: in the wrong state, after the time, changed since it was seen, or not complete.
func (a *Application) maySend(call *grants.Call, hash string, s *Sending) error {
	switch {
	case !a.State.MayChange():
		return i18n.Fail("applications.not_open").Because(ErrNotNow)
	case a.State != CompletionRequested && !maySend(call, s.Received):
		return i18n.Fail("applications.call_not_open").Because(ErrNotNow)
	case hash != s.SHA256:
		return i18n.Fail("applications.changed").Because(ErrSavedMeanwhile)
	case !a.isComplete(&call.Terms.Form):
		return i18n.Fail("applications.not_complete")
	}
	if demands := Demands(&call.Terms.Form, &call.Terms.Rules, a.Answers); len(demands) > 0 {
		return &i18n.Error{Message: demands[0].Message}
	}
	return nil
}

// sign notes a person's signature, when the person may sign at all, and tells whether there are enough. Waiting are those who
// could sign and have not; none when this person had signed before.
func sign(ctx context.Context, tx *store.Tx, a *Application, hash, accountID string) (enough bool, waiting []string, err error) {
	day := calendar.Today(time.Now())
	mine, err := mandates.ActsFor(ctx, tx, accountID, a.OrganisationID, day)
	if err != nil {
		return false, nil, err
	}
	isNew := a.State == Draft
	if mine.Signs != mandates.Never {
		n, err := tx.Exec(ctx, `INSERT INTO application_signature (application_id, sha256, account_id, signed_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (application_id, sha256, account_id) DO NOTHING`, a.ID, hash, accountID, store.Now())
		if err != nil {
			return false, nil, err
		}
		if n > 0 {
			isNew = true
			if err := audit.Append(ctx, tx, audit.Change{Action: "application.signed", ObjectKind: "application", ObjectID: a.ID, After: versionTold{SHA256: hash}}); err != nil {
				return false, nil, err
			}
		}
	}
	signed, err := Signatures(ctx, tx, a.ID, hash)
	if err != nil {
		return false, nil, err
	}
	var signers []string
	for _, one := range signed {
		signers = append(signers, one.AccountID)
	}
	if enough, err = mandates.MaySign(ctx, tx, a.OrganisationID, signers, day); err != nil || enough || !isNew {
		return enough, nil, err
	}
	acting, err := mandates.Acting(ctx, tx, a.OrganisationID, day)
	for _, m := range acting {
		if m.Signs != mandates.Never && !slices.Contains(signers, m.AccountID) && !slices.Contains(waiting, m.AccountID) {
			waiting = append(waiting, m.AccountID)
		}
	}
	return false, waiting, err
}

// versionTold is what the trail says of a version.
type versionTold struct {
	Number      int    `json:"versionNumber,omitempty"`
	SHA256      string `json:"sha256"`
	DiaryNumber string `json:"diaryNumber,omitempty"`
	DaysLate    int    `json:"daysLate,omitempty"`
}

// receive keeps a version. The diary number is taken last of all that can wait: whoever takes the next waits for this
// transaction.
func receive(ctx context.Context, tx *store.Tx, a *Application, call *grants.Call, v Sent) error {
	if _, err := tx.Exec(ctx, "INSERT INTO application_version (application_id, number, content, sha256, sent_at) VALUES ($1, $2, $3, $4, $5)",
		v.ApplicationID, v.Number, string(v.Content), v.SHA256, store.TimeOf(v.SentAt)); err != nil {
		return err
	}
	to := Checking
	if v.Number > 1 {
		if _, err := tx.Exec(ctx, "UPDATE application_message SET answered_at = $2 WHERE application_id = $1 AND due_on IS NOT NULL AND answered_at IS NULL", a.ID, store.TimeOf(v.SentAt)); err != nil {
			return err
		}
	} else {
		number, err := series.Take(ctx, tx, calendar.Today(v.SentAt).Year())
		if err != nil {
			return err
		}
		to, a.DiaryNumber, a.SubmittedAt, a.DaysLate = Submitted, number, store.TimeOf(v.SentAt).Time, call.DaysLate(v.SentAt)
		if _, err := tx.Exec(ctx, "UPDATE application SET diary_number = $2, submitted_at = $3, days_late = $4 WHERE id = $1", a.ID, a.DiaryNumber, store.TimeOf(v.SentAt), a.DaysLate); err != nil {
			return err
		}
	}
	if err := Become(ctx, tx, a, to, ""); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "application.sent", ObjectKind: "application", ObjectID: a.ID, After: versionTold{v.Number, v.SHA256, a.DiaryNumber, a.DaysLate}})
}

// Withdraw takes an application back for the organisation. One that is withdrawn already stays so.
func Withdraw(ctx context.Context, tx *store.Tx, id, reason string) (Application, error) {
	a, err := hold(ctx, tx, id)
	if err != nil || a.State == Withdrawn {
		return a, err
	}
	if err := checkText(reason, false); err != nil {
		return a, err
	}
	return a, Become(ctx, tx, &a, Withdrawn, reason)
}
