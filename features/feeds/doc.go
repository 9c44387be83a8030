// Package feeds owns calendars that programs fetch by themselves: one that everybody may read, one for each person and one
// for each network. The last two stand behind addresses that cannot be guessed, that are shown once, and that are revoked
// with a button.
//
// It does not own what stands in them. Who has meetings or other events gives a Source; app passes them all in. Whether a
// source's events are for the person, the network or everybody is for the source to decide.
//
// Tables: calendar_feed.
// Addresses: /calendar/{secret}.ics, /account/calendar and below, /public/calendar, /public/calendar.ics; /networks/{id}/calendar
// and below when there are networks.
package feeds
