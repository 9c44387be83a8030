// Package awards owns how the money of a call is divided: the proposal as a table of amounts, the formula tried and applied,
// the check by a second officer, the cases it is put to the board in, and what follows from the decision.
//
// A row is an application. What is proposed for it stands for all the years of a grant; a year's share is payments.Years'.
// Amounts may never be more than the frame of an account and a year: nothing is checked, submitted or decided that is.
// A proposal that is changed after the check has not been checked.
//
// Deciding is one transaction (decide_store.go): applications get their states and amounts, grants are opened, letters are
// written and queued. It is done by the hook that features/cases calls when a meeting's decision is recorded, or by whoever
// decides by delegation. When one letter fails nothing has been decided.
//
// Somebody with a conflict of interest in an application neither changes its row nor checks, submits or decides the proposal.
//
// It does not own applications, calls, cases, scores (Ranking, from assessments) nor payments (Opening, from payments).
//
// Tables: allocation, allocation_row, allocation_part, award_letter.
// Addresses: /awards and below, /my/awards and below, /public/grants/awards and its files.
package awards
