package followup

import (
	"context"
	"slices"
	"sync"

	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/features/staffing"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// besidesPlans are kinds of things that no plan shows: what is done to them empties nothing.
var besidesPlans = []string{"plan_draft", "feedback", "trail", "mail", "scenario", "organisation_import", "mapping_round"}

// memory keeps what is known about plans between requests. Whatever another process or request has changed is found in
// the audit trail: what an entry may have touched is read again, and what is not understood empties the memory.
type memory struct {
	mu      sync.Mutex
	at      audit.Edition
	version int               // grows when the pages may show something else
	byKey   map[string]*known // by the key asked for; empty for the current plan accepted last
}

const (
	keptPlans   = 8   // bounds how many plans are kept
	mostEntries = 200 // after more changes than these everything is read again
)

// kept gives what is known about a plan at the edition, without asking the database; nil when that is not in memory.
func (m *memory) kept(at audit.Edition, key string) *known {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at.Changes != at.Changes {
		return nil
	}
	return m.byKey[key]
}

// versionAt gives the version at the edition; 0 when the memory is of another edition.
func (m *memory) versionAt(at audit.Edition) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at.Changes != at.Changes {
		return 0
	}
	return m.version
}

// know gives what is known about a plan at the transaction's moment. It must be the first that the transaction reads:
// its moment is then not before that of any transaction that was here earlier.
func (m *memory) know(ctx context.Context, tx *store.Tx, key string) (*known, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	past, err := m.catchUp(ctx, tx)
	if err != nil {
		return nil, err
	}
	if past {
		return load(ctx, tx, key)
	}
	if k := m.byKey[key]; k != nil {
		return k, nil
	}
	k, err := m.find(ctx, tx, key)
	if err != nil {
		return nil, err
	}
	if k.version == 0 {
		k.version = m.version
	}
	if len(m.byKey) >= 2*keptPlans {
		clear(m.byKey)
	}
	m.byKey[key], m.byKey[k.plan.Key] = k, k
	return k, nil
}

// find loads a plan, unless the plan meant by an empty key is kept under its own.
func (m *memory) find(ctx context.Context, tx *store.Tx, key string) (*known, error) {
	if key == "" {
		current, err := plan.CurrentKey(ctx, tx)
		if k := m.byKey[current]; err == nil && k != nil {
			return k, nil
		}
	}
	return load(ctx, tx, key)
}

// catchUp brings the memory to the transaction's moment. Past tells that the memory is of a later one.
func (m *memory) catchUp(ctx context.Context, tx *store.Tx) (past bool, err error) {
	now, err := audit.EditionOf(ctx, tx)
	if err != nil || now.Changes <= m.at.Changes && m.byKey != nil {
		return now.Changes < m.at.Changes, err
	}
	entries, all, err := audit.Since(ctx, tx, m.at, mostEntries)
	if err != nil {
		return false, err
	}
	renewed := map[string]*known{}
	if all && len(entries) > 0 {
		renewed, err = m.renewed(ctx, tx, entries)
	} else if all {
		renewed = m.byKey
	}
	if err != nil {
		return false, err
	}
	if len(entries) > 0 || m.byKey == nil {
		m.version++
	}
	m.at, m.byKey = now, renewed
	return false, nil
}

// renewed gives what is kept as it is after the entries; nothing when one of them is not understood.
func (m *memory) renewed(ctx context.Context, tx *store.Tx, entries []audit.Entry) (map[string]*known, error) {
	touched, judged := map[string]bool{}, false
	var records []audit.Entry
	for _, e := range entries {
		switch {
		case evidence.TouchesRecord(e):
			records = append(records, e)
		case slices.Contains(besidesPlans, e.ObjectKind):
		case slices.Contains(judgementActions, e.Action):
			touched[e.ObjectID], judged = true, true
		default:
			return map[string]*known{}, nil
		}
	}
	indicators, err := evidence.IndicatorsTouched(ctx, tx, records)
	if err != nil {
		return nil, err
	}
	for _, id := range indicators {
		touched[id] = true
	}
	next, done := map[string]*known{}, map[*known]*known{}
	for key, k := range m.byKey {
		if done[k] == nil {
			if done[k], err = k.renewed(ctx, tx, touched, judged); err != nil {
				return nil, err
			}
			done[k].version = m.version + 1
		}
		next[key] = done[k]
	}
	return next, nil
}

// renewed reads the touched indicators again, and with them all judgements when there are new ones.
func (k *known) renewed(ctx context.Context, tx *store.Tx, touched map[string]bool, judged bool) (*known, error) {
	next := k.after(touched)
	for _, at := range k.places {
		id := at.indicator.ID
		if !touched[id] {
			continue
		}
		tallies, err := evidence.TalliesOf(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		next.tallies[id] = tallies
	}
	var err error
	if judged {
		next.signed, next.waived, err = judgements(ctx, tx, k.plan.ID)
	}
	return next, err
}

// load reads a plan with its tallies and judgements.
func load(ctx context.Context, tx *store.Tx, key string) (*known, error) {
	p, err := plan.Find(ctx, tx, key)
	if err != nil {
		return nil, err
	}
	k := newKnown(p)
	if k.tallies, err = evidence.Tallies(ctx, tx, p.ID); err != nil {
		return nil, err
	}
	if k.decided, err = staffing.SaidOf(ctx, tx, p.ID); err != nil {
		return nil, err
	}
	k.signed, k.waived, err = judgements(ctx, tx, p.ID)
	return k, err
}

// standingOn gives how the plan stands on a day.
func (k *known) standingOn(ctx context.Context, tx *store.Tx, asOf calendar.Date) (*standing, error) {
	if s, there := k.keptStanding(asOf); there {
		return s, nil
	}
	s := k.judge(asOf)
	var err error
	if s.loose, err = countLoose(ctx, tx, k.plan, asOf); err != nil {
		return nil, err
	}
	if s.hours, err = k.outlookOn(ctx, tx, asOf); err != nil {
		return nil, err
	}
	k.keepStanding(s)
	return s, nil
}

// outlookOn gives the plan of hours as it is on a day. It is the same for all days of a quarter.
func (k *known) outlookOn(ctx context.Context, tx *store.Tx, asOf calendar.Date) (*staffing.Outlook, error) {
	if k.plan.Period.To.Before(asOf) {
		return nil, nil
	}
	quarter := calendar.QuarterOf(asOf)
	k.mu.Lock()
	outlook, there := k.hours[quarter]
	k.mu.Unlock()
	if there {
		return outlook, nil
	}
	outlook, err := staffing.OutlookOn(ctx, tx, k.plan, asOf)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.hours == nil {
		k.hours = map[calendar.Quarter]*staffing.Outlook{}
	}
	k.hours[quarter] = outlook
	return outlook, nil
}

// looseAmong is how many of the latest records are looked at for some that count nowhere. It bounds the query: what
// was forgotten is found soon after it was entered, not years later.
const looseAmong = 500

// countLoose counts the latest records of the plan's time that no indicator counts and nobody has decided about.
func countLoose(ctx context.Context, tx *store.Tx, p *plan.Plan, asOf calendar.Date) (int, error) {
	var n int
	err := tx.Get(ctx, &n, `SELECT count(*) FROM (SELECT id, links_fixed FROM record WHERE voided_at IS NULL AND day >= $1 AND day <= $2 AND (NOT example OR $4)
		ORDER BY day DESC, id DESC LIMIT $3) latest
		WHERE NOT links_fixed AND NOT EXISTS (SELECT 1 FROM record_link l WHERE l.record_id = latest.id)`, p.Period.From, asOf, looseAmong, p.Example)
	return n, err
}
