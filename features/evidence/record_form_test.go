package evidence

import (
	"net/url"
	"reflect"
	"slices"
	"testing"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/form"
)

// formText is a form as a browser would send it.
func formText(pairs ...string) string {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values.Encode()
}

// Whatever is sent, the form gives a record that holds, and means the same when it is shown to be corrected, or it says
// what is wrong; and everything typed is there to be shown again.
func FuzzRecordForm(f *testing.F) {
	f.Add(formText("kind", "meeting", "date", "2019-05-05", "title", "Träff", "organisations", "En\r\nTvå", "hours", "1,5", "tags", "ung, ÖPPEN"))
	f.Add(formText("kind", "fest", "date", "2019-02-30", "title", " ", "state", "klar", "hours", "-1", "head_count", "1e9"))
	f.Add(formText("kind", "report", "date", "2019-05-05", "title", "Två", "numerator", "3,125", "addresses", "javascript:alert(1)"))
	f.Add(formText("kind", "trip", "date", "2019-05-05", "title", "Resa", "hours", "9223372036854775", "value", "9223372036854775,807"))
	f.Add(formText("title", "\x00\xff", "counting", countByChoice, "indicators", "finns-inte", "indicators", ""))
	f.Add("kind=meeting&kind=trip&title=a&title=b")
	today := calendar.MustDate("2019-06-01")
	period := calendar.Span{From: calendar.MustDate("2018-01-01"), To: calendar.MustDate("2020-12-31")}
	f.Fuzz(func(t *testing.T, sent string) {
		values, err := url.ParseQuery(sent)
		if err != nil {
			t.Skip()
		}
		var pairs []string
		for name, all := range values {
			for _, value := range all {
				pairs = append(pairs, name, value)
			}
		}
		typed := form.Of(pairs...)
		legible := map[string][]string{} // what of it is text
		for _, name := range fieldNames {
			legible[name] = slices.Clone(typed.All(name))
		}
		content := contentIn(typed)
		placingsIn(typed, &plan.Plan{})
		refuseFaults(typed, content.Check(today, period))
		again := form.Of(flat(carried(typed))...)
		for _, name := range fieldNames {
			if !slices.Equal(again.All(name), legible[name]) {
				t.Fatalf("%s was %q and came back as %q", name, legible[name], again.All(name))
			}
		}
		if !typed.IsRight() {
			return
		}
		if faults := content.Check(today, period); len(faults) > 0 {
			t.Fatalf("nothing is said about %+v: %v", content, faults)
		}
		shown := formOf(&content)
		corrected := contentIn(shown)
		refuseFaults(shown, corrected.Check(today, period))
		if !shown.IsRight() {
			t.Fatalf("what was right is refused when it is corrected: %+v", shown.Faults())
		}
		if !reflect.DeepEqual(corrected, content) {
			t.Fatalf("typed %+v\nshown %+v", content, corrected)
		}
	})
}
