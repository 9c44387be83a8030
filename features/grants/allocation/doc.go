// Package allocation divides pots of money between those who have applied, by formulas that a board has decided.
//
// A pot is divided equally or by counts: members, members of certain ages, local associations, mandates, activity. Each
// share may have a floor and a cap, in kronor, as a part of the pot, or against last year's grant. Amounts are whole öre.
//
// How shares are found. Without bounds a share is proportional to its weight. With bounds there is exactly one level at
// which shares that are level times weight, lifted to their floors and cut to their caps, add up to the pot; that level is
// found exactly, in fractions. It is what "divide, cut those above the cap, divide what was cut among the others, and
// again" comes to, without depending on the order.
//
// How öre are rounded. Each share is cut to whole öre, and the öre that are left go one each to the largest fractions
// (Hamilton's method); between equal fractions to the one whose key comes first. The sum is the pot to the öre, or what
// could not be given, because everybody stood at their cap, is told.
//
// Everything here is pure: no database, no clock.
package allocation
