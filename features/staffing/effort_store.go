package staffing

import (
	"context"
	"slices"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const effortQuery = `SELECT e.activity_id, e.shape, e.tenths AS hours, e.most_tenths AS most, e.partial, e.who, e.role,
	COALESCE(e.owner_id, '') AS owner, e.estimated_by, e.estimated_at, e.version FROM effort e`

type effortRow struct {
	ActivityID  string
	Shape       Shape
	Hours       planner.Tenths
	Most        *int64
	Partial     bool
	Who         Who
	Role, Owner string
	EstimatedBy string
	EstimatedAt store.Time
	Version     int
}

func (r *effortRow) effort() Effort {
	e := Effort{ActivityID: r.ActivityID, Shape: r.Shape, Hours: r.Hours, Partial: r.Partial, Who: r.Who, Role: r.Role, Owner: r.Owner,
		EstimatedBy: r.EstimatedBy, EstimatedAt: r.EstimatedAt, Version: r.Version}
	if r.Most != nil {
		most := planner.Tenths(*r.Most)
		e.Most = &most
	}
	return e
}

// stored gives the efforts that somebody has estimated, by the activity's key.
func stored(ctx context.Context, tx *store.Tx, planID string) (map[string]Effort, error) {
	var rows []effortRow
	if err := tx.Select(ctx, &rows, effortQuery+" JOIN activity a ON a.id = e.activity_id WHERE a.plan_id = $1", planID); err != nil {
		return nil, err
	}
	var named []struct{ ActivityID, PersonID string }
	if err := tx.Select(ctx, &named, `SELECT n.activity_id, n.person_id FROM effort_person n JOIN activity a ON a.id = n.activity_id
		WHERE a.plan_id = $1 ORDER BY n.activity_id, n.person_id`, planID); err != nil {
		return nil, err
	}
	all := make(map[string]Effort, len(rows))
	for i := range rows {
		e := rows[i].effort()
		for _, n := range named {
			if n.ActivityID == e.ActivityID {
				e.People = append(e.People, n.PersonID)
			}
		}
		all[e.ActivityID] = e
	}
	return all, nil
}

// Efforts gives the effort of every activity of the plan by its key: what somebody has estimated, else the first estimate.
func Efforts(ctx context.Context, tx *store.Tx, p *plan.Plan) (map[string]Effort, error) {
	all, err := stored(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	standard, err := StandardHours(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, a := range p.Activities() {
		if _, estimated := all[a.ID]; !estimated {
			first := FirstEstimate(a, standard)
			all[a.ID] = first.first(a.ID)
		}
	}
	return all, nil
}

// effortTold is what the trail keeps of an effort.
type effortTold struct {
	Shape       Shape                `json:"shape"`
	Hours       decimal.Thousandths  `json:"hours"`
	Most        *decimal.Thousandths `json:"most,omitempty"`
	Partial     bool                 `json:"takesPart"`
	Who         Who                  `json:"who"`
	Role        string               `json:"role"`
	People      []string             `json:"personId"`
	Owner       string               `json:"ownerId"`
	EstimatedBy string               `json:"estimatedBy"`
}

func (e *Effort) told() effortTold {
	told := effortTold{e.Shape, asNumber(e.Hours), nil, e.Partial, e.Who, e.Role, e.People, e.Owner, e.EstimatedBy}
	if e.Most != nil {
		most := asNumber(*e.Most)
		told.Most = &most
	}
	return told
}

func (e *Effort) saysTheSame(other *Effort) bool {
	a, b := e.told(), other.told()
	same := a.Most == nil && b.Most == nil || a.Most != nil && b.Most != nil && *a.Most == *b.Most
	return same && slices.Equal(a.People, b.People) && a.Shape == b.Shape && a.Hours == b.Hours && a.Partial == b.Partial && a.Who == b.Who &&
		a.Role == b.Role && a.Owner == b.Owner && a.EstimatedBy == b.EstimatedBy
}

// tidy leaves out what does not belong to the choice that was made.
func (e *Effort) tidy() {
	if e.Who != ByRole {
		e.Role = ""
	}
	if e.Who != ByPeople {
		e.People = nil
	}
	e.People = slices.Compact(slices.Sorted(slices.Values(e.People)))
}

// SaveEffort keeps somebody's estimate of an activity, unless somebody else has made one since version seen. The same
// estimate sent twice changes nothing the second time.
func SaveEffort(ctx context.Context, tx *store.Tx, p *plan.Plan, e Effort, seen int) error {
	if err := tx.Lock(ctx, "staffing"); err != nil {
		return err
	}
	all, err := People(ctx, tx)
	if err != nil {
		return err
	}
	e.tidy()
	if _, fault := e.check(all); fault != nil {
		return fault
	}
	before, err := stored(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	old, there := before[e.ActivityID]
	if there && old.saysTheSame(&e) {
		return nil
	}
	if old.Version != seen {
		return i18n.Fail("staffing.meanwhile").Because(ErrSavedMeanwhile)
	}
	if err := putEffort(ctx, tx, &e); err != nil {
		return err
	}
	change := audit.Change{Action: "effort.estimated", ObjectKind: "activity", ObjectID: e.ActivityID, After: e.told()}
	if there {
		change.Before = old.told()
	}
	return audit.Append(ctx, tx, change)
}

func putEffort(ctx context.Context, tx *store.Tx, e *Effort) error {
	var most any
	if e.Most != nil {
		most = int64(*e.Most)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO effort (activity_id, shape, tenths, most_tenths, partial, who, role, owner_id, estimated_by, estimated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (activity_id) DO UPDATE SET shape = excluded.shape, tenths = excluded.tenths,
			most_tenths = excluded.most_tenths, partial = excluded.partial, who = excluded.who, role = excluded.role, owner_id = excluded.owner_id,
			estimated_by = excluded.estimated_by, estimated_at = excluded.estimated_at, version = effort.version + 1`,
		e.ActivityID, string(e.Shape), int64(e.Hours), most, e.Partial, string(e.Who), e.Role, orNull(e.Owner), e.EstimatedBy, store.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM effort_person WHERE activity_id = $1", e.ActivityID); err != nil {
		return err
	}
	for _, id := range e.People {
		if _, err := tx.Exec(ctx, "INSERT INTO effort_person (activity_id, person_id) VALUES ($1, $2)", e.ActivityID, id); err != nil {
			return err
		}
	}
	return nil
}

// CarryEfforts gives the activities of an adopted edition the estimates and places of those that they continue, unless
// they have their own. The pairs are of their indicators.
func CarryEfforts(ctx context.Context, tx *store.Tx, pairs []plan.CarriedPair) error {
	const continued = `JOIN activity a ON a.carried_from = o.activity_id JOIN indicator i ON i.activity_id = a.id WHERE i.id = $1`
	for _, pair := range pairs {
		for _, query := range []string{
			`INSERT INTO effort (activity_id, shape, tenths, most_tenths, partial, who, role, owner_id, estimated_by, estimated_at, version)
				SELECT a.id, o.shape, o.tenths, o.most_tenths, o.partial, o.who, o.role, o.owner_id, o.estimated_by, o.estimated_at, 1
				FROM effort o ` + continued + ` ON CONFLICT (activity_id) DO NOTHING`,
			`INSERT INTO effort_person (activity_id, person_id) SELECT a.id, o.person_id FROM effort_person o ` + continued +
				` ON CONFLICT (activity_id, person_id) DO NOTHING`,
			`INSERT INTO effort_rank (activity_id, place) SELECT a.id, o.place FROM effort_rank o ` + continued + ` ON CONFLICT (activity_id) DO NOTHING`,
		} {
			if _, err := tx.Exec(ctx, query, pair.ToID); err != nil {
				return err
			}
		}
	}
	return nil
}

// minutesOf is the working time of records: those that do not say how long they took have taken the standard hours of their kind.
func minutesOf(spent evidence.Spent, standard Standard) int {
	return spent.Minutes + spent.Unsaid*int(standard[spent.Kind])*6
}

// spentIn sums the hours spent on the plan in a quarter.
func spentIn(ctx context.Context, tx *store.Tx, planID string, quarter calendar.Quarter, standard Standard) (planner.Tenths, error) {
	rows, err := evidence.SpentIn(ctx, tx, planID, calendar.Span{From: quarter.First(), To: quarter.Last()})
	minutes := 0
	for _, row := range rows {
		minutes += minutesOf(row, standard)
	}
	return planner.Tenths(minutes+3) / 6, err
}

// spentBefore sums the hours spent on each of the plan's activities before a day, by the activity's key. Who has not said
// how long something took has spent the standard hours of its kind.
func spentBefore(ctx context.Context, tx *store.Tx, planID string, day calendar.Date, standard Standard) (map[string]planner.Tenths, error) {
	rows, err := evidence.SpentBefore(ctx, tx, planID, day)
	if err != nil {
		return nil, err
	}
	minutes := map[string]int{}
	for _, row := range rows {
		minutes[row.ActivityID] += minutesOf(row, standard)
	}
	spent := make(map[string]planner.Tenths, len(minutes))
	for id, sum := range minutes {
		spent[id] = planner.Tenths(sum+3) / 6
	}
	return spent, nil
}
