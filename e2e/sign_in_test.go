package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var firstLink = regexp.MustCompile(`http://[^/]+(/first/\S+)`)

// firstLinkOf is the path of the one-time link that the program printed.
func firstLinkOf(t *testing.T, s *server) string {
	t.Helper()
	for range 50 {
		if found := firstLink.FindStringSubmatch(s.out.String()); found != nil {
			return found[1]
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("no link for the first administrator:\n%s", s.out)
	return ""
}

// The first administrator of every test.
const (
	administrator = "Åsa Exempel"
	address       = "asa@exempel.se"
	password      = "en mening att minnas"
)

// signedIn opens a page as the first administrator, who is made when the server has none yet.
func (r reader) signedIn(t *testing.T, s *server, path string) *page {
	t.Helper()
	s.administrator.Do(func() {
		p := reader{}.open(t, s, firstLinkOf(t, s))
		p.do(chromedp.SendKeys(`#field-name`, administrator), chromedp.SendKeys(`#field-email`, address),
			chromedp.SendKeys(`#field-password`, password), chromedp.SendKeys(`#field-again`, password),
			chromedp.Click(`main form button`), chromedp.WaitVisible(`form[action="/sign-out"]`))
	})
	p := r.open(t, s, "/sign-in")
	p.do(chromedp.SendKeys(`#field-email`, address), chromedp.SendKeys(`#field-password`, password),
		chromedp.Click(`main form button`), chromedp.WaitVisible(`form[action="/sign-out"]`))
	p.visit(path)
	return p
}

func TestTheFirstAdministratorSignsInAndOut(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]reader{"with scripts": {}, "without scripts": withoutAidOf} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, d desk) {
				s := d.start("--demo")
				link := firstLinkOf(t, s)
				p := r.open(t, s, link)
				p.expectComplaint("the server responded with a status of 4")
				seen := func(p *page) {
					if !r.withoutScript { // axe itself is a script
						p.accessible()
					}
				}
				seen(p)
				p.do(chromedp.SendKeys(`#field-name`, administrator), chromedp.SendKeys(`#field-email`, address),
					chromedp.SendKeys(`#field-password`, "kort"), chromedp.Click(`main form button`), chromedp.WaitVisible(`#field-password-fault`))
				seen(p)
				if kept := ask[string](p, `document.querySelector("#field-name").value`); kept != administrator {
					t.Errorf("the name typed is lost: %q", kept)
				}
				p.do(chromedp.SendKeys(`#field-password`, password), chromedp.SendKeys(`#field-again`, password), chromedp.Click(`main form button`),
					chromedp.WaitVisible(`form[action="/sign-out"]`))
				if head := ask[string](p, `document.body.innerText`); !strings.Contains(head, administrator) {
					t.Error("the page does not say who is signed in")
				}
				seen(p)
				p.do(chromedp.Click(`form[action="/sign-out"] button`), chromedp.WaitVisible(`a[href="/sign-in"]`))
				if again := s.get(link); again.status != 404 {
					t.Errorf("the link works twice: %d", again.status)
				}
				p.visit("/sign-in")
				seen(p)
				p.do(chromedp.SendKeys(`#field-email`, address), chromedp.SendKeys(`#field-password`, "fel lösenord här"),
					chromedp.Click(`main form button`), chromedp.WaitVisible(`#field-email-fault`))
				p.do(chromedp.SendKeys(`#field-password`, password), chromedp.Click(`main form button`), chromedp.WaitVisible(`form[action="/sign-out"]`))
			})
		})
	}
}
