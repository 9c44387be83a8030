// Package applications owns applications for grants, from the first saved answer to what has been decided: drafts that are
// saved step by step by several people, signatures, what was sent as it was, completions, messages, and officers' checks.
//
// What is sent is kept for ever as a version with a hash over its content; a completion makes the next version. Whether it
// came in time is judged by when the server had received the whole of it.
//
// It does not own programmes and calls (grants), who acts for an organisation (mandates), nor what assessors think.
//
// Tables: application, application_person, application_version, application_signature, application_message,
// application_check, application_step, application_file, application_note.
// Addresses: /applications and below, /applications.csv, /applications.xlsx, /my/applications and below,
// /my/organisations/{organisation}/applications/{call}.
package applications
