package plan_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/plan"
	"samverk/features/plan/planimport"
	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
	"samverk/platform/ui"
	"samverk/platform/web"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

const document = `Handlingsplan för bättre samverkan 2018-2021

Mål 1. Starkare dialog

Möten i hela länet

Föreningarna saknar en gemensam mötesplats i länet.

Aktivitet: Att hålla regelbundna möten med föreningar.

Indikator 1: Under 2018 och 2019 har minst tre möten genomförts per år.

Indikator 2: Under 2021 har ett förslag presenterats.

Prioritet: Hög prioritet.

Tid: 2018-2019.
`

// links remembers what was to be counted anew.
type links struct{ plans, indicators []string }

func (l *links) RelinkPlan(_ context.Context, _ *store.Tx, planID string) error {
	l.plans = append(l.plans, planID)
	return nil
}

func (l *links) Relink(_ context.Context, _ *store.Tx, indicatorID string) (added, removed int, err error) {
	l.indicators = append(l.indicators, indicatorID)
	return 2, 1, nil
}

// follower says of every plan that its first indicator goes on.
type follower struct{}

func (follower) Standing(_ context.Context, _ *store.Tx, _ string, asOf calendar.Date) (plan.Stands, error) {
	return plan.Stands{On: asOf, Indicators: map[int]plan.IndicatorStands{1: {Shape: "in_progress", Word: "Pågår", SoFar: "1 av 3."}}}, nil
}

// previews foresees the same whatever the rule.
type previews struct{}

func (previews) Preview(context.Context, *store.Tx, *plan.Indicator, plan.Rule, calendar.Date) (plan.Preview, error) {
	year := calendar.Year(2018)
	return plan.Preview{
		Rows:  []plan.PreviewRow{{Span: year, Name: "2018", After: &plan.PreviewCell{Count: 2, Figures: "2 av 5", Shape: "not_met", Word: "Inte uppfylld"}}},
		Begin: plan.PreviewRecords{N: 7, First: []plan.PreviewRecord{{ID: "r1", Title: "Nyårsträff", Day: year.From}}},
		Stop:  plan.PreviewRecords{N: 1},
	}, nil
}

func (previews) Linked(context.Context, *store.Tx, string) (int, error) { return 4, nil }

// house is the feature's pages with people in front of them.
type house struct {
	t       *testing.T
	db      *store.DB
	feature *plan.Feature
	handler http.Handler
	links   *links
	carried *carried
	tokens  map[accounts.Role]string
}

func newHouse(t *testing.T, db *store.DB) *house {
	t.Helper()
	catalogue := i18n.NewCatalogue(plan.Messages(), planimport.Messages(), store.Messages(), web.Messages(), form.Messages(),
		ui.Messages(), accounts.Messages(), audit.Messages())
	site := web.NewSite(catalogue, ui.ErrorPage, accounts.Guard)
	h := &house{t: t, db: db, links: &links{}, carried: &carried{}, tokens: map[accounts.Role]string{}}
	h.feature = &plan.Feature{DB: db, Reader: planimport.NewReader(), Links: h.links, Follow: follower{}, Decisions: h.carried, Previews: previews{}}
	h.feature.Mount(site)
	h.handler = (&accounts.Feature{DB: db}).Recognise(site)
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "test"})
	for _, role := range accounts.Roles {
		err := db.Write(ctx, func(tx *store.Tx) error {
			account, err := accounts.Add(ctx, tx, "Person "+string(role), string(role)+"@example.org", role)
			if err != nil {
				return err
			}
			h.tokens[role], err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func (h *house) send(role accounts.Role, r *http.Request) *httptest.ResponseRecorder {
	h.t.Helper()
	r.Header.Set("Accept-Language", "sv")
	if role != "" {
		r.AddCookie(&http.Cookie{Name: "samverk_session", Value: h.tokens[role]})
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

func (h *house) get(role accounts.Role, path string) *httptest.ResponseRecorder {
	return h.send(role, httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *house) post(role accounts.Role, path string, fields url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.send(role, r)
}

func (h *house) upload(key, name string, content []byte) *httptest.ResponseRecorder {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("key", key)
	if name != "" {
		part, err := m.CreateFormFile("file", name)
		if err != nil {
			h.t.Fatal(err)
		}
		part.Write(content) //nolint:errcheck // a buffer takes everything
	}
	m.Close() //nolint:errcheck // a buffer takes everything
	r := httptest.NewRequest(http.MethodPost, "/plans/import", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return h.send(accounts.Officer, r)
}

// begun uploads the document and gives the review's address.
func (h *house) begun() string {
	h.t.Helper()
	w := h.upload(store.NewID(), "plan.txt", []byte(document))
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("upload answered %d: %s", w.Code, text(h.t, w))
	}
	return w.Header().Get("Location")
}

func tree(t *testing.T, w *httptest.ResponseRecorder) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// all finds every element that fits.
func all(n *html.Node, fits func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	if n.Type == html.ElementNode && fits(n) {
		found = append(found, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		found = append(found, all(c, fits)...)
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func inner(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(inner(c))
	}
	return b.String()
}

func text(t *testing.T, w *httptest.ResponseRecorder) string {
	return strings.Join(strings.Fields(inner(tree(t, w))), " ")
}

// fields reads the form that is sent to action, as a browser would send it.
func fields(t *testing.T, w *httptest.ResponseRecorder, action string) url.Values {
	t.Helper()
	forms := all(tree(t, w), func(n *html.Node) bool { return n.Data == "form" && attr(n, "action") == action })
	if len(forms) == 0 {
		t.Fatalf("no form is sent to %s: %s", action, text(t, w))
	}
	values := url.Values{}
	has := func(n *html.Node, name string) bool {
		for _, a := range n.Attr {
			if a.Key == name {
				return true
			}
		}
		return false
	}
	for _, n := range all(forms[0], func(n *html.Node) bool { return attr(n, "name") != "" }) {
		name := attr(n, "name")
		switch {
		case n.Data == "textarea":
			values.Add(name, inner(n))
		case n.Data == "select":
			for _, option := range all(n, func(n *html.Node) bool { return n.Data == "option" && has(n, "selected") }) {
				values.Add(name, attr(option, "value"))
			}
		case attr(n, "type") == "checkbox" || attr(n, "type") == "radio":
			if has(n, "checked") {
				values.Add(name, attr(n, "value"))
			}
		default:
			values.Add(name, attr(n, "value"))
		}
	}
	return values
}

func mustCode(t *testing.T, w *httptest.ResponseRecorder, want int) {
	t.Helper()
	if w.Code != want {
		t.Fatalf("answered %d, not %d: %s", w.Code, want, text(t, w))
	}
}

func mustSay(t *testing.T, w *httptest.ResponseRecorder, want string) {
	t.Helper()
	if said := text(t, w); !strings.Contains(said, want) {
		t.Fatalf("the page does not say %q: %s", want, said)
	}
}
