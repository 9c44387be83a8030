// Package mapping owns the mapping of social enterprises: what has been found of organisations against the three marks
// of the government's strategy, rounds in which many are asked and whose outcome is published, and reminders before
// certifications end.
//
// Assessments are never changed; a later one stands beside the earlier. The outcome follows from the marks (assessment.go).
//
// It does not own organisations, nor their roles: a certification is the role certified (organisations).
//
// Tables: mapping_assessment, mapping_round, mapping_asked, certification_reminder.
// Addresses: /mapping and below, /organisations/{id}/assessment, /public/mapping and below.
package mapping
