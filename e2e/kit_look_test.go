package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
)

// oddInNames is what makes no good name of a file.
var oddInNames = regexp.MustCompile(`[^a-zA-Z0-9åäö]+`)

// keptAs keeps a picture of the whole page when somebody wants to look at all pages: `make look`.
func (p *page) keptAs(way string) {
	p.t.Helper()
	folder := os.Getenv("SAMVERK_LOOK")
	if folder == "" {
		return
	}
	image, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100)) // 100 is a PNG
	if err != nil {
		p.t.Fatal(err)
	}
	name := strings.Trim(oddInNames.ReplaceAllString(p.at(), "-"), "-") + "." + way + ".png"
	if err := os.WriteFile(filepath.Join(folder, name), image, 0o600); err != nil {
		p.t.Fatal(err)
	}
}
