// Package entitlement owns whether an organisation may have grants (is bidragsberättigad), which is renewed each year: what
// representatives hand in about the year of an annual meeting, the criteria, an officer's examination, and reminders before
// the entitlement lapses.
//
// What is handed in once serves until the next annual meeting. A filing is a draft until it is handed in; an officer asks for
// completion, finds the organisation entitled or not, and may take an entitlement back. Each such step is kept with its day,
// and where an organisation stands on any day is computed from the steps (status.go): nothing about a status is stored.
//
// The criteria are a rule on plain values with settings (criteria.go). They tell what is met; the decision is an officer's.
//
// Calls for grants ask On and Documents. It does not own who acts for an organisation (mandates).
//
// Tables: entitlement_filing, entitlement_spread, entitlement_document, entitlement_step, entitlement_setting,
// entitlement_reminder.
// Addresses: /entitlement and below, /entitlement.csv, /my/organisations/{id}/entitlement and below.
package entitlement
