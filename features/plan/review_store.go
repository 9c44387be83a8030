package plan

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/file"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrSavedMeanwhile is the cause of an *i18n.Error: somebody else has saved since the page was shown.
var ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")

const reviewQuery = `SELECT id, document_name, document_sha256, content, lines, answers, skipped, version, saved_by, saved_at,
	COALESCE(plan_id, '') AS plan_id FROM plan_draft WHERE discarded_at IS NULL`

type reviewRow struct {
	ID, DocumentName string
	DocumentSHA256   string `db:"document_sha256"`
	Content          store.JSON[Draft]
	Lines            store.JSON[[]Line]
	Answers          store.JSON[map[string]Answer]
	Skipped          store.JSON[[]int]
	Version          int
	SavedBy          string
	SavedAt          store.Time
	PlanID           string
}

func (row reviewRow) review() Review {
	r := Review{
		ID: row.ID, DocumentName: row.DocumentName, DocumentHash: row.DocumentSHA256, Draft: row.Content.V, Lines: row.Lines.V,
		Answers: row.Answers.V, Skipped: row.Skipped.V, Version: row.Version, SavedBy: row.SavedBy, SavedAt: row.SavedAt,
		PlanID: row.PlanID,
	}
	if r.Answers == nil {
		r.Answers = map[string]Answer{}
	}
	return r
}

// BeginReview keeps a draft and its document for review under a key made beforehand. Doing it twice with the same key
// does nothing the second time.
func BeginReview(ctx context.Context, tx *store.Tx, id string, draft Draft, document Document) error {
	hash, err := file.Keep(ctx, tx, document.Content)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO plan_draft (id, document_name, document_sha256, content, lines, answers, skipped, version,
		saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9) ON CONFLICT (id) DO NOTHING`,
		id, document.Name, hash, store.AsJSON(draft), store.AsJSON(draft.Lines), store.AsJSON(map[string]Answer{}),
		store.AsJSON([]int{}), actorName(ctx), store.Now())
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "plan.read", ObjectKind: "plan_draft", ObjectID: id,
		After: map[string]string{"document": document.Name, "sha256": hash}})
}

// FindReview loads a review that has not been discarded.
func FindReview(ctx context.Context, tx *store.Tx, id string) (*Review, error) {
	var row reviewRow
	err := tx.Get(ctx, &row, reviewQuery+" AND id = $1", id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, i18n.Fail("plan.review.unknown").Because(store.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	r := row.review()
	return &r, nil
}

// OpenReviews lists the reviews that have become no plan yet, the one saved last first.
func OpenReviews(ctx context.Context, tx *store.Tx) ([]Review, error) {
	var rows []reviewRow
	if err := tx.Select(ctx, &rows, reviewQuery+" AND plan_id IS NULL ORDER BY saved_at DESC, id DESC"); err != nil {
		return nil, err
	}
	reviews := make([]Review, len(rows))
	for i, row := range rows {
		reviews[i] = row.review()
	}
	return reviews, nil
}

// ChangeReview loads a review, lets change alter it and saves it. seen is the version that the person saw: when
// somebody else has saved since, nothing is changed and the error, caused by ErrSavedMeanwhile, says who and when.
func ChangeReview(ctx context.Context, tx *store.Tx, id string, seen int, change func(*Review) error) error {
	r, err := lockReview(ctx, tx, id)
	if err != nil {
		return err
	}
	if r.Version != seen {
		return i18n.Fail("plan.saved_meanwhile", "who", r.SavedBy, "when", clockOf(r.SavedAt)).Because(ErrSavedMeanwhile)
	}
	if err := change(r); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE plan_draft SET content = $1, answers = $2, skipped = $3, version = version + 1, saved_by = $4,
		saved_at = $5 WHERE id = $6`, store.AsJSON(r.Draft), store.AsJSON(r.Answers), store.AsJSON(r.Skipped),
		actorName(ctx), store.Now(), id)
	return err
}

// lockReview loads a review that nobody else can save until the transaction ends.
func lockReview(ctx context.Context, tx *store.Tx, id string) (*Review, error) {
	if _, err := tx.Exec(ctx, "UPDATE plan_draft SET version = version WHERE id = $1", id); err != nil {
		return nil, err
	}
	r, err := FindReview(ctx, tx, id)
	if err == nil && r.PlanID != "" {
		return nil, i18n.Fail("plan.review.accepted_already")
	}
	return r, err
}

// DiscardReview takes a review away. The document is kept, since other plans may have been read from it.
func DiscardReview(ctx context.Context, tx *store.Tx, id string) error {
	r, err := lockReview(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE plan_draft SET discarded_at = $1 WHERE id = $2", store.Now(), id); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "plan.discarded", ObjectKind: "plan_draft", ObjectID: id,
		Before: map[string]string{"document": r.DocumentName, "sha256": r.DocumentHash}})
}

// AcceptReview makes the review the plan it describes and gives the plan's key. A review that has been accepted already
// gives the plan it became, so a repeated click makes no second one.
func AcceptReview(ctx context.Context, tx *store.Tx, id string, seen int, links Linker) (key string, err error) {
	return becomePlan(ctx, tx, id, seen, func(draft Draft, document Document) (*Plan, error) {
		p, err := Accept(ctx, tx, draft, &document, false)
		if err != nil {
			return nil, err
		}
		return p, links.RelinkPlan(ctx, tx, p.ID)
	})
}

// AcceptReviewAsEdition does the same, but makes the review a draft of the next edition of a plan.
func AcceptReviewAsEdition(ctx context.Context, tx *store.Tx, id string, seen int, predecessorID string) (key string, err error) {
	return becomePlan(ctx, tx, id, seen, func(draft Draft, document Document) (*Plan, error) {
		return AcceptAsEdition(ctx, tx, draft, document, predecessorID)
	})
}

// becomePlan makes a review a plan once: it is locked, and remembers what it became.
func becomePlan(ctx context.Context, tx *store.Tx, id string, seen int, accept func(Draft, Document) (*Plan, error)) (key string, err error) {
	if _, err := tx.Exec(ctx, "UPDATE plan_draft SET version = version WHERE id = $1", id); err != nil {
		return "", err
	}
	r, err := FindReview(ctx, tx, id)
	if err != nil {
		return "", err
	}
	if r.PlanID != "" {
		return keyOf(ctx, tx, r.PlanID)
	}
	if r.Version != seen {
		return "", i18n.Fail("plan.saved_meanwhile", "who", r.SavedBy, "when", clockOf(r.SavedAt)).Because(ErrSavedMeanwhile)
	}
	content, err := fileContent(ctx, tx, r.DocumentHash)
	if err != nil {
		return "", err
	}
	p, err := accept(r.Settled(), Document{Name: r.DocumentName, Content: content})
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(ctx, "UPDATE plan_draft SET plan_id = $1 WHERE id = $2", p.ID, id)
	return p.Key, err
}

func keyOf(ctx context.Context, tx *store.Tx, planID string) (string, error) {
	var key string
	err := tx.Get(ctx, &key, "SELECT key FROM plan WHERE id = $1", planID)
	return key, err
}

func fileContent(ctx context.Context, tx *store.Tx, hash string) ([]byte, error) {
	var content []byte
	err := tx.QueryRowContext(ctx, "SELECT bytes FROM file_content WHERE sha256 = $1", hash).Scan(&content)
	return content, err
}

// actorName is who acts, as it is shown to others.
func actorName(ctx context.Context) string {
	actor, _ := audit.ActorIn(ctx)
	return actor.Name
}
