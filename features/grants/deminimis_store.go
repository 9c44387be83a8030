package grants

import (
	"context"
	"strings"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Rates are what a euro has cost, the latest day first.
func Rates(ctx context.Context, tx *store.Tx) (all []EuroRate, err error) {
	return all, tx.Select(ctx, &all, "SELECT day, rate, source FROM euro_rate ORDER BY day DESC")
}

// rateTold is what the trail keeps of a rate.
type rateTold struct {
	Day    calendar.Date `json:"day"`
	Rate   string        `json:"euroRate"`
	Source string        `json:"euroSource,omitempty"`
}

// SetRate keeps what a euro costs from a day on. Said once more of the same day it corrects what was said.
func SetRate(ctx context.Context, tx *store.Tx, r EuroRate) error {
	r.Source = strings.TrimSpace(r.Source)
	switch {
	case r.Day.IsZero():
		return i18n.Fail("grants.day_missing")
	case r.Rate < 10_000 || r.Rate > 1_000_000: // between 1 and 100 kronor: beyond it somebody has slipped
		return i18n.Fail("grants.aid.rate_wrong")
	case r.Source == "":
		return i18n.Fail("grants.aid.source_missing")
	}
	if err := tx.Lock(ctx, "euro rates"); err != nil {
		return err
	}
	all, err := Rates(ctx, tx)
	if err != nil {
		return err
	}
	var before any
	for _, earlier := range all {
		if earlier.Day != r.Day {
			continue
		}
		if earlier == r {
			return nil
		}
		before = rateTold{earlier.Day, rateText(earlier.Rate), earlier.Source}
	}
	if _, err := tx.Exec(ctx, `INSERT INTO euro_rate (day, rate, source, added_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (day) DO UPDATE SET rate = excluded.rate, source = excluded.source, added_at = excluded.added_at`, r.Day, r.Rate, r.Source, store.Now()); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "euro_rate.set", ObjectKind: "euro_rate", ObjectID: r.Day.String(), Before: before, After: rateTold{r.Day, rateText(r.Rate), r.Source}})
}

// AidOf is the de minimis aid of an organisation and of those that have been merged into it, in order of days.
func AidOf(ctx context.Context, tx *store.Tx, organisationID string) (all []Aid, err error) {
	return all, tx.Select(ctx, &all, `SELECT id, organisation_id, granted_on, amount, giver, is_declared, note FROM de_minimis_aid
		WHERE organisation_id IN (`+organisations.AllOf("$1")+`) ORDER BY granted_on, id`, organisationID)
}

// aidTold is what the trail keeps of aid.
type aidTold struct {
	GrantedOn calendar.Date `json:"aidGrantedOn"`
	Kronor    int64         `json:"aidKronor"`
	Giver     string        `json:"aidGiver"`
}

func (a *Aid) check() (faults []fault) {
	add := func(field, key string) { faults = append(faults, fault{field, i18n.Fail(key)}) }
	if a.GrantedOn.IsZero() {
		add("granted_on", "grants.day_missing")
	}
	if a.Amount <= 0 {
		add("amount", "grants.aid.amount_wrong")
	}
	if a.Giver == "" {
		add("giver", "grants.aid.giver_missing")
	}
	return append(faults, checkTexts(longestTitle, "giver", a.Giver, "note", a.Note)...)
}

// AddAid keeps aid that an organisation has been given: declared by it, or given here. The key is made with the form or by
// whoever gives the aid.
func AddAid(ctx context.Context, tx *store.Tx, a Aid) error {
	a.Giver, a.Note = strings.TrimSpace(a.Giver), strings.TrimSpace(a.Note)
	if err := firstFault(a.check()); err != nil {
		return err
	}
	id, err := organisations.Resolve(ctx, tx, a.OrganisationID)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO de_minimis_aid (id, organisation_id, granted_on, amount, giver, is_declared, note, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO NOTHING`, a.ID, id, a.GrantedOn, a.Amount, a.Giver, a.IsDeclared, a.Note, store.Now())
	if err != nil || n == 0 {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "de_minimis.added", ObjectKind: "de_minimis_aid", ObjectID: id, After: aidTold{a.GrantedOn, a.Amount / 100, a.Giver}})
}

// RemoveAid takes away aid that was declared wrongly, and says why. What is given here is not taken away like that.
func RemoveAid(ctx context.Context, tx *store.Tx, organisationID, id, why string) error {
	all, err := AidOf(ctx, tx, organisationID)
	if err != nil {
		return err
	}
	for i := range all {
		a := &all[i]
		if a.ID != id || !a.IsDeclared {
			continue
		}
		if why == "" {
			return i18n.Fail("grants.reason_missing")
		}
		if _, err := tx.Exec(ctx, "DELETE FROM de_minimis_aid WHERE id = $1", id); err != nil {
			return err
		}
		return audit.Append(ctx, tx, audit.Change{Action: "de_minimis.removed", ObjectKind: "de_minimis_aid", ObjectID: a.OrganisationID, Reason: why, Before: aidTold{a.GrantedOn, a.Amount / 100, a.Giver}})
	}
	return nil
}

// SumOfAid is DeMinimis of an organisation with what stands in the register.
func SumOfAid(ctx context.Context, tx *store.Tx, organisationID string, day calendar.Date, amount int64) (AidSum, error) {
	all, err := AidOf(ctx, tx, organisationID)
	if err != nil {
		return AidSum{}, err
	}
	rates, err := Rates(ctx, tx)
	return DeMinimis(all, rates, day, amount), err
}
