package evidence

import (
	"cmp"
	"slices"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/decimal"
)

// tallyKey is what makes records alike.
type tallyKey struct {
	indicatorID string
	countsFor   calendar.Date
	day         calendar.Date
	state       plan.State
	value       decimal.Thousandths
}

func (k tallyKey) compare(other tallyKey) int {
	return cmp.Or(cmp.Compare(k.indicatorID, other.indicatorID), k.countsFor.Compare(other.countsFor),
		k.day.Compare(other.day), cmp.Compare(k.state, other.state), cmp.Compare(k.value, other.value))
}

// amounts are the sums of a tally, or changes of them.
type amounts struct {
	n, rated               int64
	numerator, denominator int64 // thousandths
}

func (a amounts) plus(b amounts) amounts {
	return amounts{a.n + b.n, a.rated + b.rated, a.numerator + b.numerator, a.denominator + b.denominator}
}

func (a amounts) negative() amounts { return amounts{-a.n, -a.rated, -a.numerator, -a.denominator} }

// counted gives the tally that a record belongs to under a rule, and what it adds there.
func counted(rule *plan.Rule, indicatorID string, c *Content, countsFor calendar.Date) (tallyKey, amounts) {
	key := tallyKey{indicatorID: indicatorID, countsFor: countsFor, day: c.Day, state: c.State, value: measured(rule, c)}
	if countsFor.IsZero() {
		key.countsFor = c.Day
	}
	sums := amounts{n: 1}
	if rule.Kind == plan.Ratio && c.Numerator != nil && c.Denominator != nil {
		sums = amounts{1, 1, int64(*c.Numerator), int64(*c.Denominator)}
	}
	return key, sums
}

// measured is the number of the record that a threshold compares. Other rules compare none; without this they would
// get a group for every number.
func measured(rule *plan.Rule, c *Content) decimal.Thousandths {
	if rule.Kind != plan.Threshold {
		return NoValue
	}
	switch {
	case rule.Measure == plan.MeasureOrganisations && c.OrganisationCount != nil:
		return decimal.Thousandths(*c.OrganisationCount) * decimal.One
	case rule.Measure == plan.MeasureHeadCount && c.HeadCount != nil:
		return decimal.Thousandths(*c.HeadCount) * decimal.One
	case c.Value != nil:
		return *c.Value
	}
	return NoValue
}

// tallyChanges gathers what a transaction adds to and takes from tallies.
type tallyChanges map[tallyKey]amounts

func (t tallyChanges) add(key tallyKey, sums amounts) { t[key] = t[key].plus(sums) }

func (t tallyChanges) take(key tallyKey, sums amounts) { t.add(key, sums.negative()) }

// inOrder lists the keys that change, in the one order in which tallies are ever written.
func (t tallyChanges) inOrder() []tallyKey {
	keys := make([]tallyKey, 0, len(t))
	for key, sums := range t {
		if sums != (amounts{}) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, tallyKey.compare)
	return keys
}
