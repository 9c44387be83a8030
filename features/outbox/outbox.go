package outbox

import (
	"samverk/features/accounts"
	"samverk/platform/jobs"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature sends mails and shows what becomes of them.
type Feature struct {
	DB     *store.DB
	Server *Server                      // nil when the program has not been told of any: mails wait
	Words  func(periodic string) string // the key of a message that says what periodic work does
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	site.Handle("GET /outbox", accounts.ReadOutbox, f.showOutbox)
	site.Handle("POST /outbox/{id}/retry", accounts.HandleOutbox, f.act("retried", Retry))
	site.Handle("POST /outbox/{id}/cancel", accounts.HandleOutbox, f.act("cancelled", Cancel))
}

// Work makes the program send what is queued.
func (f *Feature) Work(work *jobs.Work) { jobs.Do(work, mailRules, f.send) }
