package assessments

import (
	"context"
	"slices"
	"time"

	"samverk/features/applications"
	"samverk/platform/store"
)

// assessedStates are the states in which an application has, or is getting, a total.
var assessedStates = []applications.State{applications.UnderAssessment, applications.Assessed, applications.InProposal, applications.Granted,
	applications.PartlyGranted, applications.Rejected}

// Ranking lists the applications of a call by what their assessors think together, the best first. What is not locked may
// change. Those that were withdrawn or ended in another way are left out.
func Ranking(ctx context.Context, tx *store.Tx, callID string) ([]Ranked, error) {
	r, err := readRound(ctx, tx, callID, time.Now())
	return r.ranking(), err
}

func (r *round) ranking() []Ranked {
	var list []applications.Application
	for i := range r.applications {
		if slices.Contains(assessedStates, r.applications[i].State) {
			list = append(list, r.applications[i])
		}
	}
	return rank(r.call.Terms.Criteria, list, r.of)
}

// roundsQuery finds calls of programmes that are assessed, which have been scheduled.
const roundsQuery = `SELECT c.id FROM grant_call c JOIN programme p ON p.id = c.programme_id
	WHERE p.is_assessed AND c.state IN ('scheduled', 'open', 'closed', 'in_assessment', 'proposal_ready', 'decided', 'follow_up')
	ORDER BY c.closes_at DESC, c.id`

// rounds reads the calls that are or have been assessed, the one that closed last first.
func rounds(ctx context.Context, tx *store.Tx, now time.Time) (list []round, err error) {
	var ids []string
	if err := tx.Select(ctx, &ids, roundsQuery); err != nil {
		return nil, err
	}
	for _, id := range ids {
		r, err := readRound(ctx, tx, id, now)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// CountOpen counts what somebody has left to assess; for the first page.
func CountOpen(ctx context.Context, tx *store.Tx, accountID string) (n int, err error) {
	return n, tx.Get(ctx, &n, `SELECT count(*) FROM application_assessment s JOIN application a ON a.id = s.application_id WHERE s.assessor_id = $1 AND s.ended_at IS NULL
		AND s.state IN ('assigned', 'declared_free', 'in_progress', 'sent_back') AND a.state = 'under_assessment'`, accountID)
}
