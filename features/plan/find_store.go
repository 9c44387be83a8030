package plan

import (
	"context"

	"samverk/platform/fold"
	"samverk/platform/store"
)

// partsQuery reads every part of every plan with its words, and nothing else. Plans hold hundreds of parts, so the
// program compares the words itself.
const partsQuery = `
	SELECT 'plan' AS kind, p.key AS plan_key, p.title AS plan_title, p.status AS plan_status, 0 AS goal_number, 0 AS number,
		'' AS label, p.title AS title, p.overall_goal AS more, p.accepted_at AS accepted_at,
		p.published_at AS published_at, p.id AS plan_id, 0 AS place FROM plan p
	UNION ALL
	SELECT 'goal', p.key, p.title, p.status, g.number, g.number, g.label, g.title, g.body, p.accepted_at, p.published_at, p.id, 1
		FROM goal g JOIN plan p ON p.id = g.plan_id WHERE g.removed_at IS NULL
	UNION ALL
	SELECT 'activity', p.key, p.title, p.status, g.number, a.number, a.label, a.title, CASE WHEN $1 THEN a.background ELSE a.area || '. ' || a.background END,
		p.accepted_at, p.published_at, p.id, 2 FROM activity a JOIN goal g ON g.id = a.goal_id JOIN plan p ON p.id = a.plan_id WHERE a.removed_at IS NULL
	UNION ALL
	SELECT 'indicator', p.key, p.title, p.status, g.number, i.number, i.label, i.body, CASE WHEN $1 THEN '' ELSE i.note END, p.accepted_at, p.published_at, p.id, 3
		FROM indicator i JOIN activity a ON a.id = i.activity_id JOIN goal g ON g.id = a.goal_id JOIN plan p ON p.id = i.plan_id WHERE i.removed_at IS NULL`

// FindParts gives the plans, goals, activities and indicators that answer a query, best first: of all plans but
// discarded drafts. Published leaves out what the public may not read.
func FindParts(ctx context.Context, tx *store.Tx, q fold.Query, published bool) ([]FoundPart, error) {
	if q.IsEmpty() {
		return nil, nil
	}
	var parts []FoundPart
	err := tx.Select(ctx, &parts, `SELECT kind, plan_key, plan_title, plan_status, goal_number, number, label, title, more, 0 AS score
		FROM (`+partsQuery+`) AS part WHERE plan_status <> 'discarded' AND (published_at IS NOT NULL OR NOT $1)
		ORDER BY accepted_at DESC, plan_id, place, number`, published)
	return answering(parts, q), err
}

// FoundReview is a document under review whose name answers a search.
type FoundReview struct {
	ID, DocumentName, SavedBy string
	SavedAt                   store.Time
}

// FindReviews gives the documents under review whose names answer a query, the one saved last first.
func FindReviews(ctx context.Context, tx *store.Tx, q fold.Query) ([]FoundReview, error) {
	if q.IsEmpty() {
		return nil, nil
	}
	var all, found []FoundReview
	err := tx.Select(ctx, &all, `SELECT id, document_name, saved_by, saved_at FROM plan_draft
		WHERE plan_id IS NULL AND discarded_at IS NULL ORDER BY saved_at DESC, id DESC`)
	for _, review := range all {
		if q.Score(review.DocumentName) > 0 {
			found = append(found, review)
		}
	}
	return found, err
}
