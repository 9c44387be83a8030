// Package assessments owns who assesses which application, conflicts of interest (jäv), and what assessors score and write.
//
// Before an assessor has said that there is no conflict of interest only a summary of the application can be read, and never
// after one has been declared. Somebody who is known to act or to have acted for the organisation, or is a contact of it, is
// not assigned (tie.go). Nobody sees what others have scored before their own assessment is locked, officers who assess
// among them. What does not count (drafts, recused, taken away) is in no total.
//
// The states and the arithmetic of scores stand in grants/assessment, which is pure. Assigning the first assessor takes an
// application from admissible to under_assessment, and the call from closed to in_assessment; locking takes the application
// to assessed.
//
// Other features ask Recusals whether somebody must not read or handle an application, and Ranking for the totals. It does
// not own applications (applications), calls (grants) nor the proposal that follows.
//
// Tables: application_assessment, recusal, assessment_round.
// Addresses: /assessments and below, /my/assessments and below.
package assessments
