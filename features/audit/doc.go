// Package audit keeps the trail: who did what, when and why, with the object before and after.
//
// Every feature writes its entries in the transaction of the change itself, so there is never a change without an
// entry or the other way round. Entries are sealed into a hash chain: each sealed entry has a number, the hash of the
// one before it and a hash over everything it says. On SQLite, with its one writer, that happens in the same
// transaction. On PostgreSQL a chain in every transaction would make writers wait for each other, so entries are
// committed unsealed and one sealer numbers what has committed, at least once a second.
//
// The last sealed number is the version of what the public sees: it changes when, and only when, something changed.
//
// What is read of sensitive things is told too, once for each reader, thing and day: see Seen.
//
// Tables: audit_entry, audit_head. Addresses: /trail, /trail.csv, /trail.jsonl, /trail/{kind}/{id}.
package audit
