// Package personaldata answers for what the program keeps about the people who have accounts: it hands out an extract of
// everything about one person (article 15 of the General Data Protection Regulation), and erases what need not stay
// (article 17). It also holds how long each kind of document is kept, and lets a person dispose of those whose time is out.
// It knows no other feature's tables: whoever puts the program together gives it their Sources and Classes.
//
// Tables: retention_class, retention_hold. Addresses: /account/data for everybody's own; /people/{id}/data and
// /people/{id}/erase for administrators; /retention, which auditors read.
package personaldata
