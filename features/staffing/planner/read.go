package planner

import (
	"encoding/json"
	"errors"
	"io"

	"samverk/platform/i18n"
)

// Bounds of what a problem may be. They keep every sum within 64 bits and every answer within reason.
const (
	longestFile    = 256 << 20 // bytes
	mostQuarters   = 400
	mostPeople     = 100_000
	mostActivities = 100_000
	mostHours      = 10_000_000 // of one person in one quarter, or of one activity
)

// Read reads a problem from JSON and checks it. Fields that are not known are left alone. The error is for people.
func Read(r io.Reader) (*Problem, error) {
	text, err := io.ReadAll(io.LimitReader(r, longestFile+1))
	if err != nil {
		return nil, i18n.Fail("staffing.problem.unreadable").Because(err)
	}
	if len(text) > longestFile {
		return nil, i18n.Fail("staffing.problem.too_large", "megabytes", longestFile>>20)
	}
	var p Problem
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, jsonFault(err)
	}
	return &p, p.Check()
}

// jsonFault says where a text is no problem.
func jsonFault(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return i18n.Fail("staffing.problem.syntax", "byte", int(syntax.Offset)).Because(err)
	case errors.As(err, &kind) && kind.Field != "":
		return i18n.Fail("staffing.problem.wrong_kind", "field", kind.Field, "found", kind.Value).Because(err)
	}
	return i18n.Fail("staffing.problem.not_json").Because(err)
}
