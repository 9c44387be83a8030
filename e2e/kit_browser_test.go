package e2e

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// reader is a person in front of a screen. The zero value reads Swedish on a wide, light screen with scripts on.
type reader struct {
	language      string // of the browser; empty: sv
	width, height int64  // in CSS pixels; 0: 1280 × 900
	dark          bool
	withoutScript bool
}

// Readers with something that a page must take into account. At 400 % zoom a screen 1280 wide is 320 CSS pixels.
var (
	onTelephone  = reader{width: 390, height: 844}
	atFourfold   = reader{width: 320, height: 256}
	withoutAidOf = reader{withoutScript: true}
)

// chromium is one Chromium that all tests share; every reader gets a profile of their own in it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.DisableGPU, chromedp.Flag("disable-component-update", true),
		chromedp.Env("LANGUAGE=sv")) // so that fields show days as people here write them
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses to sandbox for root, as on a build server
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(allocator)
	stopChromium = func() { stopBrowser(); stopAllocator() }
	return ctx, chromedp.Do(ctx) // starts it
})

var stopChromium = func() {}

// closeChromium ends the shared Chromium if a test started it.
func closeChromium() { stopChromium() }

// page is a tab in which a reader looks at a site.
type page struct {
	t        *testing.T
	site     *server
	ctx      context.Context
	language string // of the reader
	mutex    sync.Mutex
	expected []string // beginnings of complaints that belong to the journey
}

// open opens a page of the site. Whatever the browser complains of while the test runs, such as a file that is missing
// or a style that the security policy forbids, fails the test.
func (r reader) open(t *testing.T, site *server, path string) *page {
	t.Helper()
	shared, err := chromium()
	if err != nil {
		t.Fatalf("Chromium does not start; install it with: make needs (%v)", err)
	}
	ctx, closeTab := chromedp.NewContext(shared, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	p := &page{t: t, site: site, ctx: ctx}
	p.do() // opens the tab
	p.watch()
	r.sitDown(p)
	p.visit(path)
	return p
}

// sitDown gives the tab the reader's screen and settings.
func (r reader) sitDown(p *page) {
	p.t.Helper()
	p.language = cmp.Or(r.language, "sv")
	p.looksAs(r)
	order(p, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": p.language}})
	order(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: r.withoutScript})
}

// looksAs shows the page on the reader's screen, light or dark. It is not loaded anew.
func (p *page) looksAs(r reader) {
	p.t.Helper()
	scheme := "light"
	if r.dark {
		scheme = "dark"
	}
	p.do(chromedp.EmulateViewport(cmp.Or(r.width, 1280), cmp.Or(r.height, 900)))
	order(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}

// order gives the browser a command that answers nothing.
func order[P any](p *page, command cdp.Command[P, cdp.Empty], params P) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, command, params); err != nil {
		p.t.Fatal(err)
	}
}

func (p *page) watch() {
	p.t.Helper()
	var complaints []string
	note := func(complaint string) {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		complaints = append(complaints, complaint)
	}
	err := chromedp.Listen(p.ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			note(string(e.Entry.Level) + ": " + e.Entry.Text + " " + e.Entry.URL)
		case *runtime.EventExceptionThrown:
			note(e.ExceptionDetails.Text)
		}
	})
	if err != nil {
		p.t.Fatal(err)
	}
	order(p, log.Enable, cdp.Empty{})
	p.t.Cleanup(func() {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		for _, complaint := range complaints {
			if !p.isExpected(complaint) {
				p.t.Error("the browser complains:", complaint)
			}
		}
	})
}

func (p *page) isExpected(complaint string) bool {
	for _, words := range p.expected {
		if strings.Contains(complaint, words) {
			return true
		}
	}
	return false
}

// expectComplaint says that the browser will complain with these words, as it does of every error page.
func (p *page) expectComplaint(words string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.expected = append(p.expected, words)
}

// do takes steps in the page; each must succeed, and together within half a minute.
func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if len(steps) == 0 { // the first call opens the tab, whose life is then bound to this context
		if err := chromedp.Do(p.ctx); err != nil {
			p.t.Fatal(err)
		}
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// visit goes to an address of the site and waits until the page is there.
func (p *page) visit(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.site.address+path), chromedp.WaitVisible("main h1"))
}

// ask evaluates an expression on the page.
func ask[T any](p *page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 30*time.Second)
	defer cancel()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
	return answer
}

// text is what the page's main part says.
func (p *page) text() string {
	p.t.Helper()
	return ask[string](p, `document.querySelector("main").innerText`)
}

// count is how many texts inside an element that fits the selector are exactly one of the words.
func (p *page) count(selector string, words ...string) int {
	p.t.Helper()
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = fmt.Sprintf("%q", word)
	}
	return ask[int](p, fmt.Sprintf(`(() => {
		const words = [%s]; let found = 0;
		for (const place of document.querySelectorAll(%q)) {
			const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
			while (walker.nextNode()) if (words.includes(walker.currentNode.data.trim())) found++;
		}
		return found })()`, strings.Join(quoted, ","), selector))
}

// scrollsSideways names what is wider than the screen, apart from what lies in a container that may scroll; empty when
// the page does not have to be scrolled sideways.
func (p *page) scrollsSideways() string {
	p.t.Helper()
	return ask[string](p, `(() => {
		const page = document.documentElement;
		if (page.scrollWidth <= page.clientWidth) return "";
		const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1);
		return page.scrollWidth + " px of " + page.clientWidth + ": " + wide.slice(0, 5).map(e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 40)).join(" | ");
	})()`)
}
