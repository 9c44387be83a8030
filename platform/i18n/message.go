// Package i18n turns message identities into Swedish or English. Each feature keeps its own catalogue files
// (messages/sv.toml, messages/en.toml); the program joins them in one Catalogue.
package i18n

import "fmt"

// Message is a text of the catalogue with its arguments, not yet in any language.
type Message struct {
	ID   string
	Args map[string]any
}

// Msg makes a message. Arguments come as name, value pairs; "count" also chooses the plural form.
func Msg(id string, pairs ...any) Message {
	m := Message{ID: id}
	if len(pairs)%2 != 0 {
		panic("i18n.Msg: " + id + ": an argument lacks its value")
	}
	for i := 0; i < len(pairs); i += 2 {
		if m.Args == nil {
			m.Args = map[string]any{}
		}
		m.Args[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// String shows the message for developers: its identity and arguments.
func (m Message) String() string {
	if len(m.Args) == 0 {
		return m.ID
	}
	return fmt.Sprintf("%s %v", m.ID, m.Args)
}

// Error is an error whose text a person will read: it says what happened and what to do, in their language.
type Error struct {
	Message
	Cause error
}

// Fail makes an Error from a message identity and its arguments.
func Fail(id string, pairs ...any) *Error { return &Error{Message: Msg(id, pairs...)} }

// Because adds the technical cause, for logs.
func (e *Error) Because(cause error) *Error {
	e.Cause = cause
	return e
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return e.String() + ": " + e.Cause.Error()
	}
	return e.String()
}

func (e *Error) Unwrap() error { return e.Cause }
