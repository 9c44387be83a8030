// Package questions makes forms that are data: sections of questions that somebody has put together, which others answer
// step by step, are shown to be checked, and are kept as they were sent.
//
// A question is a line of text, a longer text, a number, an amount, a day, a choice of one or several, a table, or files.
// It may be shown only when an earlier choice was answered in a certain way. Words are given for each language; where one
// is missing the Swedish stands.
//
// Answers are kept as they were typed, also what is wrong, so that nobody loses anything on the way; what is missing or
// wrong is told at any time by Form.Faults. What has been hidden by a later choice is kept, but not asked for, not shown
// and not sent.
//
// The package knows no database: who uses it keeps forms and answers as JSON.
package questions
