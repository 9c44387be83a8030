package accounts

import "time"

// proofTime is how long after somebody showed who they are a sensitive act asks for nothing more: somebody else may have
// come to a screen left open since.
const proofTime = 15 * time.Minute

// isProved tells whether whoever has the session showed lately who they are.
func (r *sessionRow) isProved(now time.Time) bool { return now.Sub(r.ProvedAt.Time) <= proofTime }
