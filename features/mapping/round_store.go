package mapping

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const roundQuery = "SELECT id, title, opened_on, published_at FROM mapping_round"

// Rounds lists the mapping rounds, the latest first.
func Rounds(ctx context.Context, tx *store.Tx) (all []Round, err error) {
	return all, tx.Select(ctx, &all, roundQuery+" ORDER BY opened_on DESC, id DESC")
}

// PublishedRounds lists those that anybody may read, the latest first.
func PublishedRounds(ctx context.Context, tx *store.Tx) (all []Round, err error) {
	return all, tx.Select(ctx, &all, roundQuery+" WHERE published_at IS NOT NULL ORDER BY opened_on DESC, id DESC")
}

// FindRound gives a round; store.ErrNotFound when there is none.
func FindRound(ctx context.Context, tx *store.Tx, id string) (r Round, err error) {
	unknown := i18n.Fail("mapping.round_unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return r, unknown
	}
	if err = tx.Get(ctx, &r, roundQuery+" WHERE id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return r, err
}

// openRound gives a round that can still be changed, and keeps others from changing rounds meanwhile.
func openRound(ctx context.Context, tx *store.Tx, id string) (Round, error) {
	if err := tx.Lock(ctx, "mapping"); err != nil {
		return Round{}, err
	}
	r, err := FindRound(ctx, tx, id)
	if err == nil && r.IsPublished() {
		err = i18n.Fail("mapping.is_published")
	}
	return r, err
}

type roundTold struct {
	Title    string        `json:"title"`
	OpenedOn calendar.Date `json:"day"`
}

// Open begins a round. The key was made with the form, so the same form sent twice opens one.
func Open(ctx context.Context, tx *store.Tx, r Round) error {
	if faults := r.check(); len(faults) > 0 {
		return faults[0].err
	}
	n, err := tx.Exec(ctx, "INSERT INTO mapping_round (id, title, opened_on) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING", r.ID, r.Title, r.OpenedOn)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "mapping.opened", ObjectKind: "mapping_round", ObjectID: r.ID, After: roundTold{r.Title, r.OpenedOn}})
}

// Ask adds organisations to a round's list; those that stand there already are left as they are.
func Ask(ctx context.Context, tx *store.Tx, roundID string, ids []string, day calendar.Date) error {
	if _, err := openRound(ctx, tx, roundID); err != nil {
		return err
	}
	added := int64(0)
	for _, id := range ids {
		id, err := organisations.Resolve(ctx, tx, id)
		if err != nil {
			return err
		}
		var there int
		if err := tx.Get(ctx, &there, "SELECT count(*) FROM mapping_asked WHERE round_id = $1 AND organisation_id IN ("+organisations.AllOf("$2")+")", roundID, id); err != nil {
			return err
		}
		if there > 0 {
			continue
		}
		n, err := tx.Exec(ctx, "INSERT INTO mapping_asked (round_id, organisation_id, asked_on) VALUES ($1, $2, $3) ON CONFLICT (round_id, organisation_id) DO NOTHING", roundID, id, day)
		if err != nil {
			return err
		}
		added += n
	}
	if added == 0 {
		return nil
	}
	return audit.Append(ctx, tx, audit.Change{Action: "mapping.asked", ObjectKind: "mapping_round", ObjectID: roundID, After: map[string]int64{"organisationCount": added}})
}

// Answered notes the day when an organisation answered, whichever of those merged into it was asked. The first day stands.
func Answered(ctx context.Context, tx *store.Tx, roundID, organisationID string, day calendar.Date) error {
	if _, err := openRound(ctx, tx, roundID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE mapping_asked SET answered_on = $3 WHERE round_id = $1 AND organisation_id IN ("+organisations.AllOf("$2")+") AND answered_on IS NULL", roundID, organisationID, day)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "mapping.answered", ObjectKind: "mapping_round", ObjectID: roundID, After: map[string]string{"organisation": organisationID}})
}

// NotAnswered takes an answer back that was noted by mistake.
func NotAnswered(ctx context.Context, tx *store.Tx, roundID, organisationID string) error {
	if _, err := openRound(ctx, tx, roundID); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE mapping_asked SET answered_on = NULL WHERE round_id = $1 AND organisation_id = $2 AND answered_on IS NOT NULL", roundID, organisationID)
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "mapping.not_answered", ObjectKind: "mapping_round", ObjectID: roundID, After: map[string]string{"organisation": organisationID}})
}

// Publish ends a round: everybody may read it, and nothing in it changes any more.
func Publish(ctx context.Context, tx *store.Tx, roundID string) error {
	r, err := openRound(ctx, tx, roundID)
	if err != nil {
		return err
	}
	all, err := AskedIn(ctx, tx, &r)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return i18n.Fail("mapping.nobody_asked")
	}
	if _, err := tx.Exec(ctx, "UPDATE mapping_round SET published_at = $2 WHERE id = $1", roundID, store.Now()); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "mapping.published", ObjectKind: "mapping_round", ObjectID: roundID})
}

// AskedIn lists a round's organisations in the order of their names, each once: for those that have been merged stands the
// one that stays, with the earliest days of all.
func AskedIn(ctx context.Context, tx *store.Tx, r *Round) ([]Asked, error) {
	var rows []struct {
		OrganisationID      string
		AskedOn, AnsweredOn calendar.Date
	}
	if err := tx.Select(ctx, &rows, `SELECT k.id AS organisation_id, min(m.asked_on) AS asked_on, min(m.answered_on) AS answered_on FROM mapping_asked m
		JOIN organisation o ON o.id = m.organisation_id JOIN organisation k ON k.id = `+organisations.Stands("o")+`
		WHERE m.round_id = $1 GROUP BY k.id, k.sort_key ORDER BY k.sort_key, k.id`, r.ID); err != nil {
		return nil, err
	}
	until := r.PublishedAt
	if !r.IsPublished() {
		until = store.Now()
	}
	var found []struct {
		Assessment
		Stands string
	}
	if err := tx.Select(ctx, &found, "SELECT "+assessmentColumns+", "+organisations.Stands("o")+` AS stands FROM mapping_assessment a JOIN organisation o ON o.id = a.organisation_id
		WHERE a.added_at <= $2 AND `+organisations.Stands("o")+" IN (SELECT "+organisations.Stands("x")+` FROM mapping_asked m JOIN organisation x ON x.id = m.organisation_id WHERE m.round_id = $1)
		ORDER BY a.assessed_on, a.added_at, a.id`, r.ID, until); err != nil {
		return nil, err
	}
	latest := map[string]*Assessment{}
	for i := range found {
		latest[found[i].Stands] = &found[i].Assessment
	}
	all := make([]Asked, len(rows))
	for i, row := range rows {
		o, err := organisations.Find(ctx, tx, row.OrganisationID)
		if err != nil {
			return nil, err
		}
		all[i] = Asked{o, row.AskedOn, row.AnsweredOn, latest[row.OrganisationID]}
	}
	return all, nil
}

// roundsOf lists the rounds in which an organisation was asked, or one merged into it, with its days.
func roundsOf(ctx context.Context, tx *store.Tx, organisationID string) (all []asking, err error) {
	return all, tx.Select(ctx, &all, `SELECT r.id, r.title, m.organisation_id, m.asked_on, m.answered_on FROM mapping_asked m JOIN mapping_round r ON r.id = m.round_id
		WHERE m.organisation_id IN (`+organisations.AllOf("$1")+`) ORDER BY m.asked_on, r.id`, organisationID)
}

type asking struct {
	ID, Title           string
	OrganisationID      string
	AskedOn, AnsweredOn calendar.Date
}
