package followup

import (
	"context"
	"sync"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// edition says which data a known was loaded from. Every change is written to the audit trail in its own transaction,
// entries are never taken away, and an entry is either numbered (SQLite at once, PostgreSQL by the sealer soon after)
// or still waiting. The last number plus the number of those waiting is therefore how many changes a reader sees: it
// grows with every commit of any process, on either engine, and never stays the same when the data has changed.
type edition struct {
	changes int64 // entries visible in all
	sealed  int64 // of them numbered
}

// editionOf asks for the edition: the head's only row, and an index that holds only waiting entries.
func editionOf(ctx context.Context, tx *store.Tx) (edition, error) {
	var e edition
	var waiting int64
	err := tx.QueryRowContext(ctx, `SELECT seq, (SELECT count(*) FROM audit_entry WHERE seq IS NULL) FROM audit_head WHERE id = 1`).
		Scan(&e.sealed, &waiting)
	e.changes = e.sealed + waiting
	return e, err
}

// touchedSince tells whether anything since an edition may have changed what plans show. People who sign in and out
// are no reason to load a plan again. An entry that was waiting at the edition may be looked at a second time; that
// only costs a reload.
func touchedSince(ctx context.Context, tx *store.Tx, e edition) (bool, error) {
	var touched bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM audit_entry WHERE seq > $1 AND object_kind <> 'account')
		OR EXISTS (SELECT 1 FROM audit_entry WHERE seq IS NULL AND object_kind <> 'account')`, e.sealed).Scan(&touched)
	return touched, err
}

// memory keeps what is known about plans between requests.
type memory struct {
	mu      sync.Mutex
	byKey   map[string]*known
	loading sync.Mutex // one request loads, the others wait for it
}

// keptPlans bounds how many plans are kept.
const keptPlans = 8

func (m *memory) get(key string) *known {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.byKey[key]
}

func (m *memory) put(k *known) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byKey == nil || len(m.byKey) >= keptPlans && m.byKey[k.asked] == nil {
		m.byKey = map[string]*known{}
	}
	m.byKey[k.asked] = k
}

// know gives what is known about a plan at the transaction's moment: from memory when nothing has changed since.
func (m *memory) know(ctx context.Context, tx *store.Tx, key string) (*known, error) {
	now, err := editionOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	if k, err := m.fresh(ctx, tx, key, now); k != nil || err != nil {
		return k, err
	}
	m.loading.Lock()
	defer m.loading.Unlock()
	if k, err := m.fresh(ctx, tx, key, now); k != nil || err != nil {
		return k, err
	}
	k, err := load(ctx, tx, key, now)
	if err == nil {
		m.put(k)
	}
	return k, err
}

// fresh gives what is kept when it still holds. A transaction that began before the kept was loaded must not be given
// what it cannot see itself, so that a page never mixes two moments.
func (m *memory) fresh(ctx context.Context, tx *store.Tx, key string, now edition) (*known, error) {
	k := m.get(key)
	if k == nil || k.at.changes > now.changes {
		return nil, nil
	}
	if k.at.changes == now.changes {
		return k, nil
	}
	if touched, err := touchedSince(ctx, tx, k.at); touched || err != nil {
		return nil, err
	}
	return k, nil
}

// load reads a plan with its tallies and judgements.
func load(ctx context.Context, tx *store.Tx, key string, at edition) (*known, error) {
	p, err := plan.Find(ctx, tx, key)
	if err != nil {
		return nil, err
	}
	k := newKnown(key, at, p)
	if k.tallies, err = evidence.Tallies(ctx, tx, p.ID); err != nil {
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
	k.keepStanding(s)
	return s, nil
}

// looseAmong is how many of the latest records are looked at for some that count nowhere. It bounds the query: what
// was forgotten is found soon after it was entered, not years later.
const looseAmong = 500

// countLoose counts the latest records of the plan's time that no indicator counts and nobody has decided about.
func countLoose(ctx context.Context, tx *store.Tx, p *plan.Plan, asOf calendar.Date) (int, error) {
	var n int
	err := tx.Get(ctx, &n, `SELECT count(*) FROM (SELECT id, links_fixed FROM record WHERE voided_at IS NULL AND day >= $1 AND day <= $2
		ORDER BY day DESC, id DESC LIMIT $3) latest
		WHERE NOT links_fixed AND NOT EXISTS (SELECT 1 FROM record_link l WHERE l.record_id = latest.id)`, p.Period.From, asOf, looseAmong)
	return n, err
}
