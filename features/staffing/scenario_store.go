package staffing

import (
	"context"
	"encoding/json"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const scenarioQuery = "SELECT id, plan_id, name, changes, made_by, made_at, version, adopted_at FROM scenario"

type scenarioRow struct {
	ID, PlanID, Name, Changes, MadeBy string
	MadeAt                            store.Time
	Version                           int
	AdoptedAt                         *store.Time
}

func (r *scenarioRow) scenario() (Scenario, error) {
	s := Scenario{ID: r.ID, PlanID: r.PlanID, Name: r.Name, MadeBy: r.MadeBy, MadeAt: r.MadeAt, Version: r.Version, AdoptedAt: r.AdoptedAt}
	return s, json.Unmarshal([]byte(r.Changes), &s.Changes)
}

// Scenarios lists the plan's scenarios that nothing is decided about, the oldest first.
func Scenarios(ctx context.Context, tx *store.Tx, planID string) ([]Scenario, error) {
	var rows []scenarioRow
	if err := tx.Select(ctx, &rows, scenarioQuery+" WHERE plan_id = $1 AND removed_at IS NULL AND adopted_at IS NULL ORDER BY made_at, id", planID); err != nil {
		return nil, err
	}
	all := make([]Scenario, len(rows))
	for i := range rows {
		var err error
		if all[i], err = rows[i].scenario(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// FindScenario gives a scenario of the plan that is neither removed nor adopted.
func FindScenario(ctx context.Context, tx *store.Tx, planID, id string) (Scenario, error) {
	var row scenarioRow
	if err := tx.Get(ctx, &row, scenarioQuery+" WHERE id = $1 AND plan_id = $2 AND removed_at IS NULL AND adopted_at IS NULL", id, planID); err != nil {
		return Scenario{}, err
	}
	return row.scenario()
}

// scenarioTold is what the trail keeps of a scenario.
type scenarioTold struct {
	Name    string   `json:"name"`
	Changes []Change `json:"changes"`
}

// AddScenario keeps a new scenario, and gives its key.
func AddScenario(ctx context.Context, tx *store.Tx, s *Scenario) error {
	if fault := s.check(); fault != nil {
		return fault
	}
	text, err := json.Marshal(s.Changes)
	if err != nil {
		return err
	}
	s.MadeAt, s.Version = store.Now(), 1
	added, err := tx.Exec(ctx, `INSERT INTO scenario (id, plan_id, name, changes, made_by, made_at, version) VALUES ($1, $2, $3, $4, $5, $6, 1)
		ON CONFLICT (id) DO NOTHING`, s.ID, s.PlanID, s.Name, string(text), s.MadeBy, s.MadeAt)
	if err != nil || added == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "scenario.made", ObjectKind: "scenario", ObjectID: s.ID, After: scenarioTold{s.Name, s.Changes}})
}

// ChangeScenario gives a scenario another name or other changes, unless somebody has changed it since the version that it holds.
func ChangeScenario(ctx context.Context, tx *store.Tx, s *Scenario) error {
	if fault := s.check(); fault != nil {
		return fault
	}
	before, err := FindScenario(ctx, tx, s.PlanID, s.ID)
	if err != nil {
		return err
	}
	text, err := json.Marshal(s.Changes)
	if err != nil {
		return err
	}
	changed, err := tx.Exec(ctx, "UPDATE scenario SET name = $1, changes = $2, version = version + 1 WHERE id = $3 AND version = $4", s.Name, string(text), s.ID, s.Version)
	if err != nil {
		return err
	}
	if changed == 0 {
		return i18n.Fail("staffing.meanwhile").Because(ErrSavedMeanwhile)
	}
	return audit.Append(ctx, tx, audit.Change{Action: "scenario.changed", ObjectKind: "scenario", ObjectID: s.ID, Before: scenarioTold{before.Name, before.Changes}, After: scenarioTold{s.Name, s.Changes}})
}

// RemoveScenario takes a scenario out of the list. One that is gone already is no error.
func RemoveScenario(ctx context.Context, tx *store.Tx, planID, id string) error {
	removed, err := tx.Exec(ctx, "UPDATE scenario SET removed_at = $1 WHERE id = $2 AND plan_id = $3 AND removed_at IS NULL AND adopted_at IS NULL", store.Now(), id, planID)
	if err != nil || removed == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "scenario.removed", ObjectKind: "scenario", ObjectID: id})
}
