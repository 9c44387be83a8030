// Package payments owns what follows a decision to give money: the grant and its acceptance, the years it is for and their
// conditions, instalments that two people attest before they are sent to the bank, and what is claimed back.
//
// It does not own applications and decisions, nor reports.
package payments
