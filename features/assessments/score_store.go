package assessments

import (
	"context"
	"errors"

	"samverk/features/grants/assessment"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// DeclareFree keeps that whoever acts has no conflict of interest: the whole application may be read from then on.
func DeclareFree(ctx context.Context, tx *store.Tx, id string) (Assessment, error) {
	o, err := open(ctx, tx, id)
	if err != nil {
		return o.Assessment, err
	}
	if err := o.canBeDone(ctx, tx); err != nil {
		return o.Assessment, err
	}
	before := o.Assessment
	if err := o.declareFree(); err != nil || o.State == before.State {
		return before, err
	}
	return o.Assessment, write(ctx, tx, &before, &o.Assessment, "declared_free", "")
}

// Save keeps what an assessor has written so far, unless it has been changed in another window since version seen.
func Save(ctx context.Context, tx *store.Tx, id string, d Draft, seen int) (Assessment, error) {
	return change(ctx, tx, id, seen, "saved", "", func(o *opened) error {
		if err := o.canBeDone(ctx, tx); err != nil {
			return err
		}
		return o.save(o.call.Terms.Criteria, d)
	})
}

// Submit hands an assessment in. Every criterion must have a score: ErrMissing otherwise. The same handed in twice is handed
// in once.
func Submit(ctx context.Context, tx *store.Tx, id string, d Draft, seen int) (Assessment, error) {
	return change(ctx, tx, id, seen, "submitted", "", func(o *opened) error {
		if err := o.canBeDone(ctx, tx); err != nil {
			return err
		}
		err := o.submit(o.call.Terms.Criteria, d, store.Now().Time)
		if errors.Is(err, ErrNotNow) && o.State == assessment.Submitted && o.isSame(&d) {
			return nil
		}
		return err
	})
}

// SendBack asks an assessor for more, with a reason, unless the assessment has been changed since version seen. It tells
// whether that is new: the same form sent twice asks once.
func SendBack(ctx context.Context, tx *store.Tx, id, why string, seen int) (a Assessment, isNew bool, err error) {
	a, err = change(ctx, tx, id, seen, "sent_back", why, func(o *opened) error {
		if err := o.canBeDone(ctx, tx); err != nil {
			return err
		}
		if o.State == assessment.SentBack && o.SentBackWhy == why {
			return nil
		}
		isNew = true
		return o.sendBack(why)
	})
	return a, isNew && err == nil, err
}

// End takes an assignment away, with a reason, as long as nothing has been handed in.
func End(ctx context.Context, tx *store.Tx, id, why string, seen int) (Assessment, error) {
	return change(ctx, tx, id, seen, "ended", why, func(o *opened) error {
		if err := refuseRecused(ctx, tx, o.ApplicationID); err != nil {
			return err
		}
		if o.HasEnded() && o.EndedWhy == why {
			return nil
		}
		return o.end(why, store.Now().Time)
	})
}

// refuseUnassessed refuses what is done with the assessments of a call that has none.
func refuseUnassessed(is bool) error {
	if is {
		return nil
	}
	return i18n.Fail("assessments.not_assessed").Because(ErrNotNow)
}
