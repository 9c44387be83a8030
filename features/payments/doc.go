// Package payments owns what follows a decision to give money: the grant and its acceptance, the years it is for and their
// conditions, instalments that two people attest before they are sent to the bank, and what is claimed back.
//
// A grant is read and written whole (grant_store.go): what is done is a function on plain values (grant.go, ledger.go), and what
// would break the ledger's promises is refused before it is written. Whoever prepares a payment does not attest it, and nobody
// does anything with a payment to an organisation that they act for. A payment is attested and sent by its seal, a hash over what
// was seen. A payment file is kept as it was made (order.go), so that it can be fetched again as the same bytes.
//
// Awards opens a grant with Open in the transaction of the decision. It does not own applications and decisions, nor reports.
//
// Tables: given_grant, grant_signature, grant_year, instalment, payment_batch, reclaim, payment_setting.
// Addresses: /payments and below, /payments.csv, /payments.xlsx, /my/grants and below.
package payments
