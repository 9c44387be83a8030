package form_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"samverk/platform/form"
)

func TestWhatIsNoTextIsLeftOut(t *testing.T) {
	r := httptest.NewRequest("POST", "/", strings.NewReader("title=M%00%C3%B6te%FF&tags=a&tags=%00"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	f, err := form.Read(httptest.NewRecorder(), r)
	if err != nil || f.Typed("title") != "Möte" || len(f.All("tags")) != 2 || f.All("tags")[1] != "" {
		t.Errorf("read %q and %q, %v", f.Typed("title"), f.All("tags"), err)
	}
	if typed := form.Of("title", "\x00a\xfe").Typed("title"); typed != "a" {
		t.Errorf("filled in %q", typed)
	}
}
