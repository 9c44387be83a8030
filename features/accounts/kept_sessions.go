package accounts

import (
	"sync"

	"samverk/features/audit"
)

// keptSessions spares requests from looking up who sends them. Whatever ends a session or changes an account is written to
// the audit trail, by whichever process, so what was read at an edition holds as long as that is the edition.
type keptSessions struct {
	mu    sync.Mutex
	at    audit.Edition
	byKey map[string]sessionRow // by the token's hash
}

// mostSessions bounds how many are kept.
const mostSessions = 1000

func (k *keptSessions) get(token string, at audit.Edition) (sessionRow, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at.Changes != at.Changes {
		return sessionRow{}, false
	}
	row, there := k.byKey[hashToken(token)]
	return row, there
}

func (k *keptSessions) put(token string, at audit.Edition, row sessionRow) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at.Changes > at.Changes {
		return
	}
	if k.at.Changes != at.Changes || len(k.byKey) >= mostSessions {
		k.at, k.byKey = at, map[string]sessionRow{}
	}
	k.byKey[hashToken(token)] = row
}
