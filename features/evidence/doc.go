// Package evidence keeps dated records of what was done, and what they count towards.
//
// A record is never deleted and never changed: it is voided with a reason, and a better one is added. It counts
// towards an indicator through a link. A link comes from the indicator's rule (Matches) or from a person, who can also
// exclude a record with a reason or place it in another period than the one it happened in. A record whose indicators
// were named when it was added is counted by exactly those: its links are fixed and rules add none.
//
// Statuses are not judged on records but on tallies: groups of counted records that a rule cannot tell apart. They are
// kept in step in the transaction that changes a record or a link, so reading a plan's statuses costs the same however
// many records there are. CheckTallies compares them with the records themselves.
//
// Writers of records share the lock "evidence rules"; who recomputes links after a rule has changed holds it alone.
// Tallies are always written in the order of their keys, so that two writers never wait for each other crosswise.
//
// Every change is written to the audit trail in its own transaction; the actor comes from the context.
//
// Tables: record, record_file, record_link, tally, evidence_import; file_content is shared with the plan.
// Addresses: none yet.
package evidence
