package form

import (
	"math"
	"strings"

	"samverk/platform/decimal"
	"samverk/platform/i18n"
)

// Money reads an amount in kronor, with at most two decimals, as öre; nil when the field is empty.
func (f *Form) Money(field string) *int64 {
	text := f.Text(field)
	if text == "" {
		return nil
	}
	ore, is := ParseMoney(text)
	if !is {
		f.Refuse(field, i18n.Msg("form.not_money", "text", text))
		return nil
	}
	return &ore
}

// ParseMoney reads an amount in kronor as öre: "12 500", "12500,50", "1 200 kr".
func ParseMoney(text string) (ore int64, is bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(strings.ToLower(text)), "kr"))
	n, err := decimal.Parse(text)
	if err != nil || n < 0 || n%10 != 0 || int64(n) > math.MaxInt64/10 {
		return 0, false
	}
	return int64(n) / 10, true
}
