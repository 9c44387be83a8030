package staffing

import (
	"context"
	"errors"
	"maps"
	"slices"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/staffing/planner"
	"samverk/platform/decimal"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Settings is how working days become hours; what the program supposes until somebody has decided.
func Settings(ctx context.Context, tx *store.Tx) (Setting, error) {
	var s Setting
	err := tx.Get(ctx, &s, `SELECT tenths_a_day AS tenths_a_day, reserved_permille AS reserved, eves_free, version FROM staff_setting WHERE id = 1`)
	if errors.Is(err, store.ErrNotFound) {
		return usual, nil
	}
	return s, err
}

// settingTold is what the trail keeps of the settings.
type settingTold struct {
	HoursADay decimal.Thousandths            `json:"hoursADay"`
	Reserved  string                         `json:"reserved"`
	EvesFree  bool                           `json:"evesFree"`
	Standard  map[string]decimal.Thousandths `json:"standardHours,omitempty"`
}

func (s *Setting) told(standard Standard) settingTold {
	told := settingTold{asNumber(planner.Tenths(s.TenthsADay)), percentText(s.Reserved) + " %", s.EvesFree, map[string]decimal.Thousandths{}}
	for kind, tenths := range standard {
		told.Standard[string(kind)] = asNumber(tenths)
	}
	return told
}

// Standard is how long a record of each kind usually takes.
type Standard map[plan.EvidenceKind]planner.Tenths

// StandardHours is the table of standard hours: what the authority has said, else what the program supposes.
func StandardHours(ctx context.Context, tx *store.Tx) (Standard, error) {
	standard := Standard{}
	for kind, hours := range evidence.StandardHours {
		standard[kind] = planner.Tenths(hours * 10)
	}
	var own []struct {
		Kind   plan.EvidenceKind
		Tenths planner.Tenths
	}
	if err := tx.Select(ctx, &own, "SELECT kind, tenths FROM standard_hours"); err != nil {
		return nil, err
	}
	for _, row := range own {
		if row.Kind.Known() {
			standard[row.Kind] = row.Tenths
		}
	}
	return standard, nil
}

// mostStandard bounds the hours of a single record, in tenths.
const mostStandard = 20_000

// SaveSettings decides the settings and the standard hours, unless somebody else has done so since version seen.
func SaveSettings(ctx context.Context, tx *store.Tx, s Setting, standard Standard, seen int) error {
	if _, fault := s.check(); fault != nil {
		return fault
	}
	if err := tx.Lock(ctx, "staffing"); err != nil {
		return err
	}
	before, err := Settings(ctx, tx)
	if err != nil {
		return err
	}
	hours, err := StandardHours(ctx, tx)
	if err != nil {
		return err
	}
	after := maps.Clone(hours)
	maps.Copy(after, standard)
	s.Version = before.Version
	if s == before && maps.Equal(after, hours) {
		return nil
	}
	if before.Version != seen {
		return i18n.Fail("staffing.meanwhile").Because(ErrSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO staff_setting (id, tenths_a_day, reserved_permille, eves_free, version) VALUES (1, $1, $2, $3, 1)
		ON CONFLICT (id) DO UPDATE SET tenths_a_day = excluded.tenths_a_day, reserved_permille = excluded.reserved_permille,
			eves_free = excluded.eves_free, version = staff_setting.version + 1`, s.TenthsADay, s.Reserved, s.EvesFree); err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(after)) {
		if after[kind] == hours[kind] {
			continue
		}
		if _, err := tx.Exec(ctx, "INSERT INTO standard_hours (kind, tenths) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET tenths = excluded.tenths",
			string(kind), after[kind]); err != nil {
			return err
		}
	}
	return audit.Append(ctx, tx, audit.Change{Action: "staffing.settings_changed", ObjectKind: "staffing", ObjectID: "capacity",
		Before: before.told(hours), After: s.told(after)})
}
