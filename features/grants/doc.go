// Package grants owns what grants are given for: programmes with their guidelines and rules, and calls for applications from
// the board's direction to the compilation of results.
//
// A call opens and closes by the clock (call.go): what is stored is followed by what the clock says, so that no page waits
// for a job. What is asked, scored and demanded is taken from the programme when the call is scheduled and stays.
//
// Dividing money (allocation) and putting scores together (assessment) are pure packages below this folder.
//
// It does not own applications (applications).
//
// Tables: programme, guideline, grant_call, call_frame, euro_rate, de_minimis_aid.
// Addresses: /grants and below, /calls/{id} and below, /public/grants and below.
package grants
