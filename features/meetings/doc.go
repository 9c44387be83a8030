// Package meetings owns the meetings of networks from plan to minutes: agenda with documents, invitations and answers,
// who came, minutes, decisions, and what somebody took upon themselves to do.
//
// A meeting is planned, then perhaps invited to, then held, then its minutes are adjusted; or it is cancelled. One that is
// held is evidence (held.go): the record is written in the same transaction and counts at once. Reopening or cancelling
// the meeting voids the record, and what a held meeting says is corrected in its record too.
//
// It does not own networks, members or types of meetings (networks).
//
// Tables: meeting, meeting_series, meeting_item, meeting_document, meeting_invitation, meeting_attendance,
// meeting_decision, meeting_action.
// Addresses: /meetings and below, /invitation/ (answers by the link in a mail), /public/meetings and below, /my/meetings.
package meetings
