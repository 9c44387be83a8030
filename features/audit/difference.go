package audit

import (
	"encoding/json"
	"slices"
	"strings"

	"samverk/platform/i18n"
)

// difference is a part of a thing that a change altered.
type difference struct {
	path          string // names of fields with a full stop between: "rule.target"
	before, after any    // nil: it was not there
}

// differences gives what differs between two states of a thing, in the order of the fields' names. Something that came
// to be or went away differs in everything it has.
func differences(before, after string) []difference {
	var found []difference
	compare("", decoded(before), decoded(after), &found)
	return found
}

func decoded(text string) any {
	var value any
	if text == "" || json.Unmarshal([]byte(text), &value) != nil {
		return nil
	}
	return value
}

func compare(path string, before, after any, found *[]difference) {
	old, wasObject := before.(map[string]any)
	now, isObject := after.(map[string]any)
	if (wasObject || before == nil) && (isObject || after == nil) && (wasObject || isObject) {
		for _, name := range names(old, now) {
			below := name
			if path != "" {
				below = path + "." + name
			}
			compare(below, old[name], now[name], found)
		}
		return
	}
	if written(before) != written(after) {
		*found = append(*found, difference{path, before, after})
	}
}

func names(objects ...map[string]any) []string {
	var all []string
	for _, object := range objects {
		for name := range object {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	slices.Sort(all)
	return all
}

// written is a value in one form, for comparing.
func written(value any) string {
	if isNothing(value) {
		return ""
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

// isNothing tells whether a value says nothing: such fields are not worth a row.
func isNothing(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// speaker puts what the trail holds into words.
type speaker struct {
	p     i18n.Printer
	words map[string]string // see Feature.Words
	names map[string]string // keys of things, and what the things are called
}

// inWords writes a value for a person. Values that are words of the trade are said as the catalogue says them.
func (s speaker) inWords(path string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return s.p.T("audit.yes")
		}
		return s.p.T("audit.no")
	case string:
		return s.word(path, v)
	case []any:
		var parts []string
		for _, part := range v {
			parts = append(parts, s.inWords(path, part))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return s.object(path, v)
	}
	return written(value)
}

func (s speaker) object(path string, object map[string]any) string {
	var parts []string
	for _, name := range names(object) {
		below := path + "." + name
		if !isNothing(object[name]) && s.isTold(below, object[name]) {
			parts = append(parts, s.fieldName(below)+": "+s.inWords(below, object[name]))
		}
	}
	return strings.Join(parts, "; ")
}

// word says a text: the name of the thing whose key it is, a word of the catalogue, or the text itself.
func (s speaker) word(path, text string) string {
	if isKey(path) && s.names[text] != "" {
		return s.names[text]
	}
	for _, field := range []string{lastTwo(path), lastName(path)} {
		if where, known := s.words[field]; known && isWord(text) {
			key := where + "." + text
			if said := s.p.T(key, "count", 1); !strings.HasPrefix(said, key) {
				return said
			}
		}
	}
	return text
}

// isWord tells whether a text can be one of the program's own words.
func isWord(text string) bool {
	return text != "" && len(text) < 40 && !strings.ContainsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' })
}

// fieldName is what a field is called: audit.field.headCount, else its own name.
func (s speaker) fieldName(path string) string {
	key := "audit.field." + lastName(path)
	if said := s.p.T(key); said != key {
		return said
	}
	return lastName(path)
}

func lastName(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// lastTwo is the end of a path with the field above: "rule.kind".
func lastTwo(path string) string {
	parts := strings.Split(path, ".")
	return strings.Join(parts[max(0, len(parts)-2):], ".")
}

// isKey tells whether a field holds the key of a thing.
func isKey(path string) bool {
	name := lastName(path)
	return strings.EqualFold(name, "id") || strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "ID")
}

// signatures are fields that say again what the entry itself says: who, when and why.
var signatures = []string{"recordedBy", "recordedAt", "voidedBy", "voidedAt", "voidedWhy", "decidedBy", "decidedAt", "reason", "sha256"}

// isTold tells whether a field says something to a person that the entry has not said already. Keys are told by the
// names of what they lead to, and otherwise left out.
func (s speaker) isTold(path string, value any) bool {
	if isKey(path) {
		key, isText := value.(string)
		return isText && s.names[key] != ""
	}
	return !slices.Contains(signatures, lastName(path))
}

// keysIn gives every key in a state of a thing with the field that holds it.
func keysIn(path string, value any, found map[string]string) {
	switch v := value.(type) {
	case map[string]any:
		for name, part := range v {
			keysIn(name, part, found)
		}
	case []any:
		for _, part := range v {
			keysIn(path, part, found)
		}
	case string:
		if v != "" && isKey(path) {
			found[v] = path
		}
	}
}
