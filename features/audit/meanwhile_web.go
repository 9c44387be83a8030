package audit

import (
	"context"
	"errors"
	"strings"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// Meanwhile tells who last saved a thing while the reader was writing, and what differs in the fields, given as name and
// label. How lines end is no difference.
func Meanwhile(ctx context.Context, db *store.DB, kind, id string, saved, typed *form.Form, fields [][2]string) (*ui.Meanwhile, error) {
	var last Entry
	err := db.Read(ctx, func(tx *store.Tx) (err error) {
		last, err = Last(ctx, tx, kind, id)
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return err
	})
	m := &ui.Meanwhile{Who: last.ActorName, When: last.At.In(calendar.Stockholm()).Format("2006-01-02 15.04")}
	for _, field := range fields {
		if before, now := saved.Text(field[0]), typed.Text(field[0]); oneEnd.Replace(before) != oneEnd.Replace(now) {
			m.Differences = append(m.Differences, ui.Difference{Label: i18n.T(ctx, field[1]), Saved: before, Typed: now})
		}
	}
	return m, err
}

var oneEnd = strings.NewReplacer("\r\n", "\n", "\r", "\n")
