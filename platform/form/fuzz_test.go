package form_test

import (
	"net/url"
	"testing"
	"unicode"
	"unicode/utf8"

	"samverk/platform/form"
)

// Whatever is sent, what is kept of it is text that a database holds, and each field is right or has a fault.
func FuzzForm(f *testing.F) {
	f.Add("a=1&b=2019-06-30&c=1,5")
	f.Add("a=-1&a=2&b=0202-06-30&c=9223372036854775807")
	f.Add("a=%00&b=%ff%fe&c=%e2%80%ae1")
	f.Add("a=1 000&b= 2019-06-30 &c=1e9&=x")
	f.Fuzz(func(t *testing.T, sent string) {
		values, err := url.ParseQuery(sent)
		if err != nil {
			t.Skip()
		}
		typed := form.From(values)
		for _, field := range typed.Fields() {
			for _, text := range typed.All(field) {
				for _, r := range text {
					if unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' {
						t.Fatalf("%q keeps %q", field, text)
					}
				}
				if !utf8.ValidString(text) {
					t.Fatalf("%q keeps bytes that are no text: %q", field, text)
				}
			}
		}
		whole, date, number := typed.Whole("a"), typed.Date("b"), typed.Number("c")
		for field, read := range map[string]bool{"a": whole != nil, "b": !date.IsZero(), "c": number != nil} {
			if _, faulty := typed.FaultOf(field); read == faulty && typed.Text(field) != "" && len(typed.Text(field)) < 30_000 {
				t.Fatalf("%s, %q: read %v and refused %v", field, typed.Text(field), read, faulty)
			}
		}
		if whole != nil && *whole < 0 {
			t.Fatalf("%q was read as %d", typed.Text("a"), *whole)
		}
	})
}
