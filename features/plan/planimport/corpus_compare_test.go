package planimport_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"unicode"
)

// comparison counts the fields of one document that were read rightly and lists the others.
type comparison struct {
	noisy bool
	right int
	wrong []wrongField
}

type wrongField struct{ where, want, got string }

func (c *comparison) total() int { return c.right + len(c.wrong) }

func (c *comparison) percent() float64 { return 100 * float64(c.right) / float64(max(1, c.total())) }

func (c *comparison) table() string {
	var out strings.Builder
	for _, w := range c.wrong {
		fmt.Fprintf(&out, "  %s\n      expected %s\n      got      %s\n", w.where, w.want, w.got)
	}
	return out.String()
}

func (c *comparison) note(ok bool, where string, want, got any) {
	if ok {
		c.right++
		return
	}
	c.wrong = append(c.wrong, wrongField{where, shown(want), shown(got)})
}

func shown(value any) string {
	out, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(out)
}

// compareDraft compares the draft, as JSON and as text, with what a careful reader finds.
func compareDraft(want expectation, draft map[string]any, text string) *comparison {
	c := &comparison{noisy: want.Noisy}
	c.text("title", want.Title, draft["title"])
	c.text("overall goal", want.OverallGoal, draft["overallGoal"])
	if want.AdoptedOn != nil {
		c.exact("adopted on", want.AdoptedOn, draft["adoptedOn"])
	}
	period, _ := draft["period"].(map[string]any)
	c.exact("period from", want.Period["from"], period["from"])
	c.exact("period to", want.Period["to"], period["to"])
	c.staff(want.Staff, list(draft["staff"]))
	c.goals(want.Goals, list(draft["goals"]))
	c.unread(want.MustBeUnread, list(draft["unread"]))
	return c
}

func (c *comparison) staff(want, got []map[string]any) {
	for i, person := range want {
		read := map[string]any{}
		if i < len(got) {
			read = got[i]
		}
		c.text(fmt.Sprintf("staff %d role", i+1), person["role"], read["role"])
		c.exact(fmt.Sprintf("staff %d percent", i+1), person["percent"], read["percent"])
	}
	for _, extra := range got[min(len(want), len(got)):] {
		c.note(false, "staff", nil, extra)
	}
}

func (c *comparison) unread(want []string, got []map[string]any) {
	var all strings.Builder
	for _, line := range got {
		fmt.Fprintln(&all, line["text"])
	}
	for _, text := range want {
		c.note(strings.Contains(folded(all.String()), folded(text)), "unread", text, "not among the unread lines")
	}
}

// goals pairs what is expected with what was read by likeness, so that one missed heading costs its own fields and
// not everything after it.
func (c *comparison) goals(want, got []map[string]any) {
	c.pairs("goal", "title", want, got, func(where string, w, g map[string]any) {
		c.fields(where, w, g, "number", "label", "title")
	})
	wantActivities, gotActivities := children(want, "activities"), children(got, "activities")
	c.pairs("activity", "title", wantActivities, gotActivities, func(where string, w, g map[string]any) {
		c.fields(where, w, g, "parent", "number", "label", "title", "area", "priority", "recurrence", "responsible", "flagged")
		wantWindow, _ := w["window"].(map[string]any)
		gotWindow, _ := g["window"].(map[string]any)
		c.fields(where+" window", wantWindow, gotWindow, "from", "to")
	})
	c.pairs("indicator", "text", children(wantActivities, "indicators"), children(gotActivities, "indicators"), c.indicator)
}

func (c *comparison) indicator(where string, w, g map[string]any) {
	c.fields(where, w, g, "parent", "number", "label", "text", "flagged")
	want, _ := w["rule"].(map[string]any)
	got, _ := g["rule"].(map[string]any)
	c.fields(where+" rule", want, got, "kind", "target", "period", "from", "to", "states", "evidence", "measure")
	wantOrigin, _ := want["origin"].(map[string]any)
	gotOrigin, _ := got["origin"].(map[string]any)
	c.fields(where+" rule origin", wantOrigin, gotOrigin, "from", "to")
}

// pairs compares element by element; every field of an element that was not found is wrong, and so is every
// element too many.
func (c *comparison) pairs(what, key string, want, got []map[string]any, compare func(where string, w, g map[string]any)) {
	pairing := pairUp(want, got, key)
	used := map[int]bool{}
	for i, w := range want {
		where := fmt.Sprintf("%s %v", what, w["number"])
		found := map[string]any{}
		if j, ok := pairing[i]; ok {
			found = got[j]
			found["standsFor"] = w["number"]
			used[j] = true
		}
		compare(where, w, found)
	}
	for j, g := range got {
		if !used[j] {
			g["standsFor"] = "nothing expected"
			c.note(false, what+" too many", nil, g[key])
		}
	}
}

func (c *comparison) fields(where string, want, got map[string]any, names ...string) {
	for _, name := range names {
		expected, compared := want[name]
		if !compared {
			continue
		}
		read, present := got[name]
		if !present && name != "flagged" {
			c.note(false, where+" "+name, expected, "not read")
			continue
		}
		switch name {
		case "title", "text", "area", "responsible":
			c.text(where+" "+name, expected, read)
		case "flagged":
			c.note(isFlagged(got), where+" flagged", true, got["flags"])
		case "states", "evidence":
			c.note(sameSet(expected, read), where+" "+name, expected, read)
		default:
			c.exact(where+" "+name, expected, read)
		}
	}
}

func (c *comparison) exact(where string, want, got any) {
	for _, alternative := range alternatives(want) {
		if reflect.DeepEqual(alternative, got) {
			c.note(true, where, want, got)
			return
		}
	}
	c.note(false, where, want, got)
}

func (c *comparison) text(where string, want, got any) {
	read, _ := got.(string)
	for _, alternative := range alternatives(want) {
		if expected, _ := alternative.(string); c.sameText(expected, read) {
			c.note(true, where, want, got)
			return
		}
	}
	c.note(false, where, want, got)
}

// sameText ignores case, space and punctuation. In noisy documents one letter in fifteen may still be wrong.
func (c *comparison) sameText(want, got string) bool {
	a, b := []rune(folded(want)), []rune(folded(got))
	allowed := 0
	if c.noisy {
		allowed = max(1, len(a)/15)
	}
	return editDistance(a, b) <= allowed
}

// isFlagged tells whether the element, its rule or one of its sources has something for a person to confirm.
func isFlagged(element map[string]any) bool {
	if flags, _ := element["flags"].([]any); len(flags) > 0 {
		return true
	}
	if rule, ok := element["rule"].(map[string]any); ok && isFlagged(rule) {
		return true
	}
	sources, _ := element["sources"].(map[string]any)
	priority, _ := sources["priority"].(map[string]any)
	return priority != nil && isFlagged(priority)
}

// sameSet compares two lists without regard to order.
func sameSet(want, got any) bool {
	read := map[any]bool{}
	items, _ := got.([]any)
	for _, item := range items {
		read[item] = true
	}
	for _, alternative := range alternatives(want) {
		expected := map[any]bool{}
		wanted, _ := alternative.([]any)
		for _, item := range wanted {
			expected[item] = true
		}
		if got != nil && reflect.DeepEqual(expected, read) {
			return true
		}
	}
	return false
}

func alternatives(value any) []any {
	if choice, ok := value.(map[string]any); ok {
		if oneOf, ok := choice["oneOf"].([]any); ok && len(oneOf) > 0 {
			return oneOf
		}
	}
	return []any{value}
}

// children lists the elements under each parent in order, each knowing its parent's number; for a parent that was
// read, the number of the expected one it was paired with, so that one element too many is counted once.
func children(parents []map[string]any, key string) []map[string]any {
	var all []map[string]any
	for _, parent := range parents {
		for _, child := range list(parent[key]) {
			child["parent"] = parent["number"]
			if expected, paired := parent["standsFor"]; paired {
				child["parent"] = expected
			}
			all = append(all, child)
		}
	}
	return all
}

func list(value any) []map[string]any {
	items, _ := value.([]any)
	var all []map[string]any
	for _, item := range items {
		if element, ok := item.(map[string]any); ok {
			all = append(all, element)
		}
	}
	return all
}

// pairUp finds the pairing in order that makes the texts most alike, by dynamic programming.
func pairUp(want, got []map[string]any, key string) map[int]int {
	best := make([][]float64, len(want)+1)
	for i := range best {
		best[i] = make([]float64, len(got)+1)
	}
	alike := func(i, j int) float64 {
		w, _ := alternatives(want[i][key])[0].(string)
		g, _ := got[j][key].(string)
		return likeness(w, g)
	}
	for i := len(want) - 1; i >= 0; i-- {
		for j := len(got) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1], best[i+1][j+1]+alike(i, j))
		}
	}
	pairing := map[int]int{}
	for i, j := 0, 0; i < len(want) && j < len(got); {
		switch {
		case best[i][j] == best[i+1][j]:
			i++
		case best[i][j] == best[i][j+1]:
			j++
		default:
			pairing[i] = j
			i, j = i+1, j+1
		}
	}
	return pairing
}

// likeness is 0–1, and 0 for texts that have less than half in common.
func likeness(a, b string) float64 {
	x, y := []rune(folded(a)), []rune(folded(b))
	longest := max(len(x), len(y))
	if longest == 0 {
		return 0
	}
	share := 1 - float64(editDistance(x, y))/float64(longest)
	if share < 0.5 {
		return 0
	}
	return share
}

func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// editDistance is the number of letters to change, add or take away.
func editDistance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
