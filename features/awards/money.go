package awards

import (
	"encoding/json"
	"fmt"
	"strconv"

	"samverk/platform/decimal"
	"samverk/platform/questions"
)

// amountText writes öre as they are typed: "49999,50", with a space between thousands.
func amountText(ore int64) string {
	sign := ""
	if ore < 0 {
		sign, ore = "−", -ore
	}
	whole := strconv.FormatInt(ore/100, 10)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + " " + whole[at:]
	}
	if rest := ore % 100; rest != 0 {
		whole += fmt.Sprintf(",%02d", rest)
	}
	return sign + whole
}

// ParseAmount reads an amount as people write it: "50 000", "49 999,50", "1.234,50" is refused. It gives öre.
func ParseAmount(text string) (ore int64, ok bool) {
	ore, ok = questions.ParseMoney(text)
	return ore, ok && ore <= largest
}

// percent reads a share in per cent as thousandths: "110" is 1100.
func percent(text string) (thousandths int64, ok bool) {
	n, err := decimal.Parse(text)
	return int64(n) / 100, err == nil && n >= 0 && n <= 1_000_000_000
}

func percentText(thousandths int64) string { return decimal.Thousandths(thousandths * 100).String() }

// decimalKronor is öre as a number of kronor with at most two decimals.
func decimalKronor(ore int64) json.Number {
	if ore%100 == 0 {
		return json.Number(strconv.FormatInt(ore/100, 10))
	}
	return json.Number(fmt.Sprintf("%d.%02d", ore/100, ore%100))
}

func yearStart(year int) string { return fmt.Sprintf("%04d-01-01", year) }
