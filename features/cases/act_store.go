package cases

import (
	"context"

	"samverk/features/audit"
	"samverk/features/cases/paper"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// actions are the acts as the trail says them.
var actions = map[Act]string{Present: "case.presented", Submit: "case.submitted", Withdraw: "case.withdrawn", Adopt: "case.adopted", AdoptChanged: "case.adopted_changed",
	Reject: "case.rejected", ReferBack: "case.referred_back", Table: "case.tabled", Adjust: "case.minutes_adjusted", Post: "case.posted", GainForce: "case.final",
	Appeal: "case.appealed", Uphold: "case.upheld", Annul: "case.annulled"}

// act moves a case by an act and writes down who, when and why. The case is as after it.
func (c *Case) act(ctx context.Context, tx *store.Tx, act Act, day calendar.Date, why string) error {
	after, err := Next(c.State, act, why)
	if err != nil {
		return err
	}
	if organisations.HoldsPersonalNumber(why) {
		return i18n.Fail("organisations.personal_number")
	}
	before := *c
	c.State = after
	switch act {
	case Present:
		c.PresentedOn = day
	case Submit:
		c.SubmittedOn = day
	case ReferBack:
		c.Round++
		c.SubmittedOn = calendar.Date{} // shown to the politicians it has been
	}
	actor, _ := audit.ActorIn(ctx)
	if _, err := tx.Exec(ctx, `INSERT INTO case_event (case_id, position, act, before_state, after_state, round, day, actor_name, why, at)
		SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM case_event WHERE case_id = $1`,
		c.ID, act, before.State, after, before.Round, day, actor.Name, why, store.Now()); err != nil {
		return err
	}
	if err := c.save(ctx, tx); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: actions[act], ObjectKind: caseKind, ObjectID: c.ID, Reason: why, Before: told(&before), After: told(c)})
}

// save writes down what acts change.
func (c *Case) save(ctx context.Context, tx *store.Tx) error {
	c.Version++
	_, err := tx.Exec(ctx, `UPDATE board_case SET state = $2, round = $3, presented_on = $4, submitted_on = $5, appeal_until = $6, record_id = $7, decision_record_id = $8,
		version = $9 WHERE id = $1`, c.ID, c.State, c.Round, c.PresentedOn, c.SubmittedOn, c.AppealUntil, c.RecordID, c.DecisionRecordID, c.Version)
	return err
}

func checkDay(day, today calendar.Date) error {
	switch {
	case day.IsZero():
		return i18n.Fail("cases.day_missing")
	case day.After(today):
		return i18n.Fail("cases.day_future")
	}
	return nil
}

// PresentCase says that a case has been shown to the politicians. It can still be changed.
func PresentCase(ctx context.Context, tx *store.Tx, id string, day calendar.Date, to string, today calendar.Date) error {
	c, err := lockCase(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := checkDay(day, today); err != nil {
		return err
	}
	if err := c.ready(); err != nil {
		return err
	}
	if err := c.act(ctx, tx, Present, day, to); err != nil {
		return err
	}
	if err := c.rise(ctx, tx, plan.Presented, day, to, today); err != nil {
		return err
	}
	return c.save(ctx, tx)
}

// Press is with what papers are made: the words of the authority's language, and where the program is reached.
type Press struct {
	Words i18n.Printer
	Site  string
}

// SubmitCase puts a case on a meeting's agenda. Its paper is frozen, and its documents with it.
func SubmitCase(ctx context.Context, tx *store.Tx, press Press, id, meetingID string, day, today calendar.Date) error {
	c, err := lockCase(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := checkDay(day, today); err != nil {
		return err
	}
	if err := c.ready(); err != nil {
		return err
	}
	m, err := openMeeting(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	if day.After(m.Day) {
		return i18n.Fail("cases.submitted_after", "day", m.Day.String())
	}
	if day.Before(c.PresentedOn) {
		return i18n.Fail("cases.submitted_early", "day", c.PresentedOn.String())
	}
	if err := c.act(ctx, tx, Submit, day, ""); err != nil {
		return err
	}
	if err := freeze(ctx, tx, press, &c, &m); err != nil {
		return err
	}
	if err := putOnAgenda(ctx, tx, m.ID, &c); err != nil {
		return err
	}
	if err := c.rise(ctx, tx, plan.Submitted, day, m.BoardName, today); err != nil {
		return err
	}
	return c.save(ctx, tx)
}

// freeze keeps what the board is given to read.
func freeze(ctx context.Context, tx *store.Tx, press Press, c *Case, m *Meeting) error {
	s, err := snapshotOf(ctx, tx, press, c, m)
	if err != nil {
		return err
	}
	text, hash, err := s.Encode()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO case_submission (case_id, round, snapshot, sha256, day) VALUES ($1, $2, $3, $4, $5)", c.ID, c.Round, text, hash, c.SubmittedOn)
	return err
}

// snapshotOf is the paper as it would be frozen now; the meeting is nil while none is known.
func snapshotOf(ctx context.Context, tx *store.Tx, press Press, c *Case, m *Meeting) (paper.Snapshot, error) {
	s := paper.Snapshot{Site: press.Site, Language: string(press.Words.Language()), DiaryNumber: c.DiaryNumber, Title: c.Title, Day: c.SubmittedOn, Round: c.Round,
		Points: c.Points.V, Summary: c.Summary, Background: c.Background, Material: c.Material.V}
	if m != nil {
		s.Body, s.Meeting = m.BoardName, m.Day
	}
	files, err := Files(ctx, tx, c.ID, c.Round)
	for _, f := range files {
		s.Documents = append(s.Documents, paper.Document{Position: f.Position, Name: f.Name, SHA256: f.SHA256, Size: f.Size})
	}
	s.Labels = labels(press.Words, &s, c.Kind)
	return s, err
}

// Submission is what a board was given to read.
type Submission struct {
	Round    int
	Snapshot string
	SHA256   string `db:"sha256"`
	Day      calendar.Date
}

// Submissions are what has been frozen of a case, the latest first.
func Submissions(ctx context.Context, tx *store.Tx, caseID string) (all []Submission, err error) {
	return all, tx.Select(ctx, &all, "SELECT round, snapshot, sha256, day FROM case_submission WHERE case_id = $1 ORDER BY round DESC", caseID)
}

// WithdrawCase takes a case back before the board has decided.
func WithdrawCase(ctx context.Context, tx *store.Tx, id, why string, today calendar.Date) error {
	c, err := lockCase(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := c.act(ctx, tx, Withdraw, today, why); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM board_item WHERE case_id = $1 AND outcome = ''", id); err != nil {
		return err
	}
	return voidRecord(ctx, tx, c.RecordID, why)
}

// AppealCase says that somebody has appealed against a decision.
func AppealCase(ctx context.Context, tx *store.Tx, a CourtCase, today calendar.Date) error {
	c, err := lockCase(ctx, tx, a.CaseID)
	if err != nil {
		return err
	}
	if err := checkDay(a.CameOn, today); err != nil {
		return err
	}
	if a.Appellant == "" {
		return i18n.Fail("cases.appellant_missing")
	}
	if organisations.HoldsPersonalNumber(a.Appellant) {
		return i18n.Fail("organisations.personal_number")
	}
	if until := c.AppealUntil; !until.IsZero() && a.CameOn.After(until) {
		return i18n.Fail("cases.appeal_late", "day", until.String())
	}
	if err := c.act(ctx, tx, Appeal, a.CameOn, ""); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO case_appeal (case_id, appellant, came_on, number) VALUES ($1, $2, $3, $4)", a.CaseID, a.Appellant, a.CameOn, a.Number)
	return err
}

// FindAppeal gives the appeal against a case's decision; nil when there is none.
func FindAppeal(ctx context.Context, tx *store.Tx, caseID string) (*CourtCase, error) {
	var all []CourtCase
	if err := tx.Select(ctx, &all, "SELECT case_id, appellant, came_on, number, judged_on FROM case_appeal WHERE case_id = $1", caseID); err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// JudgeCase says what the court found: Uphold or Annul. What is annulled no longer counts in the plans.
func JudgeCase(ctx context.Context, tx *store.Tx, id string, verdict Act, court string, day calendar.Date, why string, today calendar.Date) error {
	c, err := lockCase(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := checkDay(day, today); err != nil {
		return err
	}
	if verdict != Uphold && verdict != Annul {
		return i18n.Fail("cases.verdict_missing")
	}
	if err := c.act(ctx, tx, verdict, day, why); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE case_appeal SET judged_on = $2, number = $3 WHERE case_id = $1", id, day, court); err != nil {
		return err
	}
	if verdict == Annul {
		return voidRecord(ctx, tx, c.DecisionRecordID, why)
	}
	return nil
}

// TakeForce writes down which decisions have gained legal force before a day.
func TakeForce(ctx context.Context, db *store.DB, today calendar.Date) error {
	var due []string
	if err := db.Read(ctx, func(tx *store.Tx) error {
		return tx.Select(ctx, &due, "SELECT id FROM board_case WHERE state = $1 AND appeal_until < $2 ORDER BY id", Posted, today)
	}); err != nil {
		return err
	}
	for _, id := range due {
		if err := db.Write(ctx, func(tx *store.Tx) error {
			c, err := lockCase(ctx, tx, id)
			if err != nil || c.State != Posted || !today.After(c.AppealUntil) {
				return err // somebody was quicker
			}
			return c.act(ctx, tx, GainForce, c.AppealUntil.AddDays(1), "")
		}); err != nil {
			return err
		}
	}
	return nil
}
