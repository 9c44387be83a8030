package plan_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samverk/features/accounts"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// longWord is longer than any column.
const longWord = "samhällsorienteringsverksamhetsutvecklingsplaneringen"

// madeUp is a draft with the same text in every field; without any text when it is empty.
func madeUp(text string) plan.Draft {
	period := calendar.Span{From: calendar.Year(2018).From, To: calendar.Year(2021).To}
	window := calendar.QuarterSpan{From: calendar.QuarterOf(period.From), To: calendar.QuarterOf(period.To)}
	rule := plan.Rule{Kind: plan.CountPerPeriod, Period: plan.PerYear, From: period.From, To: period.To, Comparator: plan.AtLeast, Target: 3, Partial: plan.PartialFull,
		Network: text}
	bare := plan.DraftActivity{Number: 1, Label: "1", Title: text, Priority: plan.Medium, Recurrence: plan.Once, Window: window}
	full := plan.DraftActivity{Number: 2, Label: "2", Area: text, Title: text, Background: text, Priority: plan.High, Recurrence: plan.Yearly, Window: window,
		Responsible: text, Indicators: []plan.DraftIndicator{{Number: 1, Label: "1", Text: text, Original: text, Owner: text, Note: text, Rule: rule}}}
	draft := plan.Draft{Title: text, Period: period, AdoptedBy: text, OverallGoal: text, Introduction: text,
		Goals: []plan.DraftGoal{{Number: 1, Label: "1", Title: text, Text: text}, {Number: 2, Label: "2", Title: text, Activities: []plan.DraftActivity{bare, full}}}}
	if text == "" {
		draft.Title = "Plan" // without it nothing is accepted
	} else {
		full.Flags = []string{text}
		draft.Goals[1].Activities[1] = full
		draft.Staff = []plan.DraftStaff{{Role: text, Percent: 50}}
		for line := range 9 {
			draft.Unread = append(draft.Unread, plan.UnreadLine{Line: line + 1, Text: text, Reason: text})
			draft.Lines = append(draft.Lines, plan.Line{Number: line + 1, Text: text, Role: plan.LineUnread})
		}
	}
	return draft
}

// fixedReader reads every document as the same draft.
type fixedReader struct{ draft plan.Draft }

func (r fixedReader) Read(string, []byte, i18n.Printer, func(plan.Progress)) (plan.Draft, error) {
	return r.draft, nil
}

func TestEveryPageIsSoundWithNothingAndWithTooLongWords(t *testing.T) {
	for name, word := range map[string]string{"nothing": "", "long words": longWord} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				h := newHouse(t, db)
				h.feature.Reader = fixedReader{madeUp(word)}
				at := h.begun()
				sound := func(path string) {
					t.Helper()
					mustBeSound(t, path, h.get(accounts.Officer, path))
				}
				for _, path := range []string{"/plans", at, at + "?at=plan", at + "?at=goal-1", at + "?at=activity-1", at + "?at=activity-2", at + "?at=indicator-1",
					at + "?new=goal&in=0", at + "?new=activity&in=1", at + "?new=indicator&in=1", at + "/remove?at=goal-2", at + "/edition", at + "/discard"} {
					sound(path)
				}
				accepted := h.post(accounts.Officer, at+"/accept", fields(t, h.get(accounts.Officer, at), at))
				mustCode(t, accepted, http.StatusSeeOther)
				p := placeOf(accepted)
				for _, path := range []string{"", "/activity/1", "/activity/2", "/edit", "/edit/goal/1", "/edit/goal/2", "/edit/activity/1", "/edit/activity/2",
					"/edit/indicator/1", "/edit/goal/new?in=0", "/edit/indicator/new?in=1", "/edit/goal/2/remove", "/edition"} {
					sound(p + path)
				}
				for _, step := range plan.Steps {
					if path := p + "/" + string(step); h.get(accounts.Officer, path).Code == http.StatusOK {
						sound(path)
					}
				}
				begun := h.post(accounts.Officer, p+"/edition", fields(t, h.get(accounts.Officer, p+"/edition"), p+"/edition"))
				mustCode(t, begun, http.StatusSeeOther)
				for _, path := range []string{"", "/changes", "/adopt", "/" + string(plan.StepDiscard)} {
					next, _, _ := strings.Cut(begun.Header().Get("Location"), "?")
					sound(strings.TrimSuffix(strings.TrimSuffix(next, "/changes"), "/edit") + path)
				}
			})
		})
	}
}

func mustBeSound(t *testing.T, path string, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code != http.StatusOK {
		t.Errorf("%s answered %d: %s", path, w.Code, text(t, w))
		return
	}
	said := w.Body.String()
	for _, leak := range []string{"undefined", "%!", "<nil>", "&lt;nil&gt;", "0001-"} {
		if strings.Contains(said, leak) {
			t.Errorf("%s says %s", path, leak)
		}
	}
	ids := map[string]bool{}
	for _, n := range all(tree(t, w), func(*html.Node) bool { return true }) {
		id := attr(n, "id")
		if id != "" && ids[id] {
			t.Errorf("%s: the id %s stands twice", path, id)
		}
		ids[id] = true
		heading := slices.Contains([]string{"h1", "h2", "h3", "h4", "summary", "th", "legend", "label"}, n.Data)
		named := n.Data == "a" || n.Data == "button"
		if (heading || named) && strings.TrimSpace(inner(n)) == "" && attr(n, "aria-label") == "" {
			t.Errorf("%s: <%s> %s is empty", path, n.Data, attr(n, "href"))
		}
	}
	for _, wrong := range unclosed(said) {
		t.Errorf("%s: %s", path, wrong)
	}
}

// unclosed reads the text tag by tag: every element that begins must end, in order.
func unclosed(text string) []string {
	void := []string{"area", "br", "col", "hr", "img", "input", "link", "meta", "use", "path"}
	var open, wrong []string
	reader := html.NewTokenizer(strings.NewReader(text))
	for {
		switch reader.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				wrong = append(wrong, strconv.Itoa(len(open))+" elements never end: "+strings.Join(open, ", "))
			}
			return wrong
		case html.StartTagToken:
			if name := reader.Token().Data; !slices.Contains(void, name) {
				open = append(open, name)
			}
		case html.EndTagToken:
			name := reader.Token().Data
			if slices.Contains(void, name) {
				continue
			}
			if len(open) == 0 || open[len(open)-1] != name {
				return append(wrong, "</"+name+"> ends what has not begun; open are "+strings.Join(open, ", "))
			}
			open = open[:len(open)-1]
		}
	}
}
