package e2e

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"samverk/platform/store"
)

// The pictures in the README and the user guide. `make pictures` puts them in docs/pictures; otherwise they are thrown
// away, and the test tells that every page in them can be drawn.
func TestPictures(t *testing.T) {
	t.Parallel()
	folder := cmp.Or(os.Getenv("SAMVERK_PICTURES"), t.TempDir())
	_, s := demo(t, store.SQLite)
	p := reader{}.signedIn(t, s, "/")
	for _, shown := range []struct {
		name, path string
		as         reader
	}{
		{"overview", "/?date=2019-05-21", reader{}},
		{"quarter-plan", "/plan/" + exampleKey + "/quarters?date=2019-05-21", reader{width: 1440}},
		{"indicator", "/plan/" + exampleKey + "/indicator/26?date=2019-05-21", reader{}},
		{"indicators", "/plan/" + exampleKey + "/indicators?date=2019-05-21", reader{}},
		{"telephone", "/public/" + exampleKey + "?date=2019-05-21", onTelephone},
		{"dark", "/?date=2019-05-21", reader{dark: true}},
	} {
		p.visit(shown.path)
		p.looksAs(shown.as)
		if size := p.picture(filepath.Join(folder, shown.name+".png")); size < 10_000 {
			t.Errorf("the picture of %s has only %d bytes", shown.path, size)
		}
	}
}

// picture keeps what the screen shows, and tells its size in bytes.
func (p *page) picture(file string) int {
	p.t.Helper()
	image, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, image, 0o600); err != nil {
		p.t.Fatal(err)
	}
	return len(image)
}
