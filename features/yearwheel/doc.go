// Package yearwheel owns the year of meetings at one sight: every type of meeting of every network that goes on against the number
// wanted, month by month, and days proposed for those that are missing.
//
// What is counted stands in count.go and which days are proposed, and why, in propose.go; both are pure. Nothing is kept here:
// meetings are read from, and planned by, the feature that owns them (meetings), members and types come from networks, and
// what suits people from platform/workday.
//
// Tables: none.
// Addresses: /year-wheel and below, /public/year-wheel and below.
package yearwheel
