package evidence_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

// pages is a site with a plan, an officer, another officer and a reader.
type pages struct {
	t                      *testing.T
	db                     *store.DB
	handler                http.Handler
	officer, other, reader string // session tokens
	plan                   *plan.Plan
	indicators             []*plan.Indicator // by number
}

func eachSite(t *testing.T, test func(p *pages)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := &pages{t: t, db: db}
		p.plan, p.indicators = withPlan(t, db, "Provplan")
		site := web.NewSite(i18n.NewCatalogue(store.Messages(), web.Messages(), ui.Messages(), form.Messages(), accounts.Messages(),
			audit.Messages(), plan.Messages(), evidence.Messages(), file.Messages()), ui.ErrorPage, accounts.Guard)
		(&evidence.Feature{DB: db, Today: func() calendar.Date { return today }}).Mount(site)
		(&audit.Feature{DB: db, Words: evidence.TrailWords, Name: evidence.TrailName,
			See:  accounts.ReadTrail,
			Href: func(_, id string) string { return "/records/" + id }}).Mount(site)
		p.handler = (&accounts.Feature{DB: db}).Recognise(site)
		p.officer, p.other, p.reader = p.signIn("Strateg", accounts.Officer), p.signIn("Handläggare", accounts.Officer), p.signIn("Läsare", accounts.Reader)
		test(p)
	})
}

func (p *pages) signIn(name string, role accounts.Role) (token string) {
	p.t.Helper()
	write(p.t, p.db, func(tx *store.Tx) error {
		account, err := accounts.Add(ctx, tx, name, strings.ToLower(strings.NewReplacer("ä", "a").Replace(name))+"@exempel.se", role)
		if err == nil {
			token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
		}
		return err
	})
	return token
}

// answer is what a request got.
type answer struct {
	t    *testing.T
	code int
	to   string // where it redirects
	head http.Header
	body string
	page *html.Node
}

func (p *pages) send(r *http.Request, token string) *answer {
	p.t.Helper()
	r.Header.Set("Accept-Language", "sv")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: token})
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	a := &answer{t: p.t, code: w.Code, to: w.Header().Get("Location"), head: w.Header(), body: w.Body.String()}
	page, err := html.Parse(strings.NewReader(a.body))
	check(p.t, err)
	a.page = page
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		a.isWhole()
	}
	return a
}

func (p *pages) get(address string) *answer { p.t.Helper(); return p.getAs(p.officer, address) }

func (p *pages) getAs(token, address string) *answer {
	p.t.Helper()
	return p.send(httptest.NewRequestWithContext(context.Background(), http.MethodGet, address, nil), token)
}

func (p *pages) post(address string, pairs ...string) *answer {
	p.t.Helper()
	return p.postAs(p.officer, address, pairs...)
}

func (p *pages) postAs(token, address string, pairs ...string) *answer {
	p.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.send(r, token)
}

// upload sends a form with one file.
func (p *pages) upload(address, field, name, content string, pairs ...string) *answer {
	p.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		check(p.t, parts.WriteField(pairs[i], pairs[i+1]))
	}
	part, err := parts.CreateFormFile(field, name)
	check(p.t, err)
	_, err = part.Write([]byte(content))
	check(p.t, err)
	check(p.t, parts.Close())
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, address, &body)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	return p.send(r, p.officer)
}

// isWhole complains of ids used twice, messages without text and inline style.
func (a *answer) isWhole() {
	a.t.Helper()
	ids := map[string]bool{}
	for node := range a.page.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		if id := attribute(node, "id"); id != "" {
			if ids[id] {
				a.t.Errorf("the id %s is used twice", id)
			}
			ids[id] = true
		}
		if attribute(node, "style") != "" {
			a.t.Errorf("<%s> has inline style", node.Data)
		}
	}
	for _, word := range strings.Fields(a.text()) {
		for _, begin := range []string{"evidence.", "audit.", "ui.", "form.", "plan."} {
			if strings.HasPrefix(word, begin) {
				a.t.Errorf("a message lacks its text: %s", word)
			}
		}
	}
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is every word of the page's content.
func (a *answer) text() string {
	var words []string
	for node := range a.page.Descendants() {
		if node.Type == html.TextNode && node.Parent.Data != "script" && node.Parent.Data != "style" {
			words = append(words, strings.Fields(node.Data)...)
		}
	}
	return strings.Join(words, " ")
}

// value is what a field holds.
func (a *answer) value(name string) string {
	for node := range a.page.Descendants() {
		if node.Type != html.ElementNode || attribute(node, "name") != name {
			continue
		}
		switch node.Data {
		case "textarea":
			if node.FirstChild != nil {
				return node.FirstChild.Data
			}
			return ""
		case "select":
			for option := range node.Descendants() {
				if option.Data == "option" && has(option, "selected") {
					return attribute(option, "value")
				}
			}
			return ""
		case "input":
			if kind := attribute(node, "type"); (kind == "checkbox" || kind == "radio") && !has(node, "checked") {
				continue
			}
			return attribute(node, "value")
		}
	}
	return ""
}

func has(node *html.Node, name string) bool {
	for _, a := range node.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func (a *answer) wants(code int, texts ...string) *answer {
	a.t.Helper()
	if a.code != code {
		a.t.Fatalf("answers %d (to %q), want %d: %.600s", a.code, a.to, code, a.text())
	}
	said := strings.ReplaceAll(a.text(), "\u00a0", " ")
	for _, text := range texts {
		if !strings.Contains(said, text) {
			a.t.Errorf("%q is not on the page: %.1500s", text, said)
		}
	}
	return a
}

func (a *answer) lacks(texts ...string) *answer {
	a.t.Helper()
	for _, text := range texts {
		if strings.Contains(a.text(), text) {
			a.t.Errorf("%q is on the page", text)
		}
	}
	return a
}

// recordsNow is every record, void ones too.
func (p *pages) recordsNow() (records []evidence.Record) {
	p.t.Helper()
	check(p.t, p.db.Read(ctx, func(tx *store.Tx) (err error) {
		records, err = evidence.List(ctx, tx, evidence.Filter{WithVoided: true})
		return err
	}))
	return records
}

const longWord = "Föreningsbidragshandläggningssystemupphandlingsförberedelser"
