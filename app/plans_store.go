package app

import (
	"context"
	"sync"

	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/store"
)

// shelf is the list of plans, which every page's menu asks for. It is read again when something has changed.
type shelf struct {
	db *store.DB

	mu    sync.Mutex
	at    audit.Edition
	plans []plan.Plan
}

// list gives the plans; whoever asks must not change them.
func (s *shelf) list(ctx context.Context) ([]plan.Plan, error) {
	at, err := audit.CurrentEdition(ctx, s.db)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.plans != nil && s.at == at {
		return s.plans, nil
	}
	var plans []plan.Plan
	if err := s.db.Read(ctx, func(tx *store.Tx) (err error) {
		if at, err = audit.EditionOf(ctx, tx); err == nil {
			plans, err = plan.List(ctx, tx)
		}
		return err
	}); err != nil {
		return nil, err
	}
	s.at, s.plans = at, append([]plan.Plan{}, plans...)
	return s.plans, nil
}
