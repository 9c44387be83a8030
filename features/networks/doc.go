// Package networks owns the groups that the plan is carried out together with: working groups, partnerships, councils.
// Each has a purpose, a tie to the management group, members from when to when, and types of meetings with how many of
// each are wanted in a year.
//
// Nothing is deleted: networks, members and types of meetings are ended.
//
// It does not own the meetings themselves (meetings).
//
// Tables: network, network_member, meeting_type.
// Addresses: /networks and below, /public/networks and below.
package networks
