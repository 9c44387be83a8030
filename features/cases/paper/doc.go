// Package paper makes a case's paper from a frozen snapshot: as DOCX and as PDF, and, with its own templates, features/cases
// shows it as a page. Pure functions: the same snapshot gives the same bytes, whatever the day and the reader's language.
// That is why a snapshot carries its headings with it.
//
// The PDF is tagged and conforms to PDF/A-2a as its library sees it; cells of tables are not told from each other in its
// structure, so it is no PDF/UA. The page is the one for those who listen.
package paper
