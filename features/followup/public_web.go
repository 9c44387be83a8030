package followup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// publicPages keeps finished pages for who is not signed in, whole, for one version of the memory and one day.
type publicPages struct {
	mu      sync.Mutex
	version int
	today   calendar.Date
	pages   map[string]publicPage
}

// publicPage is a page ready to be sent.
type publicPage struct {
	html []byte
	etag string
}

// keptPages bounds how many pages are kept; there are two languages and few plans.
const keptPages = 64

func (p *publicPages) get(version int, today calendar.Date, name string) (publicPage, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.version != version || p.today != today {
		return publicPage{}, false
	}
	page, there := p.pages[name]
	return page, there
}

func (p *publicPages) put(version int, today calendar.Date, name string, page publicPage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.version != version || p.today != today || len(p.pages) >= keptPages {
		p.version, p.today, p.pages = version, today, map[string]publicPage{}
	}
	p.pages[name] = page
}

// showPublicStart shows everybody the published plan in force that was accepted last.
func (f *Feature) showPublicStart(w http.ResponseWriter, r *http.Request) error {
	return f.servePublic(w, r, func(ctx context.Context, tx *store.Tx, today calendar.Date) (templ.Component, *known, error) {
		key, err := plan.PublishedKey(ctx, tx)
		if errors.Is(err, store.ErrNotFound) {
			return noPublicPlanPage(), nil, nil
		}
		if err != nil {
			return nil, nil, err
		}
		k, s, err := f.publicStanding(ctx, tx, key, today)
		if err != nil {
			return nil, nil, err
		}
		v := newPublicPlan(k, s, i18n.In(ctx), false)
		v.Others, err = otherPublic(ctx, tx, k.plan.ID)
		return publicStartPage(v), k, err
	})
}

// showPublicPlan shows the plan in the address to everybody.
func (f *Feature) showPublicPlan(w http.ResponseWriter, r *http.Request) error {
	return f.servePublic(w, r, func(ctx context.Context, tx *store.Tx, today calendar.Date) (templ.Component, *known, error) {
		k, s, err := f.publicStanding(ctx, tx, r.PathValue("key"), today)
		if err != nil {
			return nil, nil, err
		}
		return publicPlanPage(newPublicPlan(k, s, i18n.In(ctx), true)), k, nil
	})
}

func (f *Feature) publicStanding(ctx context.Context, tx *store.Tx, key string, asOf calendar.Date) (*known, *standing, error) {
	k, err := f.memory.know(ctx, tx, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, notPublic()
	}
	if err != nil {
		return nil, nil, err
	}
	preview := accounts.May(ctx, accounts.ReadPlans) && k.plan.MayHaveEdition() // who works with the plan sees it before it is published
	if !isPublic(k.plan) && !preview {
		return nil, nil, notPublic()
	}
	s, err := k.standingOn(ctx, tx, asOf)
	return k, s, err
}

// notPublic says the same of a plan that is not published as of one that is not there.
func notPublic() error { return i18n.Fail("followup.public.unknown").Because(store.ErrNotFound) }

func otherPublic(ctx context.Context, tx *store.Tx, shown string) ([]link, error) {
	plans, err := plan.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	var others []link
	for i := range plans {
		if plans[i].ID != shown && isPublic(&plans[i]) {
			others = append(others, link{plans[i].Title, addresses{key: plans[i].Key}.public()})
		}
	}
	return others, nil
}

// servePublic sends a page from memory when nothing has changed since it was made. Whoever is signed in gets the page
// made anew, since what stands around it is theirs; so does who asks for another day.
func (f *Feature) servePublic(w http.ResponseWriter, r *http.Request,
	build func(context.Context, *store.Tx, calendar.Date) (templ.Component, *known, error)) error {
	today := f.today()
	asOf, err := web.DayIn(r, today)
	if err != nil {
		return err
	}
	ctx := r.Context()
	name := string(i18n.In(ctx).Language()) + " " + r.URL.Path
	_, signedIn := accounts.In(ctx)
	keep := !signedIn && asOf == today
	at, err := audit.CurrentEdition(ctx, f.DB)
	if err != nil {
		return err
	}
	if page, kept := f.pages.get(f.memory.versionAt(at), today, name); keep && kept {
		return page.send(w, r)
	}
	var page publicPage
	err = f.DB.Read(ctx, func(tx *store.Tx) error {
		content, k, err := build(ctx, tx, asOf)
		if err != nil {
			return err
		}
		if page, err = render(publicShell(r, k, asOf, today), content); err == nil && keep && k != nil && k.version > 0 {
			f.pages.put(k.version, today, name, page)
		}
		return err
	})
	if err != nil {
		return err
	}
	return page.send(w, r)
}

func publicShell(r *http.Request, k *known, asOf, today calendar.Date) context.Context {
	shell := ui.ShellOf(r.Context())
	shell.Public, shell.Path = true, r.URL.Path
	shell.Date, shell.Today, shell.DateAction = asOf, today, ""
	shell.Example = shell.Example || k != nil && k.plan.Example
	return ui.WithShell(r.Context(), shell)
}

func render(ctx context.Context, content templ.Component) (publicPage, error) {
	var html bytes.Buffer
	if err := content.Render(ctx, &html); err != nil {
		return publicPage{}, err
	}
	sum := sha256.Sum256(html.Bytes())
	return publicPage{html: html.Bytes(), etag: `"` + hex.EncodeToString(sum[:12]) + `"`}, nil
}

// send answers with the page, or with nothing when the reader has it already.
func (p publicPage) send(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("ETag", p.etag)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Accept-Language, Cookie")
	if strings.Contains(r.Header.Get("If-None-Match"), p.etag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(p.html)))
	_, err := w.Write(p.html)
	return err
}
