// Package organisations owns the register: associations, companies and authorities with their number, legal form, class
// of activity, municipalities, people to turn to, and what they are to the plan from when to when.
//
// Nothing is deleted. An organisation that is no more is ended with a day and a reason; only people to turn to are taken
// away, since no more is kept about people than is needed. A personal number is never kept: what looks like one is
// refused wherever it is written.
//
// What anybody may read is chosen for each organisation and each field. Who sees people to turn to is a permission.
//
// Two that are the same are made one by a pointer: the one that goes keeps its rows, and the one that stays stands for it.
// Whoever keeps something of organisations asks Keys, Resolve or AllOf (keys_store.go) whose it is now. How it is told that
// two may be the same stands in likeness.go.
//
// The search forgives misspellings. It reads words of names from tables that are kept in the transaction that changes an
// organisation; see search.go.
//
// What other features know of an organisation they add to its page themselves (addition.go).
//
// It does not own which organisations a record names (evidence).
//
// Tables: organisation, organisation_municipality, organisation_contact, organisation_role, organisation_term,
// organisation_stem, organisation_posting, organisation_merge, organisation_distinct.
// Addresses: /organisations and below, /organisations.csv, /organisations-excel.csv, /public/organisations and below.
package organisations
