package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"samverk/features/outbox/smtptest"
)

// mailTo waits for a mail to an address with words in its subject.
func mailTo(t *testing.T, post *smtptest.Server, to, subject string) smtptest.Message {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		for _, m := range post.Received(t) {
			if m.Recipient == to && strings.Contains(m.Subject(), subject) {
				return m
			}
		}
	}
	t.Fatalf("no mail about %q came to %s", subject, to)
	return smtptest.Message{}
}

// looks sees that the page is accessible, wide and on a telephone. SAMVERK_LOOKS is a folder where pictures of it are kept for
// whoever wants to judge what it looks like.
func (p *page) looks(name string) {
	p.t.Helper()
	p.accessible()
	p.keepLook(name + "-wide")
	p.looksAs(onTelephone)
	p.accessible()
	p.fits()
	p.keepLook(name + "-phone")
	p.looksAs(reader{})
}

func (p *page) keepLook(name string) {
	p.t.Helper()
	folder := os.Getenv("SAMVERK_LOOKS")
	if folder == "" {
		return
	}
	image, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), image, 0o600); err != nil {
		p.t.Fatal(err)
	}
}
