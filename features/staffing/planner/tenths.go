package planner

import (
	"encoding/json"
	"math"
	"strconv"
)

// String writes hours with one decimal: "96.0".
func (t Tenths) String() string { return strconv.FormatFloat(float64(t)/10, 'f', 1, 64) }

// MarshalJSON writes a number of hours with one decimal.
func (t Tenths) MarshalJSON() ([]byte, error) { return []byte(t.String()), nil }

// notHours is what UnmarshalJSON leaves for a number that is no hours, for Check to name.
const notHours = Tenths(math.MinInt64)

// UnmarshalJSON reads a number of hours. What is finer than a tenth is rounded to the nearest; less than nothing stays less.
func (t *Tenths) UnmarshalJSON(text []byte) error {
	var hours float64
	if err := json.Unmarshal(text, &hours); err != nil {
		return err
	}
	if math.Abs(hours) > float64(mostHours)*10 { // far outside, whatever it is
		*t = notHours
		return nil
	}
	if *t = Tenths(math.Round(hours * 10)); hours < 0 {
		*t = Tenths(math.Floor(hours * 10))
	}
	return nil
}
