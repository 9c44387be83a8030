package audit

import (
	"net/url"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/fold"
)

// Filter chooses entries of the whole trail. Its zero value chooses all.
type Filter struct {
	ActorID    string
	ObjectKind string
	From, To   calendar.Date // days in Stockholm, both included
	Words      string        // all of them stand in the reason, whatever their case and marks
	After      string        // key of the last entry of the page before
	Before     string        // key of the first entry of the page after; After goes first
}

// objectKinds are the kinds of things that can be chosen, in the order of the list.
var objectKinds = []string{"plan", "goal", "activity", "indicator", "record", "plan_draft", "account", "feedback", "retention", "trail"}

// filterNames are what the address can choose by.
var filterNames = []string{"who", "kind", "from", "to", "words"}

// readFilter reads the filter of an address. Wrong is a day that cannot be read.
func readFilter(query url.Values) (f Filter, wrong string) {
	f = Filter{ActorID: query.Get("who"), ObjectKind: query.Get("kind"), Words: strings.TrimSpace(query.Get("words")),
		After: query.Get("after"), Before: query.Get("before")}
	for name, day := range map[string]*calendar.Date{"from": &f.From, "to": &f.To} {
		text := strings.TrimSpace(query.Get(name))
		if text == "" {
			continue
		}
		var err error
		if *day, err = calendar.ParseDate(text); err != nil {
			wrong = text
		}
	}
	return f, wrong
}

// words are what the reason must hold, folded.
func (f *Filter) words() []string {
	words := strings.Fields(fold.Search(f.Words))
	return words[:min(len(words), mostWords)]
}

// mostWords bounds how many words are looked for.
const mostWords = 20

// goesBack tells whether the page before an entry is asked for.
func (f *Filter) goesBack() bool { return f.After == "" && f.Before != "" }

// has tells whether every word stands in the text.
func has(text string, words []string) bool {
	folded := fold.Search(text)
	for _, word := range words {
		if !strings.Contains(folded, word) {
			return false
		}
	}
	return true
}
