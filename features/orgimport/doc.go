// Package orgimport reads registers of organisations that were kept elsewhere, mostly in spreadsheets that many hands have
// written in. A file becomes an import: its columns are told apart, every row is given a fate that is shown before anything
// is done, rows are corrected in place, and the whole is read in or nothing. An import that has been read in can be undone.
//
// Large files are worked on in the background (task_store.go); see decision 28.
//
// Tables: organisation_import, organisation_import_row, organisation_import_task.
// Addresses: /organisation-imports and below.
package orgimport
