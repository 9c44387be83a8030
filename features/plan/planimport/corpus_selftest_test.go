package planimport_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
)

// perfectDraft is the draft that meets the expectation in every field.
func perfectDraft(t *testing.T, want expectation) map[string]any {
	t.Helper()
	unread := []any{}
	for _, text := range want.MustBeUnread {
		unread = append(unread, map[string]any{"text": text})
	}
	out, err := json.Marshal(map[string]any{"title": want.Title, "period": want.Period, "adoptedOn": want.AdoptedOn,
		"overallGoal": want.OverallGoal, "staff": want.Staff, "goals": want.Goals, "unread": unread})
	if err != nil {
		t.Fatal(err)
	}
	var draft any
	if err := json.Unmarshal(out, &draft); err != nil {
		t.Fatal(err)
	}
	return settled(draft).(map[string]any)
}

// settled takes the first of every set of alternatives and puts a flag where one is asked for.
func settled(value any) any {
	switch v := alternatives(value)[0].(type) {
	case map[string]any:
		element := map[string]any{}
		for name, inner := range v {
			element[name] = settled(inner)
		}
		if element["flagged"] == true {
			element["flags"] = []any{"to confirm"}
		}
		return element
	case []any:
		items := []any{}
		for _, item := range v {
			items = append(items, settled(item))
		}
		return items
	default:
		return v
	}
}

func TestTheComparisonAcceptsAPerfectReading(t *testing.T) {
	for _, document := range readCorpus(t) {
		result := compareDraft(document.want, perfectDraft(t, document.want), "")
		if len(result.wrong) > 0 {
			t.Errorf("%s:\n%s", document.name, result.table())
		}
		if result.right < 80 {
			t.Errorf("%s compares only %d fields", document.name, result.right)
		}
	}
}

func TestTheComparisonSeesWhatIsMissed(t *testing.T) {
	for _, document := range readCorpus(t) {
		whole := compareDraft(document.want, perfectDraft(t, document.want), "").right

		empty := compareDraft(document.want, map[string]any{}, "")
		if empty.right > 0 {
			t.Errorf("%s: an empty draft has %d right fields", document.name, empty.right)
		}

		draft := perfectDraft(t, document.want)
		activity := children(list(draft["goals"]), "activities")[1]
		indicators := activity["indicators"].([]any)
		activity["indicators"] = indicators[1:]
		lost := compareDraft(document.want, draft, "")
		first := indicators[0].(map[string]any)
		for _, w := range lost.wrong {
			if !strings.HasPrefix(w.where, "indicator "+shown(first["number"])) {
				t.Errorf("%s: leaving out indicator %v makes %s wrong", document.name, first["number"], w.where)
			}
		}
		if len(lost.wrong) == 0 || lost.total() != whole {
			t.Errorf("%s: leaving out an indicator gives %d wrong of %d", document.name, len(lost.wrong), lost.total())
		}
	}
}

func TestTheComparisonSeesAChangedRule(t *testing.T) {
	for _, document := range readCorpus(t) {
		draft := perfectDraft(t, document.want)
		indicator := children(children(list(draft["goals"]), "activities"), "indicators")[0]
		changed := maps.Clone(indicator["rule"].(map[string]any))
		changed["to"] = "1999-12-31"
		indicator["rule"] = changed
		if wrong := compareDraft(document.want, draft, "").wrong; len(wrong) != 1 || !strings.HasSuffix(wrong[0].where, "rule to") {
			t.Errorf("%s: a changed end of a rule gives %v", document.name, wrong)
		}
	}
}
