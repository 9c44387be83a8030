package grants

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"samverk/platform/calendar"
)

// DeMinimisCeiling is the most that an undertaking, with those it belongs to, may be given as de minimis aid during any three
// years, in euro cents. Commission Regulation (EU) 2023/2831, article 3.2.
const DeMinimisCeiling int64 = 300_000_00

// Aid is de minimis aid that an undertaking has been given, here or by somebody else (declared).
type Aid struct {
	ID             string
	OrganisationID string
	GrantedOn      calendar.Date // the day when the right to it was given, not that of the payment (article 3.3)
	Amount         int64         // öre
	Giver          string
	IsDeclared     bool // the undertaking has told it; otherwise it is given here
	Note           string
}

// EuroRate is how much a euro cost from a day on, until the next rate, in ten-thousandths of a krona.
type EuroRate struct {
	Day    calendar.Date
	Rate   int64
	Source string // where it was published
}

// AidSum is what three years' aid comes to.
type AidSum struct {
	From, To  calendar.Date // both counted
	Cents     int64         // of what can be converted; rounded up for each
	Counted   []CountedAid  // in order of days
	Unrated   []calendar.Date
	Ceiling   int64
	IsWithin  bool // also with what is asked about; false while a rate is missing
	LeftCents int64
}

// CountedAid is aid within the three years.
type CountedAid struct {
	Aid
	Cents int64 // 0 when there is no rate
}

// DeMinimis adds up the aid of the three years that end on the day of decision, with a new amount in öre on that day, and
// tells whether it stays within the ceiling. The years roll: aid that was given exactly three years before the day is no
// longer counted. Each amount is converted at the rate of its own day. Aid given after the day is left out.
func DeMinimis(all []Aid, rates []EuroRate, day calendar.Date, amount int64) AidSum {
	sum := AidSum{From: day.AddMonths(-36).AddDays(1), To: day, Ceiling: DeMinimisCeiling}
	list := slices.Clone(all)
	if amount > 0 {
		list = append(list, Aid{GrantedOn: day, Amount: amount})
	}
	slices.SortStableFunc(list, func(a, b Aid) int { return a.GrantedOn.Compare(b.GrantedOn) })
	for i := range list {
		if list[i].GrantedOn.Before(sum.From) || list[i].GrantedOn.After(day) {
			continue
		}
		counted := CountedAid{Aid: list[i]}
		if rate, is := RateOn(rates, list[i].GrantedOn); is {
			counted.Cents = toCents(list[i].Amount, rate.Rate)
			sum.Cents += counted.Cents
		} else {
			sum.Unrated = append(sum.Unrated, list[i].GrantedOn)
		}
		sum.Counted = append(sum.Counted, counted)
	}
	sum.IsWithin = len(sum.Unrated) == 0 && sum.Cents <= sum.Ceiling
	sum.LeftCents = max(0, sum.Ceiling-sum.Cents)
	return sum
}

// longestRate is how many days a rate holds: what is older says nothing of the day.
const longestRate = 31

// RateOn is the rate that held on a day: the latest of those that had been published, if that was within a month.
func RateOn(rates []EuroRate, day calendar.Date) (found EuroRate, is bool) {
	for _, r := range rates {
		if !r.Day.After(day) && r.Day.DaysUntil(day) <= longestRate && (!is || r.Day.After(found.Day)) {
			found, is = r, true
		}
	}
	return found, is
}

// toCents converts öre to euro cents, rounded up so that the sum is never too low.
func toCents(ore, rate int64) int64 {
	product := new(big.Int).Mul(big.NewInt(ore), big.NewInt(10_000))
	product.Add(product, big.NewInt(rate-1)).Quo(product, big.NewInt(rate))
	return product.Int64()
}

// rateText writes a rate as people do: "11,2345".
func rateText(rate int64) string { return fmt.Sprintf("%d,%04d", rate/10_000, rate%10_000) }

// parseRate reads a rate with at most four decimals.
func parseRate(text string) (rate int64, is bool) {
	whole, part, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(text), ".", ","), ",")
	if whole == "" || len(whole) > 3 || len(part) > 4 {
		return 0, false
	}
	for _, r := range whole + (part + "0000")[:4] {
		if r < '0' || r > '9' {
			return 0, false
		}
		rate = rate*10 + int64(r-'0')
	}
	return rate, true
}
