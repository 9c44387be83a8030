package allocation

// Step is one step of a ladder for what comes in late: up to and with so many days, so much is taken off.
type Step struct {
	Days   int   // the last day of the step, counted from 1 for the first day after the deadline
	Deduct int64 // thousandths of the amount
}

// Ladder is what being late costs. The steps stand in order of days.
type Ladder []Step

// After is what is left of an amount in öre for something that came so many days late, cut to whole öre. What comes later
// than the last step is not taken: false. In time is 0 days or less.
func (l Ladder) After(amount int64, days int) (left int64, taken bool) {
	if days <= 0 {
		return amount, true
	}
	for _, step := range l {
		if days <= step.Days {
			return amount - part(amount, step.Deduct), true
		}
	}
	return 0, false
}
