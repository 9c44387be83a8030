// Package mandates owns who acts for which organisation: invitations, the documents that prove a mandate, an officer's
// decision on them, and the pages where representatives see to their own organisations.
//
// A mandate begins as an invitation, waits for an officer once its document has been handed in, and is then confirmed or
// refused. It ends when somebody ends it or with its last day. Nobody decides about a mandate of their own. Whoever has
// no confirmed mandate for an organisation is told that it is not there.
//
// Representatives change themselves how the organisation is reached and where it is active. Its name, number and legal form
// they ask to have changed.
//
// What other features let representatives do stands on the same pages (addition_store.go). It does not own organisations
// (organisations) nor accounts and their links (accounts).
//
// Tables: mandate, mandate_document, organisation_request.
// Addresses: /mandates and below, /organisations/{id}/mandates and below, /my/organisations and below, /my/mandates/{id}.
package mandates
