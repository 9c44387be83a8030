package e2e

import (
	"testing"

	"samverk/platform/store"
)

// The pages in English: what is checked of every page in Swedish is checked here of one page of each kind, on the
// smallest screen only, since the words are what differs.
func TestThePagesInEnglishFitAndAreAccessible(t *testing.T) {
	t.Parallel()
	_, s := demo(t, store.SQLite)
	p := reader{language: "en", width: 390, height: 844}.signedIn(t, s, "/")
	plan := "/plan/" + exampleKey
	for _, path := range []string{"/?date=2019-05-21", "/plans", "/plans/import", plan, plan + "/quarters?date=2019-05-21", plan + "/indicators?date=2019-05-21",
		plan + "/indicator/26?date=2019-05-21", plan + "/edit/indicator/1", plan + "/edition", "/public/" + exampleKey, "/records", "/records/new", "/records/import",
		"/search?q=statistik", "/search?q=borta", "/people", "/people/new", "/account", "/accessibility", "/feedback", "/gallery"} {
		p.expectComplaint("should have autocomplete attributes") // the gallery's samples are no real sign-in
		p.visit(path)
		p.named()
		p.accessible()
		p.fits()
	}
}
