// Package planner decides which activities fit in the working hours there are, when each is done, and why the others have to
// wait. It is pure: a Problem in, a Plan out, equal for equal problems whatever order they are written in.
//
// Work is divisible inside a quarter, so whether a set of activities fits is whether a flow from what they demand to the
// hours of people in quarters serves all of it (maximum flow). Who fits is decided before when: see who.go and when.go. A
// reason is a minimum cut of that flow (max-flow min-cut theorem, Ford and Fulkerson 1956). Every plan is checked by Verify,
// which shares no code with the solver, before it is shown.
package planner
