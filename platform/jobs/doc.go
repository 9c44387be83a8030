// Package jobs does work outside requests: what is queued in a transaction is done after its commit and never when it was
// rolled back, again after a while when it failed, and by one copy of the program at a time. What is done at certain times
// stands in a table, so that it is neither forgotten while the program is down nor done by two copies.
//
// The queue is River's, in the same database on both engines. A job may be done twice when the program is killed in the
// middle of it, so each is written to bear that.
//
// Tables: River's own (river_*) and periodic_job.
package jobs
