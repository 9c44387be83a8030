package entitlement

import (
	"context"
	"errors"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// CurrentSetting is what is asked of organisations now.
func CurrentSetting(ctx context.Context, tx *store.Tx) (Setting, error) {
	var row struct {
		Months, MemberTowns, ActiveTowns, Version int
		Documents                                 store.JSON[[]DocumentKind]
	}
	err := tx.Get(ctx, &row, "SELECT months, documents, member_towns, active_towns, version FROM entitlement_setting WHERE id = 1")
	if errors.Is(err, store.ErrNotFound) {
		return usual(), nil
	}
	return Setting{row.Months, row.Documents.V, row.MemberTowns, row.ActiveTowns, row.Version}, err
}

// settingTold is what the trail keeps of a setting.
type settingTold struct {
	Months      int            `json:"months"`
	Documents   []DocumentKind `json:"documentKinds"`
	MemberTowns int            `json:"memberTowns"`
	ActiveTowns int            `json:"activeTowns"`
}

func (s *Setting) told() settingTold {
	return settingTold{s.Months, s.Documents, s.MemberTowns, s.ActiveTowns}
}

// Set changes what is asked for from now on, unless somebody else has done so since version seen. Decisions that have been
// made stand.
func Set(ctx context.Context, tx *store.Tx, s Setting, seen int) error {
	if faults := s.check(); len(faults) > 0 {
		return faults[0].err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := CurrentSetting(ctx, tx)
	if err != nil || before.isSame(&s) {
		return err
	}
	if before.Version != seen {
		return i18n.Fail("entitlement.meanwhile").Because(ErrSavedMeanwhile)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO entitlement_setting (id, months, documents, member_towns, active_towns, version) VALUES (1, $1, $2, $3, $4, 1)
		ON CONFLICT (id) DO UPDATE SET months = excluded.months, documents = excluded.documents, member_towns = excluded.member_towns,
			active_towns = excluded.active_towns, version = entitlement_setting.version + 1`, s.Months, store.AsJSON(s.Documents), s.MemberTowns, s.ActiveTowns); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "entitlement.setting_changed", ObjectKind: "entitlement_setting", ObjectID: "all", Before: before.told(), After: s.told()})
}
