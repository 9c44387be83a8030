// Package events owns events for many: seminars, workshops, conferences, information days and tender schools, with their
// programme, the registrations and their waiting list, who came, what those thought, and what it cost.
//
// An event that was held is evidence: closing it adds a record (evidence), correcting it corrects the record, and
// reopening or cancelling it voids the record, each in the same transaction.
//
// There are never more with a place than there are places. Whoever changes places, registrations or the state of an event
// holds its lock, and a place that is free is given to who has waited longest before the lock is let go.
//
// It does not own records, indicators, organisations or mails: whoever puts the program together gives it a Post.
//
// Tables: event, event_handler, event_registration, event_evaluation_link, event_evaluation_answer, event_money.
// Addresses: /events and below; /public/events and below, for everybody.
package events
