package followup

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"samverk/platform/calendar"
)

// Where a page of records begins is a day and a key, read as the link to the next page writes it, or it is refused.
func FuzzPlaceOfAPage(f *testing.F) {
	for _, seed := range []string{"", "2019-06-30_0190a7c2-0000-7000-8000-000000000000", "2019-06-30_", "_x", "2019-02-30_x", "2019-06-30_a_b", "\x00_\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := httptest.NewRequest(http.MethodGet, "/?after="+url.QueryEscape(text), nil)
		at, err := cursorIn(r)
		if again := at.Day.String() + "_" + at.ID; err == nil && text != "" && again != text {
			t.Fatalf("%q was read as %q", text, again)
		}
	})
}

// Whatever is chosen in the address, what is no day chooses nothing.
func FuzzWish(f *testing.F) {
	f.Add("ends=2019-06-30&goal=1&flags=1")
	f.Add("ends=9999-99-99&begins=x&sort=%00")
	f.Fuzz(func(t *testing.T, sent string) {
		query, err := url.ParseQuery(sent)
		if err != nil {
			t.Skip()
		}
		w := wishIn(query)
		for name, day := range map[string]calendar.Date{"ends": w.ends, "begins": w.begins} {
			if text := query.Get(name); !day.IsZero() && day.String() != text {
				t.Fatalf("%s=%q was read as %s", name, text, day)
			}
		}
		if w.narrows() && len(query) == 0 {
			t.Fatalf("nothing chosen narrows: %+v", w)
		}
	})
}
