// Package staffing owns who carries the plan out and how much time there is: people and roles with percent of full time,
// absence and what is set aside; how much work each activity is estimated to be; and in which order activities are taken.
// From those it builds the problem that the planner solves.
//
// Data minimisation: of absence only the days and the share of time are kept, never the reason, which a plan of hours does
// not need and which may be about health. A person may be called by a role, and needs no account.
//
// Hours are whole tenths of hours, shares are whole thousandths, and everything is computed in whole numbers, so the same
// input gives the same answer on both engines and on every machine.
//
// It does not own when and whether an activity fits (planner), what has been done (evidence) or how it stands (followup).
//
// Tables: staff_person, staff_percent, staff_absence, staff_setting, effort, effort_person, effort_rank, standard_hours.
// Addresses: /staffing (overview), /staffing/people and below, /staffing/capacity, /staffing/efforts and below,
// /staffing/order. Whoever reads plans at work reads them; managers and administrators change them.
package staffing
