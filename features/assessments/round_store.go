package assessments

import (
	"context"
	"errors"
	"slices"
	"time"

	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// dueOn gives the last day of a call's assessments and the version of what says so; no day and 0 when nobody has.
func dueOn(ctx context.Context, tx *store.Tx, callID string) (calendar.Date, int, error) {
	var row struct {
		DueOn   calendar.Date
		Version int
	}
	err := tx.Get(ctx, &row, "SELECT due_on, version FROM assessment_round WHERE call_id = $1", callID)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return row.DueOn, row.Version, err
}

// roundTold is what the trail keeps of what concerns all assessments of a call.
type roundTold struct {
	Call     string        `json:"callTitle"`
	DueOn    calendar.Date `json:"lastDay,omitzero"`
	Reminded int           `json:"reminded,omitempty"`
	Locked   int           `json:"lockedApplications,omitempty"`
}

func tellRound(ctx context.Context, tx *store.Tx, r *round, action string, before any, after roundTold) error {
	after.Call = r.call.Content.Title
	return audit.Append(ctx, tx, audit.Change{Action: "assessment_round." + action, ObjectKind: "assessment_round", ObjectID: r.call.ID, Before: before, After: after})
}

// SetDue says which day is the last of a call's assessments, unless somebody else has done so since version seen.
func SetDue(ctx context.Context, tx *store.Tx, callID string, day calendar.Date, seen int, now time.Time) error {
	if err := lock(ctx, tx, callID); err != nil {
		return err
	}
	r, err := readRound(ctx, tx, callID, now)
	switch {
	case err != nil:
		return err
	case r.version > 0 && r.dueOn == day:
		return nil
	case r.version != seen:
		return i18n.Fail("assessments.meanwhile").Because(ErrSavedMeanwhile)
	case day.IsZero() || day.Before(calendar.Today(now)):
		return i18n.Fail("assessments.due_wrong")
	}
	if err := refuseUnassessed(r.isAssessed); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO assessment_round (call_id, due_on, version) VALUES ($1, $2, 1)
		ON CONFLICT (call_id) DO UPDATE SET due_on = excluded.due_on, version = assessment_round.version + 1`, callID, day); err != nil {
		return err
	}
	return tellRound(ctx, tx, &r, "due_set", roundTold{Call: r.call.Content.Title, DueOn: r.dueOn}, roundTold{DueOn: day})
}

// Reminded is somebody who is to be reminded, and of how many assessments.
type Reminded struct {
	AccountID string
	Count     int
}

// Remind marks everybody who has assessments left in a call as reminded today, and tells who they are. Who has been reminded
// today is not reminded again.
func Remind(ctx context.Context, tx *store.Tx, callID string, now time.Time) (list []Reminded, err error) {
	if err := lock(ctx, tx, callID); err != nil {
		return nil, err
	}
	r, err := readRound(ctx, tx, callID, now)
	if err != nil {
		return nil, err
	}
	day := calendar.Today(now)
	for i := range r.applications {
		if r.applications[i].State != applications.UnderAssessment {
			continue
		}
		for _, a := range r.of(r.applications[i].ID) {
			if !a.IsOpen() || a.RemindedOn == day {
				continue
			}
			if _, err := tx.Exec(ctx, "UPDATE application_assessment SET reminded_on = $2 WHERE id = $1", a.ID, day); err != nil {
				return nil, err
			}
			at := slices.IndexFunc(list, func(one Reminded) bool { return one.AccountID == a.AssessorID })
			if at < 0 {
				list, at = append(list, Reminded{AccountID: a.AssessorID}), len(list)
			}
			list[at].Count++
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	return list, tellRound(ctx, tx, &r, "reminded", nil, roundTold{Reminded: len(list)})
}

// Lock locks the assessments of all applications of a call that are under assessment, and takes these to assessed: all or
// nothing. It tells how many. Nothing is left to do for any assessor then, and who has a conflict of interest in one of them
// leaves it to somebody else.
func Lock(ctx context.Context, tx *store.Tx, callID string, now time.Time) (locked int, err error) {
	if err := lock(ctx, tx, callID); err != nil {
		return 0, err
	}
	r, err := readRound(ctx, tx, callID, now)
	if err != nil {
		return 0, err
	}
	for i := range r.applications {
		application := &r.applications[i]
		if application.State != applications.UnderAssessment {
			continue
		}
		if err := refuseRecused(ctx, tx, application.ID); err != nil {
			return 0, err
		}
		if !isDone(r.of(application.ID)) {
			return 0, i18n.Fail("assessments.lock_not_yet", "application", application.Title).Because(ErrNotNow)
		}
		for _, before := range r.of(application.ID) {
			if before.State != assessment.Submitted {
				continue
			}
			after := before
			if err := after.become(assessment.Locked, ""); err != nil {
				return 0, err
			}
			if err := write(ctx, tx, &before, &after, "locked", ""); err != nil {
				return 0, err
			}
		}
		if err := applications.Become(ctx, tx, application, applications.Assessed, ""); err != nil {
			return 0, err
		}
		locked++
	}
	if locked == 0 {
		return 0, nil // what was to be locked is locked
	}
	return locked, tellRound(ctx, tx, &r, "locked", nil, roundTold{Locked: locked})
}
