package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// NewID gives a key: a UUIDv7, so keys sort by when they were made.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// IsID tells whether a text is a key as NewID makes them.
func IsID(text string) bool { return len(text) == 36 && uuid.Validate(text) == nil }

// GivenID is the key that a form was given when it was shown, so that the same form sent twice is one thing; a new key when
// the text is none.
func GivenID(text string) string {
	if IsID(text) {
		return text
	}
	return NewID()
}

// Time is an instant in a timestamp column: UTC, whole microseconds, the same text form on both engines so that it
// sorts and reads back alike.
type Time struct{ time.Time }

const timeFormat = "2006-01-02 15:04:05.000000"

// TimeOf makes a column value of t.
func TimeOf(t time.Time) Time { return Time{t.UTC().Truncate(time.Microsecond)} }

// Now is the present instant.
func Now() Time { return TimeOf(time.Now()) }

func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UTC().Format(timeFormat), nil
}

func (t *Time) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t = Time{}
	case time.Time:
		*t = TimeOf(v)
	case string:
		parsed, err := time.Parse("2006-01-02 15:04:05.999999", v)
		if err != nil {
			return err
		}
		*t = TimeOf(parsed)
	default:
		return fmt.Errorf("cannot read an instant from %T", src)
	}
	return nil
}

// JSON keeps a Go value as JSON in a text column.
type JSON[T any] struct{ V T }

// AsJSON wraps a value for a text column.
func AsJSON[T any](v T) JSON[T] { return JSON[T]{v} }

func (j JSON[T]) Value() (driver.Value, error) {
	data, err := json.Marshal(j.V)
	return string(data), err
}

func (j *JSON[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), &j.V)
	case []byte:
		return json.Unmarshal(v, &j.V)
	}
	return fmt.Errorf("cannot read JSON from %T", src)
}
