package payments

import (
	"context"
	"time"

	"samverk/features/accounts"
	"samverk/features/mandates"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/web"
)

// Feature serves the pages of grants and payments.
type Feature struct {
	DB      *store.DB
	Letters mandates.Writer
	BaseURL string // where the site is reached; empty for what each request says
	// Entitled tells whether an organisation may have grants on a day. Nil: nothing is known of that.
	Entitled func(ctx context.Context, tx *store.Tx, organisationID string, day calendar.Date) (bool, error)
}

// Mount adds the feature's addresses.
func (f *Feature) Mount(site *web.Site) {
	f.Letters.Kind = "payment"
	site.Handle("GET /payments", accounts.ReadPayments, f.showList)
	site.Handle("GET /payments.csv", accounts.ReadPayments, f.downloadCSV)
	site.Handle("GET /payments.xlsx", accounts.ReadPayments, f.downloadBook)
	site.Handle("GET /payments/grants/{id}", accounts.ReadPayments, f.showGrant)
	site.Handle("POST /payments/grants/{id}", accounts.ManagePayments, f.actOnGrant)
	site.Handle("GET /payments/grants/{id}/years/{year}", accounts.ReadPayments, f.showYear)
	site.Handle("POST /payments/grants/{id}/years/{year}", accounts.ManagePayments, f.actOnYear)
	site.Handle("GET /payments/grants/{id}/payments/{payment}", accounts.ReadPayments, f.showPayment)
	site.Handle("POST /payments/grants/{id}/payments/{payment}", accounts.ManagePayments, f.actOnPayment)
	site.Handle("GET /payments/reclaims", accounts.ReadPayments, f.showReclaims)
	site.Handle("GET /payments/reclaims/{id}", accounts.ReadPayments, f.showReclaim)
	site.Handle("POST /payments/reclaims/{id}", accounts.ManagePayments, f.actOnReclaim)
	site.Handle("GET /payments/attest", accounts.AttestPayments, f.showAttest)
	site.Handle("POST /payments/attest", accounts.AttestPayments, f.attest)
	site.Handle("GET /payments/files", accounts.ReadPayments, f.showBatches)
	site.Handle("POST /payments/files", accounts.ManagePayments, f.makeBatch)
	site.Handle("GET /payments/files/{id}", accounts.ReadPayments, f.showBatch)
	site.Handle("POST /payments/files/{id}", accounts.ManagePayments, f.markPaid)
	site.Handle("GET /payments/files/{id}/pain.xml", accounts.ManagePayments, f.downloadPain)
	site.Handle("GET /payments/files/{id}/payments.csv", accounts.ReadPayments, f.downloadBatch)
	site.Handle("GET /payments/advances", accounts.ManagePayments, f.showAdvances)
	site.Handle("POST /payments/advances", accounts.ManagePayments, f.openAdvances)
	site.Handle("GET /payments/payer", accounts.ReadPayments, f.showSetting)
	site.Handle("POST /payments/payer", accounts.ManagePayments, f.saveSetting)

	site.Handle("GET /my/grants", accounts.OwnGrants, f.showMine)
	site.Handle("GET /my/grants/{id}", accounts.OwnGrants, f.showOwn)
	site.Handle("POST /my/grants/{id}", accounts.OwnGrants, f.actOnOwn)
}

func today() calendar.Date { return calendar.Today(time.Now()) }
