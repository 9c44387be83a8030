// Package assessment puts together what several assessors think of an application, by criteria with weights.
//
// A criterion has a scale whose steps say what they mean. An assessor's total is the mean of the steps, each criterion
// counted by its weight, as thousandths of the scale: 1000 is the highest step everywhere. An application's total is the
// mean of its assessors' totals. How far they are from each other is told beside it, criterion by criterion, since a mean
// of two who do not agree says little.
//
// Somebody with a conflict of interest is no assessor (states.go); their scores are never asked for here.
//
// Everything here is pure: no database, no clock.
package assessment
