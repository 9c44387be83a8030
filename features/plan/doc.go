// Package plan owns the plan: its goals, activities and indicators, the rule of each indicator, and how a rule unfolds
// into cells. It says a rule in words, accepts a draft as a current plan, and keeps the document the plan was read from.
//
// It does not own what is done (evidence), how a cell stands on a date (followup), or how a document is read: a Reader
// gives it a Draft, and it does not know which (planimport).
//
// Tables: plan, plan_staff, goal, activity, activity_predecessor, indicator; file_content is shared with evidence.
// Addresses: none yet.
package plan
