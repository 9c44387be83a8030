package awards

import (
	"context"

	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// Listed is a call whose money is to be divided, or has been.
type Listed struct {
	CallID, Title, Programme string
	Year, Applications       int
	AllocationID             string // empty when no proposal has been begun
	State                    State
}

// List gives the calls that have closed and are not archived, with how far their proposals have come; the latest first.
func List(ctx context.Context, tx *store.Tx) (all []Listed, err error) {
	return all, tx.Select(ctx, &all, `SELECT c.id AS call_id, c.title, p.name AS programme, c.year, COALESCE(l.id, '') AS allocation_id, COALESCE(l.state, '') AS state,
		(SELECT count(*) FROM application a WHERE a.call_id = c.id AND a.submitted_at IS NOT NULL) AS applications
		FROM grant_call c JOIN programme p ON p.id = c.programme_id LEFT JOIN allocation l ON l.call_id = c.id
		WHERE l.id IS NOT NULL OR c.state IN ('closed', 'in_assessment') OR c.state IN ('scheduled', 'open') AND c.closes_at <= $1
		ORDER BY c.year DESC, c.title, c.id`, store.Now())
}

// Published is a grant that anybody may read about: of an organisation with a number, never of a person.
type Published struct {
	ApplicationID, DiaryNumber, Title string
	Organisation                      string
	Number                            organisations.Number
	Programme, Call                   string
	Year, Years                       int
	Requested, Amount                 int64 // öre
	DecidedOn                         calendar.Date
}

// ListPublished gives the grants that have been decided, the latest first.
func ListPublished(ctx context.Context, tx *store.Tx) ([]Published, error) {
	var all []Published
	if err := tx.Select(ctx, &all, `SELECT l.application_id, COALESCE(a.diary_number, '') AS diary_number, a.title, o.name AS organisation, o.number, p.name AS programme, c.title AS call,
		c.year, p.years, a.requested, l.amount, l.decided_on FROM award_letter l JOIN application a ON a.id = l.application_id JOIN organisation o ON o.id = a.organisation_id
		JOIN grant_call c ON c.id = a.call_id JOIN programme p ON p.id = c.programme_id WHERE l.amount > 0 AND o.number IS NOT NULL
		ORDER BY l.decided_on DESC, o.sort_key, l.application_id`); err != nil {
		return nil, err
	}
	var list []Published
	for i := range all {
		if n, err := organisations.ParseNumber(string(all[i].Number)); err == nil && n != "" { // a person's number is refused there
			list = append(list, all[i])
		}
	}
	return list, nil
}
