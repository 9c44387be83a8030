// Package evidence keeps dated records of what was done, and what they count towards.
//
// A record is never deleted. Its fields can be corrected, with before and after in the audit trail, and it can be declared
// void with a reason. It counts
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
// Tables: record, record_file, record_text, record_link, tally, evidence_import, upload; file_content is shared with the plan.
// Addresses: /records (list), /records.csv, /records/new, /records/{id} with edit, void, count, exclude, include and files
// below it, /records/import and /records/import/foreseen. Readers see everything, officers change it.
package evidence
