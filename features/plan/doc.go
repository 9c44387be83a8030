// Package plan owns the plan: its goals, activities and indicators, the rule of each indicator, and how a rule unfolds
// into cells. It says a rule in words, accepts a draft as a current plan, and keeps the document the plan was read from.
// It drafts the next edition beside the current one, compares them, and owns a plan's life: adopted, published, archived.
//
// It does not own what is done (evidence), how a cell stands on a date (followup), or how a document is read: a Reader
// gives it a Draft, and it does not know which (planimport).
//
// Tables: plan, plan_draft, plan_staff, goal, activity, activity_predecessor, indicator; file_content is shared with evidence.
// Addresses: /plans and below, where plans are listed, read and reviewed; /plan/{key}/edit and below, where a plan and its
// parts are changed; /plan/{key} with its activities, its changes from the edition before, and its steps (edition, adopt,
// publish, unpublish, archive, unarchive, discard).
package plan
