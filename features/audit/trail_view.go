package audit

import (
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// trailView is the page of what has happened to a thing.
type trailView struct {
	Kind    string // "Händelse"
	Name    string // the thing's own title, as it last was; may be empty
	Href    string // the thing's page
	Entries []entryView
}

// entryView is one thing that happened.
type entryView struct {
	What, Who, When, Reason string
	Place                   int   // in the history, the earliest is 1: two of a kind within a minute are told apart by it
	Seq                     int64 // in the chain; 0 until sealed
	Rows                    []rowView
	IsNew                   bool     // there was nothing before
	About                   []string // other things that it concerned
	Onward                  ui.Link  // where more can be done about it
}

type rowView struct{ Field, Before, After string }

// newTrail shows the latest entry first.
func newTrail(said speaker, objectKind string, entries []Entry) trailView {
	v := trailView{Kind: kindName(said.p, objectKind)}
	for i := len(entries) - 1; i >= 0; i-- {
		entry := newEntryView(said, &entries[i])
		entry.Place = i + 1
		v.Entries = append(v.Entries, entry)
	}
	v.Name = titleIn(entries)
	return v
}

// leadOn gives each entry where more can be done about it.
func (v *trailView) leadOn(p i18n.Printer, entries []Entry, onward func(action, objectID string) (textKey, href string)) {
	for i := range v.Entries {
		e := &entries[v.Entries[i].Place-1]
		if key, href := onward(e.Action, e.ObjectID); href != "" {
			v.Entries[i].Onward = ui.Link{Text: p.T(key), Href: href}
		}
	}
}

func newEntryView(said speaker, e *Entry) entryView {
	v := entryView{What: actionName(said.p, e.Action), Who: who(said.p, e), When: momentOf(e), Reason: e.Reason, Seq: e.Seq,
		IsNew: e.Before == ""}
	v.About = said.about(e)
	for _, d := range differences(e.Before, e.After) {
		if isKey(d.path) || !said.isTold(d.path, d.after) {
			continue
		}
		v.Rows = append(v.Rows, rowView{said.fieldName(d.path), said.inWords(d.path, d.before), said.inWords(d.path, d.after)})
	}
	return v
}

// about names the other things that a change concerned: "Indikator: 25. Fyra stormöten per år".
func (s speaker) about(e *Entry) []string {
	state, _ := decoded(e.After).(map[string]any)
	if state == nil {
		state, _ = decoded(e.Before).(map[string]any)
	}
	var about []string
	for _, name := range names(state) {
		if isKey(name) && s.isTold(name, state[name]) {
			about = append(about, s.fieldName(name)+": "+s.inWords(name, state[name]))
		}
	}
	return about
}

// Lines tells what has happened to a thing in short, the latest first, for a thing's own page.
func Lines(p i18n.Printer, entries []Entry) []ui.Dated {
	var lines []ui.Dated
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		text := actionName(p, e.Action) + ". " + who(p, e) + "."
		if e.Reason != "" {
			text += " " + p.T("audit.because", "reason", e.Reason)
		}
		lines = append(lines, ui.Dated{Date: calendar.Today(e.At.Time).String(), Text: text})
	}
	return lines
}

// actionName says what was done; an action that the catalogue lacks stands as it is.
func actionName(p i18n.Printer, action string) string {
	key := "audit.action." + strings.ReplaceAll(action, ".", "_")
	if said := p.T(key); said != key {
		return said
	}
	return action
}

func kindName(p i18n.Printer, objectKind string) string {
	key := "audit.kind." + objectKind
	if said := p.T(key); said != key {
		return said
	}
	return objectKind
}

// who names the one who acted, and says when it was not somebody signed in.
func who(p i18n.Printer, e *Entry) string {
	if e.ActorKind == Account {
		return e.ActorName
	}
	return p.T("audit.by_"+string(e.ActorKind), "name", e.ActorName)
}

// momentOf is when it happened, to the minute, in Stockholm.
func momentOf(e *Entry) string {
	return calendar.Clock(e.At.Time)
}

// titleIn is what the thing last called itself. A title goes before a text and a name, which may be those of a part of the
// thing, such as a file.
func titleIn(entries []Entry) string {
	for _, field := range []string{"title", "text", "name"} {
		for i := len(entries) - 1; i >= 0; i-- {
			for _, state := range []string{entries[i].After, entries[i].Before} {
				object, _ := decoded(state).(map[string]any)
				if title, is := object[field].(string); is && title != "" {
					return title
				}
			}
		}
	}
	return ""
}
