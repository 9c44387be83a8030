// Package cases owns what is put to the politicians: cases with their proposals and papers, the boards that decide and
// their members, the boards' meetings with what was decided there, the minutes' adjustment and posting, and whether a
// decision has gained legal force.
//
// A case goes from state to state by acts (machine.go); nothing else changes its state, and each act is kept with who, when
// and why. What the board reads is a snapshot that is frozen when the case is submitted (package paper). Whoever made the
// proposal can have something done in the transaction of the decision (Hooks).
//
// Presenting, submitting and deciding leave records that plans count (evidence). The record leads back by its diary number.
//
// It does not own accounts (accounts), nor what is proposed: that stands with whoever proposes it.
//
// Tables: board, board_member, diary_number, board_case, case_event, case_file, case_submission, board_meeting,
// board_present, board_item, board_item_left, case_conflict, board_reservation, case_appeal.
// Addresses: /cases and below, /boards and below, /board-meetings and below, /public/decisions.
package cases
