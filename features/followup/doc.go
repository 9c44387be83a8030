// Package followup tells where a plan stands on any date. The rules are pure functions of an indicator's rule, the
// tallies of its counted records and what people have signed or declared; nobody types a percentage.
//
// It owns the eight statuses, the evaluation of cells, the pressure before something is late, signed assessments, and
// cells declared not applicable. It does not own records (evidence) or rules as such (plan).
//
// What pages need of a plan is kept in memory between requests (known_store.go says how it is seen that it still holds).
//
// Tables: assessment, waiver. Addresses: / (where the plan stands), /plan/{key}/indicators, /plan/{key}/indicator/{number}
// with its records and link, judge, waive and unwaive below it, /plan/{key}/quarters (also .csv and .xlsx), /public/{key}.
package followup
