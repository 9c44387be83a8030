package form_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
)

func read(t *testing.T, values url.Values) *form.Form {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	f, err := form.Read(httptest.NewRecorder(), r)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhatIsTypedIsKeptAndReadAsItsKind(t *testing.T) {
	f := read(t, url.Values{"title": {"  Stormöte "}, "day": {"2019-03-14"}, "heads": {"1 234"}, "share": {"12,5"}, "tag": {"a", "b"}})
	if f.Typed("title") != "  Stormöte " || f.Text("title") != "Stormöte" {
		t.Errorf("%q", f.Typed("title"))
	}
	if f.Date("day") != calendar.MustDate("2019-03-14") || *f.Whole("heads") != 1234 || f.Number("share").String() != "12.5" {
		t.Error("a value was misread")
	}
	if !f.Chosen("tag", "b") || f.Chosen("tag", "c") || len(f.All("tag")) != 2 {
		t.Error("choices were misread")
	}
	if !f.IsRight() {
		t.Error(f.Faults())
	}
}

func TestFaultsStandBesideTheirFields(t *testing.T) {
	f := read(t, url.Values{"day": {"14 mars"}, "heads": {"-3"}, "share": {"mycket"}, "title": {" "}})
	f.Required("title", "some.message")
	f.Date("day")
	f.Whole("heads")
	f.Number("share")
	for field, id := range map[string]string{"title": "some.message", "day": "form.not_a_date",
		"heads": "form.not_a_whole_number", "share": "form.not_a_number"} {
		if message, found := f.FaultOf(field); !found || message.ID != id {
			t.Errorf("%s: %v", field, message)
		}
	}
	if len(f.Faults()) != 4 || f.IsRight() {
		t.Error(f.Faults())
	}
	if f.Typed("day") != "14 mars" {
		t.Error("what was typed is lost")
	}
}

func TestEmptyFieldsAreNoFaults(t *testing.T) {
	f := &form.Form{}
	if !f.Date("day").IsZero() || f.Whole("heads") != nil || f.Number("share") != nil || !f.IsRight() {
		t.Error(f.Faults())
	}
}

func TestAFormThatIsTooLargeIsRefused(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("a="+strings.Repeat("x", 2<<20)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if _, err := form.Read(httptest.NewRecorder(), r); err == nil {
		t.Error("two megabytes were taken")
	}
}

func TestAFormIsSentOnceMoreWithWhatHasNowBeenSeen(t *testing.T) {
	f := form.Of("seen", "3", "name", " Åsa ", "kind", "a", "kind", "b")
	again := f.Resent("7")
	if f.Seen() != 3 || again.Seen() != 7 || again.Typed("name") != " Åsa " || !again.Chosen("kind", "a") || !again.Chosen("kind", "b") || len(again.All("seen")) != 1 {
		t.Errorf("seen %d, then %d; name %q, kinds %q", f.Seen(), again.Seen(), again.Typed("name"), again.All("kind"))
	}
	if form.Of("seen", "tre").Seen() != 0 || form.Of().Seen() != 0 {
		t.Error("what cannot be read is taken for a version")
	}
}

func TestTheFirstFaultOfAFieldStands(t *testing.T) {
	f := form.Of()
	f.RefuseFirst("name", i18n.Msg("form.unreadable"))
	f.RefuseFirst("name", i18n.Msg("form.not_a_date"))
	f.RefuseFirst("day", i18n.Msg("form.not_a_date"))
	if first, _ := f.FaultOf("name"); first.ID != "form.unreadable" || len(f.Faults()) != 2 {
		t.Errorf("the faults are %+v", f.Faults())
	}
}
