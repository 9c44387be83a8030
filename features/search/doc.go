// Package search joins what the other features find into one page of answers, grouped by kind. It owns no data: each
// feature finds among its own things and says how well they answer.
//
// Tables: none. Addresses: /search, for everybody; whoever is not signed in finds published plans only.
package search
